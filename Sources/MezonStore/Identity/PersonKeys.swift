// SPDX-License-Identifier: Apache-2.0

import Crypto

/// The keys of the persons of a store, and the secret that makes pseudonyms of what names them.
///
/// A person who has no key yet gets one that is made of their pseudonym and of a seed that nobody can guess: with the seed, which is
/// forgotten when the hand-in is in, a key need not be remembered until it is written.
struct PersonKeys: Sendable {
  /// Makes random bytes.
  typealias Random = @Sendable (_ count: Int) -> [UInt8]

  static let keyBytes = 32
  /// How many random bytes a seed has.
  static let seedBytes = 32

  /// Keyed by the secret and by the seed; what is to be hashed is added to a copy.
  private let secret: HMAC<SHA256>
  private let seed: HMAC<SHA256>
  private let files: PersonKeyFiles
  private let redacted: Set<PersonCode>

  /// - Parameters:
  ///   - files: the persons' keys, in the order of the commits that brought them
  ///   - redacted: the pseudonyms of persons whose keys were destroyed
  ///   - seed: random bytes that new keys are made of; none where nothing is sealed
  init(secret: [UInt8] = [], files: [PersonKeyFile] = [], redacted: Set<[UInt8]> = [], seed: [UInt8] = []) {
    self.secret = HMAC<SHA256>(key: SymmetricKey(data: secret))
    self.seed = HMAC<SHA256>(key: SymmetricKey(data: seed))
    self.files = PersonKeyFiles(files)
    self.redacted = Set(redacted.compactMap { PersonCode($0) })
  }

  /// The pseudonym of a person: a keyed hash of what names them, letters without regard to case, blanks alike.
  func person(_ name: String) -> PersonCode {
    var small = name.lowercased()
    if !small.withUTF8(Self.hasSingleBlanks) {
      let words = small.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }
      small = words.joined(separator: " ")
    }
    return Self.code(small, secret)
  }

  /// Whether a text has no blanks but single spaces within it; false for some that have none but characters of unusual blocks.
  private static func hasSingleBlanks(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var before: UInt8 = 0x20
    for byte in text {
      switch byte {
      case 0x20: if before == 0x20 { return false }
      // Control characters, and the first bytes of all blanks beyond ASCII.
      case 0..<0x20, 0xC2, 0xE1...0xE3: return false
      default: break
      }
      before = byte
    }
    return before != 0x20
  }

  private static func code(_ text: String, _ keyed: HMAC<SHA256>) -> PersonCode {
    var hash = keyed
    hash.update(data: Array(text.utf8))
    return hash.finalize().withUnsafeBytes { PersonCode($0, at: 0) }
  }

  private static func code(_ bytes: [UInt8], key: SymmetricKey) -> PersonCode {
    HMAC<SHA256>.authenticationCode(for: bytes, using: key).withUnsafeBytes { PersonCode($0, at: 0) }
  }

  /// Whether a person has a key in the store.
  func hasKey(_ person: PersonCode) -> Bool { files.key(of: person) != nil }

  /// A person's key in the store; nil where there is none.
  private func key(of person: PersonCode) -> SymmetricKey? {
    files.key(of: person).map { SymmetricKey(data: $0) }
  }

  /// The key of a person who has none yet.
  func newKey(of person: PersonCode) -> [UInt8] {
    var hash = seed
    hash.update(data: person.bytes)
    return Array(hash.finalize())
  }

  /// Whether sealed identities are those of a row, as far as it can be seen with the persons' keys.
  func areSame(_ sealed: [SealedIdentity], _ identities: [Identity]) -> Bool {
    guard sealed.count == identities.count else { return false }
    return zip(sealed, identities).allSatisfy { sealed, identity in
      let person = person(identity.values.first?.text ?? "")
      guard sealed.field == identity.field, sealed.child == identity.child, sealed.person == person.bytes else {
        return false
      }
      if redacted.contains(person) { return true }
      let key = key(of: person) ?? SymmetricKey(data: newKey(of: person))
      return sealed.code == Self.code(identity.plain, key: key).bytes
    }
  }

  /// What is sealed of an identity, and whose it is.
  struct Sealed {
    let person: PersonCode
    /// Whether the person got their key by this.
    let isNew: Bool
    /// By which a later revision sees whether the values are the same.
    let code: [UInt8]
    let box: [UInt8]
  }

  /// Seals an identity under its person's key. A redacted person's values are not kept.
  /// - Parameter nonce: 12 bytes that were never used
  /// - Throws: what the cipher refuses; nothing is kept unsealed, or lost as if it had been sealed
  func seal(_ identity: Identity, nonce: [UInt8]) throws(StoreFault) -> Sealed {
    let person = person(identity.values.first?.text ?? "")
    if redacted.contains(person) {
      let none = [UInt8](repeating: 0, count: SealedIdentity.codeBytes)
      return Sealed(person: person, isNew: false, code: none, box: [])
    }
    let known = key(of: person)
    let key = known ?? SymmetricKey(data: newKey(of: person))
    let plain = identity.plain
    guard let nonce = try? ChaChaPoly.Nonce(data: nonce),
      let box = try? ChaChaPoly.seal(plain, using: key, nonce: nonce, authenticating: person.bytes)
    else { throw .cipherRefuses }
    return Sealed(
      person: person, isNew: known == nil, code: Self.code(plain, key: key).bytes, box: Array(box.combined))
  }

  /// The values of a sealed identity; nil where the person's key is gone or is not the one.
  func open(_ sealed: SealedIdentity) -> JSON? {
    guard let key = PersonCode(sealed.person).flatMap({ key(of: $0) }),
      let box = try? ChaChaPoly.SealedBox(combined: sealed.box),
      let plain = try? ChaChaPoly.open(box, using: key, authenticating: sealed.person)
    else { return nil }
    return JSON(Array(plain))
  }
}
