// SPDX-License-Identifier: Apache-2.0

/// The first stage of reading a block whose rows are expected to be all alike: where the bytes stand that end a field.
///
/// Nearly all rows of nearly all logs have as many fields as the header and one kind of line end, and where a field is quoted, its quotes stand
/// at its two ends. Then each delimiter and line feed outside quotes ends a field, and they follow one another as the fields do: nothing
/// more need be found out about a row. Any byte that may mean something else makes the block irregular, and it is read row by row.
struct RegularIndex {
  /// Where it writes to: each with room for as many numbers as the block has bytes and ``blockPadding``.
  struct Room {
    /// Where delimiters and line feeds stand that are not within quotes.
    let marks: UnsafeMutablePointer<UInt32>
    /// For each field that begins with a quote how many marks stand before it.
    let quotes: UnsafeMutablePointer<UInt32>
    /// For each line feed within quotes how many marks stand before it.
    let breaks: UnsafeMutablePointer<UInt32>
  }

  /// The number of marks.
  private(set) var marks = 0
  /// How many of them are line feeds.
  private(set) var lineFeeds = 0
  /// How many returns stand outside quotes, each before a line feed.
  private(set) var returns = 0
  /// How many fields begin with a quote.
  private(set) var quotes = 0
  /// How many line feeds stand within quotes.
  private(set) var breaks = 0
  /// Whether a byte was found of which this stage cannot tell what it means.
  private(set) var isIrregular = false
  /// Whether bytes beyond ASCII were found that may not be UTF-8.
  private(set) var mayBeInvalid = false

  /// Whether the block ends within quotes.
  var endsWithinQuotes: Bool { within != 0 }

  /// All ones within quotes, from word to word.
  private var within: UInt64 = 0
  /// Whether the last byte of the word before is a mark or closes a quote, so that a quote may follow.
  private var mayOpen: UInt64 = 1
  /// Whether the last byte of the word before closes a quote.
  private var hasClosed: UInt64 = 0
  /// Whether the last byte of the word before is beyond ASCII.
  private var wasBeyondASCII = false

  /// After so many words a count of eight bits may be full.
  private static let wordsOfCount = 63
  /// How many marks 64 bytes of nearly every log have at most.
  private static let usualMarks = 11
  /// How much is readable before a word and after it.
  private static let around = 16

  /// Looks at a block that begins with a row. Complexity: O(bytes).
  init(_ block: UnsafeRawPointer, count: Int, delimiter: UInt8, into room: Room) {
    var feeds = ByteLanes.zero
    var words = 0
    // Nothing is known of what stands around the block, so that its first word and its last are looked at among blanks.
    withUnsafeTemporaryAllocation(byteCount: 64 + 2 * Self.around, alignment: 16) { blanks in
      guard let blanks = blanks.baseAddress else { return }
      var offset = 0
      while offset < count {
        let size = min(64, count &- offset)
        var word = block + offset
        if offset == 0 || offset &+ size == count {
          blanks.initializeMemory(as: UInt8.self, repeating: 0x20, count: 64 + 2 * Self.around)
          word = UnsafeRawPointer(blanks + Self.around)
          blanks.copyMemory(
            from: block + max(0, offset - Self.around), byteCount: offset == 0 ? 0 : Self.around)
          (blanks + Self.around).copyMemory(
            from: block + offset, byteCount: size + (offset &+ size < count ? 1 : 0))
        }
        take(word, at: offset, size: size, endsBlock: offset &+ size == count, delimiter, &feeds, room)
        offset &+= 64
        words &+= 1
        if words == Self.wordsOfCount {
          lineFeeds += Int(SIMD16<UInt16>(truncatingIfNeeded: feeds).wrappedSum())
          (feeds, words) = (.zero, 0)
        }
      }
    }
    lineFeeds += Int(SIMD16<UInt16>(truncatingIfNeeded: feeds).wrappedSum()) - breaks
    // Bytes are looked at beside those before them: that a character is cut off at the very end, nothing behind it tells.
    if wasBeyondASCII { mayBeInvalid = true }
  }

  /// Looks at the 64 bytes of a word, of which so many are of the block, with bytes before and behind them that can be read.
  @inline(__always)
  private mutating func take(
    _ word: UnsafeRawPointer, at offset: Int, size: Int, endsBlock: Bool, _ delimiter: UInt8, _ feeds: inout ByteLanes,
    _ room: Room
  ) {
    let a = word.loadUnaligned(fromByteOffset: 0, as: ByteLanes.self)
    let b = word.loadUnaligned(fromByteOffset: 16, as: ByteLanes.self)
    let c = word.loadUnaligned(fromByteOffset: 32, as: ByteLanes.self)
    let d = word.loadUnaligned(fromByteOffset: 48, as: ByteLanes.self)
    let (delimiters, feed) = (ByteLanes(repeating: delimiter), ByteLanes(repeating: lineFeed))
    let (quotes, printable) = (ByteLanes(repeating: quote), ByteLanes(repeating: 0x20))
    let (fa, fb, fc, fd) = (a.equal(feed), b.equal(feed), c.equal(feed), d.equal(feed))
    // A lane that is equal has all bits set, which is -1.
    feeds &-= (fa &+ fb) &+ (fc &+ fd)
    let (ma, mb) = (fa | a.equal(delimiters), fb | b.equal(delimiters))
    let (mc, md) = (fc | c.equal(delimiters), fd | d.equal(delimiters))
    var marks = ma.bits | (mb.bits &<< 16) | (mc.bits &<< 32) | (md.bits &<< 48)
    let quoted = (a.equal(quotes) | b.equal(quotes)) | (c.equal(quotes) | d.equal(quotes))
    // Marks are taken for printable, so that the others below are control characters.
    let control =
      ((a | ma).less(printable) | (b | mb).less(printable)) | ((c | mc).less(printable) | (d | md).less(printable))
    if within != 0 || (quoted | control).hasAny {
      marks = takeSpecial(word, size: size, endsBlock: endsBlock, marks, room)
    } else {
      if hasClosed & ~marks & 1 != 0 { isIrregular = true }
      (mayOpen, hasClosed) = (marks &>> 63, 0)
    }
    if wasBeyondASCII || ((a | b) | (c | d)).isBeyondASCII {
      mayBeInvalid =
        mayBeInvalid || !isWellFormed(word, at: 0) || !isWellFormed(word, at: 16) || !isWellFormed(word, at: 32)
        || !isWellFormed(word, at: 48)
      wasBeyondASCII = d[15] >= 0x80
    }
    write(marks, at: offset, into: room.marks)
  }

  /// Writes where the marks of a word stand: the first ones without asking whether there are so many, for a wrongly guessed branch costs
  /// more than writes that nobody needs.
  @inline(__always)
  private mutating func write(_ bits: UInt64, at offset: Int, into room: UnsafeMutablePointer<UInt32>) {
    var bits = bits
    var next = marks
    marks &+= bits.nonzeroBitCount
    for _ in 0..<Self.usualMarks {
      // A bit that is always there spares the question whether there is any.
      room[next] = UInt32(truncatingIfNeeded: offset &+ (bits | 1 &<< 63).trailingZeroBitCount)
      bits &= bits &- 1
      next &+= 1
    }
    while next < marks {
      room[next] = UInt32(truncatingIfNeeded: offset &+ (bits | 1 &<< 63).trailingZeroBitCount)
      bits &= bits &- 1
      next &+= 1
    }
  }

  /// Looks at a word with quotes or control characters or within quotes, and returns its marks.
  ///
  /// - Parameter all: its delimiters and line feeds, within quotes or not
  @inline(never)
  private mutating func takeSpecial(_ word: UnsafeRawPointer, size: Int, endsBlock: Bool, _ all: UInt64, _ room: Room)
    -> UInt64
  {
    let quoted = bits(of: word) { $0.equal(ByteLanes(repeating: quote)) }
    let feeds = bits(of: word) { $0.equal(ByteLanes(repeating: lineFeed)) }
    let returns = bits(of: word) { $0.equal(ByteLanes(repeating: carriageReturn)) }
    let control = bits(of: word) { $0.less(ByteLanes(repeating: 0x20)) }
    // From a quote that opens to the byte before the one that closes.
    var inside = quoted
    for shift in [1, 2, 4, 8, 16, 32] as [UInt64] { inside ^= inside &<< shift }
    inside ^= within
    within = inside &>> 63 == 1 ? ~0 : 0
    let marks = all & ~inside
    let (opening, closing) = (quoted & inside, quoted & ~inside)
    let afterClosing = (closing &<< 1) | hasClosed
    let mayBegin = ((marks | closing) &<< 1) | mayOpen
    let next = word.load(fromByteOffset: 64, as: UInt8.self)
    let beforeFeed = (feeds &>> 1) | (next == lineFeed ? 1 &<< 63 : 0)
    // A return that the block ends with is of a row that is not complete.
    let last: UInt64 = endsBlock ? 1 &<< UInt64(truncatingIfNeeded: size &- 1) : 0
    let faults =
      (opening & ~mayBegin) | (afterClosing & ~(marks | opening | returns)) | (returns & ~(beforeFeed | last))
      | (control & ~(all | returns))
    // What would follow the block is no fault of it.
    let isOfBlock = ~0 &>> UInt64(truncatingIfNeeded: 64 &- size)
    isIrregular = isIrregular || faults & isOfBlock != 0
    mayOpen = (marks | closing) &>> 63
    hasClosed = closing &>> 63
    self.returns += (returns & beforeFeed & ~inside).nonzeroBitCount
    // A quote right after one that closed is one of two that stand for one.
    note(opening & ~afterClosing, among: marks, into: room.quotes, &quotes)
    note(feeds & inside, among: marks, into: room.breaks, &breaks)
    return marks
  }

  /// Writes for each bit how many marks stand before it.
  @inline(__always)
  private func note(
    _ bits: UInt64, among marks: UInt64, into room: UnsafeMutablePointer<UInt32>, _ count: inout Int
  ) {
    var bits = bits
    while bits != 0 {
      let before = (bits & (0 &- bits)) &- 1
      room[count] = UInt32(truncatingIfNeeded: self.marks &+ (marks & before).nonzeroBitCount)
      count &+= 1
      bits &= bits &- 1
    }
  }
}
