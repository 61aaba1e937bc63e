// SPDX-License-Identifier: Apache-2.0

/// A JSON value whose text is canonical by RFC 8785: members in the order of UTF-16 units, numbers as ECMAScript writes
/// them, no blanks.
package enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  /// A whole number; one beyond 2^53 is written as text, as a JSON number could not hold it.
  package static func integer(_ value: Int64) -> JSON {
    value.magnitude <= 1 << 53 ? .number(Double(value)) : .string(String(value))
  }

  /// A whole number that counts something.
  package static func count(_ value: Int) -> JSON { integer(Int64(value)) }

  /// The member of an object; nil where there is none.
  package subscript(_ key: String) -> JSON? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// The text; nil for another kind of value.
  package var text: String? { if case .string(let text) = self { text } else { nil } }

  /// The whole number, as ``integer(_:)`` writes it; nil for another kind of value.
  package var int: Int? {
    switch self {
    case .number(let number): Int(exactly: number)
    case .string(let text): Int(text)
    default: nil
    }
  }

  /// The truth value; nil for another kind of value.
  package var truth: Bool? { if case .bool(let truth) = self { truth } else { nil } }

  /// The elements of an array; none for another kind of value.
  package var elements: [JSON] { if case .array(let elements) = self { elements } else { [] } }

  /// The canonical text; nil where a number is not finite, for which JSON has no text. Complexity: O(n log n).
  package func canonical() -> [UInt8]? {
    var bytes: [UInt8] = []
    return append(to: &bytes) ? bytes : nil
  }

  private func append(to bytes: inout [UInt8]) -> Bool {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let truth): bytes += (truth ? "true" : "false").utf8
    case .number(let number):
      guard number.isFinite else { return false }
      JSONText.append(number, to: &bytes)
    case .string(let text): JSONText.append(text, to: &bytes)
    case .array(let elements):
      bytes.append(0x5B)
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(0x2C) }
        guard element.append(to: &bytes) else { return false }
      }
      bytes.append(0x5D)
    case .object(let members):
      bytes.append(0x7B)
      for (index, member) in members.sorted(by: { JSONText.precedes($0.key, $1.key) }).enumerated() {
        if index > 0 { bytes.append(0x2C) }
        JSONText.append(member.key, to: &bytes)
        bytes.append(0x3A)
        guard member.value.append(to: &bytes) else { return false }
      }
      bytes.append(0x7D)
    }
    return true
  }
}
