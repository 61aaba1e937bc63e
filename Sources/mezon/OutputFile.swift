// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MezonDiagnostics
import Synchronization

/// Writing outputs so that they appear whole or not at all: into a file beside the destination, which is renamed
/// over it once everything is on the disk.
enum OutputFile {
  /// Unfinished files and folders of this run, removed when it fails or is interrupted.
  static let unfinished = Mutex<Set<String>>([])

  /// Notes a folder that is not finished, to be removed with all that is in it on an interrupt.
  static func addUnfinished(folder: String) { unfinished.withLock { _ = $0.insert(folder) } }

  /// Forgets a folder that is finished or removed.
  static func removeUnfinished(folder: String) { unfinished.withLock { _ = $0.remove(folder) } }

  /// Writes a file whole, or leaves what stood there. A device or a pipe is written to as it is.
  static func write(_ bytes: [UInt8], to path: String) throws {
    try OutputBatch.write { try $0.add(bytes, at: path) }
  }

  /// Takes the parts of a file, to be written one after the other.
  typealias Add = (_ parts: [[UInt8]]) throws -> Void

  /// After how many bytes the disk begins to be written to.
  private static let writtenAtOnce = 4 << 20

  /// Writes the parts of a file that `body` adds. The disk begins to be written to; whoever syncs the file waits for it.
  ///
  /// - Returns: a descriptor of the file, to be synced and closed: what the disk could not take is told to those who have it open
  static func fill(_ file: String, shownAs path: String, _ body: (Add) throws -> Void) throws -> Int32 {
    guard let handle = fopen(file, "wb") else { throw failure(path) }
    var isClosed = false
    defer { if !isClosed { fclose(handle) } }
    var waiting = 0
    try body { parts in
      for part in parts where !part.isEmpty {
        guard part.withUnsafeBytes({ fwrite($0.baseAddress, 1, $0.count, handle) }) == part.count else {
          throw failure(path)
        }
        waiting += part.count
        guard waiting >= Self.writtenAtOnce else { continue }
        beginWriting(fileno(handle))
        waiting = 0
      }
    }
    guard fflush(handle) == 0 else { throw failure(path) }
    beginWriting(fileno(handle))
    let left = fcntl(fileno(handle), F_DUPFD_CLOEXEC, 0)
    guard left >= 0 else { throw failure(path) }
    isClosed = true
    guard fclose(handle) == 0 else {
      let failure = failure(path)
      close(left)
      throw failure
    }
    return left
  }

  /// Waits until all that was written of a file is on the disk, and closes its descriptor.
  static func sync(_ file: Int32, shownAs path: String) throws {
    guard file >= 0 else { throw failure(path) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw failure(path) }
  }

  /// Begins to write to the disk what a file has so far, so that less is left to wait for at the end. Where that cannot be, all of it is left.
  private static func beginWriting(_ file: Int32) {
    // The header that declares the function is in no module.
    guard let place = dlsym(nil, "sync_file_range") else { return }
    typealias Call = @convention(c) (_ file: Int32, _ offset: Int64, _ count: Int64, _ flags: UInt32) -> Int32
    // The flag is called SYNC_FILE_RANGE_WRITE there; no bytes are all bytes.
    _ = unsafeBitCast(place, to: Call.self)(file, 0, 0, 2)
  }

  /// Whether something other than a file or folder stands at a path, such as a device.
  static func isSpecial(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    return status.st_mode & S_IFMT != S_IFREG && status.st_mode & S_IFMT != S_IFDIR
  }

  /// Lets `body` write a file under a temporary name in the destination's folder, then puts it in its place.
  static func write(to path: String, _ body: (_ temporary: String) throws -> Void) throws {
    try OutputBatch.write { try $0.add(at: path, body) }
  }

  /// Makes a folder and those above it where they are missing.
  static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure(.cannotWrite, CommandRule.cannotWrite, [SystemReason.text(of: error)], file: path)
    }
  }

  /// The failure that the last call of the system left behind.
  static func failure(_ path: String) -> CommandFailure {
    CommandFailure(.cannotWrite, CommandRule.cannotWrite, [SystemReason.text(errno)], file: path)
  }

  /// Removes what is unfinished, says something and ends, whatever else runs; waits while finished files are put in their places.
  static func end(_ status: ExitStatus, _ say: () -> Void) {
    unfinished.withLock { paths in
      for path in paths where unlink(path) != 0 { try? FileManager.default.removeItem(atPath: path) }
      Progress.clear()
      say()
      _exit(status.rawValue)
    }
  }

  /// Removes what is unfinished and ends with status 130 when the run is interrupted or told to end.
  static func watchForInterrupts() -> [any DispatchSourceSignal] {
    // A limit of the size of files is a write that fails, as on a full disk, and not the end of the process.
    signal(SIGXFSZ, SIG_IGN)
    return [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let watcher = DispatchSource.makeSignalSource(signal: number, queue: DispatchQueue(label: "interrupts"))
      watcher.setEventHandler { end(.interrupted) {} }
      watcher.resume()
      return watcher
    }
  }
}
