// SPDX-License-Identifier: Apache-2.0

/// A text in words, with zeros behind it: as a batch has no zero byte in a text, they tell it from every other.
protocol TextWords: Sendable {
  /// How many bytes it has at most.
  static var most: Int { get }
  /// What no text is.
  static var none: Self { get }
  /// - Parameter text: one of so few bytes
  init(_ text: TextColumn.Text, _ masks: TextColumn.ByteMasks)
  /// Whether the other is the same text.
  func isSame(_ other: Self) -> Bool
  /// The highest bits name where it stands.
  var place: UInt64 { get }
  /// The highest bits name where it stands else.
  var otherPlace: UInt64 { get }
}

/// A text of at most 16 bytes.
struct ShortText: TextWords {
  static var most: Int { 16 }
  /// A text with a byte in its second word has eight in its first.
  static var none: ShortText { ShortText(low: 0, high: 1) }

  private let low: UInt64
  private let high: UInt64

  private init(low: UInt64, high: UInt64) { (self.low, self.high) = (low, high) }

  @inline(__always)
  init(_ text: TextColumn.Text, _ masks: TextColumn.ByteMasks) {
    let words = masks.first(text.count)
    low = text.word(0) & words.low
    high = text.word(8) & words.high
  }

  /// Its bytes where they are at most eight, and how many they are.
  var word: (word: UInt64, count: Int)? {
    high == 0 ? (low, 8 - low.leadingZeroBitCount >> 3) : nil
  }

  @inline(__always)
  func isSame(_ other: ShortText) -> Bool { low == other.low && high == other.high }

  @inline(__always)
  var place: UInt64 { (low &+ high &<< 3) &* 0x9E37_79B9_7F4A_7C15 }

  var otherPlace: UInt64 {
    let mixed = (low &* 0xD6E8_FEB8_6659_FD93) ^ (high &* 0xA076_1D64_78BD_642F)
    return mixed ^ (mixed &<< 23)
  }
}

/// A text of 17 to 32 bytes.
struct LongText: TextWords {
  static var most: Int { 32 }
  /// A text without a byte at its beginning has none at its end.
  static var none: LongText { LongText(words: .zero) }

  private let words: SIMD4<UInt64>

  private init(words: SIMD4<UInt64>) { self.words = words }

  init(_ text: TextColumn.Text, _ masks: TextColumn.ByteMasks) {
    let end = masks.first(text.count &- 16)
    words = SIMD4(text.word(0), text.word(8), text.word(16) & end.low, text.word(24) & end.high)
  }

  func isSame(_ other: LongText) -> Bool { words == other.words }

  var place: UInt64 {
    mixed(SIMD4(0x9E37_79B9_7F4A_7C15, 0xD6E8_FEB8_6659_FD93, 0xE703_7ED1_A0B4_28DB, 0x8EBC_6AF0_9C88_C6E3))
  }

  var otherPlace: UInt64 {
    mixed(SIMD4(0xA076_1D64_78BD_642F, 0x5899_65CC_7537_4CC3, 0x1D8E_4E27_C47D_124F, 0xEB44_ACCA_B455_D165))
  }

  private func mixed(_ by: SIMD4<UInt64>) -> UInt64 {
    let mixed = (words &* by).wrappedSum()
    return mixed ^ (mixed &<< 23)
  }
}

/// The cells of some texts.
///
/// A text stands in one of two places that its hash names. A new one takes the first; which stood there moves to its other one, and so does
/// what stood there in its turn, some times; what finds no place by then is forgotten. So the texts of a log find places side by side as long
/// as they fill less than half of them.
struct TextTable<Text: TextWords>: Sendable {
  struct Entry: Sendable {
    var text = Text.none
    var bits: Int64 = 0
    var state = CellState.missing
  }

  /// The entries while they are lent.
  struct Entries {
    fileprivate let all: UnsafeBufferPointer<Entry>
    fileprivate let shift: UInt64

    /// The entry of a text; nil where it is not remembered.
    @inline(__always)
    func find(_ text: Text) -> Entry? {
      let place = Int(truncatingIfNeeded: text.place &>> shift)
      return all[place].text.isSame(text) ? all[place] : findElsewhere(text)
    }

    @inline(never)
    private func findElsewhere(_ text: Text) -> Entry? {
      let place = Int(truncatingIfNeeded: text.otherPlace &>> shift)
      return all[place].text.isSame(text) ? all[place] : nil
    }
  }

  /// How many bits of a text's hash name its place at first, and at most.
  private static var sizeBits: ClosedRange<UInt64> { 8...14 }
  /// How many texts move for a new one at most.
  private static var mostMoves: Int { 4 }

  /// As many as `bits` say; or none, in a table that must not be asked.
  private var entries: [Entry]
  private var bits = Self.sizeBits.lowerBound
  /// For how many texts another one had to move since the table grew.
  private var moved = 0

  /// A table of no text.
  init() { entries = Array(repeating: Entry(), count: 1 << Self.sizeBits.lowerBound) }

  private init(entries: [Entry]) { self.entries = entries }

  /// One without room.
  static var none: TextTable { TextTable(entries: []) }

  /// Lends the entries, of which there must be some.
  @inline(__always)
  func withEntries<Result>(_ body: (Entries) -> Result) -> Result {
    precondition(!entries.isEmpty, "a memory without room was asked")
    return entries.withUnsafeBufferPointer { body(Entries(all: $0, shift: 64 &- bits)) }
  }

  /// Whether so many texts had to move that more places are worth their memory.
  var isCrowded: Bool { moved > entries.count >> 3 && bits < Self.sizeBits.upperBound }

  /// Remembers a text that is not remembered.
  mutating func put(_ text: Text, _ cell: (bits: Int64, state: CellState)) {
    let shift = 64 - bits
    var place = Int(truncatingIfNeeded: text.place >> shift)
    var entry = Entry(text: text, bits: cell.bits, state: cell.state)
    for move in 0...Self.mostMoves {
      let before = entries[place]
      entries[place] = entry
      if before.text.isSame(Text.none) { return }
      if move == 0 { moved += 1 }
      let first = Int(truncatingIfNeeded: before.text.place >> shift)
      let next = first == place ? Int(truncatingIfNeeded: before.text.otherPlace >> shift) : first
      if next == place { return }
      (entry, place) = (before, next)
    }
  }

  /// The same without the texts whose cell has a value that is not below a number. Complexity: O(places).
  func keeping(below count: Int64) -> TextTable {
    var kept = self
    for place in entries.indices where entries[place].state == .present && entries[place].bits >= count {
      kept.entries[place] = Entry()
    }
    return kept
  }

  /// Makes more places.
  mutating func grow() {
    let texts = self
    bits += 1
    moved = 0
    entries = Array(repeating: Entry(), count: 1 << bits)
    texts.forEach { put($0, $1) }
    moved = 0
  }

  /// Calls `body` with each text and its cell.
  func forEach(_ body: (Text, (bits: Int64, state: CellState)) -> Void) {
    for entry in entries where !entry.text.isSame(Text.none) { body(entry.text, (entry.bits, entry.state)) }
  }
}

/// The codes of texts that are numbers.
struct NumberTable: Sendable {
  /// Numbers have at most so many places.
  private static let mostPlaces = 1 << 18

  /// By the place of each number; -1 where none is remembered.
  private var codes: [Int32] = []

  var isEmpty: Bool { codes.isEmpty }

  /// Lends the codes.
  @inline(__always)
  func withCodes<Result>(_ body: (UnsafeBufferPointer<Int32>) -> Result) -> Result {
    codes.withUnsafeBufferPointer(body)
  }

  /// The same without the numbers whose code is not below another number. Complexity: O(places).
  func keeping(below count: Int64) -> NumberTable {
    var kept = self
    let limit = Int32(clamping: count)
    kept.codes = codes.map { $0 < limit ? $0 : -1 }
    return kept
  }

  /// The place of a number of at most six digits, the first of them no 0, which no other has; nil for any other text.
  ///
  /// It is seven bits for each pair of digits, which takes less work than the number itself and hardly more room.
  /// - Parameter word: the text and what stands behind it
  @inline(__always)
  static func place(_ word: UInt64, count: Int) -> Int? {
    guard UInt(bitPattern: count &- 1) < 6, word & 0xFF != 0x30 else { return nil }
    // The digits at the end of the word, with zeros before them: at most 9 each, so that 6 more stays below 16.
    let digits = (word ^ DigitWord.zeros) &<< UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    guard (digits | (digits &+ 0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0 == 0 else { return nil }
    // A pair stands in every other byte from the third on, the last of them in the seventh.
    let pairs = (digits &* 10 &+ (digits &>> 8)) & 0x00FF_00FF_00FF_0000
    return Int(truncatingIfNeeded: (((pairs &>> 8) &* (1 | 1 &<< 23 | 1 &<< 46)) &>> 40) & 0x1F_FFFF)
  }

  /// Remembers the code of a number; false where the text is none, or the cell no code.
  mutating func put(_ word: UInt64, count: Int, _ cell: (bits: Int64, state: CellState)) -> Bool {
    guard cell.state == .present, let code = Int32(exactly: cell.bits), code >= 0,
      let place = Self.place(word, count: count), place < Self.mostPlaces
    else { return false }
    if codes.count <= place {
      let wanted = max(1 << 10, 1 << (Int.bitWidth - place.leadingZeroBitCount))
      codes.append(contentsOf: repeatElement(-1, count: wanted - codes.count))
    }
    codes[place] = code
    return true
  }
}
