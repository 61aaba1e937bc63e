// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonSemantics
import MezonSyntax

/// A folder with a programme.mezon, and the definition files in it.
struct ProgrammeFolder {
  /// The folder's path; nil for files that belong to no programme.
  let path: String?
  /// Paths of the definition files, ascending.
  let files: [String]

  /// The parsed files, named relative to the folder, and those that they use, each once.
  func parsed() throws -> [ParsedFile] {
    var loader = DefinitionLoader(folder: self)
    return try loader.load()
  }

  /// The digest of the programme, if its files name no others, without its being read.
  func digestOfOwnFiles() throws -> String {
    DefinitionDigest.of(try files.map { SourceText(name: shownName(of: $0), bytes: try InputFile.bytes($0)) })
  }

  /// A file's name in messages and digests: relative to the programme's folder, else as it was given.
  func shownName(of file: String) -> String {
    guard let path, file.hasPrefix(path + "/") else { return file }
    return String(file.dropFirst(path.count + 1))
  }

  /// The programme at a folder, or else at the nearest folder upwards from the current one.
  static func find(_ stated: String?) throws -> ProgrammeFolder {
    if let stated {
      guard InputFile.exists(stated) else {
        throw CommandFailure(.fileMissing, CommandRule.fileMissing, file: stated)
      }
      guard InputFile.exists(stated + "/programme.mezon") else {
        throw CommandFailure(.fileMissing, CommandRule.noProgramme, file: stated)
      }
      return ProgrammeFolder(path: stated, files: try InputFile.definitionFiles(below: stated))
    }
    guard let folder = folder(upwardsFrom: FileManager.default.currentDirectoryPath) else {
      throw CommandFailure(.fileMissing, CommandRule.noProgramme)
    }
    return ProgrammeFolder(path: folder, files: try InputFile.definitionFiles(below: folder))
  }

  /// The programme at or above a folder; nil where there is none.
  static func above(_ path: String) throws -> ProgrammeFolder? {
    try folder(upwardsFrom: path).map { ProgrammeFolder(path: $0, files: try InputFile.definitionFiles(below: $0)) }
  }

  /// The nearest folder with a programme.mezon at or above a path.
  private static func folder(upwardsFrom path: String) -> String? {
    var url = URL(fileURLWithPath: path).standardizedFileURL
    while true {
      if InputFile.exists(url.path + "/programme.mezon") { return url.path }
      let above = url.deletingLastPathComponent()
      if above.path == url.path { return nil }
      url = above
    }
  }

  /// The programmes that some paths belong to, each whole; files of no programme make one group together.
  static func groups(of paths: [String]) throws -> [ProgrammeFolder] {
    if paths.isEmpty { return [try find(nil)] }
    var folders: [String] = []
    var loose: [String] = []
    for path in paths {
      guard InputFile.exists(path) else { throw CommandFailure(.fileMissing, CommandRule.fileMissing, file: path) }
      let found = InputFile.isFolder(path) ? try InputFile.definitionFiles(below: path) : [path]
      for file in found {
        let parent = URL(fileURLWithPath: file).deletingLastPathComponent().path
        if let folder = folder(upwardsFrom: parent) {
          let shown = relative(folder, below: path)
          if !folders.contains(shown) { folders.append(shown) }
        } else {
          loose.append(file)
        }
      }
    }
    var groups = try folders.map { ProgrammeFolder(path: $0, files: try InputFile.definitionFiles(below: $0)) }
    if !loose.isEmpty { groups.append(ProgrammeFolder(path: nil, files: loose)) }
    if groups.isEmpty { throw CommandFailure(.fileMissing, CommandRule.noDefinitions, file: paths.first) }
    return groups
  }

  /// A folder as the user would write it, where it lies at or below a path they gave.
  private static func relative(_ folder: String, below path: String) -> String {
    let given = URL(fileURLWithPath: path).standardizedFileURL.path
    if folder == given { return path }
    guard folder.hasPrefix(given + "/") else { return folder }
    return path + String(folder.dropFirst(given.count))
  }
}
