// SPDX-License-Identifier: Apache-2.0

/// Texts against patterns: `*` any run of characters, `?` one, `#` one digit.
enum NaivePattern {
  /// Whether a text is what a pattern says; both come in small letters.
  static func matches(_ text: [Character], _ pattern: [Character]) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    let rest = Array(pattern.dropFirst())
    if first == "*" { return (0...text.count).contains { matches(Array(text.dropFirst($0)), rest) } }
    guard let letter = text.first else { return false }
    let fits = first == "?" || (first == "#" ? ("0"..."9").contains(letter) : first == letter)
    return fits && matches(Array(text.dropFirst()), rest)
  }
}
