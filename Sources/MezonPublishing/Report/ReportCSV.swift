// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonEngine

/// Writes all tables of a report as one delimited text, a row a figure, in a form for people and one for programs.
///
/// Both have the same columns in the same order, full precision, one column for each dimension of the report and a label beside each code;
/// none has an officer. Every text stands in quotes; one that a spreadsheet program could take for a formula gets an apostrophe
/// before it (OWASP ASVS 5.0, 1.2.10), numbers never do.
package struct ReportCSV {
  /// For whom a text is written.
  package enum Form: Hashable, Sendable, CaseIterable {
    /// Opens on a double click: byte order mark, semicolons, carriage returns, headings and decimal sign of the language.
    case people
    /// Plain UTF-8, commas, line feeds, stable names of columns, decimal point.
    case programs
  }

  /// The bytes of a report. Complexity: linear in its rows.
  package static func bytes(_ content: ReportContent, as form: Form, words: ReportWords) throws(PublishingFailure)
    -> [UInt8]
  {
    var writer = ReportCSV(content: content, form: form, words: words)
    try writer.write()
    return writer.output
  }

  private enum Field {
    case missing
    case text(String)
    case number(Double)
    case day(CalendarDay)
  }

  private let content: ReportContent
  private let form: Form
  private let words: ReportWords
  private var output: [UInt8] = []

  private init(content: ReportContent, form: Form, words: ReportWords) {
    self.content = content
    self.form = form
    self.words = words
  }

  /// Names of the columns before those of splits; each is also the end of a message's identifier.
  private static let leading = [
    "indicator", "indicator_label", "version", "period", "period_start", "period_end", "unit", "unit_label", "level",
    "level_label",
  ]
  /// Names of the columns behind those of splits.
  private static let trailing = [
    "value", "unit_of_measure", "state", "state_label", "reason", "reason_label", "numerator", "denominator",
    "excluded",
    "excepted", "not_yet_due", "n", "completeness", "low", "high", "method", "baseline", "target", "reached", "status",
    "status_label",
  ]

  /// Names of the numbers of each comparison; with the comparison's name and `_` before it, that of a column.
  private static let comparedNumbers = [
    ("funnel", ["target", "low", "high", "units"]), ("shrinkage", ["estimate", "mean", "units"]),
    ("reliability", ["reliability", "wrong", "units"]), ("control_chart", ["mean", "low", "high", "periods"]),
  ]

  /// The comparisons that any table has, with the names of their numbers.
  private var comparisons: [(name: String, numbers: [String])] {
    let used = Set(content.tables.flatMap(\.comparisons))
    return Self.comparedNumbers.filter { used.contains($0.0) }
  }

  private mutating func write() throws(PublishingFailure) {
    if form == .people { output += [0xEF, 0xBB, 0xBF] }
    append(try headings().map { .text($0) })
    var written: Set<String> = []
    // An indicator that stands in two sections has its rows once.
    for table in content.tables where written.insert(table.id).inserted {
      let places = content.splits.map { split in table.splits.firstIndex { $0.name == split.name } }
      for row in table.rows {
        append(leading(row, of: table) + groups(row, places) + trailing(row, of: table) + compared(row))
      }
    }
  }

  private func headings() throws(PublishingFailure) -> [String] {
    guard form == .people else {
      let splits = content.splits.flatMap { ["split_" + $0.name, "split_" + $0.name + "_label"] }
      let compared = comparisons.flatMap { comparison in
        [comparison.name, comparison.name + "_label"] + comparison.numbers.map { comparison.name + "_" + $0 }
      }
      return Self.leading + splits + Self.trailing + compared
    }
    var headings: [String] = []
    for name in Self.leading { headings.append(try words.text("csv." + name)) }
    for split in content.splits {
      headings.append(try words.text("csv.split", ["split": split.label]))
      headings.append(split.label)
    }
    for name in Self.trailing { headings.append(try words.text("csv." + name)) }
    for comparison in comparisons {
      let label = try words.text("compare.\(comparison.name).label")
      headings += [try words.text("csv.compared", ["comparison": label]), label]
      for number in comparison.numbers {
        let values = ["comparison": label, "number": try words.text("csv.compared_" + number)]
        headings.append(try words.text("csv.compared_number", values))
      }
    }
    return headings
  }

  private func compared(_ row: ReportRow) -> [Field] {
    comparisons.flatMap { comparison -> [Field] in
      guard let own = row.compared.first(where: { $0.name == comparison.name }) else {
        return Array(repeating: .missing, count: 2 + comparison.numbers.count)
      }
      return [.text(own.code), .text(own.text)] + comparison.numbers.map { number(own.numbers[$0]) }
    }
  }

  private func leading(_ row: ReportRow, of table: ReportTable) -> [Field] {
    [
      .text(table.id), .text(table.title), .text(table.version), .text(row.period.label), .day(row.period.first),
      .day(row.period.last), .text(row.unitCode), .text(row.unitName), .text(row.levelCode), .text(row.level),
    ]
  }

  private func groups(_ row: ReportRow, _ places: [Int?]) -> [Field] {
    places.flatMap { place -> [Field] in
      guard let place, row.groups.indices.contains(place) else { return [.missing, .missing] }
      return [.text(row.groups[place].code), .text(row.groups[place].label)]
    }
  }

  private func trailing(_ row: ReportRow, of table: ReportTable) -> [Field] {
    let published = row.published
    var reached: Double?
    if case .perCent(let share)? = row.reached(isHigherBetter: table.isHigherBetter) { reached = share }
    return [
      number(row.value), .text(table.measure), .text(published.state.rawValue), .text(row.state),
      .text(words.reasonCode(published.reason)), .text(row.reason), number(row.numerator), number(row.denominator),
      number(row.leftOut.map(Double.init)), number(row.notHeldAgainst.map(Double.init)),
      number(row.notYetDue.map(Double.init)), number(row.records.map(Double.init)), number(row.completeness),
      number(row.low), number(row.high), .text(row.value == nil ? "" : published.figures?.method ?? ""),
      number(published.baseline), number(published.target), number(reached),
      .text(published.figures?.status.rawValue ?? ""), .text(row.status),
    ]
  }

  private func number(_ value: Double?) -> Field { value.flatMap { $0.isFinite ? .number($0) : nil } ?? .missing }

  private mutating func append(_ fields: [Field]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { output.append(UInt8(ascii: form == .people ? ";" : ",")) }
      switch field {
      case .missing: break
      case .text(let text): append(text)
      case .day(let day): output += day.description.utf8
      case .number(let number): append(number)
      }
    }
    output += form == .people ? [0x0D, 0x0A] : [0x0A]
  }

  private mutating func append(_ number: Double) {
    var digits: [UInt8] = []
    NumberFormat.append(finite: number, to: &digits)
    let decimal = Array(words.format.decimalSeparator.utf8)
    guard form == .people, decimal != [0x2E] else { return output += digits }
    for digit in digits { output += digit == 0x2E ? decimal : [digit] }
  }

  /// Adds a text in quotes; an empty one is a field without a value.
  private mutating func append(_ text: String) {
    guard !text.isEmpty else { return }
    output.append(UInt8(ascii: "\""))
    for byte in InertText.escaped(text).utf8 {
      if byte == UInt8(ascii: "\"") { output.append(byte) }
      output.append(byte)
    }
    output.append(UInt8(ascii: "\""))
  }
}
