// SPDX-License-Identifier: Apache-2.0

import MezonTestSupport
import Testing

@testable import MezonPublishing

/// Texts with places between braces, beside a reading of them letter by letter.
struct PlacedTextTests {
  private static let cases: [(text: String, names: [String], filled: String)] = [
    ("", [], ""), ("no place", [], "no place"), ("{a}", ["a"], "<a>"), ("{a}{b_2}", ["a", "b_2"], "<a><b_2>"),
    ("из {a}, {a}.", ["a", "a"], "из <a>, <a>."), ("{}", [], "{}"), ("{a b} {c}", ["c"], "{a b} <c>"),
    ("{a{b}", ["b"], "{a<b>"), ("{{a}}", ["a"], "{<a>}"), ("}{", [], "}{"), ("{a", [], "{a"),
    ("{ж}{a}", ["a"], "{ж}<a>"),
  ]

  @Test(arguments: cases)
  func placesAreNames(_ text: String, _ names: [String], _ filled: String) {
    let read = PlacedText(text)
    #expect(read.names == names)
    #expect(read.filled { "<\($0)>" } == filled)
    #expect(read.filled { _ in nil }.utf8.count == filled.utf8.count - names.reduce(0) { $0 + $1.utf8.count + 2 })
  }

  @Test func anyTextIsReadAsLetterByLetter() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<5_000 {
      let length = Int.random(in: 0...12, using: &random)
      let text = String((0..<length).map { _ in "{{}}ab ж".randomElement(using: &random) ?? "a" })
      #expect(PlacedText(text).filled { "<\($0)>" } == naive(text), "\(text)")
    }
  }

  /// A brace opens a place where only letters stand before the next brace, which closes it.
  private func naive(_ text: String) -> String {
    var (rest, result) = (Array(text), "")
    while !rest.isEmpty {
      let name = rest.dropFirst().prefix { $0 == "a" || $0 == "b" }
      if rest[0] == "{", !name.isEmpty, rest.dropFirst(name.count + 1).first == "}" {
        result += "<" + String(name) + ">"
        rest.removeFirst(name.count + 2)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result
  }
}
