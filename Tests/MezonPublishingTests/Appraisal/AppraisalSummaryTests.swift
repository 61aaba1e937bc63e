// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonPublishing
import MezonTestSupport
import Testing

@Suite("The summary of appraisals")
struct AppraisalSummaryTests {
  private func written(_ summary: AppraisalSummary) throws -> (url: URL, bytes: Data) {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("summary-\(UUID().uuidString).xlsx")
    try AppraisalSummaryWorkbook.write(summary, to: url.path)
    return (url, try Data(contentsOf: url))
  }

  @Test("officers stand in the order of their codes, not of their scores")
  func order() throws {
    let rows = try SampleAppraisal().summary().rows
    #expect(rows.map(\.officer) == ["A1", "B2", "C3"])
    #expect(rows.map(\.daysInPost) == [181, 1, 181])
    #expect(rows.map { $0.score == nil } == [false, true, true])
    #expect(rows[0].figures.map(\.value) == [50, nil], "few sensitive events give no value")
    #expect(rows[0].figures.map(\.score) == [50, nil])
  }

  @Test("equal summaries are equal bytes")
  func deterministic() throws {
    let files = try (0..<2).map { _ in try written(try SampleAppraisal().summary(.ru)) }
    defer { files.forEach { try? FileManager.default.removeItem(at: $0.url) } }
    #expect(files[0].bytes == files[1].bytes)
  }

  @Test(
    "the cover begins with the sentence on the trial; numbers are numbers, rows can be filtered",
    .enabled(if: Python.shouldRun(with: "openpyxl"), "skipped, no openpyxl"))
  func readBack() throws {
    let file = try written(try SampleAppraisal().summary())
    defer { try? FileManager.default.removeItem(at: file.url) }
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Oracles/read_workbook.py")
    let book = try JSONSerialization.jsonObject(with: Python.run([script.path, file.url.path])) as? [String: Any]
    let sheets = try #require(book?["sheets"] as? [String: [String: Any]])
    func value(_ cell: String, _ sheet: String) -> Any? {
      ((sheets[sheet]?["cells"] as? [String: Any])?[cell] as? [String: Any])?["value"]
    }
    #expect(value("A1", "Cover") as? String == "This appraisal is a trial. It has no effect on pay or rank.")
    #expect(value("A4", "Officers") as? String == "A1")
    #expect(value("D4", "Officers") as? Int == 181)
    #expect(value("G4", "Officers") as? Double == 50)
    #expect(sheets["Officers"]?["frozen"] as? String == "B4")
    #expect(sheets["Officers"]?["filter"] as? String == "A3:N6")
  }
}
