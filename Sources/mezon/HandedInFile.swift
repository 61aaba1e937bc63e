// SPDX-License-Identifier: Apache-2.0

import Crypto
import MezonIngest
import MezonSemantics
import MezonStore

/// A file that is handed in: held in memory, or open where it is large.
enum HandedInFile: Sendable {
  case held(NamedBytes)
  case opened(OpenedFile, shownAs: String)
  /// A table of a database, which is held where it is not large.
  case database(DatabaseFile)

  /// A file of so many bytes is not held in memory as a whole.
  static let largeFileBytes = 64 << 20
  /// How much of an open file is looked at at a time.
  private static let stretchBytes = 1 << 20

  /// Of files that are large together, those of at least so many bytes, and at most so many of them, are not held either.
  private static let middleFileBytes = 1 << 20
  private static let mostOpened = 256

  /// Files of events, or tables of databases in their place. Files that are large, or that are together, stay open instead of being held.
  /// - Parameter large: what is large, in bytes
  static func events(
    _ paths: [String], _ folder: ProgrammeFolder, large: Int = largeFileBytes
  ) throws -> [HandedInFile] {
    var left = mostOpened
    var bytes = 0
    var files: [HandedInFile] = []
    for path in paths where !DatabaseFile.isAddress(path) { bytes += OpenedFile.textBytes(path) }
    for path in paths {
      let least = bytes >= large && left > 0 ? min(large, middleFileBytes) : large
      let file = try events(path, folder, openedFrom: least)
      if file.isOpened { left -= 1 }
      files.append(file)
    }
    return files
  }

  /// A file of events, or the table of a database in its place.
  /// - Parameter least: from how many bytes on a file stays open instead of being held
  static func events(_ path: String, _ folder: ProgrammeFolder, openedFrom least: Int = largeFileBytes) throws
    -> HandedInFile
  {
    if DatabaseFile.isAddress(path) { return .database(try DatabaseInput.open(path, heldBelow: least)) }
    if OpenedFile.textBytes(path) >= least, let file = OpenedFile(path) {
      return .opened(file, shownAs: folder.shownName(of: path))
    }
    return .held(try HandedInFiles.load(path, folder))
  }

  /// Whether it is not held in memory.
  var isOpened: Bool {
    switch self {
    case .held: false
    case .opened: true
    case .database(let table): table.held == nil
    }
  }

  /// Its name, as messages show it.
  var name: String {
    switch self {
    case .held(let file): file.file
    case .opened(_, let name): name
    case .database(let table): table.name
    }
  }

  var byteCount: Int {
    switch self {
    case .held(let file): file.bytes.count
    case .opened(let file, _): file.byteCount
    case .database(let table): table.byteCount
    }
  }

  /// The file as one of a source.
  func input(_ source: SourcePlan, joined: [String: HandedInFile]) -> Ingestion.Input {
    let joined = joined.compactMapValues(\.open)
    return switch self {
    case .held(let file): .source(source, file, joined: joined)
    case .opened(let file, let name): .opened(source, OpenFile(file: name, content: file), joined: joined)
    case .database(let table): .database(source, table, joined: joined)
    }
  }

  /// The file with all its bytes in memory.
  func held() throws -> NamedBytes {
    if case .held(let file) = self { return file }
    var bytes: [UInt8] = []
    try forEachStretch { bytes += $0 }
    try check()
    return NamedBytes(file: name, bytes: bytes)
  }

  /// The file as one that is joined; nil for a large table of a database, of which rows cannot be read out of turn.
  var open: OpenFile? {
    switch self {
    case .held(let file): OpenFile(file)
    case .opened(let file, let name): OpenFile(file: name, content: file)
    case .database(let table): table.held.map { OpenFile(NamedBytes(file: table.name, bytes: $0)) }
    }
  }

  /// Adds its bytes to a hash. Complexity: O(bytes).
  func update(_ hash: inout SHA256) throws { try forEachStretch { hash.update(data: $0) } }

  /// Calls `body` with the bytes, some at a time.
  private func forEachStretch(_ body: ([UInt8]) -> Void) throws {
    switch self {
    case .held(let file): body(file.bytes)
    case .opened(let file, _):
      for start in stride(from: 0, to: file.byteCount, by: Self.stretchBytes) {
        body(try file.bytes(start..<min(file.byteCount, start + Self.stretchBytes)))
      }
    case .database(let table):
      try DatabaseInput.telling { () throws(DatabaseFile.Failure) in
        try table.forEachPiece { piece in
          body(piece)
          return true
        }
      }
    }
  }

  /// The digest of its bytes. Complexity: O(bytes).
  func digest() throws -> Digest256 {
    if case .database(let table) = self, let known = Digest256(table.digest) { return known }
    var hash = SHA256()
    try update(&hash)
    return Digest256(finished: hash)
  }

  /// Throws where an open file could not be read, or has changed since it was opened.
  func check() throws {
    if case .opened(let file, _) = self { try file.check() }
  }
}
