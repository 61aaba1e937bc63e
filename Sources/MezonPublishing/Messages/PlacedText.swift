// SPDX-License-Identifier: Apache-2.0

/// A text with places that are filled by name, such as `{period}`; it is read once and filled often.
struct PlacedText<Name: Hashable & Sendable>: Hashable, Sendable {
  /// The names of the places, in order.
  let names: [Name]
  /// The text before each place, and the one behind the last.
  private let texts: [String]

  /// Reads a text. Complexity: O(*n*) in its bytes.
  /// - Parameter name: what a place with such letters between its braces is called; where it is nil the braces are text
  init(_ text: String, name: (Substring) -> Name?) {
    var (names, texts): ([Name], [String]) = ([], [])
    let bytes = text.utf8
    // Where the text before the next place begins, and where a brace is looked for.
    var (start, next) = (text.startIndex, text.startIndex)
    while let open = bytes[next...].firstIndex(of: UInt8(ascii: "{")) {
      next = bytes.index(after: open)
      guard let close = bytes[next...].firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }),
        bytes[close] == UInt8(ascii: "}"), let name = name(text[next..<close])
      else { continue }
      names.append(name)
      texts.append(String(text[start..<open]))
      next = bytes.index(after: close)
      start = next
    }
    self.names = names
    self.texts = texts + [String(text[start...])]
  }

  /// The text with its places filled; a place without a value is dropped. Complexity: O(*n*) in the bytes of the result.
  func filled(with value: (Name) throws -> String?) rethrows -> String {
    var result = ""
    for (text, name) in zip(texts, names) {
      result += text
      result += try value(name) ?? ""
    }
    return result + (texts.last ?? "")
  }
}

extension PlacedText<String> {
  /// A message's text: the name of a place is made of letters, digits and low lines of ASCII. Any other brace is text.
  init(_ text: String) {
    self.init(text) { name in
      name.isEmpty || !name.utf8.allSatisfy(Self.isOfName) ? nil : String(name)
    }
  }

  /// Whether a byte may stand in a place's name.
  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
