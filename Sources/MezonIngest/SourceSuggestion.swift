// SPDX-License-Identifier: Apache-2.0

import MezonColumns
package import MezonDiagnostics
package import MezonSyntax
import MezonTables

/// A source definition proposed for a file: an event with a field for each column, and the source that fills it.
///
/// It is a beginning for a person to correct: it names what it left out and why, and which choices it made. What could name a person is
/// never proposed.
package struct SourceSuggestion: Sendable {
  /// How many rows are looked at to say what a column holds.
  static let sampleRows = 20_000

  /// The definitions, in the one style.
  package let text: String
  /// What is to be said about the file.
  package let warnings: [Diagnostic]

  /// Proposes a source for a file.
  /// - Parameters:
  ///   - sheet: the sheet or table to read; nil for the first that is shown
  ///   - keywords: the language of the definitions
  /// - Returns: nil, and why, for a file that cannot be read
  package static func propose(
    file: String, bytes: [UInt8], sheet: String?, keywords: KeywordLanguage
  ) -> (suggestion: SourceSuggestion?, diagnostics: [Diagnostic]) {
    do {
      let layout: SuggestedLayout
      if let tables = try TableFiles.open(bytes, name: file) {
        layout = try SuggestedLayout(tables, sheet: sheet)
        if let sheet, !layout.sheets.contains(sheet) {
          return (
            nil,
            [Diagnostic(IngestRule.noSheet, [file, sheet, layout.sheets.joined(separator: ", ")], at: .file(file))]
          )
        }
      } else {
        layout = SuggestedLayout(text: try DecodedText(file: file, bytes: bytes, encoding: nil).bytes)
      }
      var reading = TableLayout()
      reading.delimiter = layout.delimiter
      reading.header = layout.header
      reading.sheet = layout.sheet
      let table = try HandedInTable(file: file, bytes: bytes, layout: reading)
      let proposal = try SourceSuggestion(table, layout, keywords: keywords)
      return (proposal, proposal.warnings)
    } catch let fault as TableFault {
      return (nil, [IngestRule.unreadable(fault.kind, file: file)])
    } catch let failure as ReadingFailure {
      return (nil, [failure.diagnostic])
    } catch {
      return (nil, [Diagnostic(IngestRule.damagedFile, [file, "\(error)"], at: .file(file))])
    }
  }

  private init(_ table: HandedInTable, _ layout: SuggestedLayout, keywords: KeywordLanguage) throws(ReadingFailure) {
    warnings = table.warnings
    let draft = SuggestedText(try Self.columns(of: table), table, layout).text
    let parsed = Parser.parse(SourceText(name: "suggestion.mezon", text: draft))
    text = Formatter.format(parsed, keywords: keywords)
  }

  /// What the columns hold, by the first rows.
  private static func columns(of table: HandedInTable) throws(ReadingFailure) -> [SuggestedColumn] {
    var columns = table.names.enumerated().map { SuggestedColumn(header: $1, number: $0 + 1) }
    var reader = table.reader
    try reading(table.fileName) { try reader.select(Array(columns.indices)) }
    var batch = RowBatch()
    var scratch: [UInt8] = []
    var count = 0
    while count < sampleRows, try reading(table.fileName, { try reader.read(into: &batch) }) {
      for row in 0..<batch.rowCount {
        for column in columns.indices {
          batch.unescape(batch.field(row: row, column: column), into: &scratch)
          scratch.withUnsafeBytes { columns[column].take($0) }
        }
        count += 1
      }
    }
    return columns
  }
}

/// Writes the text of a proposal.
struct SuggestedText: Sendable {
  private let columns: [SuggestedColumn]
  private let table: HandedInTable
  private let layout: SuggestedLayout
  private var fields: [String] = []
  private var mappings: [String] = []
  private var remarks: [String] = []
  private var names: Set<String> = []
  /// Among the columns: the event's own time, its unit.
  private let time: Int?
  private let unit: Int?
  private let pattern: String?

  init(_ columns: [SuggestedColumn], _ table: HandedInTable, _ layout: SuggestedLayout) {
    self.columns = columns
    self.table = table
    self.layout = layout
    func isTime(_ column: SuggestedColumn) -> Bool {
      switch column.kind {
      case .day, .time: true
      default: false
      }
    }
    time = columns.firstIndex { isTime($0) && !$0.isOptional && !$0.header.isEmpty }
    unit = columns.firstIndex {
      $0.couldBeUnit && !isTime($0) && $0.kind != .empty && !$0.isOptional && !$0.header.isEmpty
    }
    pattern = time.flatMap { Self.pattern(of: columns[$0].kind) }
  }

  private static func pattern(of kind: SuggestedColumn.Kind) -> String? {
    switch kind {
    case .day(let pattern), .time(let pattern): pattern
    default: nil
    }
  }

  /// The definitions, not yet in the one style.
  var text: String {
    var copy = self
    copy.addKeyFields()
    for (place, column) in columns.enumerated() where place != time && place != unit { copy.add(column) }
    return copy.assembled
  }

  private mutating func unique(_ wanted: String) -> String {
    var (name, number) = (wanted, 2)
    while !names.insert(name).inserted {
      name = "\(wanted)_\(number)"
      number += 1
    }
    return "`\(name)`"
  }

  private mutating func addKeyFields() {
    if let time {
      let isDay = if case .day = columns[time].kind { true } else { false }
      let name = unique(columns[time].name)
      fields.append("\(name) \(isDay ? "day" : "time")")
      mappings.append("\(name) \(origin(columns[time]))")
    } else {
      let name = unique("happened")
      fields.append("\(name) day")
      mappings.append("\(name) constant 2000-01-01")
      remarks.append("No column holds a date in every row: state the day, or the column that does.")
    }
    let name = unique("at")
    fields.append("\(name) unit")
    if let unit {
      mappings.append("\(name) \(origin(columns[unit]))")
    } else {
      mappings.append("\(name) constant \"UNIT\"")
      remarks.append("No column looks like a unit: write the unit's code in the place of UNIT, or its column.")
    }
  }

  private mutating func add(_ column: SuggestedColumn) {
    let shown = column.header.isEmpty ? "column \(column.number)" : "\"\(Self.plain(column.header))\""
    guard column.kind != .empty else {
      if !column.header.isEmpty { remarks.append("\(shown) is empty and was left out.") }
      return
    }
    guard !column.couldName else {
      remarks.append("\(shown) may name a person and was left out.")
      return
    }
    if let other = Self.pattern(of: column.kind), other != pattern {
      remarks.append("\(shown) has dates as \(other), unlike the others; it is read as a text.")
    }
    let name = unique(column.name)
    fields.append("\(name) \(type(of: column))\(column.isOptional ? "?" : "")")
    mappings.append("\(name) \(origin(column))\(recodes(of: column))")
  }

  private func type(of column: SuggestedColumn) -> String {
    switch column.kind {
    case .wholeNumber: "whole number"
    case .decimalPoint: usesDecimalComma ? "text" : "number"
    case .decimalComma: "number"
    case .yesNo: "yes or no"
    case .day(let other): other == pattern ? "day" : "text"
    case .time(let other): other == pattern ? "time" : "text"
    case .choice(let texts): "one of " + members(of: texts).joined(separator: ", ")
    case .empty, .text: "text"
    }
  }

  private var usesDecimalComma: Bool { columns.contains { $0.kind == .decimalComma } }

  /// Names for the texts of a choice.
  private func members(of texts: [String]) -> [String] {
    var used: Set<String> = []
    return texts.enumerated().map { place, text in
      var name = SuggestedColumn(header: text, number: place + 1).name
      if name == "column_\(place + 1)" { name = "code_\(place + 1)" }
      if !used.insert(name).inserted { name += "_\(place + 1)" }
      used.insert(name)
      return "`\(name)`"
    }
  }

  private func recodes(of column: SuggestedColumn) -> String {
    guard case .choice(let texts) = column.kind else { return "" }
    let pairs = zip(texts, members(of: texts)).map { "\(Self.quoted($0)) -> \($1)" }
    return " recode " + pairs.joined(separator: ", ") + " others refuse"
  }

  /// A column by its name, or by its number where the name is empty or stands twice.
  private func origin(_ column: SuggestedColumn) -> String {
    let isUnique = columns.count(where: { $0.header == column.header }) == 1
    return column.header.isEmpty || !isUnique
      ? "from column \(column.number)" : "from column \(Self.quoted(column.header))"
  }

  private var assembled: String {
    var lines = ["language 1 keywords en", ""]
    lines += remarks.map { "# " + $0 }
    if layout.sheets.count > 1 {
      lines.append("# Sheets of the file: " + layout.sheets.map(Self.plain).joined(separator: ", ") + ".")
    }
    lines += ["event handed_in \"\(Self.plain(stem))\" {"] + fields + ["}", ""]
    lines.append("source handed_in_file gives handed_in {")
    if let delimiter = layout.delimiter, table.lines == nil {
      let sign = delimiter == .tab ? "\\t" : String(UnicodeScalar(delimiter.rawValue))
      lines.append("delimiter \"\(sign)\"")
    }
    for warning in table.warnings where warning.rule == IngestRule.guessedEncoding && warning.arguments.count > 1 {
      lines.append("encoding \"\(warning.arguments[1])\"")
    }
    if let sheet = layout.sheet { lines.append("sheet \(Self.quoted(sheet))") }
    if layout.header.count > 1 {
      lines.append("header in rows \(layout.header.lowerBound) to \(layout.header.upperBound)")
    } else if layout.header.lowerBound > 1 {
      lines.append("header in row \(layout.header.lowerBound)")
    }
    if let pattern { lines.append("time format \"\(pattern)\"") }
    if usesDecimalComma { lines.append("decimal comma") }
    return (lines + mappings + ["}"]).joined(separator: "\n") + "\n"
  }

  private var stem: String {
    let name = table.fileName.split(separator: "/").last.map(String.init) ?? ""
    return name.isEmpty ? "A file" : name
  }

  /// A text in quotes, as definitions write it.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for character in text {
      switch character {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n", "\r\n", "\r": result += "\\n"
      case "\t": result += "\\t"
      default: result.append(character)
      }
    }
    return result + "\""
  }

  /// A text for a remark or a title: one line without quotes.
  private static func plain(_ text: String) -> String {
    let shown = text.map { $0.isNewline || $0 == "\t" || $0 == "\"" || $0 == "\\" ? " " : $0 }
    return String(shown.prefix(80))
  }
}
