// SPDX-License-Identifier: Apache-2.0

import Crypto
import Dispatch
import MezonStore
import Synchronization

/// SHA-256 over the names and contents of all files that a run reads, in the order of reading.
struct InputDigest {
  private var files: [(name: String, file: HandedInFile)] = []

  /// Adds a file.
  mutating func add(_ name: String, _ file: HandedInFile) { files.append((name, file)) }

  /// The digest in hex, worked out beside `body` where there are threads for it.
  /// - Parameter isReadInOrder: whether `body` is likely to read a large file from its beginning to its end, so that the digest may follow it
  /// - Throws: what goes wrong with a file
  func hex<Result>(
    threads: Int, isReadInOrder: Bool, beside body: () -> Result
  ) throws -> (digest: String, result: Result) {
    if isReadInOrder, let followed = try hex(following: body) { return followed }
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

  /// The digest in hex, of an open file by what `body` reads of it; nil, and it is not called, unless there is one open file.
  private func hex<Result>(following body: () -> Result) throws -> (digest: String, result: Result)? {
    let open = files.indices.filter { if case .opened = files[$0].file { true } else { false } }
    guard open.count == 1, let place = open.first, case .opened(let file, _) = files[place].file else { return nil }
    var hash = SHA256()
    for other in files[..<place] { try Self.update(&hash, other.name, other.file) }
    Self.update(&hash, files[place].name, byteCount: file.byteCount)
    file.follow(hash)
    let result = body()
    hash = try file.followed() ?? hash
    for other in files[(place + 1)...] { try Self.update(&hash, other.name, other.file) }
    return (Digest256(finished: hash).hex, result)
  }

  /// The digest in hex. Complexity: O(bytes).
  private func hex() throws -> String {
    var hash = SHA256()
    for (name, file) in files { try Self.update(&hash, name, file) }
    return Digest256(finished: hash).hex
  }

  private static func update(_ hash: inout SHA256, _ name: String, _ file: HandedInFile) throws {
    update(&hash, name, byteCount: file.byteCount)
    try file.update(&hash)
  }

  /// Adds what stands before the bytes of a file.
  private static func update(_ hash: inout SHA256, _ name: String, byteCount: Int) {
    hash.update(data: Array("\(name)\n\(byteCount)\n".utf8))
  }

  /// The result of the thread beside.
  private final class Found: Sendable {
    private let result = Mutex<Swift.Result<String, any Error>>(.success(""))

    func set(_ made: Swift.Result<String, any Error>) { result.withLock { $0 = made } }

    func get() throws -> String { try result.withLock { $0 }.get() }
  }
}
