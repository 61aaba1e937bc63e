// SPDX-License-Identifier: Apache-2.0

import Crypto

/// A file of a store as a commit names it.
package struct FileEntry: Hashable, Sendable {
  /// The path below the store's folder, such as `segments/0000000003-0-dispute.seg`.
  package let name: String
  package let bytes: Int
  package let digest: Digest256

  /// The entry of a file with some content. Complexity: O(bytes).
  init(_ name: String, _ content: [UInt8]) { self.init(name, [content]) }

  /// The entry of a file of parts that stand one behind the other. Complexity: O(bytes).
  init(_ name: String, _ parts: [[UInt8]]) {
    self.name = name
    bytes = parts.reduce(0) { $0 + $1.count }
    var hash = SHA256()
    for part in parts { part.withUnsafeBytes { hash.update(bufferPointer: $0) } }
    digest = Digest256(finished: hash)
  }

  init?(_ json: JSON) {
    guard let name = json["name"]?.text, let bytes = json["bytes"]?.int, bytes >= 0,
      let digest = json["sha256"]?.text.flatMap({ Hex.bytes($0) }).flatMap({ Digest256($0) }),
      Self.isSafe(name)
    else { return nil }
    self.name = name
    self.bytes = bytes
    self.digest = digest
  }

  /// A path of one folder and a name, which cannot lead out of the store.
  private static func isSafe(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2
      && parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") && !$0.unicodeScalars.contains("\0") }
  }

  var json: JSON {
    .object(["name": .string(name), "bytes": .count(bytes), "sha256": .string(digest.hex)])
  }

  /// Whether some content is the file's. Complexity: O(bytes).
  func matches(_ content: StoredBytes) -> Bool {
    guard content.count == bytes else { return false }
    var hash = SHA256()
    content.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return Digest256(finished: hash) == digest
  }
}
