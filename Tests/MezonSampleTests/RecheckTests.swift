// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSemantics
import MezonSyntax
import Testing

/// An editor checks after every keystroke what it has checked before: the answer must be the same as from nothing.
@Suite("Checking again after a change")
struct RecheckTests {
  /// A file's text with another word somewhere, and back: what a slip of the hand makes of it.
  private static func slips(of source: SourceText) -> [SourceText] {
    let text = String(decoding: source.bytes, as: UTF8.self)
    let swaps = [
      ("better when", "bettr when"), ("share", "share of"), ("where", "where not"), ("60", "61"),
      ("indicator ", "indicater "), (" is ", " is not "), ("computed as", "computed as 2 *"),
      ("change of", "change of no_such"),
    ]
    return swaps.compactMap { old, new in
      guard let place = text.firstRange(of: old) else { return nil }
      return SourceText(name: source.name, text: text.replacingCharacters(in: place, with: new))
    }
  }

  private static func said(_ result: (programme: Programme?, diagnostics: [Diagnostic])) -> [String] {
    result.diagnostics.map { $0.rendered(in: .english) }
      + (result.programme?.indicators.map { "\($0.id) \($0.version) \($0.meaningDigest)" } ?? [])
  }

  @Test("says the same as checking from nothing, whatever is changed in which file")
  func sameAsFromNothing() throws {
    var files = try SampleProgrammeFiles.parsed("library")
    var memory = CheckMemory()
    _ = Checker.check(files, remembering: &memory)
    for place in files.indices {
      let written = files[place]
      for slip in Self.slips(of: written.source).shuffledByLength().prefix(1) {
        files[place] = Parser.parse(slip)
        let again = Self.said(Checker.check(files, remembering: &memory))
        #expect(again == Self.said(Checker.check(files)), "\(written.source.name)")
      }
      files[place] = written
      let back = Self.said(Checker.check(files, remembering: &memory))
      #expect(back == Self.said(Checker.check(files)), "\(written.source.name)")
    }
  }

  @Test("does not check again what the change cannot touch, but does what is made from it")
  func touchesOnlyWhatDepends() throws {
    func file(_ name: String, _ text: String) -> ParsedFile {
      Parser.parse(SourceText(name: name, text: "language 1 keywords en\n" + text))
    }
    func indicator(_ name: String, _ value: String) -> String { "indicator \(name) \"x\" { \(value) }\n" }
    var files = [
      file("a.mezon", "event visit \"Visit\" { held time\n at unit\n people whole number }\n"),
      file("b.mezon", indicator("visits", "looks at visit\n value count")),
      file("c.mezon", indicator("doubled", "value computed as visits * 2")),
      file("d.mezon", indicator("added", "value computed as doubled + 1")),
      file("e.mezon", indicator("guests", "looks at visit\n value sum of people")),
    ]
    var memory = CheckMemory()
    _ = Checker.check(files, remembering: &memory)
    #expect(memory.recalled == 0)
    #expect(Checker.check(files, remembering: &memory).programme?.indicators.count == 4)
    #expect(memory.recalled == 4)
    files[1] = file("b.mezon", indicator("visits", "looks at visit where people > 3\n value count"))
    let changed = Checker.check(files, remembering: &memory)
    #expect(memory.recalled == 1)
    #expect(Self.said(changed) == Self.said(Checker.check(files)))
    files[0] = file("a.mezon", "event visit \"Visit\" { held time\n at unit\n people number }\n")
    _ = Checker.check(files, remembering: &memory)
    #expect(memory.recalled == 0)
  }
}

extension Array where Element == SourceText {
  /// In an order that follows from the texts, so that each file has other slips tried.
  fileprivate func shuffledByLength() -> [SourceText] {
    sorted { ($0.bytes.count &* 31 % 17, $0.bytes.count) < ($1.bytes.count &* 31 % 17, $1.bytes.count) }
  }
}
