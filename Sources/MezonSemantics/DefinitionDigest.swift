// SPDX-License-Identifier: Apache-2.0

import Crypto
import MezonSyntax

/// Digests that pin what was computed by which definition.
enum DefinitionDigest {
  /// SHA-256 in hex of all files' names and bytes, in the order of names. Complexity: O(*n*) in the bytes.
  static func of(_ files: [ParsedFile]) -> String {
    var hash = SHA256()
    for file in files.sorted(by: { $0.source.name < $1.source.name }) {
      hash.update(data: Array("\(file.source.name)\n\(file.source.bytes.count)\n".utf8))
      hash.update(data: file.source.bytes)
    }
    return hex(hash.finalize())
  }

  /// SHA-256 in hex of a text's UTF-8.
  static func of(_ text: String) -> String {
    hex(SHA256.hash(data: Array(text.utf8)))
  }

  private static func hex(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
