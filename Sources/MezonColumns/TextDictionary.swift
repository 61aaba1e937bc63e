// SPDX-License-Identifier: Apache-2.0

/// Dictionary-encoded text: every different text once, in one arena of bytes, and a dense code for each.
///
/// Codes count from 0 in the order in which texts were first met, so they depend on the data alone. No `String` is made for
/// a cell: a reader hands in the bytes of a field. Any bytes are accepted; the reader has refused what is not UTF-8, and
/// ``text(_:)`` replaces what a caller let through.
///
/// ```swift
/// var outcomes = TextDictionary()
/// let resolved = outcomes.encode("resolved")
/// outcomes.code(of: "resolved") == resolved
/// ```
package struct TextDictionary: Sendable {
  private var arena: [UInt8] = []
  /// Where each text begins, and at the end the size of the arena.
  private var starts: [Int] = [0]
  private var hashes: [UInt64] = []
  /// Open addressing with linear probing, a power of two, at most half full; -1 is an empty slot.
  private var slots: [Int32]

  /// An empty dictionary.
  package init() {
    slots = Array(repeating: -1, count: 16)
  }

  /// A dictionary of the texts in order; repeated ones keep the first code.
  package init(_ texts: some Sequence<String>) {
    self.init()
    for text in texts { _ = encode(text) }
  }

  /// The number of different texts; codes are `0..<count`.
  package var count: Int { hashes.count }

  /// The code of a text, which is added when it is new. Complexity: O(bytes) amortised.
  ///
  /// The bytes must not lie in this dictionary itself. A dictionary holds at most 2^30 texts.
  package mutating func encode(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    let hash = hashBytes(bytes)
    let (slot, code) = find(bytes, hash: hash)
    return code >= 0 ? code : insert(bytes, hash: hash, slot: slot)
  }

  /// The code of a text, which is added when it is new. Complexity: O(bytes) amortised.
  package mutating func encode(_ text: String) -> Int32 {
    var text = text
    return text.withUTF8 { encode(UnsafeRawBufferPointer($0)) }
  }

  /// The code of a text, or nil when the dictionary does not hold it. Complexity: O(bytes) expected.
  package func code(of bytes: UnsafeRawBufferPointer) -> Int32? {
    let code = find(bytes, hash: hashBytes(bytes)).code
    return code >= 0 ? code : nil
  }

  /// The code of a text, or nil when the dictionary does not hold it. Complexity: O(bytes) expected.
  package func code(of text: String) -> Int32? {
    var text = text
    return text.withUTF8 { code(of: UnsafeRawBufferPointer($0)) }
  }

  /// The text of a code, which must lie in `0..<count`; bytes that are not UTF-8 are replaced. Complexity: O(bytes).
  package func text(_ code: Int32) -> String {
    String(decoding: arena[bounds(code)], as: UTF8.self)
  }

  /// Calls `body` with the UTF-8 bytes of a code, which must lie in `0..<count`.
  package func withBytes<Result>(_ code: Int32, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    let bounds = bounds(code)
    return try arena.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[bounds])) }
  }

  /// Calls `body` with the bytes of all texts and where each of them begins, and at the end the number of bytes.
  package func withTexts<Result>(_ body: (UnsafeRawBufferPointer, UnsafeBufferPointer<Int>) -> Result) -> Result {
    arena.withUnsafeBytes { arena in starts.withUnsafeBufferPointer { body(arena, $0) } }
  }

  private func bounds(_ code: Int32) -> Range<Int> {
    starts[Int(code)]..<starts[Int(code) + 1]
  }

  /// All codes in the order of their texts' bytes, which for UTF-8 is that of code points. Complexity: O(n log n) comparisons.
  package func codesByText() -> [Int32] {
    let codes = [Int32](0..<Int32(count))
    return codes.sorted { (left: Int32, right: Int32) -> Bool in
      arena[bounds(left)].lexicographicallyPrecedes(arena[bounds(right)])
    }
  }

  /// Whether the texts of `other` are the first of this dictionary, under the same codes. Complexity: O(bytes of other).
  package func begins(with other: TextDictionary) -> Bool {
    starts.starts(with: other.starts) && arena.starts(with: other.arena)
  }

  /// Adds the texts of `other`, and returns this dictionary's code for each code of `other`.
  ///
  /// Complexity: O(bytes of other).
  package mutating func merge(_ other: TextDictionary) -> [Int32] {
    (0..<Int32(other.count)).map { code in other.withBytes(code) { encode($0) } }
  }

  /// Adds the texts of `other`, of which the first `shared` are those of this dictionary under the same codes, and returns this
  /// dictionary's code for each code of `other`.
  ///
  /// Complexity: O(bytes of the others).
  package mutating func merge(_ other: TextDictionary, sharing shared: Int) -> [Int32] {
    var codes = (0..<Int32(min(shared, other.count))).map { $0 }
    codes.reserveCapacity(other.count)
    for code in Int32(codes.count)..<Int32(other.count) { codes.append(other.withBytes(code) { encode($0) }) }
    return codes
  }

  /// The slot where the bytes stand or would stand, and their code or -1.
  @inline(__always)
  private func find(_ bytes: UnsafeRawBufferPointer, hash: UInt64) -> (slot: Int, code: Int32) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let code = slots[slot]
      if code < 0 || (hashes[Int(code)] == hash && isEqual(code, bytes)) { return (slot, code) }
      slot = (slot + 1) & mask
    }
  }

  @inline(__always)
  private func isEqual(_ code: Int32, _ bytes: UnsafeRawBufferPointer) -> Bool {
    let bounds = bounds(code)
    guard bounds.count == bytes.count else { return false }
    return arena.withUnsafeBytes { arena in
      hasEqualBytes(UnsafeRawBufferPointer(rebasing: arena[bounds]), bytes)
    }
  }

  private mutating func insert(_ bytes: UnsafeRawBufferPointer, hash: UInt64, slot: Int) -> Int32 {
    precondition(count < 1 << 30, "a text dictionary is full")
    let code = Int32(count)
    arena.append(contentsOf: bytes)
    starts.append(arena.count)
    hashes.append(hash)
    slots[slot] = code
    if 2 * count > slots.count { grow() }
    return code
  }

  private mutating func grow() {
    let mask = slots.count * 2 - 1
    var grown = [Int32](repeating: -1, count: slots.count * 2)
    for (code, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & mask
      while grown[slot] >= 0 { slot = (slot + 1) & mask }
      grown[slot] = Int32(code)
    }
    slots = grown
  }
}

extension TextDictionary: Equatable {
  /// Whether both hold the same texts under the same codes.
  package static func == (left: TextDictionary, right: TextDictionary) -> Bool {
    left.starts == right.starts && left.arena == right.arena
  }
}
