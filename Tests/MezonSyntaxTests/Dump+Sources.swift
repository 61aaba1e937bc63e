// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

extension Dump {
  mutating func add(_ source: SourceDeclaration) {
    block("source \(Self.name(source.name)) gives \(Self.name(source.target)) \(Self.title(source.title))") { dump in
      dump.line("file", source.file.map(Self.text))
      dump.line("delimiter", source.delimiter.map(Self.text))
      dump.line("encoding", source.encoding.map(Self.text))
      dump.line("sheet", source.sheet.map(Self.text))
      dump.line("header-row", source.headerRow.map(Self.number))
      dump.line("header-row-to", source.lastHeaderRow.map(Self.number))
      if !source.key.isEmpty { dump.line("key [\(source.key.map(Self.name).joined(separator: " "))]") }
      if !source.totalTexts.isEmpty {
        dump.line("totals [\(source.totalTexts.map(Self.text).joined(separator: " "))]")
      }
      if let unpivot = source.unpivot {
        let columns = unpivot.columns.map { Self.text($0.first) + ($0.last.map { "..." + Self.text($0) } ?? "") }
        dump.line(
          "unpivot [\(columns.joined(separator: " "))] \(Self.text(unpivot.heading)) \(Self.text(unpivot.cell))")
      }
      if !source.missingTexts.isEmpty {
        dump.line("missing [\(source.missingTexts.map(Self.text).joined(separator: " "))]")
      }
      dump.line("time-format", source.timeFormat.map(Self.text))
      dump.line("time-zone", source.timeZone.map(Self.text))
      if source.usesDecimalComma { dump.line("decimal-comma") }
      for join in source.joins {
        let sides = [join.ownColumns, join.otherColumns].map { $0.map(Self.text).joined(separator: " ") }
        let sheet = join.sheet.map { " sheet " + Self.text($0) } ?? ""
        dump.line("joins \(Self.name(join.table)) \(Self.title(join.file))\(sheet) \(sides.joined(separator: " = "))")
      }
      for field in source.fields { dump.line(Self.mapping(field)) }
      for rule in source.rowRules {
        let condition = rule.condition.map(Self.expression) ?? "-"
        dump.line("\(rule.effect.rawValue) \(condition) because \(Self.title(rule.reason))")
      }
    }
  }

  private static func mapping(_ mapping: FieldMapping) -> String {
    var parts = ["map \(mapping.member.map { name($0) + "<" } ?? "")\(name(mapping.field))", origin(mapping.origin)]
    if let separator = mapping.separator { parts.append("separated \(text(separator))") }
    if mapping.asWholeNumber { parts.append("whole") }
    if let measure = mapping.measure { parts.append("in \(name(measure))") }
    return (parts + codes(mapping.recodes, mapping.others)).joined(separator: " ")
  }

  private static func codes(_ recodes: [Recode], _ others: OtherCodes?) -> [String] {
    let parts = recodes.map { "\(text($0.code))->\(expression($0.value))" }
    switch others {
    case .refuse: return parts + ["others refuse"]
    case .missing: return parts + ["others missing"]
    case .value(let value): return parts + ["others as \(expression(value))"]
    case nil: return parts
    }
  }

  mutating func add(_ table: StandardTableClause) {
    line("file", table.layout.file.map(Self.text))
    line("sheet", table.layout.sheet.map(Self.text))
    line("header-row", table.layout.headerRow.map(Self.number))
    if table.layout.usesDecimalComma { line("decimal-comma") }
    line(
      "groups", table.groups.map { ([Self.text($0)] + Self.codes(table.recodes, table.others)).joined(separator: " ") })
    line("persons", table.persons.map(Self.text))
  }

  private static func origin(_ origin: FieldMapping.Origin) -> String {
    switch origin {
    case .columns(let columns, let table):
      "columns [\(columns.map(text).joined(separator: " "))] of \(table.map(name) ?? "-")"
    case .numbered(let place, let heading): "column \(number(place)) under \(heading.map(text) ?? "-")"
    case .fileName: "file-name"
    case .cell(let place): "cell \(text(place))"
    case .constant(let value): "constant \(expression(value))"
    case .digitRuns(let least, let most, let column): "digits \(number(least))...\(number(most)) \(text(column))"
    case .computed(let value): "computed \(expression(value))"
    }
  }
}
