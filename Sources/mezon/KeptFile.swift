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
    let temporary = "\(path).\(UInt64.random(in: .min ... .max)).tmp"
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
}
