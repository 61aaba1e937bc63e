// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The files of persons' keys of a store, one for each hand-in that brought some.
///
/// In few files a key is looked for in one after the other. Of many, a table says by the pseudonym in which file and where a key stands, so that a
/// look-up does not grow with the number of hand-ins; it takes sixteen to thirty-two bytes a person, and is made when the first key is looked for.
struct PersonKeyFiles: Sendable {
  /// Up to so many files are looked through.
  private static let few = 4

  /// In the order of the commits that brought them.
  private let files: [PersonKeyFile]
  /// Where each key stands; nil where files are few.
  private let table: Table?

  init(_ files: [PersonKeyFile]) {
    self.files = files
    table = files.count > Self.few ? Table() : nil
  }

  /// Slots that are made once, by whoever needs them first.
  private final class Table: Sendable {
    private let made = AtomicLazyReference<Slots>()
    /// Others wait meanwhile, instead of making them too.
    private let making = Mutex<Void>(())

    /// Complexity: O(keys) expected the first time, O(1) afterwards.
    func slots(_ files: [PersonKeyFile]) -> [UInt64] {
      if let slots = made.load() { return slots.numbers }
      return making.withLock { _ in (made.load() ?? made.storeIfNil(Slots(files))).numbers }
    }
  }

  /// A power of two of slots, at most half of them taken: the number of the file, plus 1, above the key's place in it; 0 for none.
  private final class Slots: Sendable {
    let numbers: [UInt64]

    init(_ files: [PersonKeyFile]) {
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
      numbers = slots
    }
  }

  /// A person's key; nil where no file has one. Complexity: O(log keys) for few files, else O(1) expected after the first time.
  func key(of person: PersonCode) -> [UInt8]? {
    guard let slots = table?.slots(files) else {
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
