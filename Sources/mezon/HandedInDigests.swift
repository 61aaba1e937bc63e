// SPDX-License-Identifier: Apache-2.0

import Dispatch
import MezonStore
import Synchronization

/// The digests of files that are handed in, worked out beside their reading where there are threads for it.
final class HandedInDigests: Sendable {
  private let files: [HandedInFile]
  private let isBeside: Bool
  private let pending = DispatchGroup()
  private let found = Mutex<Result<[Digest256], any Error>?>(nil)

  init(_ files: [HandedInFile], threads: Int) {
    self.files = files
    isBeside = threads > 1
    guard isBeside else { return }
    DispatchQueue.global().async(group: pending) { [self] in
      let digests = Result { try files.map { try $0.digest() } }
      found.withLock { $0 = digests }
    }
  }

  /// The digest of each file, in the order of the files.
  /// - Throws: what went wrong with a file
  func finish() throws -> [Digest256] {
    if isBeside { pending.wait() }
    let known = try found.withLock { $0 }?.get()
    let digests = try known ?? files.map { try $0.digest() }
    found.withLock { $0 = .success(digests) }
    return digests
  }
}
