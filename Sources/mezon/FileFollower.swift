// SPDX-License-Identifier: Apache-2.0

import Crypto

/// A hash that is given the bytes of a file once each, in their order, however they are read.
///
/// One thread at a time adds to it, in turns that are taken out of a lock. Bytes that others come before wait, held up to a limit; those
/// beyond it are left and read once more when their turn comes.
struct FileFollower: Sendable {
  /// Some bytes that follow one another.
  struct Stretch: Sendable {
    let range: Range<Int>
    /// Nil where they must be read again.
    let bytes: [UInt8]?
  }

  /// What one thread does without the lock.
  struct Turn: Sendable {
    fileprivate(set) var hash: SHA256
    /// How many bytes of the file it has.
    fileprivate(set) var count: Int
    fileprivate let stretch: Stretch

    private static let pieceBytes = 256 << 10

    /// Adds what is new of some bytes that stand at an offset; nothing where others come before them.
    mutating func add(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
      guard offset <= count, offset + bytes.count > count else { return }
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[(count - offset)...]))
      count = offset + bytes.count
    }

    /// Adds the stretch, as far as it can be read.
    mutating func run(reading read: (Range<Int>) -> [UInt8]?) {
      if let bytes = stretch.bytes { return bytes.withUnsafeBytes { add($0, at: stretch.range.lowerBound) } }
      while count < stretch.range.upperBound {
        let piece = count..<min(stretch.range.upperBound, count + Self.pieceBytes)
        guard let bytes = read(piece), !bytes.isEmpty else { return }
        bytes.withUnsafeBytes { add($0, at: piece.lowerBound) }
      }
    }
  }

  /// How many bytes of stretches that wait are held at most.
  private let mostHeldBytes: Int
  /// Of the bytes so far; nil while somebody adds to it.
  private(set) var hash: SHA256?
  /// How many bytes it has.
  private(set) var count = 0
  private var waiting: [Stretch] = []
  private var heldBytes = 0

  init(hash: SHA256 = SHA256(), mostHeldBytes: Int = 64 << 20) {
    self.hash = hash
    self.mostHeldBytes = mostHeldBytes
  }

  /// A turn for bytes that are about to be read; nil where nothing of them is new, and where others come first or somebody else is at it.
  mutating func begin(_ range: Range<Int>) -> Turn? { turn(Stretch(range: range, bytes: nil)) }

  /// Takes bytes that stand at an offset: a turn for them, or nil where nothing of them is new, and where others come first or somebody else
  /// is at it.
  /// - Parameter mayWait: whether they wait in that case; else they are forgotten, and must be read again
  mutating func leave(_ bytes: [UInt8], at offset: Int, mayWait: Bool) -> Turn? {
    let range = offset..<(offset + bytes.count)
    if let turn = turn(Stretch(range: range, bytes: bytes)) { return turn }
    guard mayWait, range.upperBound > count else { return nil }
    let isHeld = heldBytes + bytes.count <= mostHeldBytes
    if isHeld { heldBytes += bytes.count }
    waiting.append(Stretch(range: range, bytes: isHeld ? bytes : nil))
    return nil
  }

  /// Takes back the hash of a turn, and gives the next turn where a stretch waits for it.
  mutating func end(_ turn: Turn) -> Turn? {
    hash = turn.hash
    count = turn.count
    // What could not be read is said by whoever reads it again.
    if count < turn.stretch.range.upperBound { return nil }
    var next: Turn?
    while next == nil, let place = waiting.firstIndex(where: { $0.range.lowerBound <= count }) {
      let stretch = waiting.remove(at: place)
      heldBytes -= stretch.bytes?.count ?? 0
      next = self.turn(stretch)
    }
    return next
  }

  private mutating func turn(_ stretch: Stretch) -> Turn? {
    guard let hash, stretch.range.lowerBound <= count, stretch.range.upperBound > count else { return nil }
    self.hash = nil
    return Turn(hash: hash, count: count, stretch: stretch)
  }
}
