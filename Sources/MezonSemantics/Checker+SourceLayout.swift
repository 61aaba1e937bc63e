// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

extension Checker {
  /// Checks what can be said of a layout without its file.
  mutating func checkLayout(_ declaration: SourceDeclaration) {
    if let first = declaration.headerRow, let last = declaration.lastHeaderRow, last.value < first.value {
      report(SourceLayoutRule.headerBackwards, [first.range.text, last.range.text], at: last.range)
    }
    for join in declaration.joins where join.ownColumns.count != join.otherColumns.count {
      report(
        SourceLayoutRule.keysDiffer,
        [String(join.ownColumns.count), String(join.otherColumns.count), join.table.text], at: join.range)
    }
    for mapping in declaration.fields {
      if case .cell(let place) = mapping.origin, !Self.isCell(place.text) {
        report(SourceLayoutRule.notACell, [place.text], at: place.range)
      }
    }
    if let unpivot = declaration.unpivot, unpivot.heading.text == unpivot.cell.text {
      report(SourceLayoutRule.sameNames, [unpivot.cell.text], at: unpivot.cell.range)
    }
  }

  /// Checks the fields that tell events apart: each a plain one of the event type that may be compared, and named once.
  mutating func checkKey(_ declaration: SourceDeclaration, _ target: SourcePlan.Target, _ fields: [FieldSchema]) {
    guard let first = declaration.key.first else { return }
    if case .roster = target { return report(SourceKeyRule.keyOfRoster, [declaration.target.text], at: first.range) }
    for (place, name) in declaration.key.enumerated() {
      guard let field = fields.first(where: { $0.name == name.text }) else {
        report(unknown: "field", name, in: declaration.target.text, known: fields.map(\.name))
        continue
      }
      if !field.canTellEventsApart { report(SourceKeyRule.noKeyField, [name.text], at: name.range) }
      if declaration.key[..<place].contains(where: { $0.text == name.text }) {
        report(SourceKeyRule.keyNamedTwice, [name.text], at: name.range)
      }
    }
  }

  /// Whether a text is one to three letters and the number of a row.
  private static func isCell(_ text: String) -> Bool {
    let letters = text.prefix { ("A"..."Z").contains($0) || ("a"..."z").contains($0) }
    guard (1...3).contains(letters.count), let row = Int(text.dropFirst(letters.count)) else { return false }
    return (1...1_048_576).contains(row)
  }
}
