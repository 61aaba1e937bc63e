// SPDX-License-Identifier: Apache-2.0

import Crypto
import Dispatch
import MezonIngest
import Synchronization

/// SHA-256 over the names and contents of all files that a run reads, in the order of reading.
struct InputDigest {
  private enum Content: Sendable {
    case held([UInt8])
    case opened(OpenedFile)
  }

  private var files: [(name: String, content: Content)] = []

  /// How much of a file is looked at at a time.
  private static let stretchBytes = 1 << 20

  /// Adds a file that is in memory.
  mutating func add(_ name: String, _ bytes: [UInt8]) { files.append((name, .held(bytes))) }

  /// Adds a file that is read once more for the digest.
  mutating func add(_ name: String, _ file: OpenedFile) { files.append((name, .opened(file))) }

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
    for (name, content) in files {
      switch content {
      case .held(let bytes):
        hash.update(data: Array("\(name)\n\(bytes.count)\n".utf8))
        hash.update(data: bytes)
      case .opened(let file):
        hash.update(data: Array("\(name)\n\(file.byteCount)\n".utf8))
        for start in stride(from: 0, to: file.byteCount, by: Self.stretchBytes) {
          hash.update(data: try file.bytes(start..<min(file.byteCount, start + Self.stretchBytes)))
        }
      }
    }
    return hash.finalize().map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// The result of the thread beside.
  private final class Found: Sendable {
    private let result = Mutex<Swift.Result<String, any Error>>(.success(""))

    func set(_ made: Swift.Result<String, any Error>) { result.withLock { $0 = made } }

    func get() throws -> String { try result.withLock { $0 }.get() }
  }
}
