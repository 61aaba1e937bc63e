// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A file system in which a hand-in is tried: the one below is only read, and nothing of what is done stands in it.
///
/// What is written to the folder of segments goes into one file without a name, so that it takes up no memory and is gone with the process, however
/// that ends. All else is small, or a key, and stays in memory. Nobody is kept out, and nothing is synced.
final class TrialLayer: FileLayer {
  /// What stands under a name here.
  private enum Content {
    case held(StoredBytes)
    /// Where the bytes of its parts stand in the file without a name.
    case written(Range<Int>)
  }

  private let base: any FileLayer
  private let segments: String
  private let scratch: any ScratchFile
  private let contents = Mutex<[String: Content]>([:])

  /// - Parameter store: the folder of the store, which need not be there
  /// - Throws: where no file can be written for it
  init(_ base: any FileLayer, store: String) throws(LayerFault) {
    self.base = base
    segments = store + "/segments"
    let above = store.lastIndex(of: "/").map { $0 == store.startIndex ? "/" : String(store[..<$0]) } ?? "."
    scratch = try base.scratchFile(in: base.exists(segments) ? segments : above)
  }

  /// Folders are where their files are.
  func makeFolder(_ path: String) throws(LayerFault) {}
  func removeFolder(_ path: String) throws(LayerFault) {}
  func syncFolder(_ path: String) throws(LayerFault) {}

  func names(in folder: String) throws(LayerFault) -> [String] {
    let own = contents.withLock { contents in
      contents.keys.filter { $0.hasPrefix(folder + "/") }.map { String($0.dropFirst(folder.count + 1)) }
    }
    guard base.exists(folder) else { return own.filter { !$0.contains("/") }.sorted() }
    return Set(own.filter { !$0.contains("/") } + (try base.names(in: folder))).sorted()
  }

  func exists(_ path: String) -> Bool {
    base.exists(path) || contents.withLock { $0.keys.contains { $0 == path || $0.hasPrefix(path + "/") } }
  }

  func read(_ path: String) throws(LayerFault) -> StoredBytes {
    switch contents.withLock({ $0[path] }) {
    case .held(let bytes): return bytes
    case .written(let place): return try scratch.read(place)
    case nil: return try base.read(path)
    }
  }

  func create(_ path: String, _ parts: [[UInt8]]) throws(LayerFault) {
    let isSegment = path.hasPrefix(segments + "/")
    let content = isSegment ? Content.written(try scratch.append(parts)) : .held(StoredBytes(Array(parts.joined())))
    contents.withLock { $0[path] = content }
  }

  func rename(_ path: String, to target: String) throws(LayerFault) {
    try contents.withLock { contents throws(LayerFault) in
      guard let content = contents.removeValue(forKey: path) else { throw Self.standsBelow(.rename, path) }
      contents[target] = content
    }
  }

  func remove(_ path: String) throws(LayerFault) {
    guard contents.withLock({ $0.removeValue(forKey: path) }) != nil else { throw Self.standsBelow(.remove, path) }
  }

  func erase(_ path: String) throws(LayerFault) { try remove(path) }

  private static func standsBelow(_ operation: LayerFault.Operation, _ path: String) -> LayerFault {
    LayerFault(operation, path, "a trial changes nothing")
  }

  /// A lock of a file system that nobody else sees.
  private final class Lock: FileLock {}

  func lock(_ path: String) throws(LayerFault) -> (any FileLock)? { Lock() }
  func isLocked(_ path: String) throws(LayerFault) -> Bool { false }
  func scratchFile(in folder: String) throws(LayerFault) -> any ScratchFile { scratch }
}
