// SPDX-License-Identifier: Apache-2.0

/// The files in a store's folder `keys`.
enum KeyNames {
  static let secret = "keys/pseudonyms.secret"

  static func persons(_ commit: Int) -> String { "keys/\(Commit.name(commit)).persons" }
  static func signing(_ commit: Int) -> String { "keys/\(Commit.name(commit)).signing" }
  static func isPersons(_ name: String) -> Bool { name.hasSuffix(".persons") }
  static func isSigning(_ name: String) -> Bool { name.hasSuffix(".signing") }

  /// A private key as signed notes write it: `PRIVATE+KEY+name+hash+base64(0x01 || seed)`.
  static func bytes(_ key: SigningKey, name: String) -> [UInt8] {
    let hash = VerifierKey(name: name, publicKey: key.publicKey).hash
    return Array("PRIVATE+KEY+\(name)+\(Hex.text(hash))+\(Base64.text([1] + key.seed))\n".utf8)
  }

  /// The key in a file; nil where it is not one or not of that name.
  static func key(_ stored: StoredBytes, name: String) -> SigningKey? {
    let text = String(decoding: stored.bytes, as: UTF8.self)
    guard let last = text.dropLast().split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false).last,
      let bytes = Base64.bytes(last), bytes.count == 33, let key = SigningKey(seed: Array(bytes[1...])),
      Self.bytes(key, name: name) == stored.bytes
    else { return nil }
    return key
  }
}
