// SPDX-License-Identifier: Apache-2.0

import MezonPublishing
import MezonTestSupport
import Testing

@Suite("Names of sheets")
struct SheetNameTests {
  static let names: [(title: String, name: String)] = [
    ("Open-station days", "Open-station days"), ("2026", "(2026)"), ("Q3", "(Q3)"), ("xfd1", "(xfd1)"),
    ("R2C3", "(R2C3)"),
    ("rc", "(rc)"), ("false", "(false)"), ("1st", "(1st)"), ("Table.2", "Table.2"), ("ABCD1", "ABCD1"),
    ("History", "(History)"), ("a/b", "a-b"),
    ("[a]:*?\\", "(a)----"), ("'tis", "’tis"), ("", "-"), ("  x  ", "x"), ("a\nb", "a b"),
    ("Отчётные встречи с населением участка", "Отчётные встречи с населением…"),
  ]

  @Test("a title becomes a valid name", arguments: names)
  func valid(title: String, name: String) {
    #expect(SheetName.valid(title, taken: []) == name)
  }

  @Test("names differ even where case is ignored")
  func unique() {
    var taken: Set<String> = []
    for title in ["Meetings", "meetings", "MEETINGS", "ВСТРЕЧИ", "встречи", "Q3", "q3"] {
      let name = SheetName.valid(title, taken: taken)
      #expect(!taken.contains { $0.lowercased() == name.lowercased() })
      taken.insert(name)
    }
    #expect(taken.contains("MEETINGS (3)"))
  }

  @Test("random titles give valid names", arguments: [UInt64(1), 2, 3])
  func random(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array("[]:*?/\\' aQR12Cж🙂\n\u{0}é́")
    var taken: Set<String> = []
    for _ in 0..<500 {
      let length = Int.random(in: 0...40, using: &generator)
      let title = String((0..<length).map { _ in alphabet.randomElement(using: &generator) ?? " " })
      let name = SheetName.valid(title, taken: taken)
      #expect((1...31).contains(name.utf16.count), "\(title.debugDescription)")
      #expect(!name.contains { "[]:*?/\\'\n\0".contains($0) })
      #expect(name.first != " " && name.last != " ")
      #expect(taken.insert(name).inserted)
    }
  }
}
