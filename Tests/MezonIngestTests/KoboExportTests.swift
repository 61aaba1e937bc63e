// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTestSupport
import Testing

/// Exports of KoboToolbox: repeats as sheets of their own, and forms that went through versions, compared with the submissions.
@Suite(
  "Exports of KoboToolbox",
  .enabled(if: SharedData.shouldRun && Python.shouldRun(with: "openpyxl"), "skipped, no shared data or openpyxl"))
struct KoboExportTests {
  /// Makes an export; what it says, a line a row, as Python has it from the submissions.
  private func export(_ what: String) throws -> (book: [UInt8], lines: [String]) {
    let output = FileManager.default.temporaryDirectory.appendingPathComponent("mezon-kobo-\(UUID().uuidString).xlsx")
    defer { try? FileManager.default.removeItem(at: output) }
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Oracles/kobo_export.py")
    let text = try Python.run([script.path, what, SharedData.url("data/kobo_xlsform").path, output.path])
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    return (Array(try Data(contentsOf: output)), lines)
  }

  @Test("A nested repeat, with what the repeat around it says, of two versions of the form")
  func repeats() throws {
    let (book, lines) = try export("nests")
    var handIn = try HandIn(
      """
      programme "p" { time zone "UTC" levels district }
      event nest { seen time at unit tree text? height number? eggs whole number? }
      source nests gives nest {
        sheet "group_nest"
        joins trees sheet "group_tree" where "_parent_index" is "_index"
        refuse where column "_parent_table_name" is not "group_tree" because "it is of another repeat"
        seen from column "_submission__submission_time"
        at constant "D1"
        tree from column "group_tree/What_kind_of_tree_is_this" of trees
        height from column "group_tree/group_nest/How_high_above_the_ground_is_the_nest"
        eggs from column "group_tree/group_nest/How_many_eggs_are_in_the_nest"
      }
      """)
    handIn.add(.units, "code,name,level,from\nD1,One,district,2000-01-01\n")
    try handIn.add("nests", bytes: book, file: "export.xlsx", joinedBytes: ["trees": book])
    let read = handIn.read()
    #expect(read.codes == [] && read.rejected == [])
    let rows = zip(
      zip(read.values("nest", "seen"), read.values("nest", "tree")),
      zip(read.values("nest", "height"), read.values("nest", "eggs"))
    ).map { first, second in
      let height = second.0.hasSuffix(".0") ? String(second.0.dropLast(2)) : second.0
      return "\(first.0.prefix(10))|\(first.1)|\(height)|\(second.1)"
    }
    #expect(rows == lines && lines.count > 5)
    #expect(Set(read.values("nest", "tree")).count > 1)
  }

  @Test("Answers that changed their codes between versions, and questions that came and went")
  func versions() throws {
    let (book, lines) = try export("sites")
    var handIn = try HandIn(
      """
      programme "p" { time zone "UTC" levels district }
      event inspection {
        seen day at unit form text inspector text found yes or no? damage yes or no? ping whole number?
      }
      source sites gives inspection {
        seen constant 2026-01-05
        at constant "D1"
        form from column "__version__"
        inspector from column "inspector"
        found from column "did_you_find_the_site"
        damage from column "was_there_damage_to_the_site"
        ping from column "ping"
      }
      """)
    handIn.add(.units, "code,name,level,from\nD1,One,district,2000-01-01\n")
    try handIn.add("sites", bytes: book, file: "export.xlsx")
    let read = handIn.read()
    #expect(read.codes == [] && read.rejected == [])
    let columns = ["form", "inspector", "found", "damage", "ping"].map { read.values("inspection", $0) }
    let rows = columns[0].indices.map { row in columns.map { $0[row] }.joined(separator: "|") }
    #expect(rows == lines && lines.count == 12)
    #expect(Set(columns[0]).count == 6 && Set(columns[2]) == ["yes", "no", "-"])
  }
}
