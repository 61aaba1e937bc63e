// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonColumns
import MezonPublishing
import MezonTestSupport
import Testing

@Suite("A report as a delimited file")
struct ReportCSVTests {
  private func text(_ form: ReportCSV.Form, _ language: Language, _ sample: SampleReport) throws -> String {
    let bytes = try ReportCSV.bytes(sample.content(language), as: form, words: SampleReport.words(language))
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("the form for programs has stable names, commas, line feeds and full precision")
  func programs() throws {
    var sample = try SampleReport.filled()
    try sample.addShare("resolution", "R1", 1, of: 3, in: "2026-Q2")
    sample.rows.removeAll { $0.period.label == "2026-Q2" }
    let lines = try text(.programs, .en, sample).split(separator: "\n", omittingEmptySubsequences: false)
    let names = [
      "indicator", "indicator_label", "version", "period", "period_start", "period_end", "unit", "unit_label", "level",
      "level_label", "split_parties.sex", "split_parties.sex_label", "split_kind", "split_kind_label", "value",
      "unit_of_measure", "state", "state_label", "reason", "reason_label", "numerator", "denominator", "excluded",
      "excepted", "not_yet_due", "n", "completeness", "low", "high", "method", "baseline", "target", "reached",
      "status", "status_label",
    ]
    #expect(lines[0] == names.map { "\"\($0)\"" }.joined(separator: ","))
    #expect(lines.last == "", "the last row ends")
    let land = try #require(lines.first { $0.contains("\"land\"") })
    #expect(
      land.contains(#",,"total","land","land",66.66666666666667,"per cent","value","value",,,400,600,0,0,0,600,,"#))
    let hidden = try #require(lines.first { $0.contains("\"R2\"") && $0.contains("resolution") })
    #expect(
      hidden.hasSuffix(
        #""per cent","suppressed","hidden to protect people","small_cell","small cell",,,,,,,,,,,41,55,,,"#))
  }

  @Test("the form for people opens by itself: mark, semicolons, decimal comma, headings of the language")
  func people() throws {
    let sample = try SampleReport.filled()
    let russian = try text(.people, .ru, sample)
    #expect(russian.hasPrefix("\u{FEFF}\"Показатель (код)\";\"Показатель\";"))
    #expect(russian.contains(";66,66666666666667;\"%\";"))
    #expect(russian.contains("\r\n"))
    #expect(russian.contains("\"женщины\""))
    let english = try text(.people, .en, sample)
    #expect(english.contains(";66.66666666666667;\"per cent\";"))
  }

  @Test("both forms have the same cells, whoever reads them", arguments: [Language.en, .ru])
  func sameCells(language: Language) throws {
    let sample = try SampleReport.filled()
    let folder = try SampleWorkbook()
    let script = """
      import csv, json, sys
      with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
          print(json.dumps(list(csv.reader(file, delimiter=sys.argv[2]))))
      """
    var tables: [[[String]]] = []
    for (form, delimiter) in [(ReportCSV.Form.programs, ","), (.people, ";")] {
      let url = folder.folder.appendingPathComponent("\(form).csv")
      try Data(try text(form, language, sample).utf8).write(to: url)
      tables.append(try JSONDecoder().decode([[String]].self, from: Python.run(["-c", script, url.path, delimiter])))
    }
    let comma = language == .ru ? "," : "."
    let decimal = /^(-?[0-9]+)\.([0-9]+)$/
    let expected = tables[0].dropFirst().map { $0.map { $0.replacing(decimal) { "\($0.1)\(comma)\($0.2)" } } }
    #expect(tables[1].dropFirst().map { $0 } == expected)
    #expect(expected.count == 9 + 4 + 2)
    #expect(Set(tables.joined().map(\.count)).count == 1)
  }

  @Test("no column and no row is an officer's")
  func noOfficers() throws {
    var sample = try SampleReport.filled()
    try sample.addShare("resolution", "R1", 424_242, of: 525_252)
    sample.rows[sample.rows.count - 1].subject = .officer(7, unit: 1)
    for form in ReportCSV.Form.allCases {
      let text = try text(form, .en, sample)
      #expect(!text.lowercased().contains("officer"))
      #expect(!text.contains("424242"))
    }
  }

  @Test("an indicator that stands in two sections has its rows once")
  func twice() throws {
    let text = SampleReport.text.replacing("{ response, meetings_held }", with: "{ response, resolution }")
    var sample = try SampleReport(text)
    try sample.addShare("resolution", "R1", 30, of: 60)
    #expect(try self.text(.programs, .en, sample).split(separator: "\n").count == 2)
    #expect(try sample.content().tables.count == 3)
  }

  @Test(
    "a text that could begin a formula gets an apostrophe, as the rule of OWASP says",
    .enabled(if: SharedData.shouldRun, "skipped, no shared data"))
  func injection() throws {
    for attack in try CSVInjection.cases() {
      #expect(InertText.escaped(attack.payload) == (attack.needsSign ? "'" : "") + attack.payload)
    }
  }

  @Test("attacks and separators in names leave columns and numbers alone")
  func names() throws {
    let payloads = try CSVInjection.payloads()
    let units = payloads.enumerated().map { UnitRow(code: "R\($0 + 10)", name: $1, level: 1) }
    var sample = try SampleReport(units: units)
    for index in payloads.indices { try sample.addShare("resolution", "R\(index + 10)", 30, of: 60) }
    for (form, delimiter) in [(ReportCSV.Form.programs, UInt8(ascii: ",")), (.people, UInt8(ascii: ";"))] {
      let text = try text(form, .en, sample)
      var quoted = false
      var counts = [0]
      for byte in text.utf8 {
        if byte == UInt8(ascii: "\"") { quoted.toggle() }
        if !quoted, byte == delimiter { counts[counts.count - 1] += 1 }
        if !quoted, byte == UInt8(ascii: "\n") { counts.append(0) }
      }
      #expect(Set(counts.dropLast()).count == 1)
      #expect(counts.count == payloads.count + 2)
      for payload in payloads {
        let cell = "\"" + InertText.escaped(payload).replacing("\"", with: "\"\"") + "\""
        #expect(text.contains(cell))
      }
    }
  }
}
