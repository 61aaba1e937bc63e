// SPDX-License-Identifier: Apache-2.0

import Crypto

/// A file of some persons' keys, in the order of their pseudonyms, with a digest at its end; keys are looked for where they stand.
struct PersonKeyFile: Sendable {
  private static let magic = Array("MZKEYS\u{1}\n".utf8)
  private static let headBytes = magic.count + 4
  private static let entryBytes = SealedIdentity.codeBytes + PersonKeys.keyBytes
  /// How many keys a part of a file has that is written.
  private static let partKeys = 1 << 16

  private let stored: StoredBytes
  /// The number of keys.
  let count: Int

  /// nil where it is no such file. Complexity: O(keys).
  init?(_ stored: StoredBytes) {
    let end = stored.count - 32
    guard end >= Self.headBytes else { return nil }
    let count = stored.withUnsafeBytes { bytes -> Int? in
      var hash = SHA256()
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[..<end]))
      let digest = Digest256(loading: UnsafeRawBufferPointer(rebasing: bytes[end...]))
      guard bytes.starts(with: Self.magic), Digest256(finished: hash) == digest else { return nil }
      return Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: Self.magic.count, as: UInt32.self)))
    }
    guard let count, end - Self.headBytes == count * Self.entryBytes else { return nil }
    self.stored = stored
    self.count = count
  }

  /// A person's key; nil where the file has none. Complexity: O(log keys).
  func key(of person: PersonCode) -> [UInt8]? {
    stored.withUnsafeBytes { bytes in
      guard let place = place(of: person, bytes) else { return nil }
      let start = Self.place(place) + SealedIdentity.codeBytes
      return Array(bytes[start..<(start + PersonKeys.keyBytes)])
    }
  }

  /// The key at a place; nil where it is another person's.
  func key(at place: Int, of person: PersonCode) -> [UInt8]? {
    stored.withUnsafeBytes { bytes in
      let start = Self.place(place)
      guard PersonCode(bytes, at: start) == person else { return nil }
      return Array(bytes[(start + SealedIdentity.codeBytes)..<(start + Self.entryBytes)])
    }
  }

  /// Calls `body` with the place and the pseudonym of each key, ascending.
  func forEachPerson(_ body: (Int, PersonCode) -> Void) {
    stored.withUnsafeBytes { bytes in
      for place in 0..<count { body(place, PersonCode(bytes, at: Self.place(place))) }
    }
  }

  /// The parts of a file with all keys but a person's; nil where the file has none of theirs. Complexity: O(keys).
  func without(_ person: PersonCode) -> [[UInt8]]? {
    stored.withUnsafeBytes { bytes in
      guard let place = place(of: person, bytes) else { return nil }
      let end = Self.place(count)
      let before = Array(bytes[Self.headBytes..<Self.place(place)])
      return Self.parts(count - 1, [before, Array(bytes[Self.place(place + 1)..<end])])
    }
  }

  private static func place(_ number: Int) -> Int { headBytes + number * entryBytes }

  private func place(of person: PersonCode, _ bytes: UnsafeRawBufferPointer) -> Int? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if PersonCode(bytes, at: Self.place(middle)) < person { low = middle + 1 } else { high = middle }
    }
    return low < count && PersonCode(bytes, at: Self.place(low)) == person ? low : nil
  }

  /// The parts of a file of persons' keys, one behind the other. Complexity: O(keys).
  /// - Parameter persons: ascending, each once
  static func parts(_ persons: [PersonCode], threads: Int, _ key: @Sendable (PersonCode) -> [UInt8]) -> [[UInt8]] {
    let ranges = stretches(of: persons.count, by: partKeys)
    let entries = sideBySide(0..<ranges.count, threads: threads) { number in
      var bytes: [UInt8] = []
      bytes.reserveCapacity(ranges[number].count * entryBytes)
      for person in persons[ranges[number]] {
        bytes += person.bytes
        bytes += key(person)
      }
      return bytes
    }
    return parts(persons.count, entries)
  }

  private static func parts(_ count: Int, _ entries: [[UInt8]]) -> [[UInt8]] {
    var writer = ByteWriter()
    writer.append(magic)
    writer.append(fixed: UInt32(truncatingIfNeeded: count))
    var parts = [writer.bytes] + entries
    var hash = SHA256()
    for part in parts { part.withUnsafeBytes { hash.update(bufferPointer: $0) } }
    parts.append(Digest256(finished: hash).bytes)
    return parts
  }
}
