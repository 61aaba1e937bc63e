// SPDX-License-Identifier: Apache-2.0

/// Identifying values under their person's key.
struct SealedIdentity: Sendable, Hashable {
  /// The bytes of a pseudonym and of a code.
  static let codeBytes = 16

  var row: Int
  let field: String
  let child: Int
  /// The person's pseudonym.
  let person: [UInt8]
  /// By which a later revision sees, with the person's key alone, whether the values are the same; zeros for a redacted person.
  let code: [UInt8]
  /// Nonce, ciphertext and tag of ChaCha20-Poly1305; empty for a redacted person.
  let box: [UInt8]

  /// What the row's record holds of it.
  var digest: Digest256 { Digest256(of: person + code + box) }
}
