// SPDX-License-Identifier: Apache-2.0

/// A comma-separated table of reference results (RFC 4180), read by column name.
struct OracleTable: Sendable {
  /// The names of the columns, without surrounding white space.
  let columns: [String]

  /// The rows under the header.
  let rows: [Row]

  /// A row of a table.
  struct Row: Sendable {
    /// The fields by column; a row shorter than the header lacks the last ones.
    let fields: [String: String]

    /// The number of the row, the first below the header being 1.
    let number: Int

    /// The row's number and fields, for a message.
    let description: String
  }

  /// What is wrong with a table, or with a field that a reader needs.
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  /// Reads a table; a byte order mark and blank lines are passed over.
  init(text: String, name: String) throws {
    let lines = Self.fields(of: text)
    guard let header = lines.first else { throw Fault(description: "\(name) has no header") }
    columns = header.map { $0.trimmed }
    let columns = columns
    rows = lines.dropFirst().enumerated().map { index, line in
      Row(
        fields: Dictionary(zip(columns, line)) { first, _ in first }, number: index + 1,
        description: "row \(index + 1) (\(line.prefix(8).joined(separator: ",")))")
    }
  }

  /// The fields of every line that is not blank.
  private static func fields(of text: String) -> [[String]] {
    var lines: [[String]] = []
    var line: [String] = []
    var field = ""
    var isQuoted = false
    var wasQuote = false
    func endOfField() {
      line.append(field)
      field = ""
      wasQuote = false
    }
    func endOfLine() {
      endOfField()
      if line != [""] { lines.append(line) }
      line = []
    }
    for scalar in text.unicodeScalars where scalar != "\u{FEFF}" {
      switch scalar {
      case "\"":
        // Of two quotes within quotes the second opens them again, and stands for one.
        if !isQuoted, wasQuote { field.unicodeScalars.append("\"") }
        wasQuote = isQuoted
        isQuoted.toggle()
      case ",":
        if isQuoted { field.unicodeScalars.append(",") } else { endOfField() }
      case "\n":
        if isQuoted { field.unicodeScalars.append("\n") } else { endOfLine() }
      case "\r":
        if isQuoted { field.unicodeScalars.append("\r") }
      default: field.unicodeScalars.append(scalar)
      }
    }
    if !field.isEmpty || !line.isEmpty { endOfLine() }
    return lines
  }
}

extension OracleTable.Row {
  /// The text in a column, which has to be there.
  func text(_ column: String) throws -> String {
    guard let text = fields[column] else { throw OracleTable.Fault(description: "\(description): no \(column)") }
    return text
  }

  /// The number in a column, which has to be one.
  func number(_ column: String) throws -> Double {
    guard let number = Double(try text(column).trimmed) else {
      throw OracleTable.Fault(description: "\(description): \(column) is no number")
    }
    return number
  }

  /// The number in a column; nil where the field is blank, or says `NA`.
  func optionalNumber(_ column: String) throws -> Double? {
    let text = try text(column).trimmed
    return text.isEmpty || text == "NA" ? nil : try number(column)
  }

  /// The whole number in a column, which has to be one.
  func integer(_ column: String) throws -> Int {
    guard let integer = Int(exactly: try number(column)) else {
      throw OracleTable.Fault(description: "\(description): \(column) is no whole number")
    }
    return integer
  }
}

extension String {
  /// The text without white space at either end.
  var trimmed: String {
    let isBlank: (Character) -> Bool = { $0.isWhitespace }
    return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }
}
