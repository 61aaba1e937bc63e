// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonTestSupport
import Testing

@testable import mezon

/// `mezon evaluate -o FILE.xlsx`, read by openpyxl, against the same table as text.
struct EvaluateWorkbookTests {
  private static let rows = """
    held,unit,kind,people,guest
    2026-01-05T10:00,P1,open,12,
    2026-01-06T10:00,P1,indoor,,=1+2
    2026-02-07T10:00,P1,open,7,007

    """

  private static let definitions = """
    language 1 keywords en
    event meeting "Meeting" { held time at unit kind one of indoor, `open` people whole number? guest text? }
    source journal gives meeting {
      file "logs/meetings.csv"
      held from column "held"
      at from column "unit"
      kind from column "kind"
      people from column "people"
      guest from column "guest"
    }
    indicator meetings "Meetings" { looks at meeting value count every month, quarter split by kind }
    indicator share "Share" { looks at meeting value share counts where kind is indoor every month }
    indicator middle "Middle" { looks at meeting value mean of people every quarter }
    indicator guests "Guests" { looks at meeting value distinct guest every month }
    """

  /// The sheets of a workbook, and behind them the lines of a text.
  private func lines(_ folder: TestFolder, _ book: String, _ text: String) throws -> [[[String]]] {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Oracles/workbook_lines.py")
    let paths = [book, text].map { folder.url.appendingPathComponent($0).path }
    return try JSONDecoder().decode([[[String]]].self, from: Python.run([script.path] + paths))
  }

  @Test(.enabled(if: Python.shouldRun(with: "openpyxl"), "skipped, no openpyxl"), arguments: ["long", "wide"])
  func holdsTheTable(layout: String) throws {
    let folder = try TestFolder()
    try folder.writeProgramme(log: Self.rows)
    try folder.write("definitions.mezon", Self.definitions)
    let asked = ["evaluate", "--period", "2026-Q1", "--layout", layout]
    for output in ["out/table.csv", "out/table.xlsx", "out/again.xlsx"] {
      let run = try CommandRun(asked + ["-o", output], in: folder.url)
      #expect(run.status == 0, "\(run.errors)")
    }
    #expect(try data(folder, "out/table.xlsx") == data(folder, "out/again.xlsx"))
    let lines = try lines(folder, "out/table.xlsx", "out/table.csv")
    try #require(lines.count == 3)
    #expect(lines[0] == lines[2])
    #expect(lines[2].count > 5)
    // What stands beside the table as JSON is the second sheet.
    let meta = try JSONDecoder().decode([String: String].self, from: data(folder, "out/table.xlsx.meta.json"))
    #expect(Dictionary(lines[1].map { ($0[0], $0[1]) }) { first, _ in first } == meta)
    #expect(lines[1].first?.last?.hasPrefix("Internal results, not protected") == true)
  }

  private func data(_ folder: TestFolder, _ path: String) throws -> Data {
    try Data(contentsOf: folder.url.appendingPathComponent(path))
  }

  @Test(arguments: [1, 4]) func aFullDiskLeavesNothing(kilobytes: Int) throws {
    let folder = try TestFolder()
    try folder.writeProgramme(log: Self.rows)
    try folder.write("definitions.mezon", Self.definitions)
    let before = folder.files()
    let run = try CommandRun(
      ["evaluate", "--period", "2026-Q1", "-o", "table.xlsx"], in: folder.url, mostFileKilobytes: kilobytes)
    #expect(run.status == 73, "\(run.errors)")
    #expect(run.errors.contains("MZ4019") && run.errors.contains("table.xlsx"), "\(run.errors)")
    #expect(folder.files() == before)
  }

  @Test func tooManyLinesAreTold() throws {
    #expect(throws: Never.self) { try EvaluateCommand.check(lines: 1_048_575, in: "r.xlsx") }
    let failure = #expect(throws: CommandFailure.self) { try EvaluateCommand.check(lines: 1_048_576, in: "r.xlsx") }
    #expect(failure?.status == .cannotWrite)
    #expect(failure?.diagnostic.rule.code == "MZ4068")
    #expect(
      failure?.diagnostic.message(in: .english)
        == "the table has 1048576 lines, and a sheet of a workbook holds 1048575"
    )
  }
}
