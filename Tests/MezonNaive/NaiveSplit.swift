// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

/// A split of an indicator, with where its groups come from.
struct NaiveSplit {
  /// The name in results: `kind`, `parties.sex`, `settlement`.
  let name: String
  /// All members, where the groups are those of a choice.
  let members: [String]?
  /// The declared choice of the groups.
  private(set) var choice: String?
  private let field: String
  private let member: String?
  private let unitField: String?
  private let isUnitAttribute: Bool

  init(_ clause: SplitClause, of event: String, _ unitField: String?, _ programme: NaiveProgramme) {
    self.init(clause.field.text, member: clause.member?.text, of: event, unitField, programme)
  }

  /// The split by a field, or by a member of its child records.
  init(
    _ named: String, member: String? = nil, of event: String, _ unitField: String?, _ programme: NaiveProgramme
  ) {
    self.field = named
    self.member = member
    self.unitField = unitField
    let field = programme.field(named, of: event)
    isUnitAttribute = field == nil
    if let member {
      name = named + "." + member
      var fields: [FieldDeclaration] = []
      if case .records(let records) = field?.type { fields = records }
      let type = fields.first { $0.name.text == member }?.type
      members = type.flatMap { programme.members(of: $0) }
      choice = type.flatMap { Self.choice(of: $0) }
    } else {
      name = named
      let declared = field ?? programme.unitAttributes.first { $0.name.text == named }
      members = declared.flatMap { programme.members(of: $0.type) }
      choice = (declared?.type).flatMap { Self.choice(of: $0) }
    }
  }

  private static func choice(of type: FieldType) -> String? {
    switch type {
    case .named(let name): name.text
    case .list(let element): choice(of: element)
    default: nil
    }
  }

  /// The groups that an event is in, each once.
  func groups(of judged: JudgedEvent, _ world: NaiveWorld) -> [String] {
    var values: [NaiveValue]
    if isUnitAttribute {
      let unit = unitField.map { judged.event[$0] } ?? .missing
      values = [world.attribute(field, of: unit, on: judged.day)]
    } else {
      values = judged.event[field].elements
    }
    if let member {
      values = values.map { if case .record(let record) = $0 { record[member] ?? .missing } else { .missing } }
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
