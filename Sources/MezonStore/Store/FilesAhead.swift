// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// Writes and syncs files while the next ones are made, one lot at a time, so that at most two lots are in memory.
///
/// What goes wrong is told before the next lot or at the end; after that nothing more is written.
final class FilesAhead: Sendable {
  /// A file that is to be written.
  struct File: Sendable {
    /// Where it is written.
    let path: String
    /// The name under which a commit will know it; nil where none will.
    let name: String?
    let parts: [[UInt8]]
  }

  private struct State {
    var lots: [[FileEntry]] = []
    var fault: LayerFault?
  }

  private let layer: any FileLayer
  private let isBeside: Bool
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "files ahead")
  private let pending = DispatchGroup()

  /// - Parameter threads: with one alone, files are written at once
  init(_ layer: any FileLayer, threads: Int) {
    self.layer = layer
    isBeside = threads > 1
  }

  /// Writes a lot of files, after the one before.
  func add(_ files: [File]) {
    pending.wait()
    guard isBeside else { return write(files) }
    queue.async(group: pending) { self.write(files) }
  }

  private func write(_ files: [File]) {
    guard state.withLock({ $0.fault }) == nil else { return }
    var entries: [FileEntry] = []
    do throws(LayerFault) {
      for file in files {
        try layer.create(file.path, file.parts)
        if let name = file.name { entries.append(FileEntry(name, file.parts)) }
      }
    } catch {
      state.withLock { $0.fault = error }
      return
    }
    state.withLock { [entries] in $0.lots.append(entries) }
  }

  /// What went wrong so far.
  var fault: LayerFault? { state.withLock { $0.fault } }

  /// The files of all lots that commits will know, once they are on the disk.
  func finish() throws(LayerFault) -> [[FileEntry]] {
    pending.wait()
    let state = state.withLock { $0 }
    if let fault = state.fault { throw fault }
    return state.lots
  }

  /// Forgets all lots but the first ones; their files are left.
  func forget(from count: Int) {
    pending.wait()
    state.withLock { $0.lots.removeLast($0.lots.count - min(count, $0.lots.count)) }
  }
}
