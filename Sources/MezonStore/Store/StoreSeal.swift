// SPDX-License-Identifier: Apache-2.0

import Crypto

/// Codes by which something that is kept outside of a store is known to come from one who holds the store's key that signs.
///
/// Whoever can write to the place where it is kept, and cannot read the key, can damage it but not forge it.
package struct StoreSeal: Sendable {
  private let key: SymmetricKey

  fileprivate init(_ signing: SigningKey, purpose: String) {
    let code = HMAC<SHA256>.authenticationCode(for: Array(purpose.utf8), using: SymmetricKey(data: signing.seed))
    key = SymmetricKey(data: Array(code))
  }

  /// The code of some bytes, HMAC-SHA256. Complexity: O(bytes).
  package func code(of bytes: [UInt8]) -> Digest256? {
    Digest256(Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key)))
  }
}

extension Store {
  /// The seal of what is kept for a purpose; codes of different purposes have nothing in common.
  ///
  /// - Throws: ``StoreFault`` where the key that signs cannot be read.
  package func seal(for purpose: String) throws(StoreFault) -> StoreSeal {
    StoreSeal(try signingKey(), purpose: purpose)
  }

  /// The key that signs the next commit.
  func signingKey() throws(StoreFault) -> SigningKey {
    guard let entry = keys.values.filter({ KeyNames.isSigning($0.name) }).max(by: { $0.name < $1.name }) else {
      throw .damaged(file: "keys", what: "the key that signs is missing")
    }
    guard let key = KeyNames.key(try readChecked(entry), name: head.commit.origin) else {
      throw .damaged(file: entry.name, what: "it is not a key that signs")
    }
    return key
  }
}
