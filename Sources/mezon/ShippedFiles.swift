// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics

/// The files that come with the command: Indicators/ and Templates/.
enum ShippedFiles {
  /// The folder that holds both: what the environment variable MEZON_HOME names, else the nearest one above the command
  /// itself, links resolved.
  static func locate() throws -> String {
    if let stated = ProcessInfo.processInfo.environment["MEZON_HOME"], !stated.isEmpty {
      guard isHome(stated) else { throw CommandFailure(.fileMissing, CommandRule.noShippedFiles, file: stated) }
      return stated
    }
    guard let command = Bundle.main.executableURL else {
      throw CommandFailure(.fileMissing, CommandRule.noShippedFiles)
    }
    var folder = command.resolvingSymlinksInPath().deletingLastPathComponent().standardizedFileURL
    while !isHome(folder.path) {
      let above = folder.deletingLastPathComponent().standardizedFileURL
      guard above.path != folder.path, above.path.count < folder.path.count else {
        throw CommandFailure(.fileMissing, CommandRule.noShippedFiles)
      }
      folder = above
    }
    return folder.path
  }

  private static func isHome(_ folder: String) -> Bool {
    InputFile.isFolder(folder + "/Indicators") && InputFile.isFolder(folder + "/Templates")
  }
}
