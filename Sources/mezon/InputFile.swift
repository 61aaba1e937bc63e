// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonColumns
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
      throw CommandFailure(.cannotRead, CommandRule.cannotRead, [SystemReason.text(of: error)], file: path)
    }
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// The path itself, or where its last part has a `*`, all visible files of the folder that it fits, ascending by name.
  static func matches(_ path: String) throws -> [String] {
    let url = URL(fileURLWithPath: path)
    let pattern = url.lastPathComponent
    guard pattern.contains("*"), !exists(path) else { return [path] }
    let folder = path.hasSuffix(pattern) ? String(path.dropLast(pattern.count)) : ""
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)
    } catch {
      throw CommandFailure(.cannotRead, CommandRule.cannotRead, [SystemReason.text(of: error)], file: folder)
    }
    let glob = GlobPattern(pattern)
    return names.filter { !$0.hasPrefix(".") && glob.matches($0) }.sorted().map { folder + $0 }
      .filter { !isFolder($0) }
  }

  /// The definition files below a folder, ascending by path; a `store` folder and hidden ones are left out.
  static func definitionFiles(below folder: String) throws -> [String] { try files(below: folder, endings: [".mezon"]) }

  /// The files with some endings below a folder, ascending by path; a `store` folder and hidden ones are left out.
  static func files(below folder: String, endings: [String]) throws -> [String] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    } catch {
      throw CommandFailure(.cannotRead, CommandRule.cannotRead, [SystemReason.text(of: error)], file: folder)
    }
    var files: [String] = []
    for name in names where !name.hasPrefix(".") && name != "store" {
      let path = folder + "/" + name
      if isFolder(path) {
        files += try self.files(below: path, endings: endings)
      } else if endings.contains(where: name.hasSuffix) {
        files.append(path)
      }
    }
    return files
  }
}
