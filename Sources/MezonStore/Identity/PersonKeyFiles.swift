// SPDX-License-Identifier: Apache-2.0

/// The files of persons' keys of a store, one for each hand-in that brought some.
///
/// In few files a key is looked for in one after the other. Of many, a table says by the pseudonym in which file and where a key stands, so that a
/// look-up does not grow with the number of hand-ins; it takes sixteen to thirty-two bytes a person.
struct PersonKeyFiles: Sendable {
  /// Up to so many files are looked through.
  private static let few = 4

  /// In the order of the commits that brought them.
  private let files: [PersonKeyFile]
  /// A power of two of slots, at most half of them taken: the number of the file, plus 1, above the key's place in it; 0 for none. Empty where files
  /// are few.
  private let slots: [UInt64]

  /// Complexity: O(keys) expected; O(1) for few files.
  init(_ files: [PersonKeyFile]) {
    self.files = files
    guard files.count > Self.few else {
      slots = []
      return
    }
    let keys = files.reduce(0) { $0 + $1.count }
    var slots = [UInt64](repeating: 0, count: 1 << BitPacking.width(UInt64(2 * max(1, keys) - 1)))
    for (number, file) in files.enumerated() {
      file.forEachPerson { place, person in
        var slot = person.slot(of: slots.count)
        // Who has keys in several files has the first one: it is met first.
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = UInt64(number + 1) << 32 | UInt64(place)
      }
    }
    self.slots = slots
  }

  /// A person's key; nil where no file has one. Complexity: O(log keys) for few files, else O(1) expected.
  func key(of person: PersonCode) -> [UInt8]? {
    guard !slots.isEmpty else {
      for file in files { if let key = file.key(of: person) { return key } }
      return nil
    }
    var slot = person.slot(of: slots.count)
    while slots[slot] != 0 {
      let (number, place) = (Int(slots[slot] >> 32) - 1, Int(slots[slot] & 0xFFFF_FFFF))
      if let key = files[number].key(at: place, of: person) { return key }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }
}

extension PersonCode {
  /// Where to begin to look in a power of two of slots: a pseudonym is a hash.
  fileprivate func slot(of count: Int) -> Int { Int(truncatingIfNeeded: low) & (count - 1) }
}
