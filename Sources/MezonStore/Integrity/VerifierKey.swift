// SPDX-License-Identifier: Apache-2.0

import Crypto

/// The public half of a key that signs checkpoints, as a verifier key of signed notes (C2SP, signed-note):
/// `name+hash+base64(0x01 || public key)`.
package struct VerifierKey: Hashable, Sendable {
  package let name: String
  package let publicKey: [UInt8]

  package init(name: String, publicKey: [UInt8]) {
    self.name = name
    self.publicKey = publicKey
  }

  /// Reads a verifier key; nil where it is none of Ed25519 or its hash is not its own.
  package init?(_ text: String) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let key = Base64.bytes(parts[2]), key.count == 33, key[0] == 1 else { return nil }
    name = String(parts[0])
    publicKey = Array(key[1...])
    guard VerifierKey.isName(name), self.text == text else { return nil }
  }

  /// Names have neither blanks nor plus signs.
  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && !name.unicodeScalars.contains { $0 == "+" || $0.properties.isWhitespace }
  }

  /// The first four bytes of SHA-256(name || 0x0A || 0x01 || public key).
  package var hash: [UInt8] { Array(SHA256.hash(data: Array(name.utf8) + [0x0A, 0x01] + publicKey).prefix(4)) }

  /// `name+hash+key`
  package var text: String { "\(name)+\(Hex.text(hash))+\(Base64.text([1] + publicKey))" }
}
