// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTables
import MezonTestSupport
import Testing

/// The list of what each hostile file is made to do to a reader.
private struct Manifest: Decodable {
  struct File: Decodable, Sendable {
    let file: String
    let expect: String
  }
  let files: [File]
}

/// How a reading ended.
private struct Ending {
  var fault: TableFault.Kind?
  var rows = 0
  var cells: [String] = []
  var notes: [TableNote] = []
}

@Suite("Hostile workbooks", .serialized, .enabled(if: SharedData.shouldRun, "skipped, no shared data"))
struct HostileFileTests {
  private func read(_ name: String) throws -> Ending {
    let bytes = try Oracle.bytes(SharedData.url("oracles/security/hostile/\(name)"))
    var ending = Ending()
    do throws(TableFault) {
      let file = try TableFiles.workbook(bytes)
      for table in file.tables.indices {
        ending.notes += try file.readRows(of: table) { row in
          ending.rows += 1
          ending.cells += row.cells.map { row.text(of: $0) }
          return true
        }
      }
    } catch {
      ending.fault = error.kind
    }
    return ending
  }

  /// What one reading costs a process of its own, where no other test's time and memory are counted.
  private func cost(of name: String) throws -> (seconds: Double, bytes: Int) {
    let measure = try #require(BuiltProgram("MezonMeasure"), "the executable MezonMeasure was not built")
    let printed = try measure.run(["read", SharedData.url("oracles/security/hostile/\(name)").path])
    let numbers = String(decoding: printed, as: UTF8.self).split { $0.isWhitespace }.map(String.init)
    try #require(numbers.count == 2)
    return (try #require(Double(numbers[0])), try #require(Int(numbers[1])))
  }

  @Test("Each file ends as its manifest says, in under a second and under 256 MB")
  func manifest() throws {
    let data = try Data(contentsOf: SharedData.url("oracles/security/hostile/MANIFEST.json"))
    let files = try JSONDecoder().decode(Manifest.self, from: data).files
    #expect(files.count == 21)
    for file in files {
      let ending = try read(file.file)
      let cost = try cost(of: file.file)
      #expect(cost.seconds < 1, "\(file.file) took \(cost.seconds) s")
      #expect(cost.bytes < 256 << 20, "\(file.file) took \(cost.bytes) bytes")
      if file.expect.hasPrefix("accept;") || file.expect == "accept" {
        #expect(ending.fault == nil && ending.rows > 0, "\(file.file): \(ending)")
      } else if file.expect.hasPrefix("reject:") || file.expect == "reject" {
        #expect(ending.fault != nil, "\(file.file) was read: \(ending)")
      } else {
        // Either way is allowed, or the cell or formula alone is left out and reported: judged one by one below.
        #expect(judgedApart.contains(file.file), "\(file.file): \(file.expect)")
      }
    }
  }

  private let judgedApart: Set = [
    "appended_garbage.xlsx", "bad_ref.xlsx", "dde.xlsx", "external_hyperlink_formula.xlsx", "external_link.xlsx",
    "size_lie.xlsx", "sparse_far_cell.xlsx", "symlink.xlsx",
  ]

  @Test("The reason is the one that the file was made for")
  func reasons() throws {
    let doctype = TableFault.Kind.declaresEntities(part: "xl/worksheets/sheet1.xml")
    for name in ["billion_laughs.xlsx", "xxe_file.xlsx", "quadratic_blowup.xlsx"] {
      #expect(try read(name).fault == doctype, "\(name)")
    }
    #expect(try read("deep_nesting.xlsx").fault == .nestedTooDeep(part: "xl/worksheets/sheet1.xml"))
    // Its only cell holds 200 MiB: the bound on a cell's text ends it before the bound on the part.
    #expect(
      try read("ratio_bomb_200MiB.xlsx").fault == .textTooLong(part: "xl/worksheets/sheet1.xml", limit: 1 << 20))
    #expect(try read("many_entries.xlsx").fault == .tooManyParts(5005))
    #expect(try read("case_duplicate.xlsx").fault == .repeatedPart("XL/Worksheets/Sheet1.xml"))
    for name in ["duplicate_entry.xlsx", "truncated.xlsx", "bad_crc.xlsx", "overlapping_entries.xlsx", "size_lie.xlsx"]
    {
      guard case .brokenArchive = try read(name).fault else {
        Issue.record("\(name): \(try read(name))")
        continue
      }
    }
    guard case .linkedPart = try read("symlink.xlsx").fault else {
      Issue.record("the link was taken: \(try read("symlink.xlsx"))")
      return
    }
  }

  @Test("What is passed over is noted with its place")
  func notes() throws {
    let bad = try read("bad_ref.xlsx")
    #expect(bad.fault == nil)
    #expect(bad.notes.map(\.kind) == [.badReference])
    #expect(try read("dde.xlsx").notes.map(\.kind).contains { [.formula, .formulaWithoutValue].contains($0) })
    let hyperlink = try read("external_hyperlink_formula.xlsx")
    #expect(hyperlink.notes.map(\.kind) == [.formula])
    #expect(try read("external_link.xlsx").notes.contains { $0.kind == .externalLink })
    #expect(try read("sparse_far_cell.xlsx").fault == nil)
    #expect(try read("ok.xlsx").notes == [])
  }
}
