// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The checkout that these tests were built from.
enum Checkout {
  /// The folder that holds Package.swift.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Every file that git tracks or would track, in the order of the paths; without git, every file that is not built.
  static let files: [TidyFile] = {
    (pathsKnownToGit() ?? pathsOnDisk()).sorted().compactMap { path in
      let place = root.appendingPathComponent(path).path
      // A tracked file that was deleted and not yet committed is absent.
      guard let bytes = FileManager.default.contents(atPath: place) else { return nil }
      let text = bytes.contains(0) ? "" : String(decoding: bytes, as: UTF8.self)
      return TidyFile(path: path, text: text, isExecutable: FileManager.default.isExecutableFile(atPath: place))
    }
  }()

  private static func pathsKnownToGit() -> [String]? {
    let arguments = ["git", "-C", root.path, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    guard let run = try? Command.run("/usr/bin/env", arguments), run.status == 0 else { return nil }
    return Set(run.output.split(separator: "\0").map(String.init)).sorted()
  }

  private static func pathsOnDisk() -> [String] {
    let built: Set = [".build", ".git", "out", "Package.resolved"]
    let top = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return top.filter { !built.contains($0) && !$0.hasPrefix(".build-") }.flatMap { entry -> [String] in
      let place = root.appendingPathComponent(entry).path
      guard let inside = try? FileManager.default.subpathsOfDirectory(atPath: place) else { return [entry] }
      return inside.map { "\(entry)/\($0)" }.filter { path in
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path, isDirectory: &isFolder)
        return !isFolder.boolValue
      }
    }
  }
}

/// Runs another program to its end.
enum Command {
  /// What a program printed on both its outputs together, and its exit code.
  struct Run {
    let output: String
    let status: Int32
  }

  /// Runs the program with nothing on its standard input; `environment` replaces single variables, nil removes one.
  static func run(
    _ program: String, _ arguments: [String], environment changes: [String: String?] = [:]
  ) throws -> Run {
    // A hook of git sets variables that would lead git to another place.
    var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GIT_") }
    for (name, value) in changes { environment[name] = value }
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Run(output: String(decoding: output, as: UTF8.self), status: process.terminationStatus)
  }
}
