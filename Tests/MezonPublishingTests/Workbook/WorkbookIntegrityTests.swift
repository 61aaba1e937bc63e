// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTestSupport
import Testing

@testable import MezonPublishing

@Suite("A written workbook is checked to be whole")
struct WorkbookIntegrityTests {
  private func sampleBytes() throws -> [UInt8] {
    let folder = try SampleWorkbook()
    return try Array(Data(contentsOf: folder.write(fillMeetings)))
  }

  @Test("what the library writes is whole, and holds every part")
  func whole() throws {
    let bytes = try sampleBytes()
    #expect(WorkbookIntegrity.isWhole(bytes))
    let names = ZipArchive(bytes)?.members.map(\.name) ?? []
    #expect(names.contains("xl/worksheets/sheet2.xml"))
    #expect(names.contains("xl/charts/chart2.xml"))
    let core = ZipArchive(bytes)?.members.first { $0.name == "docProps/core.xml" }?.bytes ?? []
    #expect(String(decoding: core, as: UTF8.self).contains("2026-07-14T09:30:00Z"))
  }

  @Test("cut anywhere, it is not whole")
  func cut() throws {
    let bytes = try sampleBytes()
    for length in stride(from: 0, to: bytes.count, by: 97) {
      #expect(!WorkbookIntegrity.isWhole(Array(bytes.prefix(length))), "first \(length) bytes")
    }
  }

  @Test("with any byte changed, reading never crashes; a change in the packed bytes shows")
  func changed() throws {
    let bytes = try sampleBytes()
    var generator = SeededGenerator(seed: 7)
    var noticed = 0
    for _ in 0..<300 {
      var copy = bytes
      let index = Int.random(in: 0..<copy.count, using: &generator)
      copy[index] ^= UInt8.random(in: 1...255, using: &generator)
      if !WorkbookIntegrity.isWhole(copy) { noticed += 1 }
    }
    #expect(noticed > 240, "most bytes are packed content under a checksum")
  }

  static let parts: [(xml: String, isBalanced: Bool)] = [
    ("<a/>", true), ("<?xml version=\"1.0\"?>\n<a><b/>x</a>\n", true), ("<a><b></b></a>", true), ("", false),
    ("<?xml version=\"1.0\"?>", false), ("<a>", false), ("<a><b></a>", false), ("<a></a></a>", false),
    ("<a></a>x", false), ("<a><", false),
    ("<a>x", false), ("<>", false),
  ]

  @Test("a part has as many closing as opening tags", arguments: parts)
  func balance(xml: String, isBalanced: Bool) {
    #expect(WorkbookIntegrity.isBalanced(Array(xml.utf8)) == isBalanced)
  }
}
