// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// Writing files in a folder of `--keep`, which can be made anew at any time.
enum KeptFile {
  /// Writes a file beside its place and puts it there. It need not outlive a crash: what is torn does not have the code or digest that it is known by.
  ///
  /// - Parameter mode: who may read and write it, less what the process leaves out
  /// - Throws: ``CommandFailure``; then what stood there stays
  static func replace(_ path: String, with parts: [[UInt8]], mode: mode_t = 0o666) throws {
    let temporary = "\(path).\(UInt64.random(in: .min ... .max))\(unfinished)"
    // An interrupt removes it.
    OutputFile.unfinished.withLock { _ = $0.insert(temporary) }
    defer { OutputFile.unfinished.withLock { _ = $0.remove(temporary) } }
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard file >= 0 else { throw OutputFile.failure(path) }
    guard let handle = fdopen(file, "wb") else {
      close(file)
      throw OutputFile.failure(path)
    }
    var isWritten = true
    for part in parts where isWritten && !part.isEmpty {
      isWritten = part.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, handle) } == part.count
    }
    let isClosed = fclose(handle) == 0
    guard isWritten, isClosed, rename(temporary, path) == 0 else {
      let failure = OutputFile.failure(path)
      unlink(temporary)
      throw failure
    }
  }

  /// What the names of unfinished files end with.
  private static let unfinished = ".tmp"

  /// Removes files that are no longer of use, and what a run of whatever request that was killed has left unfinished more than an hour ago.
  ///
  /// - Parameters:
  ///   - prefix: what the names of files begin with, those that are of use too
  ///   - suffix: what they end with
  static func removeAll(
    in folder: String, beginningWith prefix: String, endingWith suffix: String, but names: Set<String>
  ) {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in found where !names.contains(name) {
      let path = "\(folder)/\(name)"
      let isLeft = name.hasSuffix(unfinished) && name.contains(suffix + ".")
      if name.hasPrefix(prefix) && name.hasSuffix(suffix) || isLeft && isOlderThanAnHour(path) { unlink(path) }
    }
  }

  private static func isOlderThanAnHour(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mtim.tv_sec < time(nil) - 3600
  }
}
