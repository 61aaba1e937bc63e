// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonIngest
import Testing

@testable import mezon

@Suite("A large file stays open and is watched") struct OpenedFileTests {
  private func file(_ text: String) throws -> URL {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("mezon-opened-\(UUID().uuidString).csv")
    try Data(text.utf8).write(to: url)
    return url
  }

  private static func held(_ text: String) -> HandedInFile {
    .held(NamedBytes(file: "file", bytes: Array(text.utf8)))
  }

  private func message(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return (error as? CommandFailure)?.diagnostic.rendered()
    }
  }

  @Test func stretchesAreThoseOfTheFile() throws {
    let url = try file("0123456789")
    defer { try? FileManager.default.removeItem(at: url) }
    #expect(OpenedFile(url.path, atLeast: 11) == nil)
    #expect(OpenedFile(url.deletingLastPathComponent().path, atLeast: 0) == nil)
    #expect(OpenedFile(url.path + "-absent", atLeast: 0) == nil)
    let opened = try #require(OpenedFile(url.path, atLeast: 10))
    #expect(opened.byteCount == 10)
    #expect(try opened.bytes(3..<7) == Array("3456".utf8))
    #expect(try opened.bytes(10..<10).isEmpty)
    try opened.check()
  }

  /// A pipe is left alone: who writes to it waits for the one who reads it to its end.
  @Test func aPipeIsNotOpened() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("mezon-pipe-\(UUID().uuidString)").path
    #expect(mkfifo(path, 0o600) == 0)
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(OpenedFile(path, atLeast: 0) == nil)
  }

  /// A changed file is told, whether it became shorter or has other bytes of the same number.
  @Test(arguments: ["0123", "0123456780"])
  func aChangeIsTold(text: String) throws {
    let url = try file("0123456789")
    defer { try? FileManager.default.removeItem(at: url) }
    let opened = try #require(OpenedFile(url.path, atLeast: 10))
    // The clock by which files are stamped may stand still for some milliseconds.
    Thread.sleep(forTimeInterval: 0.05)
    let handle = try FileHandle(forWritingTo: url)
    try handle.write(contentsOf: Data(text.utf8))
    try handle.truncate(atOffset: UInt64(text.utf8.count))
    try handle.close()
    if text.utf8.count < 10 {
      #expect(message { _ = try opened.bytes(2..<9) }?.contains("it changed while it was read") == true)
    }
    #expect(message { try opened.check() }?.contains("it changed while it was read") == true)
  }

  @Test func theDigestIsThatOfTheSameBytesHeld() throws {
    let text = String(repeating: "2026-01-05,P1\n", count: 100_000)
    let url = try file(text)
    defer { try? FileManager.default.removeItem(at: url) }
    var held = InputDigest()
    held.add("units.csv", Self.held("code\n"))
    held.add("log.csv", Self.held(text))
    let expected = try held.hex(threads: 1) { 7 }
    #expect(expected.result == 7)
    #expect(expected.digest.count == 64)
    for threads in [1, 2] {
      var opened = InputDigest()
      opened.add("units.csv", Self.held("code\n"))
      opened.add("log.csv", .opened(try #require(OpenedFile(url.path, atLeast: 1)), shownAs: "log.csv"))
      #expect(try opened.hex(threads: threads) { 7 }.digest == expected.digest)
    }
    var other = InputDigest()
    other.add("log.csv", Self.held("code\n"))
    other.add("units.csv", Self.held(text))
    #expect(try other.hex(threads: 1) { 7 }.digest != expected.digest)
  }
}
