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

  private let secret: SymmetricKey
  private let seed: SymmetricKey
  /// In the order of the commits that brought them.
  private let files: [PersonKeyFile]
  private let redacted: Set<PersonCode>

  /// - Parameters:
  ///   - files: the persons' keys, in the order of the commits that brought them
  ///   - redacted: the pseudonyms of persons whose keys were destroyed
  ///   - seed: random bytes that new keys are made of; none where nothing is sealed
  init(secret: [UInt8] = [], files: [PersonKeyFile] = [], redacted: Set<[UInt8]> = [], seed: [UInt8] = []) {
    self.secret = SymmetricKey(data: secret)
    self.seed = SymmetricKey(data: seed)
    self.files = files
    self.redacted = Set(redacted.compactMap { PersonCode($0) })
  }

  /// The pseudonym of a person: a keyed hash of what names them, letters without regard to case, blanks alike.
  func person(_ name: String) -> PersonCode {
    let words = name.lowercased().unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }
    return Self.code(Array(words.joined(separator: " ").utf8), key: secret)
  }

  private static func code(_ bytes: [UInt8], key: SymmetricKey) -> PersonCode {
    HMAC<SHA256>.authenticationCode(for: bytes, using: key).withUnsafeBytes { PersonCode($0, at: 0) }
  }

  /// Whether a person has a key in the store.
  func hasKey(_ person: PersonCode) -> Bool { files.contains { $0.key(of: person) != nil } }

  /// A person's key in the store; nil where there is none.
  private func key(of person: PersonCode) -> SymmetricKey? {
    for file in files { if let key = file.key(of: person) { return SymmetricKey(data: key) } }
    return nil
  }

  /// The key of a person who has none yet.
  func newKey(of person: PersonCode) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: person.bytes, using: seed))
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
  func seal(_ identity: Identity, nonce: [UInt8]) -> Sealed {
    let person = person(identity.values.first?.text ?? "")
    if redacted.contains(person) {
      let none = [UInt8](repeating: 0, count: SealedIdentity.codeBytes)
      return Sealed(person: person, isNew: false, code: none, box: [])
    }
    let known = key(of: person)
    let key = known ?? SymmetricKey(data: newKey(of: person))
    let plain = identity.plain
    // A nonce of 12 bytes is of the length that the cipher asks for, so that neither call can fail.
    let box = (try? ChaChaPoly.Nonce(data: nonce)).flatMap {
      try? ChaChaPoly.seal(plain, using: key, nonce: $0, authenticating: person.bytes)
    }
    return Sealed(
      person: person, isNew: known == nil, code: Self.code(plain, key: key).bytes,
      box: box.map { Array($0.combined) } ?? [])
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
