// SPDX-License-Identifier: Apache-2.0

import Crypto
package import MezonDiagnostics
import MezonSyntax

/// Digests that pin what was computed by which definition.
package enum DefinitionDigest {
  /// SHA-256 in hex of all files' names and bytes, in the order of names, with the tables that they name, as they were read.
  /// Complexity: O(*n*) in the bytes.
  static func of(_ files: [ParsedFile]) -> String {
    of(files.map(\.source) + files.flatMap { $0.tables.sorted { $0.key < $1.key }.map(\.value.source) })
  }

  /// The digest of definitions that name no other files and tables than these: SHA-256 in hex of the files' names and bytes, in the order of
  /// names. Complexity: O(*n*) in the bytes.
  package static func of(_ sources: [SourceText]) -> String {
    var hash = SHA256()
    for source in sources.sorted(by: { $0.name < $1.name }) {
      hash.update(data: Array("\(source.name)\n\(source.bytes.count)\n".utf8))
      hash.update(data: source.bytes)
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
