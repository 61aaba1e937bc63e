// SPDX-License-Identifier: Apache-2.0

import Crypto
import Dispatch
import MezonStore
import Synchronization

/// SHA-256 over the names and contents of all files that a run reads, in the order of reading.
struct InputDigest {
  private var files: [(name: String, file: HandedInFile)] = []

  /// Adds a file; one that is open is read once more for the digest.
  mutating func add(_ name: String, _ file: HandedInFile) { files.append((name, file)) }

  /// The digest in hex, worked out beside `body` where there are threads for it.
  /// - Throws: what goes wrong with a file
  func hex<Result>(threads: Int, beside body: () -> Result) throws -> (digest: String, result: Result) {
    guard threads > 1 else {
      let result = body()
      return (try hex(), result)
    }
    let (files, found) = (self, Found())
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) { found.set(Swift.Result { try files.hex() }) }
    let result = body()
    group.wait()
    return (try found.get(), result)
  }

  /// The digest in hex. Complexity: O(bytes).
  private func hex() throws -> String {
    var hash = SHA256()
    for (name, file) in files {
      hash.update(data: Array("\(name)\n\(file.byteCount)\n".utf8))
      try file.update(&hash)
    }
    return Digest256(finished: hash).hex
  }

  /// The result of the thread beside.
  private final class Found: Sendable {
    private let result = Mutex<Swift.Result<String, any Error>>(.success(""))

    func set(_ made: Swift.Result<String, any Error>) { result.withLock { $0 = made } }

    func get() throws -> String { try result.withLock { $0 }.get() }
  }
}
