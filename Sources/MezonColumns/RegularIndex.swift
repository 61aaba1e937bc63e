// SPDX-License-Identifier: Apache-2.0

/// The first stage of reading a block whose rows are expected to be all alike: where the bytes stand that end a field.
///
/// Nearly all rows of nearly all logs have as many fields as the header and one kind of line end, and where a field is quoted, its quotes stand
/// at its two ends. Then each delimiter and line feed outside quotes ends a field, and they follow one another as the fields do: nothing
/// more need be found out about a row. Any byte that may mean something else makes the block irregular, and it is read row by row.
///
/// Words of 64 bytes are looked at, some of them after one another as a run: what differs from word to word without a rule, as whether a
/// word has letters beyond ASCII, is asked once for a run, for a wrongly guessed branch costs as much as a word does.
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
  /// Whether bytes beyond ASCII were found that may not be UTF-8. That a character is cut off at the very end, nothing behind it tells.
  private(set) var mayBeInvalid = false

  /// Whether the block ends within quotes.
  var endsWithinQuotes: Bool { within != 0 }
  /// Whether the last byte is beyond ASCII.
  var endsBeyondASCII: Bool { wasBeyondASCII != 0 }

  /// All ones within quotes, from word to word.
  private var within: UInt64 = 0
  /// Whether the last byte of the word before is a mark or closes a quote, so that a quote may follow.
  private var mayOpen: UInt64 = 1
  /// Whether the last byte of the word before closes a quote.
  private var hasClosed: UInt64 = 0
  /// Whether the last byte of the word before is beyond ASCII.
  private var wasBeyondASCII: UInt64 = 0

  /// After so many words a count of eight bits may be full.
  private static let wordsOfRun = 63
  /// How many marks 64 bytes of nearly every log have at most.
  private static let usualMarks = 14
  /// How much is readable before a word and after it.
  private static let around = 16

  /// Some words that are looked at one after the other, with bytes before and behind them that can be read.
  private struct Run {
    let start: UnsafeRawPointer
    /// Where it stands in the block.
    let offset: Int
    let words: Int
    /// How many bytes of the last word are of the block.
    var size = 64
    var endsBlock = false
  }

  /// Looks at a block that begins with a row. Complexity: O(bytes).
  init(_ block: UnsafeRawPointer, count: Int, delimiter: UInt8, into room: Room) {
    if count <= 0 { return }
    // Nothing is known of what stands around the block, so that its first word and its last are looked at among blanks.
    withUnsafeTemporaryAllocation(byteCount: 64 + 2 * Self.around, alignment: 16) { blanks in
      guard let blanks = blanks.baseAddress else { return }
      let last = (count &- 1) & ~63
      takeAmongBlanks(block, at: 0, of: count, delimiter, blanks, room)
      var offset = 64
      while offset < last {
        let words = min(Self.wordsOfRun, (last &- offset) &>> 6)
        take(Run(start: block + offset, offset: offset, words: words), delimiter, room)
        offset &+= words &<< 6
      }
      if last > 0 { takeAmongBlanks(block, at: last, of: count, delimiter, blanks, room) }
    }
    lineFeeds &-= breaks
  }

  /// Looks at a word of a block of so many bytes in a copy among blanks.
  private mutating func takeAmongBlanks(
    _ block: UnsafeRawPointer, at offset: Int, of count: Int, _ delimiter: UInt8, _ blanks: UnsafeMutableRawPointer,
    _ room: Room
  ) {
    let size = min(64, count - offset)
    let endsBlock = offset + size == count
    blanks.initializeMemory(as: UInt8.self, repeating: 0x20, count: 64 + 2 * Self.around)
    let before = min(offset, Self.around)
    let word = blanks + Self.around
    (word - before).copyMemory(from: block + (offset - before), byteCount: before + size + (endsBlock ? 0 : 1))
    take(
      Run(start: UnsafeRawPointer(word), offset: offset, words: 1, size: size, endsBlock: endsBlock), delimiter, room)
  }

  /// Looks at the words of a run.
  @inline(never)
  private mutating func take(_ run: Run, _ delimiter: UInt8, _ room: Room) {
    let (delimiters, feed) = (ByteLanes(repeating: delimiter), ByteLanes(repeating: lineFeed))
    // What is special about a byte: that it is a quote, or a control character that is no mark. With the bit of 2 turned round a quote is a
    // blank and a blank is none, so that all of these and no other are at most a blank.
    let (turn, plain) = (ByteLanes(repeating: 0x02), ByteLanes(repeating: 0x21))
    var feeds = ByteLanes.zero
    var beyond: UInt64 = 0
    var found = marks
    var (before, isPending) = (mayOpen &<< 63, within | hasClosed)
    var wasBeyond = wasBeyondASCII
    var word = run.start
    for number in 0..<run.words {
      let a = word.loadUnaligned(fromByteOffset: 0, as: ByteLanes.self)
      let b = word.loadUnaligned(fromByteOffset: 16, as: ByteLanes.self)
      let c = word.loadUnaligned(fromByteOffset: 32, as: ByteLanes.self)
      let d = word.loadUnaligned(fromByteOffset: 48, as: ByteLanes.self)
      let (fa, fb, fc, fd) = (a.equal(feed), b.equal(feed), c.equal(feed), d.equal(feed))
      // A lane that is equal has all bits set, which is -1.
      feeds &-= (fa &+ fb) &+ (fc &+ fd)
      let (ma, mb) = (fa | a.equal(delimiters), fb | b.equal(delimiters))
      let (mc, md) = (fc | c.equal(delimiters), fd | d.equal(delimiters))
      var marks = ma.bits | (mb.bits &<< 16) | ((mc.bits | (md.bits &<< 16)) &<< 32)
      var count = ((ma &+ mb) &+ (mc &+ md)).countOfOnes
      let least = ((a | ma) ^ turn).least((b | mb) ^ turn).least(((c | mc) ^ turn).least((d | md) ^ turn))
      let isBeyond = ((a | b) | (c | d)).topBits | wasBeyond
      beyond |= (isBeyond == 0 ? 0 : 1) &<< UInt64(truncatingIfNeeded: number)
      wasBeyond = UInt64(truncatingIfNeeded: word.load(fromByteOffset: 63, as: UInt8.self)) &>> 7
      if least.less(plain).bits | isPending == 0 {
        before = marks
      } else {
        mayOpen = before &>> 63
        marks = takeSpecial(word, of: run, marks, after: found, room)
        (before, isPending) = (mayOpen &<< 63, within | hasClosed)
        count = marks.nonzeroBitCount
      }
      Self.write(marks, at: run.offset &+ number &<< 6, into: room.marks + found)
      found &+= count
      word += 64
    }
    marks = found
    mayOpen = before &>> 63
    wasBeyondASCII = wasBeyond
    lineFeeds &+= Int(SIMD16<UInt16>(truncatingIfNeeded: feeds).wrappedSum())
    mayBeInvalid = mayBeInvalid || Self.mayBeInvalid(run, beyond)
  }

  /// Whether some words of a run, one for each bit, may not be UTF-8.
  private static func mayBeInvalid(_ run: Run, _ words: UInt64) -> Bool {
    var words = words
    var doubts = ByteLanes.zero
    while words != 0 {
      let word = run.start + words.trailingZeroBitCount &<< 6
      for part in 0..<4 { doubts |= doubtsOfForm(word, at: part &<< 4) }
      words &= words &- 1
    }
    return doubts.hasAny
  }

  /// Writes where the marks of a word stand: the first ones without asking whether there are so many, for a wrongly guessed branch costs
  /// more than writes that nobody needs.
  @inline(__always)
  private static func write(_ bits: UInt64, at offset: Int, into room: UnsafeMutablePointer<UInt32>) {
    var bits = bits
    for next in 0..<Self.usualMarks {
      // A bit that is always there spares the question whether there is any.
      room[next] = UInt32(truncatingIfNeeded: offset &+ (bits | 1 &<< 63).trailingZeroBitCount)
      bits &= bits &- 1
    }
    var next = Self.usualMarks
    while bits != 0 {
      room[next] = UInt32(truncatingIfNeeded: offset &+ bits.trailingZeroBitCount)
      bits &= bits &- 1
      next &+= 1
    }
  }

  /// Looks at a word with quotes or control characters or within quotes, and returns its marks.
  ///
  /// - Parameters:
  ///   - all: its delimiters and line feeds, within quotes or not
  ///   - found: how many marks stand before it
  @inline(never)
  private mutating func takeSpecial(
    _ word: UnsafeRawPointer, of run: Run, _ all: UInt64, after found: Int, _ room: Room
  ) -> UInt64 {
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
    let last: UInt64 = run.endsBlock ? 1 &<< UInt64(truncatingIfNeeded: run.size &- 1) : 0
    let faults =
      (opening & ~mayBegin) | (afterClosing & ~(marks | opening | returns)) | (returns & ~(beforeFeed | last))
      | (control & ~(all | returns))
    // What would follow the block is no fault of it.
    let isOfBlock = ~0 &>> UInt64(truncatingIfNeeded: 64 &- run.size)
    isIrregular = isIrregular || faults & isOfBlock != 0
    mayOpen = (marks | closing) &>> 63
    hasClosed = closing &>> 63
    self.returns += (returns & beforeFeed & ~inside).nonzeroBitCount
    // A quote right after one that closed is one of two that stand for one.
    Self.note(opening & ~afterClosing, among: marks, after: found, into: room.quotes, &quotes)
    Self.note(feeds & inside, among: marks, after: found, into: room.breaks, &breaks)
    return marks
  }

  /// Writes for each bit how many marks stand before it.
  @inline(__always)
  private static func note(
    _ bits: UInt64, among marks: UInt64, after found: Int, into room: UnsafeMutablePointer<UInt32>, _ count: inout Int
  ) {
    var bits = bits
    while bits != 0 {
      let before = (bits & (0 &- bits)) &- 1
      room[count] = UInt32(truncatingIfNeeded: found &+ (marks & before).nonzeroBitCount)
      count &+= 1
      bits &= bits &- 1
    }
  }
}
