// SPDX-License-Identifier: Apache-2.0

package import MezonStore
import Synchronization

/// A disk in memory that is as bad as a disk may be.
///
/// Until a file is synced its content may be lost, torn or full of holes after a crash; until a folder is synced each of its names
/// may still be what it was, or anything that it has been since, each name for itself. A file whose sync has failed looks well until
/// the crash, and later syncs of it do nothing.
package final class FaultyDisk: FileLayer {
  /// What goes wrong, and at which step from 0.
  package enum Trouble: Sendable, Hashable {
    /// Power fails: every later call fails until ``restart()``.
    case crash(Int)
    /// The disk is full for that one write, of which a part is written.
    case full(Int)
    /// A sync fails.
    case sync(Int)

    var step: Int {
      switch self {
      case .crash(let step), .full(let step), .sync(let step): step
      }
    }
  }

  private struct File {
    /// What is on the disk.
    var durable: [UInt8] = []
    /// What readers see.
    var content: [UInt8] = []
    /// Whether a sync has failed, so that the system takes the content for written.
    var isLost = false
  }

  private struct State {
    var files: [Int: File] = [:]
    /// Names on the disk, names as readers see them, and for each name what it has been since its folder was synced. A folder
    /// is a name without a file.
    var durable: [String: Int] = [:]
    var names: [String: Int] = [:]
    var pending: [String: [Int?]] = [:]
    var nextFile = 1
    var locks: Set<String> = []
    var step = 0
    var trouble: Trouble?
    var isDown = false
    var random: UInt64

    mutating func draw(_ bound: Int) -> Int {
      // SplitMix64.
      random &+= 0x9E37_79B9_7F4A_7C15
      var value = random
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((value ^ (value >> 31)) % UInt64(max(1, bound)))
    }
  }

  private static let folder = 0
  private let state: Mutex<State>
  private let isLying: Bool

  /// An empty disk; what a crash does follows from the seed.
  /// - Parameter isLying: whether syncs do nothing and say that they did, as no store can withstand
  package init(seed: UInt64, isLying: Bool = false) {
    state = Mutex(State(random: seed))
    self.isLying = isLying
  }

  /// Sets what goes wrong next, counted from now; nil for nothing.
  package func plan(_ trouble: Trouble?) {
    state.withLock {
      $0.step = 0
      $0.trouble = trouble
    }
  }

  /// How many steps were taken since the last ``plan(_:)``.
  package var steps: Int { state.withLock { $0.step } }

  /// Whether power has failed.
  package var isDown: Bool { state.withLock { $0.isDown } }

  // MARK: after a crash

  /// Brings the disk back with what is on it: of everything that was not synced a part that chance takes.
  package func restart() {
    state.withLock { state in
      for (name, values) in state.pending.sorted(by: { $0.key < $1.key }) {
        let choice = state.draw(values.count + 1)
        if choice > 0 { state.durable[name] = values[choice - 1] }
      }
      state.pending = [:]
      // A name below a folder that is gone is gone too.
      state.durable = state.durable.filter { name, _ in
        var parent = name
        while let slash = parent.lastIndex(of: "/"), slash > parent.startIndex {
          parent = String(parent[..<slash])
          if state.durable[parent] == nil { return false }
        }
        return true
      }
      for (number, file) in state.files.sorted(by: { $0.key < $1.key }) where file.content != file.durable {
        let kept = Self.torn(file, &state)
        state.files[number]?.durable = kept
      }
      state.files = state.files.mapValues { File(durable: $0.durable, content: $0.durable) }
      state.names = state.durable
      state.locks = []
      state.isDown = false
      state.trouble = nil
    }
  }

  /// What is on the disk of a file that was not synced: the old content, or sectors of the new one up to some place, with holes.
  private static func torn(_ file: File, _ state: inout State) -> [UInt8] {
    switch state.draw(4) {
    case 0: return file.durable
    case 1: return file.content
    default:
      var content = Array(file.content.prefix(state.draw(file.content.count + 1)))
      let sector = 64
      for start in stride(from: 0, to: content.count, by: sector) where state.draw(4) == 0 {
        for place in start..<min(content.count, start + sector) {
          content[place] = place < file.durable.count ? file.durable[place] : 0
        }
      }
      return content
    }
  }

  // MARK: calls

  private static func parent(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  /// Takes a step; the trouble that comes with it, if any.
  private static func step(
    _ state: inout State, _ operation: LayerFault.Operation, _ path: String
  ) throws(LayerFault) -> Trouble? {
    if state.isDown { throw LayerFault(operation, path, "power failed") }
    defer { state.step += 1 }
    guard let trouble = state.trouble, trouble.step <= state.step else { return nil }
    switch trouble {
    case .crash:
      state.isDown = true
      throw LayerFault(operation, path, "power failed")
    case .full:
      guard operation == .write else { return nil }
      state.trouble = nil
    case .sync:
      guard operation == .sync else { return nil }
      state.trouble = nil
    }
    return trouble
  }

  private static func set(_ state: inout State, _ path: String, _ file: Int?) {
    state.names[path] = file
    state.pending[path, default: []].append(file)
  }

  private func call<Value: Sendable>(
    _ body: (inout sending State) -> sending Result<Value, LayerFault>
  ) throws(LayerFault) -> Value {
    try state.withLock(body).get()
  }

  package func makeFolder(_ path: String) throws(LayerFault) {
    try call { state in
      Result { () throws(LayerFault) in
        var missing: [String] = []
        var place = path
        while !place.isEmpty, state.names[place] == nil {
          missing.append(place)
          place = Self.parent(place)
        }
        for folder in missing.reversed() {
          _ = try Self.step(&state, .makeFolder, folder)
          Self.set(&state, folder, Self.folder)
        }
      }
    }
  }

  package func names(in folder: String) throws(LayerFault) -> [String] {
    try call { state in
      if state.isDown { return .failure(LayerFault(.list, folder, "power failed")) }
      guard state.names[folder] == Self.folder else { return .failure(LayerFault(.list, folder, "no such folder")) }
      let start = folder + "/"
      let names = state.names.keys.filter { $0.hasPrefix(start) && !$0.dropFirst(start.count).contains("/") }
      return .success(names.map { String($0.dropFirst(start.count)) }.sorted())
    }
  }

  package func exists(_ path: String) -> Bool { state.withLock { $0.names[path] != nil } }

  package func read(_ path: String) throws(LayerFault) -> StoredBytes {
    try call { state in
      if state.isDown { return .failure(LayerFault(.read, path, "power failed")) }
      guard let number = state.names[path], let file = state.files[number] else {
        return .failure(LayerFault(.read, path, "no such file"))
      }
      return .success(StoredBytes(file.content))
    }
  }

  package func create(_ path: String, _ parts: [[UInt8]]) throws(LayerFault) {
    let isLying = isLying
    let bytes = Array(parts.joined())
    try call { state in
      Result { () throws(LayerFault) in try Self.create(&state, path, bytes, isLying: isLying) }
    }
  }

  private static func create(
    _ state: inout State, _ path: String, _ bytes: [UInt8], isLying: Bool
  ) throws(LayerFault) {
    guard state.names[parent(path)] == folder else { throw LayerFault(.write, path, "no such folder") }
    _ = try step(&state, .write, path)
    let number: Int
    if let known = state.names[path] {
      number = known
      state.files[number]?.content = []
      state.files[number]?.isLost = false
    } else {
      number = state.nextFile
      state.nextFile += 1
      state.files[number] = File()
      set(&state, path, number)
    }
    // Two writes, so that power can fail between them.
    let middle = state.draw(bytes.count + 1)
    for part in [bytes[..<middle], bytes[middle...]] {
      if try step(&state, .write, path) != nil {
        let written = state.draw(part.count + 1)
        state.files[number]?.content += part.prefix(written)
        throw LayerFault(.write, path, "no space left")
      }
      state.files[number]?.content += part
    }
    if try step(&state, .sync, path) != nil {
      state.files[number]?.isLost = true
      throw LayerFault(.sync, path, "input/output error")
    }
    guard let file = state.files[number], !file.isLost, !isLying else { return }
    state.files[number]?.durable = file.content
  }

  package func syncFolder(_ path: String) throws(LayerFault) {
    let isLying = isLying
    try call { state in
      Result { () throws(LayerFault) in
        let path = path == "." ? "" : path
        guard path.isEmpty || state.names[path] == Self.folder else { throw LayerFault(.sync, path, "no such folder") }
        if try Self.step(&state, .sync, path) != nil { throw LayerFault(.sync, path, "input/output error") }
        for name in Array(state.pending.keys) where Self.parent(name) == path && !isLying {
          state.durable[name] = state.names[name]
          state.pending[name] = nil
        }
      }
    }
  }

  package func rename(_ path: String, to target: String) throws(LayerFault) {
    try call { state in
      Result { () throws(LayerFault) in
        _ = try Self.step(&state, .rename, path)
        guard let number = state.names[path] else { throw LayerFault(.rename, path, "no such file") }
        Self.set(&state, target, number)
        Self.set(&state, path, nil)
      }
    }
  }

  package func remove(_ path: String) throws(LayerFault) {
    try call { state in
      Result { () throws(LayerFault) in
        _ = try Self.step(&state, .remove, path)
        guard state.names[path] != nil else { throw LayerFault(.remove, path, "no such file") }
        Self.set(&state, path, nil)
      }
    }
  }

  package func removeFolder(_ path: String) throws(LayerFault) {
    try call { state in
      Result { () throws(LayerFault) in
        _ = try Self.step(&state, .remove, path)
        guard state.names[path] == Self.folder, !state.names.keys.contains(where: { Self.parent($0) == path }) else {
          throw LayerFault(.remove, path, "no empty folder")
        }
        Self.set(&state, path, nil)
      }
    }
  }

  package func erase(_ path: String) throws(LayerFault) {
    let count = try read(path).count
    try create(path, [UInt8](repeating: 0, count: count))
    try remove(path)
  }

  package func lock(_ path: String) throws(LayerFault) -> (any FileLock)? {
    try call { state in
      if state.isDown { return .failure(LayerFault(.lock, path, "power failed")) }
      return .success(state.locks.insert(path).inserted)
    } ? Lock { [weak self] in self?.state.withLock { _ = $0.locks.remove(path) } } : nil
  }

  package func isLocked(_ path: String) throws(LayerFault) -> Bool {
    try call { state in
      state.isDown
        ? .failure(LayerFault(.lock, path, "power failed")) : .success(state.locks.contains(path))
    }
  }

  package func scratchFile(in folder: String) throws(LayerFault) -> any ScratchFile {
    guard folder == "." || exists(folder) else { throw LayerFault(.write, folder, "no such folder") }
    try writeStep(folder)
    return Scratch { [weak self] () throws(LayerFault) in try self?.writeStep(folder) }
  }

  /// Takes the step of a write that leaves nothing.
  private func writeStep(_ path: String) throws(LayerFault) {
    let trouble: Trouble? = try call { state in
      Result { () throws(LayerFault) in try Self.step(&state, .write, path) }
    }
    if trouble != nil { throw LayerFault(.write, path, "no space left") }
  }

  /// A file without a name, which no crash brings back.
  private final class Scratch: ScratchFile {
    private let bytes = Mutex<[UInt8]>([])
    private let step: @Sendable () throws(LayerFault) -> Void

    init(_ step: @escaping @Sendable () throws(LayerFault) -> Void) { self.step = step }

    func append(_ parts: [[UInt8]]) throws(LayerFault) -> Range<Int> {
      try step()
      return bytes.withLock { bytes in
        let start = bytes.count
        bytes += parts.joined()
        return start..<bytes.count
      }
    }

    func read(_ place: Range<Int>) throws(LayerFault) -> StoredBytes {
      StoredBytes(bytes.withLock { Array($0[place]) })
    }
  }

  private final class Lock: FileLock {
    private let release: @Sendable () -> Void
    init(_ release: @escaping @Sendable () -> Void) { self.release = release }
    deinit { release() }
  }

  // MARK: damage, for tests of what finds it

  /// All files as readers see them.
  package var contents: [String: [UInt8]] {
    state.withLock { state in
      state.names.compactMapValues { $0 == Self.folder ? nil : state.files[$0]?.content }
    }
  }

  /// Puts other content in the place of a file's, as nobody may.
  package func tamper(_ path: String, _ bytes: [UInt8]?) {
    state.withLock { state in
      guard let number = state.names[path] else { return }
      if let bytes { state.files[number] = File(durable: bytes, content: bytes) } else { state.names[path] = nil }
    }
  }
}
