// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

/// A split of an indicator, with where its groups come from.
struct NaiveSplit {
  /// The name in results: `kind`, `parties.sex`, `settlement`.
  let name: String
  /// All members, where the groups are those of a choice.
  let members: [String]?
  private let clause: SplitClause
  private let unitField: String?
  private let isUnitAttribute: Bool

  init(_ clause: SplitClause, of event: String, _ unitField: String?, _ programme: NaiveProgramme) {
    self.clause = clause
    self.unitField = unitField
    let field = programme.field(clause.field.text, of: event)
    isUnitAttribute = field == nil
    if let member = clause.member {
      name = clause.field.text + "." + member.text
      var fields: [FieldDeclaration] = []
      if case .records(let records) = field?.type { fields = records }
      members = fields.first { $0.name.text == member.text }.flatMap { programme.members(of: $0.type) }
    } else {
      name = clause.field.text
      let declared = field ?? programme.unitAttributes.first { $0.name.text == clause.field.text }
      members = declared.flatMap { programme.members(of: $0.type) }
    }
  }

  /// The groups that an event is in, each once.
  func groups(of judged: JudgedEvent, _ world: NaiveWorld) -> [String] {
    var values: [NaiveValue]
    if isUnitAttribute {
      let unit = unitField.map { judged.event[$0] } ?? .missing
      values = [world.attribute(clause.field.text, of: unit, on: judged.day)]
    } else {
      values = judged.event[clause.field.text].elements
    }
    if let member = clause.member {
      values = values.map { if case .record(let record) = $0 { record[member.text] ?? .missing } else { .missing } }
    }
    if values.isEmpty { return ["unknown"] }
    return Array(Set(values.map { $0.code ?? "unknown" }))
  }
}

/// One group of one split.
struct NaiveGroup {
  let split: NaiveSplit
  let group: String

  /// `kind=land`.
  var label: String { split.name + "=" + group }
}
