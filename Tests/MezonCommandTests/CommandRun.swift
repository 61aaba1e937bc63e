// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTestSupport
import Testing

/// The built `mezon`, run as a user runs it.
struct CommandRun {
  let status: Int32
  let output: String
  let errors: String

  /// Runs the command in a folder and waits for its end.
  /// - Parameters:
  ///   - interruptedAfter: seconds after which the run is interrupted as by Control-C; nil to let it end.
  ///   - mostFileKilobytes: how long a file may become before writing fails, as on a full disk; nil for any length.
  ///   - environment: variables that are set beside those of the tests.
  init(
    _ arguments: [String], in folder: URL, interruptedAfter seconds: Double? = nil, mostFileKilobytes: Int? = nil,
    environment: [String: String] = [:]
  ) throws {
    let process = Process()
    let command = try #require(BuiltProgram("mezon"), "the executable mezon was not built").executable
    if let most = mostFileKilobytes {
      process.executableURL = URL(fileURLWithPath: "/bin/bash")
      let script = "ulimit -f \(most); exec \"$0\" \"$@\""
      process.arguments = ["-c", script, command.path] + arguments
    } else {
      process.executableURL = command
      process.arguments = arguments
    }
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // Into files, since a full pipe would hold the command up; outside of the folder, which may be the checkout.
    let texts = ["output", "errors"].map {
      FileManager.default.temporaryDirectory.appendingPathComponent("mezon-\($0)-\(UUID().uuidString)")
    }
    for text in texts { try Data().write(to: text) }
    defer { texts.forEach { try? FileManager.default.removeItem(at: $0) } }
    process.standardOutput = try FileHandle(forWritingTo: texts[0])
    process.standardError = try FileHandle(forWritingTo: texts[1])
    try process.run()
    if let seconds {
      Thread.sleep(forTimeInterval: seconds)
      process.interrupt()
    }
    process.waitUntilExit()
    status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    output = String(decoding: try Data(contentsOf: texts[0]), as: UTF8.self)
    errors = String(decoding: try Data(contentsOf: texts[1]), as: UTF8.self)
  }
}

/// A folder of its own for one test, removed at its end.
final class TestFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("mezon-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// Writes a file, with the folders above it.
  func write(_ path: String, _ text: String) throws {
    try write(path, Data(text.utf8))
  }

  func write(_ path: String, _ data: Data) throws {
    let file = url.appendingPathComponent(path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: url.appendingPathComponent(path)), as: UTF8.self)
  }

  func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: url.appendingPathComponent(path).path)
  }

  /// Names of all files below, hidden ones too, ascending.
  func files() -> [String] {
    let all = FileManager.default.enumerator(atPath: url.path)?.allObjects ?? []
    return all.compactMap { $0 as? String }.sorted()
  }

  /// A programme with one event type, one source and one indicator, and a log with one meeting.
  func writeProgramme(log: String = "held,unit,kind,people\n2026-01-05T10:00,P1,open,12\n") throws {
    try write(
      "programme.mezon",
      """
      language 1 keywords en
      programme "Test" { time zone "Asia/Dushanbe" levels district > precinct }
      """)
    try write(
      "definitions.mezon",
      """
      language 1 keywords en
      event meeting "Meeting" { held time at unit kind one of indoor, `open` people whole number? }
      source journal gives meeting {
        file "logs/meetings.csv"
        held from column "held"
        at from column "unit"
        kind from column "kind"
        people from column "people"
      }
      indicator meetings "Meetings" { looks at meeting value count every month }
      """)
    try write(
      "rosters/units.csv", "code,name,level,parent,from,until\nD1,District,district,,,\nP1,Precinct,precinct,D1,,\n")
    try write("logs/meetings.csv", log)
  }
}
