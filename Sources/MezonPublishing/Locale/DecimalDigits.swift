// SPDX-License-Identifier: Apache-2.0

/// A finite number rounded to a count of fraction digits, as decimal digits.
///
/// What is rounded is the shortest decimal that reads back to the same double, which is what the results table shows, and ties go away
/// from zero, as spreadsheet programs show them. So a reader who rounds the number of the table by hand, or looks at the
/// workbook, sees the same digits as in the report: 1.005 becomes 1.01 although the double lies below it.
struct DecimalDigits: Hashable {
  /// Whether a minus sign is due; never for a number that rounds to zero.
  let isNegative: Bool
  /// The digits before the decimal point, at least one.
  let integer: String
  /// The digits after it, as many as asked for.
  let fraction: String

  /// How many fraction digits are given at most: more than any double has that is not tiny.
  static let fractionLimit = 20

  /// The digits of a value; zero for a value that is not finite. Linear in the number of digits, at most about 330.
  init(_ value: Double, fractionDigits: Int) {
    let wanted = min(max(fractionDigits, 0), Self.fractionLimit)
    var (digits, point) = Self.shortest(value.isFinite ? value.magnitude : 0)
    // `point` digits stand before the decimal point; keep `point + wanted` of them.
    let kept = point + wanted
    if kept < 0 {
      digits = []
    } else if kept < digits.count {
      let roundsUp = digits[kept] >= 5
      digits.removeSubrange(kept...)
      if roundsUp { Self.increment(&digits, point: &point) }
    }
    let whole = point > 0 ? Self.padded(digits, from: 0, to: point) : [0]
    let part = Self.padded(digits, from: point, to: point + wanted)
    integer = Self.text(whole)
    fraction = Self.text(part)
    isNegative = value < 0 && (whole + part).contains { $0 != 0 }
  }

  /// The shortest digits that read back, and how many of them stand before the decimal point (negative: zeros after it).
  private static func shortest(_ value: Double) -> (digits: [UInt8], point: Int) {
    var digits: [UInt8] = []
    var point: Int?
    let text = value.description
    let mantissa = text.prefix { $0 != "e" }
    for byte in mantissa.utf8 {
      if byte == UInt8(ascii: ".") { point = digits.count } else { digits.append(byte &- UInt8(ascii: "0")) }
    }
    let exponent = Int(text.dropFirst(mantissa.count + 1)) ?? 0
    return (digits, (point ?? digits.count) + exponent)
  }

  /// Adds one to the last digit.
  private static func increment(_ digits: inout [UInt8], point: inout Int) {
    var index = digits.count - 1
    while index >= 0, digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 {
      digits[index] += 1
    } else {
      digits.insert(1, at: 0)
      point += 1
    }
  }

  /// The digits at the places from `start` until `end`, with zeros where there are none.
  private static func padded(_ digits: [UInt8], from start: Int, to end: Int) -> [UInt8] {
    (start..<max(start, end)).map { digits.indices.contains($0) ? digits[$0] : 0 }
  }

  private static func text(_ digits: [UInt8]) -> String {
    String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
  }
}
