// SPDX-License-Identifier: Apache-2.0

import Crypto

/// The keys of the persons of a store, and the secret that makes pseudonyms of what names them.
struct PersonKeys: Sendable {
  /// Makes random bytes.
  typealias Random = @Sendable (_ count: Int) -> [UInt8]

  private static let magic = Array("MZKEYS\u{1}\n".utf8)
  static let keyBytes = 32

  private let secret: [UInt8]
  private(set) var keys: [[UInt8]: [UInt8]]
  let redacted: Set<[UInt8]>
  /// Persons that got a key since this was made.
  private(set) var added: [[UInt8]] = []

  init(secret: [UInt8], keys: [[UInt8]: [UInt8]], redacted: Set<[UInt8]>) {
    self.secret = secret
    self.keys = keys
    self.redacted = redacted
  }

  /// The pseudonym of a person: a keyed hash of what names them, letters without regard to case, blanks alike.
  func person(_ name: String) -> [UInt8] {
    let words = name.lowercased().unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }
    return code(words.joined(separator: " "), key: secret)
  }

  private func code(_ text: String, key: [UInt8]) -> [UInt8] { Self.code(Array(text.utf8), key: key) }

  private static func code(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
    let code = HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key))
    return Array(Array(code).prefix(SealedIdentity.codeBytes))
  }

  /// Who a row's identity is of, and the code of its values, without a key being made; the code is nil where there is no key.
  func trace(_ identity: Identity) -> (person: [UInt8], code: [UInt8]?) {
    let person = person(identity.values.first?.text ?? "")
    return (person, keys[person].map { Self.code(identity.plain, key: $0) })
  }

  /// Whether identities are those that were sealed, as far as it can be seen with the persons' keys.
  func areSame(_ sealed: [SealedIdentity], _ identities: [Identity]) -> Bool {
    guard sealed.count == identities.count else { return false }
    return zip(sealed, identities).allSatisfy { sealed, identity in
      let trace = trace(identity)
      guard sealed.field == identity.field, sealed.child == identity.child, sealed.person == trace.person else {
        return false
      }
      return redacted.contains(trace.person) || sealed.code == trace.code
    }
  }

  /// Seals an identity under its person's key, which is made where there is none. A redacted person's values are not kept.
  mutating func seal(_ identity: Identity, random: Random) -> SealedIdentity {
    let person = person(identity.values.first?.text ?? "")
    if redacted.contains(person) {
      let none = [UInt8](repeating: 0, count: SealedIdentity.codeBytes)
      return SealedIdentity(
        row: identity.row, field: identity.field, child: identity.child, person: person, code: none, box: [])
    }
    let key: [UInt8]
    if let known = keys[person] {
      key = known
    } else {
      key = random(Self.keyBytes)
      keys[person] = key
      added.append(person)
    }
    let plain = identity.plain
    // A nonce of 12 random bytes is of the length that the cipher asks for, so that neither call can fail.
    let nonce = try? ChaChaPoly.Nonce(data: random(12))
    let box = nonce.flatMap {
      try? ChaChaPoly.seal(plain, using: SymmetricKey(data: key), nonce: $0, authenticating: person)
    }
    return SealedIdentity(
      row: identity.row, field: identity.field, child: identity.child, person: person,
      code: Self.code(plain, key: key), box: box.map { Array($0.combined) } ?? [])
  }

  /// The values of a sealed identity; nil where the person's key is gone or is not the one.
  func open(_ sealed: SealedIdentity) -> JSON? {
    guard let key = keys[sealed.person], let box = try? ChaChaPoly.SealedBox(combined: sealed.box),
      let plain = try? ChaChaPoly.open(box, using: SymmetricKey(data: key), authenticating: sealed.person)
    else { return nil }
    return JSON(Array(plain))
  }

  // MARK: files

  /// A file of some persons' keys, in the order of their pseudonyms, with a digest at its end.
  static func bytes(_ keys: [[UInt8]: [UInt8]]) -> [UInt8] {
    var writer = ByteWriter()
    writer.append(magic)
    writer.append(fixed: UInt32(keys.count))
    for (person, key) in keys.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) { writer.append(person + key) }
    return writer.bytes + Digest256(of: writer.bytes).bytes
  }

  /// The keys in a file; nil where it is not one. Complexity: O(keys).
  static func keys(_ stored: StoredBytes) -> [[UInt8]: [UInt8]]? {
    let bytes = stored.bytes
    let entry = SealedIdentity.codeBytes + keyBytes
    guard bytes.count >= magic.count + 4 + 32, bytes.starts(with: magic) else { return nil }
    let end = bytes.count - 32
    guard Digest256(of: Array(bytes[..<end])).bytes == Array(bytes[end...]) else { return nil }
    let start = magic.count + 4
    let count = bytes[magic.count..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard end - start == count * entry else { return nil }
    var keys: [[UInt8]: [UInt8]] = [:]
    for place in stride(from: start, to: end, by: entry) {
      keys[Array(bytes[place..<(place + SealedIdentity.codeBytes)])] =
        Array(bytes[(place + SealedIdentity.codeBytes)..<(place + entry)])
    }
    return keys
  }
}
