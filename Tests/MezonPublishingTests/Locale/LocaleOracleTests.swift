// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonPublishing
import MezonTestSupport
import Testing

@Suite(
  "Numbers, months and plurals agree with CLDR", .enabled(if: Python.shouldRun(with: "babel"), "skipped, no Babel"))
struct LocaleOracleTests {
  private struct Question: Encodable {
    let language: Language
    let kind: String
    let argument: String
    let digits: Int

    func encode(to encoder: any Encoder) throws {
      var list = encoder.unkeyedContainer()
      try list.encode(language.code)
      try list.encode(kind)
      try list.encode(argument)
      try list.encode(digits)
    }
  }

  private func answers(to questions: [Question]) throws -> [String] {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("mezon-questions-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try JSONEncoder().encode(questions).write(to: file)
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Oracles/locale_oracle.py")
    return try JSONDecoder().decode([String].self, from: Python.run([script.path, file.path]))
  }

  @Test("random numbers are rounded and grouped alike", arguments: Language.allCases)
  func numbers(language: Language) throws {
    var generator = SeededGenerator(seed: 20_260_714)
    var values: [Double] = [
      0, -0.0, 0.5, 1.5, 2.5, -0.5, 1.005, 0.125, 62.5, 999.995, 9.5, 99.95, 0.05, 0.049, 1e15, 1e21, 1.5e-7,
      Double.leastNonzeroMagnitude,
    ]
    for _ in 0..<400 {
      let magnitude = pow(10, Double.random(in: -6...12, using: &generator))
      values.append(Double.random(in: -1...1, using: &generator) * magnitude)
      values.append((Double.random(in: -1...1, using: &generator) * magnitude * 8).rounded() / 8)
    }
    let questions = values.map {
      Question(language: language, kind: "number", argument: "\($0)", digits: Int.random(in: 0...6, using: &generator))
    }
    let expected = try answers(to: questions)
    for (index, value) in values.enumerated() {
      let digits = questions[index].digits
      let shown = LocaleFormat(language).number(value, fractionDigits: digits)
      #expect(shown == expected[index], "\(value) with \(digits) digits")
    }
  }

  @Test("plural categories are the same", arguments: Language.allCases)
  func plurals(language: Language) throws {
    let counts = Array(0...130) + [200, 201, 211, 1_000, 1_001, 1_000_000, 1_000_000_001, 9_007_199_254_740_993]
    let whole = try answers(
      to: counts.map { Question(language: language, kind: "plural", argument: "\($0)", digits: 0) })
    for (count, category) in zip(counts, whole) {
      #expect(language.pluralCategory(of: count).rawValue == category, "\(count)")
      #expect(language.pluralCategory(of: -count).rawValue == category, "-\(count)")
      #expect(language.pluralCategory(of: Double(count), fractionDigits: 0).rawValue == category, "\(count)")
    }
    let fractions = ["1.0", "1.5", "0.0", "2.0", "21.0", "1.00", "0.1", "5.2", "11.0"]
    let parts = try answers(to: fractions.map { Question(language: language, kind: "plural", argument: $0, digits: 0) })
    for (fraction, category) in zip(fractions, parts) {
      let digits = fraction.split(separator: ".").last?.count ?? 0
      let value = try #require(Double(fraction))
      #expect(language.pluralCategory(of: value, fractionDigits: digits).rawValue == category, "\(fraction)")
    }
  }

  @Test("month names are the same where CLDR has the form", arguments: Language.allCases)
  func months(language: Language) throws {
    let format = LocaleFormat(language)
    for (kind, form) in [("nominative", LocaleFormat.MonthForm.nominative), ("genitive", .genitive)] {
      // CLDR lists the nominative for both in Tajik and Kyrgyz; the inflected names are tested apart.
      if form == .genitive, [.tg, .ky].contains(language) { continue }
      let questions = (1...12).map { Question(language: language, kind: kind, argument: "", digits: $0) }
      let expected = try answers(to: questions)
      for number in 1...12 {
        #expect(format.month(number, form: form).lowercased() == expected[number - 1])
      }
    }
  }
}
