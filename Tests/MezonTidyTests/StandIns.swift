// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A folder of small programs that a script finds instead of the real ones.
struct StandIns: ~Copyable {
  let folder: URL

  init(_ programs: [String: String]) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("mezon-scripts-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // Only these of the real programs are needed; everything else is absent.
    for name in [
      "awk", "basename", "bash", "cat", "dirname", "env", "find", "grep", "mkdir", "mktemp", "mv", "rm", "rmdir", "sed",
      "sort", "tee", "touch",
    ] {
      let place = ["/usr/bin/", "/bin/"].map { $0 + name }.first { FileManager.default.fileExists(atPath: $0) }
      try FileManager.default.createSymbolicLink(
        atPath: folder.appendingPathComponent(name).path, withDestinationPath: try #require(place))
    }
    for (name, body) in programs {
      let file = folder.appendingPathComponent(name)
      try Data("#!/bin/bash\n\(body)\n".utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Runs a script of the checkout with these programs alone.
  ///
  /// A program that was just written cannot be started as long as a process that another test started at that moment still
  /// holds it open; so a run in which that happened is no run, and is made again.
  func run(_ script: String, _ arguments: [String] = [], skippingSetUp: Bool = false) throws -> Command.Run {
    var run: Command.Run
    var attempts = 0
    repeat {
      run = try Command.run(
        "/bin/bash", [Checkout.root.appendingPathComponent(script).path] + arguments,
        environment: ["PATH": folder.path, "MEZON_SKIP_SETUP": skippingSetUp ? "1" : nil, "MEZON_SLOW_TESTS": nil])
      attempts += 1
    } while run.output.contains("Text file busy") && attempts < 20
    return run
  }
}
