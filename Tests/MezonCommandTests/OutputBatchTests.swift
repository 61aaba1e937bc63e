// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import mezon

@Suite("Files that appear together") struct OutputBatchTests {
  private struct Stopped: Error {}

  /// How many files of a folder the process has open.
  private func openFiles(in folder: TestFolder) -> Int {
    let links = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    let targets = links.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)") }
    let path = folder.url.resolvingSymlinksInPath().path
    return targets.filter { $0.hasPrefix(path + "/") }.count
  }

  @Test("are all there with their content, however many they are, and none stays open", arguments: [0, 1, 64, 65, 300])
  func together(count: Int) throws {
    let folder = try TestFolder()
    try OutputBatch.write { batch in
      for number in 0..<count {
        try batch.add([Array("\(number),".utf8), Array("end".utf8)], at: folder.url.path + "/out/\(number).txt")
        #expect(!folder.exists("out/\(number).txt"), "before all of them are on the disk none is in its place")
        #expect(openFiles(in: folder) <= 65)
      }
    }
    #expect(folder.files().filter { $0.hasSuffix(".txt") }.count == count)
    for number in 0..<count { #expect(try folder.text("out/\(number).txt") == "\(number),end") }
    #expect(openFiles(in: folder) == 0)
  }

  @Test("are none where one of them fails, and none stays open", arguments: [1, 10, 200])
  func noneOnFailure(count: Int) throws {
    let folder = try TestFolder()
    #expect(throws: Stopped.self) {
      try OutputBatch.write { batch in
        for number in 0..<count { try batch.add(Array("\(number)".utf8), at: folder.url.path + "/out/\(number).txt") }
        throw Stopped()
      }
    }
    #expect(!folder.exists("out"))
    #expect(openFiles(in: folder) == 0)
  }

  @Test("are written by whom they may, and synced all the same")
  func writtenByOthers() throws {
    let folder = try TestFolder()
    try OutputBatch.write { batch in
      try batch.add(Array("ours".utf8), at: folder.url.path + "/a.txt")
      try batch.add(at: folder.url.path + "/b.txt") { try Data("theirs".utf8).write(to: URL(fileURLWithPath: $0)) }
      try batch.add(Array("ours".utf8), at: folder.url.path + "/c.txt")
    }
    #expect(try ["a", "b", "c"].map { try folder.text($0 + ".txt") } == ["ours", "theirs", "ours"])
  }
}
