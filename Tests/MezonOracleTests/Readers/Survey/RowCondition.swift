// SPDX-License-Identifier: Apache-2.0

/// A condition on the rows of a table in R's notation: `RIAGENDR==2 & agecat=='(59,Inf]'`.
///
/// Comparisons of a column with a number or a text, joined by `&`, `|` and parentheses; `TRUE` holds everywhere, `I(...)`
/// is what it encloses, and a column alone is its number. A comparison with a blank field is neither true nor false.
struct RowCondition {
  private let text: [Character]
  private var place = 0
  private let row: [String: String]

  private init(_ text: String, row: [String: String]) {
    self.text = Array(text)
    self.row = row
  }

  /// The number of a condition or a column in a row: 1 for true and 0 for false; nil where a field is blank.
  ///
  /// - Throws: an error where the text is no such condition, or names no column.
  static func number(_ text: String, row: [String: String]) throws -> Double? {
    var condition = RowCondition(text, row: row)
    let value = try condition.disjunction()
    condition.skipBlanks()
    guard condition.place == condition.text.count else { throw condition.fault }
    return value
  }

  private var fault: OracleTable.Fault { OracleTable.Fault(description: "\(String(text)) is no condition") }

  private mutating func skipBlanks() {
    while place < text.count, text[place].isWhitespace { place += 1 }
  }

  /// Passes over a sign, where it comes next.
  private mutating func take(_ sign: String) -> Bool {
    skipBlanks()
    guard text[place...].starts(with: sign) else { return false }
    place += sign.count
    return true
  }

  private mutating func disjunction() throws -> Double? {
    var value = try conjunction()
    while take("|") {
      let other = try conjunction()
      value = value == 1 || other == 1 ? 1 : (value == nil || other == nil ? nil : 0)
    }
    return value
  }

  private mutating func conjunction() throws -> Double? {
    var value = try comparison()
    while take("&") {
      let other = try comparison()
      value = value == 0 || other == 0 ? 0 : (value == nil || other == nil ? nil : 1)
    }
    return value
  }

  private enum Operand: Equatable {
    case missing
    case number(Double)
    case text(String)
  }

  private mutating func comparison() throws -> Double? {
    if take("I(") || take("(") {
      let value = try disjunction()
      guard take(")") else { throw fault }
      return value
    }
    let left = try operand()
    for sign in ["==", "!=", ">=", "<=", ">", "<"] where take(sign) {
      guard let order = try Self.order(left, operand()) else { return nil }
      switch sign {
      case "==": return order == 0 ? 1 : 0
      case "!=": return order == 0 ? 0 : 1
      case ">=": return order >= 0 ? 1 : 0
      case "<=": return order <= 0 ? 1 : 0
      case ">": return order > 0 ? 1 : 0
      default: return order < 0 ? 1 : 0
      }
    }
    switch left {
    case .missing: return nil
    case .number(let number): return number
    case .text: throw fault
    }
  }

  /// Below, at or above 0 as the first comes before, with or after the second; nil where one is missing.
  private static func order(_ first: Operand, _ second: Operand) -> Int? {
    switch (first, second) {
    case (.missing, _), (_, .missing): nil
    case (.number(let first), .number(let second)): first < second ? -1 : (first > second ? 1 : 0)
    case (.text(let first), .text(let second)): first < second ? -1 : (first > second ? 1 : 0)
    case (.number, .text), (.text, .number): -1
    }
  }

  private mutating func operand() throws -> Operand {
    skipBlanks()
    guard place < text.count else { throw fault }
    let start = place
    if text[place] == "'" || text[place] == "\"" {
      guard let end = text[(place + 1)...].firstIndex(of: text[place]) else { throw fault }
      place = end + 1
      return .text(String(text[(start + 1)..<end]))
    }
    while place < text.count, text[place].isLetter || text[place].isNumber || ".-_".contains(text[place]) { place += 1 }
    let word = String(text[start..<place])
    if word == "TRUE" { return .number(1) }
    if let number = Double(word) { return .number(number) }
    guard let field = row[word] else { throw OracleTable.Fault(description: "there is no column \(word)") }
    if field.isEmpty || field == "NA" { return .missing }
    return Double(field).map(Operand.number) ?? .text(field)
  }
}
