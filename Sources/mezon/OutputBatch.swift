// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MezonDiagnostics

/// Several files that appear together or not at all: each is written beside its place, and all are put in their places
/// once every one of them is on the disk. An interrupt waits until they are.
struct OutputBatch {
  /// A file that was added.
  private struct Staged {
    let temporary: String
    let path: String
    /// Its descriptor, until it is on the disk; nil where something else has written it.
    var file: Int32?
  }

  private var staged: [Staged] = []
  /// How many of them, from the first on, are on the disk.
  private var syncedCount = 0
  /// How many files are written to the disk side by side.
  private static let mostAtOnce = 64
  private var madeFolders: [String] = []

  /// Lets `body` add files, then puts all of them in their places. Where it fails, what stood there stays.
  static func write(_ body: (_ batch: inout OutputBatch) throws -> Void) throws {
    var batch = OutputBatch()
    defer { batch.removeUnfinished() }
    try body(&batch)
    try batch.commit()
  }

  /// Adds a file. A device or a pipe is written to at once.
  mutating func add(_ bytes: [UInt8], at path: String) throws { try add([bytes], at: path) }

  /// Adds a file of several parts, one after the other.
  mutating func add(_ parts: [[UInt8]], at path: String) throws { try addParts(at: path) { add in try add(parts) } }

  /// Adds a file whose parts `body` hands out, one after the other.
  mutating func addParts(at path: String, _ body: (OutputFile.Add) throws -> Void) throws {
    if OutputFile.isSpecial(path) {
      close(try OutputFile.fill(path, shownAs: path, body))
      return
    }
    var file: Int32?
    try add(at: path) { file = try OutputFile.fill($0, shownAs: path, body) }
    if let last = staged.indices.last { staged[last].file = file }
    try sync(staged.count - Self.mostAtOnce)
  }

  /// Waits until so many files, from the first on, are on the disk.
  private mutating func sync(_ count: Int) throws {
    while syncedCount < count {
      let next = staged[syncedCount]
      staged[syncedCount].file = nil
      syncedCount += 1
      try OutputFile.sync(next.file ?? open(next.temporary, O_RDONLY | O_CLOEXEC), shownAs: next.path)
    }
  }

  /// Adds a file that `body` writes under a temporary name.
  mutating func add(at path: String, _ body: (_ temporary: String) throws -> Void) throws {
    let url = URL(fileURLWithPath: path)
    if InputFile.isFolder(path) {
      throw CommandFailure(.cannotWrite, CommandRule.cannotWrite, [SystemReason.text(EISDIR)], file: path)
    }
    try makeFolder(url.deletingLastPathComponent())
    let temporary = url.deletingLastPathComponent().path + "/.\(url.lastPathComponent).\(getpid()).part"
    OutputFile.unfinished.withLock { _ = $0.insert(temporary) }
    staged.append(Staged(temporary: temporary, path: path))
    try body(temporary)
  }

  /// The content of a file that was added, before it is in its place; nil for one that was not.
  func content(at path: String) throws -> [UInt8]? {
    try staged.first { $0.path == path }.map { try InputFile.bytes($0.temporary) }
  }

  /// Makes a folder; one that this run has made is removed again when the run fails.
  private mutating func makeFolder(_ url: URL) throws {
    let folder = url.standardizedFileURL
    guard !InputFile.exists(folder.path) else { return try OutputFile.makeFolder(folder.path) }
    var first = folder
    while !InputFile.exists(first.deletingLastPathComponent().path) { first = first.deletingLastPathComponent() }
    try OutputFile.makeFolder(folder.path)
    madeFolders.append(first.path)
    let made = first.path
    OutputFile.unfinished.withLock { _ = $0.insert(made) }
  }

  private mutating func commit() throws {
    let files = staged
    let folders = madeFolders
    // The disk has been written to meanwhile.
    try sync(files.count)
    try OutputFile.unfinished.withLock { unfinished in
      for file in files {
        guard rename(file.temporary, file.path) == 0 else { throw OutputFile.failure(file.path) }
        unfinished.remove(file.temporary)
      }
      for folder in folders { unfinished.remove(folder) }
    }
    staged = []
    syncedCount = 0
    madeFolders = []
  }

  private func removeUnfinished() {
    for case let file? in staged.map(\.file) { close(file) }
    OutputFile.unfinished.withLock { unfinished in
      for file in staged {
        unlink(file.temporary)
        unfinished.remove(file.temporary)
      }
      for folder in madeFolders.reversed() {
        try? FileManager.default.removeItem(atPath: folder)
        unfinished.remove(folder)
      }
    }
  }
}
