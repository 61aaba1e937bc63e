// SPDX-License-Identifier: Apache-2.0

/// A value of a JSON file whose objects differ from case to case.
enum JSONValue: Decodable, Equatable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  /// The member of an object; ``null`` where there is none.
  subscript(_ key: String) -> JSONValue {
    guard case .object(let members) = self else { return .null }
    return members[key] ?? .null
  }

  /// The members' names of an object, sorted.
  var keys: [String] {
    guard case .object(let members) = self else { return [] }
    return members.keys.sorted()
  }

  var isNull: Bool { self == .null }

  /// The text, also of a number or a truth value; nil for null, arrays and objects.
  var text: String? {
    switch self {
    case .string(let text): text
    case .bool(let flag): String(flag)
    case .number(let number): number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
    case .null, .array, .object: nil
    }
  }

  /// The number, also where it is written as text (`"NaN"`, `"Inf"`, long decimals); nil where there is none.
  var double: Double? {
    switch self {
    case .number(let number): number
    case .string(let text): Double(text)
    case .null, .bool, .array, .object: nil
    }
  }

  /// The whole number; nil where there is none.
  var int: Int? { double.flatMap { Int(exactly: $0) } }

  var bool: Bool? {
    if case .bool(let flag) = self { flag } else { nil }
  }

  /// The elements of an array; a value that is no array is taken for one of one element, null for none.
  ///
  /// R's writer unwraps arrays of one element, so that a reader cannot tell them apart.
  var elements: [JSONValue] {
    switch self {
    case .array(let elements): elements
    case .null: []
    default: [self]
    }
  }

  /// The numbers of an array, with nil for what is none; see ``elements``.
  var doubles: [Double?] { elements.map(\.double) }
}
