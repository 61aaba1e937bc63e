// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics

/// Reading files and folders, with failures in the user's words.
enum InputFile {
  /// The bytes of a file.
  static func bytes(_ path: String) throws -> [UInt8] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw CommandFailure(.fileMissing, CommandRule.fileMissing, file: path)
    }
    if isFolder.boolValue {
      throw CommandFailure(.cannotRead, CommandRule.cannotRead, ["it is a folder"], file: path)
    }
    do {
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe))
    } catch {
      throw CommandFailure(.cannotRead, CommandRule.cannotRead, [error.localizedDescription], file: path)
    }
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// The definition files below a folder, ascending by path; a `store` folder and hidden ones are left out.
  static func definitionFiles(below folder: String) throws -> [String] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    } catch {
      throw CommandFailure(.cannotRead, CommandRule.cannotRead, [error.localizedDescription], file: folder)
    }
    var files: [String] = []
    for name in names where !name.hasPrefix(".") && name != "store" {
      let path = folder + "/" + name
      if isFolder(path) {
        files += try definitionFiles(below: path)
      } else if name.hasSuffix(".mezon") {
        files.append(path)
      }
    }
    return files
  }
}
