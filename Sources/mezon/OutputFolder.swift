// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MezonDiagnostics

/// Writing a new folder so that it appears whole or not at all: in a hidden folder beside its place, which is renamed
/// once everything in it is on the disk.
enum OutputFolder {
  /// Lets `body` fill a folder under a temporary name, then puts it in its place.
  /// - Throws: a failure with status 73 where something stands there already that is not an empty folder.
  static func create(_ path: String, _ body: (_ temporary: String) throws -> Void) throws {
    let url = URL(fileURLWithPath: path).standardizedFileURL
    try refuseUnlessEmpty(path, at: url.path)
    let above = url.deletingLastPathComponent().path
    try OutputFile.makeFolder(above)
    let temporary = above + "/.\(url.lastPathComponent).\(getpid()).part"
    do {
      try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: false)
    } catch {
      throw CommandFailure(.cannotWrite, CommandRule.cannotWrite, [SystemReason.text(of: error)], file: path)
    }
    OutputFile.addUnfinished(folder: temporary)
    defer {
      try? FileManager.default.removeItem(atPath: temporary)
      OutputFile.removeUnfinished(folder: temporary)
    }
    try body(temporary)
    // An empty folder gives way to a folder of the same name.
    guard rename(temporary, url.path) == 0 else {
      throw CommandFailure(.cannotWrite, CommandRule.cannotWrite, [SystemReason.text(errno)], file: path)
    }
  }

  private static func refuseUnlessEmpty(_ shown: String, at path: String) throws {
    guard InputFile.exists(path) else { return }
    guard InputFile.isFolder(path) else {
      throw CommandFailure(.cannotWrite, CommandRule.cannotWrite, ["a file stands there"], file: shown)
    }
    let content: [String]
    do {
      content = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw CommandFailure(.cannotWrite, CommandRule.cannotWrite, [SystemReason.text(of: error)], file: shown)
    }
    guard content.isEmpty else { throw CommandFailure(.cannotWrite, CommandRule.folderNotEmpty, file: shown) }
  }
}
