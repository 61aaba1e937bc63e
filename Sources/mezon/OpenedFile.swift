// SPDX-License-Identifier: Apache-2.0

import Crypto
import Glibc
import MezonDiagnostics
import MezonIngest
import MezonTables
import Synchronization

/// A file that stays open, and is read in stretches.
final class OpenedFile: FileContent {
  let byteCount: Int
  private let path: String
  private let descriptor: Int32
  private let stamp: Stamp
  /// What went wrong first.
  private let failure = Mutex<CommandFailure?>(nil)
  /// What follows the bytes as they are read.
  private let follower = Mutex<FileFollower?>(nil)

  /// Longer stretches are parts, which are read once; up to this length something is looked for, or hashed.
  private static let mostBesideParts = 1 << 20
  /// How much is read at a time.
  private static let pieceBytes = 256 << 10

  /// What tells that a file was changed.
  private struct Stamp: Equatable {
    let bytes: Int
    let modified: [Int]
    let changed: [Int]

    init(_ status: stat) {
      bytes = Int(status.st_size)
      modified = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
      changed = [status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
    }
  }

  /// Opens a file of at least so many bytes; nil for a smaller one, for what is no plain file, and for what cannot be opened, which reading
  /// it as a whole tells.
  init?(_ path: String, atLeast least: Int = 1) {
    var status = stat()
    // A pipe is asked before it is opened: whoever writes to it would find it closed again.
    guard stat(path, &status) == 0, Self.isLarge(status, least) else { return nil }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    guard fstat(descriptor, &status) == 0, Self.isLarge(status, least) else {
      close(descriptor)
      return nil
    }
    self.path = path
    self.descriptor = descriptor
    stamp = Stamp(status)
    byteCount = stamp.bytes
    Progress.opened(bytes: byteCount)
  }

  deinit { close(descriptor) }

  /// The size of a plain file; 0 for what is none, and for what is not there.
  static func byteCount(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 && isLarge(status, 0) ? Int(status.st_size) : 0
  }

  /// About how many bytes of text a plain file has: of a workbook, which is packed, several times its own; 0 for what is no plain file.
  static func textBytes(_ path: String) -> Int {
    let count = byteCount(path)
    guard count > 0, let file = fopen(path, "rb") else { return count }
    defer { fclose(file) }
    var beginning = [UInt8](repeating: 0, count: FileFormat.signatureBytes)
    beginning.removeLast(beginning.count - fread(&beginning, 1, beginning.count, file))
    return OpenFile.textBytes(count, beginning: beginning)
  }

  private static func isLarge(_ status: stat, _ least: Int) -> Bool {
    status.st_mode & S_IFMT == S_IFREG && Int(status.st_size) >= least
  }

  func bytes(_ range: Range<Int>) throws -> [UInt8] {
    // Bytes whose turn it is are hashed piece by piece, while they are still close to the processor.
    var turn = follower.withLock { $0?.begin(range) }
    let bytes = Result { try read(range) { turn?.add($0, at: $1) } }
    if let turn {
      goOn(after: turn)
    } else if case .success(let bytes) = bytes {
      leave(bytes, at: range.lowerBound)
    }
    return try bytes.get()
  }

  /// Reads a range.
  /// - Parameter body: is called with each piece that was read and where it stands
  private func read(
    _ range: Range<Int>, _ body: (_ piece: UnsafeRawBufferPointer, _ offset: Int) -> Void
  ) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      while count < range.count {
        let room = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[count..<min(range.count, count + Self.pieceBytes)])
        let found = pread(descriptor, room.baseAddress, room.count, range.lowerBound + count)
        if found < 0, errno == EINTR { continue }
        guard found > 0 else { throw noted(found < 0 ? cannotRead(SystemReason.text(errno)) : changed) }
        body(UnsafeRawBufferPointer(rebasing: room[..<found]), range.lowerBound + count)
        count += found
        // Windows and pieces, which are read beside the parts, are no progress.
        if range.count > Self.mostBesideParts { Progress.read(bytes: found) }
      }
    }
  }

  /// Adds its bytes to a hash from now on, as they are read: those that are read before others in front of them wait for these.
  func follow(_ hash: SHA256) { follower.withLock { $0 = FileFollower(hash: hash) } }

  /// Leaves bytes to whoever hashes, or hashes them where nobody does and it is their turn: no thread waits for another.
  private func leave(_ bytes: [UInt8], at offset: Int) {
    let mayWait = bytes.count > Self.mostBesideParts
    guard var turn = follower.withLock({ $0?.leave(bytes, at: offset, mayWait: mayWait) }) else { return }
    turn.run { _ in nil }
    goOn(after: turn)
  }

  /// Ends a turn, and hashes what was left meanwhile.
  private func goOn(after turn: FileFollower.Turn) {
    var turn = turn
    while let next = follower.withLock({ [turn] in $0?.end(turn) }) {
      turn = next
      turn.run { [self] range in try? read(range) { _, _ in } }
    }
  }

  /// The hash with all its bytes: what was not read is read now. No thread may read it meanwhile. Complexity: O(bytes) then.
  func followed() throws -> SHA256? {
    while let count = follower.withLock({ $0?.count }), count < byteCount {
      _ = try bytes(count..<min(byteCount, count + Self.pieceBytes))
    }
    return follower.withLock { follower in
      defer { follower = nil }
      return follower?.hash
    }
  }

  /// Throws what went wrong while it was read, and where the file is not what it was when it was opened: what was read of it would be of two
  /// files.
  func check() throws {
    if let failure = failure.withLock({ $0 }) { throw failure }
    var status = stat()
    guard fstat(descriptor, &status) == 0, Stamp(status) == stamp else { throw changed }
  }

  private func noted(_ found: CommandFailure) -> CommandFailure {
    failure.withLock { known in
      known = known ?? found
      return known ?? found
    }
  }

  private var changed: CommandFailure { cannotRead("it changed while it was read") }

  private func cannotRead(_ reason: String) -> CommandFailure {
    CommandFailure(.cannotRead, CommandRule.cannotRead, [reason], file: path)
  }
}
