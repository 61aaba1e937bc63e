// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonIngest
import MezonSyntax

/// Reads a programme's definition files and all that they use, each once, however often and in whatever circle they name each other.
struct DefinitionLoader {
  private let folder: ProgrammeFolder
  /// Where each file that is read lies, links resolved.
  private var seen: Set<String> = []
  private var parsed: [ParsedFile] = []
  /// Files whose `uses` have yet to be followed, with the folder that their paths must stay in; nil for no bound.
  private var waiting: [(file: ParsedFile, path: String, root: String?)] = []

  init(folder: ProgrammeFolder) {
    self.folder = folder
  }

  /// The files of the folder in their order, then the used ones in the order in which they are met.
  mutating func load() throws -> [ParsedFile] {
    let root = folder.path.map(Self.resolved)
    let own = try folder.files.map { SourceText(name: folder.shownName(of: $0), bytes: try InputFile.bytes($0)) }
    for (path, file) in zip(folder.files, own.mappedInParallel { Parser.parse($0) }) {
      let place = Self.resolved(path)
      if seen.insert(place).inserted { try add(file, at: place, root: root) }
    }
    var next = 0
    while next < waiting.count {
      let (file, path, root) = waiting[next]
      next += 1
      for case .uses(let uses) in file.definitions.declarations where !uses.path.text.isEmpty {
        try follow(uses, from: path, root: root)
      }
    }
    return parsed
  }

  private mutating func read(_ path: String, named name: String, root: String?) throws {
    let place = Self.resolved(path)
    guard seen.insert(place).inserted else { return }
    try add(Parser.parse(SourceText(name: name, bytes: try InputFile.bytes(path))), at: place, root: root)
  }

  private mutating func add(_ file: ParsedFile, at place: String, root: String?) throws {
    var file = file
    for case .standard(let standard) in file.definitions.declarations {
      guard let clause = standard.table, let written = clause.layout.file, !written.text.isEmpty else { continue }
      let (target, name) = try locate(written, from: place, bound: root)
      file.tables[standard.name.text] = StandardTableReader.table(
        clause, file: name, bytes: try InputFile.bytes(target))
    }
    parsed.append(file)
    waiting.append((file, place, root))
  }

  private mutating func follow(_ uses: UsesDeclaration, from path: String, root: String?) throws {
    let library = uses.isLibrary ? Self.resolved(try ShippedFiles.locate() + "/Indicators") : nil
    let bound = library ?? root
    let (target, name) = try locate(uses.path, from: library.map { $0 + "/." } ?? path, bound: bound)
    try read(target, named: name, root: bound)
  }

  /// Where a file lies that a definition names, and its name in messages.
  /// - Parameters:
  ///   - path: the file that names it
  ///   - bound: the folder that it must lie in; nil for no bound
  private func locate(
    _ written: TextLiteral, from path: String, bound: String?
  ) throws -> (target: String, name: String) {
    let base = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    let target = Self.resolved(base + "/" + written.text)
    if written.text.hasPrefix("/") || bound.map({ !target.hasPrefix($0 + "/") }) ?? false {
      throw CommandFailure(.wrongFound, CommandRule.usesOutside, [written.text], at: written.range)
    }
    guard InputFile.exists(target), !InputFile.isFolder(target) else {
      throw CommandFailure(.fileMissing, CommandRule.usesMissing, [written.text], at: written.range)
    }
    return (target, name(of: target, in: bound, isLibrary: bound != nil && bound != rootOfProgramme))
  }

  private var rootOfProgramme: String? { folder.path.map(Self.resolved) }

  /// A used file's name in messages and digests, the same on every computer.
  private func name(of target: String, in bound: String?, isLibrary: Bool) -> String {
    guard let bound else { return target }
    return (isLibrary ? "library/" : "") + target.dropFirst(bound.count + 1)
  }

  /// A path without links, dots and doubled slashes.
  private static func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
  }
}
