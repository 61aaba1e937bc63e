// SPDX-License-Identifier: Apache-2.0

import Crypto

/// A private key for Ed25519 signatures, made from its seed of 32 bytes.
package struct SigningKey: Sendable {
  private let key: Curve25519.Signing.PrivateKey

  /// The key of a seed of 32 bytes; nil for another number of them.
  package init?(seed: [UInt8]) {
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else { return nil }
    self.key = key
  }

  /// The seed of 32 bytes.
  package var seed: [UInt8] { Array(key.rawRepresentation) }

  /// The public key of 32 bytes.
  package var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

  /// The signature of 64 bytes of a message; nil where the library refuses to sign.
  package func signature(of message: [UInt8]) -> [UInt8]? {
    (try? key.signature(for: message)).map { Array($0) }
  }
}
