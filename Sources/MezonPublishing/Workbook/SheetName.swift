// SPDX-License-Identifier: Apache-2.0

/// Turns any title into a name that a sheet may have.
///
/// A name holds 1 to 31 UTF-16 units, none of `[ ] : * ? / \`, no apostrophe at its ends, is not `History`, and differs from the
/// others even where case is ignored. Names that are also cell references, numbers or logical values must be quoted in every reference;
/// libxlsxwriter 1.1.4 leaves those of Latin letters and digits unquoted in the names it defines for filters and print titles, which
/// damages the file, so such a name gets parentheses: `2026` becomes `(2026)`, `Q3` becomes `(Q3)`.
package enum SheetName {
  /// The longest name in UTF-16 units.
  package static let lengthLimit = 31

  /// A valid name for `title` that none of `taken` equals when case is ignored.
  ///
  /// Linear in the title's length, and in the number of names that collide with it.
  package static func valid(_ title: String, taken: Set<String>) -> String {
    let base = cleaned(title)
    let used = Set(taken.map { $0.lowercased() })
    var name = shortened(base, to: lengthLimit)
    if isReferenceLike(name) { name = "(" + shortened(base, to: lengthLimit - 2) + ")" }
    var copy = 2
    while used.contains(name.lowercased()) {
      let suffix = " (\(copy))"
      name = shortened(base, to: lengthLimit - suffix.utf16.count) + suffix
      copy += 1
    }
    return name
  }

  private static func cleaned(_ title: String) -> String {
    var name = ""
    for character in CellText.encoded(title) {
      switch character {
      case "[": name.append("(")
      case "]": name.append(")")
      case ":", "*", "?", "/", "\\": name.append("-")
      // A typographic apostrophe needs no doubling inside quoted references.
      case "'": name.append("\u{2019}")
      case "\n", "\t", "\u{FFFD}": name.append(" ")
      default: name.append(character)
      }
    }
    let trimmed = name.trimmingSpaces
    if trimmed.isEmpty { return "-" }
    return trimmed.lowercased() == "history" ? "(" + trimmed + ")" : trimmed
  }

  private static func shortened(_ name: String, to limit: Int) -> String {
    guard name.utf16.count > limit else { return name }
    var kept = ""
    var length = 0
    for character in name {
      length += String(character).utf16.count
      if length > limit - 1 { break }
      kept.append(character)
    }
    return kept.trimmingSpaces + "…"
  }

  /// Whether the library would leave the name unquoted although spreadsheet programs read it as something else.
  static func isReferenceLike(_ name: String) -> Bool {
    let isBare = name.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_" || scalar == ".")
    }
    guard isBare, let first = name.unicodeScalars.first else { return false }
    if !(first.properties.isAlphabetic || first == "_") { return true }
    let upper = name.uppercased()
    if ["TRUE", "FALSE"].contains(upper) { return true }
    let letters = upper.prefix { ("A"..."Z").contains($0) }
    let rest = upper.dropFirst(letters.count)
    let isCell = letters.count <= 3 && !rest.isEmpty && rest.allSatisfy { ("0"..."9").contains($0) }
    return isCell || isRowColumnReference(upper)
  }

  /// Whether the name is of the form `R`, `C`, `R1`, `C1`, `RC` or `R1C1`.
  private static func isRowColumnReference(_ upper: String) -> Bool {
    var rest = Substring(upper)
    var found = false
    for letter in ["R", "C"] where rest.hasPrefix(letter) {
      found = true
      rest = rest.dropFirst().drop { ("0"..."9").contains($0) }
    }
    return found && rest.isEmpty
  }
}

extension String {
  /// The text without spaces at its ends.
  fileprivate var trimmingSpaces: String {
    let front = drop { $0 == " " }
    return String(front.reversed().drop { $0 == " " }.reversed())
  }
}
