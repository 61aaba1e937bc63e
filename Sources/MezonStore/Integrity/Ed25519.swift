// SPDX-License-Identifier: Apache-2.0

import Crypto

/// Ed25519 signatures (RFC 8032) over plain bytes.
package enum Ed25519 {
  /// Whether a signature of 64 bytes under a public key of 32 bytes is valid for a message.
  package static func isValid(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) -> Bool {
    guard signature.count == 64, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
      return false
    }
    return key.isValidSignature(signature, for: message)
  }
}
