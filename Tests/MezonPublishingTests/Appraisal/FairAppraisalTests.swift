// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonAppraisal
import MezonEngine
import MezonPublishing
import MezonTestSupport
import Testing

@Suite("Officers compared fairly")
struct FairAppraisalTests {
  @Test("days of leave and of closed roads are taken off once, and only those in post")
  func exposure() throws {
    let sample = try SampleFairAppraisal()
    // 20 + 17 - 6 days of leave; 12 of closed roads, of which 7 are days of leave.
    #expect(try sample.appraisal("A1").exposure == Exposure(daysInPost: 181, takenOff: [31, 12], days: 145))
    #expect(try sample.appraisal("A2").exposure == Exposure(daysInPost: 181, takenOff: [0, 0], days: 181))
    #expect(try sample.appraisal("B1").exposure == Exposure(daysInPost: 181, takenOff: [0, 10], days: 171))
    #expect(try sample.appraisal("A9").exposure == Exposure(daysInPost: 181, takenOff: [171, 0], days: 10))
    // The first leave ended on the day before the post began.
    let before = try SampleFairAppraisal(period: "2025-H1")
    #expect(try before.appraisal("A1").exposure == Exposure(daysInPost: 171, takenOff: [0, 0], days: 171))
  }

  @Test("what begins after the as-of day is not seen")
  func asOf() throws {
    let later = try SampleFairAppraisal(period: "2026-H2")
    #expect(try later.appraisal("A1").exposure.takenOff == [61, 0])
    let earlier = try SampleFairAppraisal(period: "2026-H2", asOf: "2026-07-31")
    #expect(try earlier.appraisal("A1").exposure.takenOff == [0, 0])
  }

  @Test("target and table of a count are in proportion to the exposure, those of a share are not")
  func proRata() throws {
    let sample = try SampleFairAppraisal()
    let visits = try sample.item("A1", "visits")
    #expect(visits.proportion == Appraisal.Proportion(days: 145, of: 181))
    let target: Double = 20.0 * 145.0 / 181.0
    let score: Double = 100.0 * 10.0 / target
    #expect(visits.points?.map(\.value) == [0, target])
    #expect(visits.row.target == target)
    #expect(visits.row.status == .notMet)
    #expect(visits.score == score)
    let done = try sample.item("A1", "done")
    #expect(done.proportion == nil && done.points?.map(\.value) == [10, 100] && done.score == 100)
    // Without the clause a count is judged as it is.
    let plain = try SampleFairAppraisal(changing: ("pro rata", ""))
    #expect(try plain.item("A1", "visits").row.target == 20)
    #expect(try plain.item("A1", "visits").score == 50)
  }

  @Test("enough in the days that were left is enough")
  func proRataMet() throws {
    let sample = try SampleFairAppraisal(changing: ("target steps 20", "target steps 12"))
    // 12 * 145 / 181 is less than 10.
    #expect(try sample.item("A1", "visits").row.status == .met)
    #expect(try sample.item("A6", "visits").row.status == .notMet)
  }

  @Test("a parameter in a score table is that of the last day of the period; before its first day there is no score")
  func parameters() throws {
    #expect(try SampleFairAppraisal(period: "2026-H2").item("A2", "done").points?.map(\.value) == [20, 100])
    let change = (old: "10 from 2026-01-01", new: "10 from 2026-06-30")
    let sample = try SampleFairAppraisal(changing: change)
    #expect(try sample.item("A2", "done").score == 100)
    #expect(sample.edition.programme.shared.map(\.users) == [["inspector"]], "whoever changes it hears whom it touches")
  }

  @Test("without a value of the parameter an item is missing, and the page says why")
  func noTable() throws {
    let sample = try SampleFairAppraisal(
      changing: ("{ 10 from 2026-01-01  20 from 2026-07-01 }", "{ 20 from 2026-07-01 }"))
    let item = try sample.item("A2", "done")
    #expect(item.points == nil && item.score == nil && item.row.value == 100)
    let said = try sample.content("A2").parts[0].items[1]
    #expect(said.treatment == "There is no score, because the score table has no value for this period yet")
    // visits alone: 100 * 2 / 20, with 50 of 100 of the weight missing.
    #expect(try sample.appraisal("A2").total == .score(10))
  }

  @Test("below the least exposure nothing is scored, whatever the rule for missing values says")
  func tooShort() throws {
    for change in [("", ""), ("missing re-weight up to 60 %", "missing hold at 50")] {
      let sample = try SampleFairAppraisal(changing: change)
      let appraisal = try sample.appraisal("A9")
      #expect(appraisal.total == .exposureTooShort)
      #expect(appraisal.parts.flatMap(\.items).allSatisfy { $0.score == nil && !$0.isHeld && $0.peers == nil })
      #expect(appraisal.peers == nil)
      let content = try sample.content("A9")
      #expect(
        content.overall.text
          == "not applicable, because 10 days in post that count are too few: at least 100 days are needed")
      #expect(content.parts[0].items[0].treatment == "Nothing is scored, because too few days in post count")
    }
  }

  @Test("peers are those of like units with enough exposure; another's count is brought to the own exposure")
  func peers() throws {
    let sample = try SampleFairAppraisal()
    let group = try #require(try sample.appraisal("A1").peers)
    #expect(group.count == 6)
    #expect(group.own == [.attribute(0), .number(100)])
    guard case .shown(let count, let lower, let median, let upper) = try sample.item("A1", "visits").peers else {
      Issue.record("the quartiles are not shown")
      return
    }
    // 2, 4, 6, 8, 10, 12 visits, each in 181 days.
    let values: [Double] = [2.0, 4, 6, 8, 10, 12].map { $0 * 145.0 / 181.0 }
    #expect(count == 6)
    #expect(abs(lower - values[1] - (values[2] - values[1]) * 0.25) < 1e-12)
    #expect(abs(median - (values[2] + values[3]) / 2) < 1e-12)
    #expect(abs(upper - values[4] + (values[4] - values[3]) * 0.25) < 1e-12)
    #expect(try sample.item("A1", "done").peers == .shown(count: 6, lower: 100, median: 100, upper: 100))
  }

  @Test("few, unknown and protected peers are not shown, each with its reason")
  func hiddenPeers() throws {
    let sample = try SampleFairAppraisal()
    #expect(try sample.item("B1", "visits").peers == .tooFew(least: 5))
    #expect(try sample.item("C1", "visits").peers == .notKnown)
    #expect(try sample.item("A1", "offered").peers == .protected)
    // 60 households: 30 to 90, of which only U3 and U4 are.
    #expect(try sample.appraisal("A2").peers?.count == 2)
    #expect(try sample.appraisal("C1").peers?.count == nil)
    let content = try sample.content("B1")
    #expect(
      content.facts.last?.text
        == "settlement: rural; households: 50 to 150; as of 30 June 2026; fewer than 5 other officers")
    let shown = try sample.content("C1").parts[0].items[0].judging.last?.text
    #expect(shown == "not shown, because it is not known what the unit is like")
  }

  @Test("peers of one level, by a figure of the unit")
  func peersByFigure() throws {
    let load = """
        indicator load "Visits in the precinct" {
          looks at visit  value count  for precinct  every half-year  context only
        }
        appraisal inspector "Half-year appraisal" {
      """
    let definitions = SampleFairAppraisal.definitions
      .replacing("appraisal inspector \"Half-year appraisal\" {", with: load)
      .replacing("peers same settlement, households within", with: "peers same district, load within")
    let sample = try SampleFairAppraisal(changing: (SampleFairAppraisal.definitions, definitions))
    // 10 visits: 5 to 15 of them in the district have A4, A5, A6, A7 and C1.
    #expect(try sample.appraisal("A1").peers?.count == 5)
    #expect(try sample.appraisal("A1").peers?.own.last == .number(10))
    #expect(try sample.appraisal("B1").peers?.count == 0)
  }

  @Test("the page says what was taken off, the table and the peers", arguments: [Language.en, .ru])
  func page(_ language: Language) throws {
    let content = try SampleFairAppraisal().content("A1", language)
    let facts = Dictionary(uniqueKeysWithValues: content.facts.map { ($0.label, $0.text) })
    let lines = content.parts[0].items[0].judging.map(\.text)
    if language == .en {
      #expect(facts["Taken off: Leave"] == "31 days" && facts["Taken off: Closed roads"] == "12 days")
      #expect(facts["In post"] == "181 days" && facts["Days that count"] == "145 days")
      #expect(lines.first == "0 → 0; 16.02 → 100 (in proportion to the days that count: 145 of 181)")
      #expect(lines.last == "median 5.61 visits, quartiles 3.6 and 7.61 visits (6 other officers)")
    } else {
      #expect(facts["Вычтено: Отпуск"] == "31 день" && facts["Вычтено: Закрытые дороги"] == "12 дней")
      #expect(facts["Учитываемый срок"] == "145 дней")
      #expect(lines.first == "0 → 0; 16,02 → 100 (соразмерно учитываемому сроку: дней 145 из 181)")
      #expect(lines.last?.hasSuffix("(ещё 6 сотрудников)") == true)
    }
    #expect(!content.notes.contains { $0.contains("has not been computed") })
  }

  @Test("the summary has the days taken off, and a sheet of peers", arguments: [Language.en, .ru])
  func summary(_ language: Language) throws {
    let summary = try SampleFairAppraisal().summary(language)
    let own = try #require(summary.rows.first)
    #expect(own.daysInPost == 181 && own.takenOff == [31, 12] && own.exposureDays == 145)
    #expect(summary.headings.count == 4 + 3 + 2 + 3 * 4)
    // A9 is not compared at all.
    #expect(summary.comparisons.count == 3 * 10)
    #expect(summary.comparisons.filter { $0.count != nil }.allSatisfy { $0.reason.isEmpty })
    #expect(summary.comparisons.filter { $0.count == nil }.allSatisfy { $0.median == nil && !$0.reason.isEmpty })
    let uncompared = try SampleAppraisal().summary(language)
    #expect(uncompared.comparisons.isEmpty)
  }

  @Test(
    "the workbook holds what the summary does",
    .enabled(if: Python.shouldRun(with: "openpyxl"), "skipped, no openpyxl"))
  func workbook() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("fair-\(UUID().uuidString).xlsx")
    defer { try? FileManager.default.removeItem(at: url) }
    try AppraisalSummaryWorkbook.write(try SampleFairAppraisal().summary(), to: url.path)
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Oracles/read_workbook.py")
    let book = try JSONSerialization.jsonObject(with: Python.run([script.path, url.path])) as? [String: Any]
    let sheets = try #require(book?["sheets"] as? [String: [String: Any]])
    func value(_ cell: String, _ sheet: String) -> Any? {
      ((sheets[sheet]?["cells"] as? [String: Any])?[cell] as? [String: Any])?["value"]
    }
    #expect(value("E3", "Officers") as? String == "Taken off: Leave")
    #expect(["D4", "E4", "F4", "G4"].map { value($0, "Officers") as? Int } == [181, 31, 12, 145])
    #expect(value("J4", "Officers") as? Int == 10)
    #expect(value("A4", "Peers") as? String == "A1")
    #expect(value("E4", "Peers") as? Int == 6)
    let median = try #require(value("G4", "Peers") as? Double)
    #expect(abs(median - 7.0 * 145 / 181) < 1e-9)
    #expect(sheets["Peers"]?["filter"] as? String == "A3:I33")
  }
}
