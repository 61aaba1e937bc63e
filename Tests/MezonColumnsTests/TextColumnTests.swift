// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonTestSupport
import Testing

@testable import MezonColumns

/// What was read of a column of texts.
private struct Cells: Equatable {
  var bits: [Int64] = []
  var states: [CellState] = []

  /// Reads the second of three columns, in blocks of so many bytes.
  init(
    _ texts: [String], blockBytes: Int,
    _ read: (TextColumn, UnsafeMutableBufferPointer<Int64>, UnsafeMutableBufferPointer<CellState>) -> StatesSeen
  ) throws {
    let rows = texts.map { "9999-99-99T99:99:99,\($0),1234567890\n" }
    var reader = DelimitedReader(
      source: ArrayByteSource("before,text,after\n" + rows.joined()), format: DelimitedFormat(blockBytes: blockBytes))
    try reader.select([1, 2])
    var batch = RowBatch()
    while try reader.read(into: &batch) {
      var bits = [Int64](repeating: -1, count: batch.rowCount)
      var states = [CellState](repeating: .present, count: batch.rowCount)
      let seen = batch.withUnsafeColumns { columns in
        bits.withUnsafeMutableBufferPointer { bits in
          states.withUnsafeMutableBufferPointer { states in columns.column(0).map { read($0, bits, states) } ?? [] }
        }
      }
      #expect(seen.contains(.missing) == states.contains(.missing))
      #expect(seen.contains(.unreadable) == states.contains(.unreadable))
      self.bits += bits
      self.states += states
    }
    #expect(self.bits.count == texts.count)
  }
}

/// Texts like those of numbers and times, and what becomes of them when a few bytes are changed.
private func variants(of forms: [String], count: Int, seed: UInt64) -> [String] {
  let alphabet = Array("0123456789-+:.TtZ /x٣e")
  var generator = SeededGenerator(seed: seed)
  return forms
    + (0..<count).map { _ in
      var text = Array(forms.randomElement(using: &generator) ?? "")
      for place in text.indices where text[place].isNumber && Bool.random(using: &generator) {
        text[place] = alphabet[Int.random(in: 0..<10, using: &generator)]
      }
      for _ in 0..<Int.random(in: 0...2, using: &generator) {
        let place = Int.random(in: 0...text.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: text.insert(alphabet.randomElement(using: &generator) ?? "0", at: place)
        case 1: if place < text.count { text.remove(at: place) }
        default: if place < text.count { text[place] = alphabet.randomElement(using: &generator) ?? "0" }
        }
      }
      return String(text)
    }
}

@Suite("Many cells at once are read as each by itself")
struct TextColumnTests {
  /// Checks that what is read of each text is what `exact` makes of it, that nothing else is, and that all `plain` texts are read.
  private func check(
    _ texts: [String], plain: Set<String>, exact: (UnsafeRawBufferPointer) -> Int64?,
    _ read: (TextColumn, UnsafeMutableBufferPointer<Int64>, UnsafeMutableBufferPointer<CellState>) -> StatesSeen
  ) throws {
    for blockBytes in [64, 1_000, 1 << 16] {
      let cells = try Cells(texts, blockBytes: blockBytes, read)
      for (row, text) in texts.enumerated() {
        switch cells.states[row] {
        case .missing: #expect(text.isEmpty && cells.bits[row] == 0, "\(text)")
        case .present:
          let value = text.utf8.span.withUnsafeBytes(exact)
          #expect(!text.isEmpty && value == cells.bits[row], "\(text)")
        case .unreadable: #expect(!text.isEmpty && cells.bits[row] == 0 && !plain.contains(text), "\(text)")
        }
      }
    }
  }

  @Test func wholeNumbers() throws {
    let plain = ["0", "7", "10", "007", "123", "4567", "12345", "654321", "9999999", "12345678", "99999999"]
    let texts = variants(
      of: plain + ["", "123456789", "-1", "+1", "1 ", " 1", "\"5\"", "1234567x"], count: 5_000, seed: 1)
    try check(texts.filter { !$0.hasPrefix("\"") }, plain: Set(plain), exact: { try? FieldParser.integer($0) }) {
      $0.readIntegers(into: $1, $2)
    }
  }

  @Test(arguments: [UInt8(ascii: "."), UInt8(ascii: ";")])
  func decimals(separator: UInt8) throws {
    let point = String(UnicodeScalar(separator))
    let plain = ["0", "1.0000", "0.1", ".5", "5.", "12345.67", "99999999", "0.333333", "000.7", "1234.567"]
    let texts = variants(of: plain + ["", ".", "1..2", "-0.5", "1e3", "123456.789", "1.2.3"], count: 5_000, seed: 2)
      .map { $0.replacing(".", with: point) }
    try check(
      texts, plain: Set(plain.map { $0.replacing(".", with: point) }),
      exact: { text in
        (try? FieldParser.decimal(text, separator: separator)).map { Int64(bitPattern: $0.bitPattern) }
      }
    ) { $0.readDecimals(separator: separator, into: $1, $2) }
  }

  @Test(arguments: ["Asia/Dushanbe", "Europe/Berlin", "America/St_Johns"])
  func times(zone: String) throws {
    let rules = try #require(TimeZoneRules(identifier: zone))
    let plain = [
      "2026-01-05T10:00", "2026-01-05 10:00", "2024-02-29t23:59:59", "2026-03-29T02:30", "2026-10-25T02:30:00",
      "0001-01-01T00:00", "9999-12-31T23:59:59", "2000-02-29 00:00:00",
    ]
    let others = [
      "", "2026-02-30T10:00", "2025-02-29T10:00", "1900-02-29 10:00", "2026-01-05T24:00", "2026-01-05T10:60",
      "2026-01-05T10:00:60",
      "2026-01-00T10:00", "2026-00-05T10:00", "2026-13-05T10:00", "0000-01-05T10:00", "2026-01-05", "2026-01-05T10:00Z",
      "2026-01-05T10.00",
      "2026-01-05T10:00.5", "2026-01-05T10:00:00.5",
    ]
    var (cursor, months) = (TimeZoneCursor(rules), MonthMemory())
    try check(
      variants(of: plain + others, count: 20_000, seed: 3), plain: Set(plain),
      exact: { text in
        guard let fields = try? FieldParser.dateTime(text), fields.offsetMinutes == nil else { return nil }
        return fields.localTime.map { rules.instant(of: $0).microseconds }
      }
    ) { $0.readTimes(of: &cursor, months: &months, into: $1, $2) }
  }

  @Test func days() throws {
    let plain = ["2026-01-05", "2024-02-29", "0001-01-01", "9999-12-31", "1970-01-01", "1969-12-31"]
    let others = [
      "", "2026-02-30", "2026-04-31", "2026-1-05", "2026/01/05", "2026-01-5x", "20260105", "2026-01-05T10:00",
    ]
    var months = MonthMemory()
    try check(
      variants(of: plain + others, count: 20_000, seed: 4), plain: Set(plain),
      exact: { (try? FieldParser.date($0)).map { Int64($0.daysSinceEpoch) } }
    ) { $0.readDays(months: &months, into: $1, $2) }
  }

  @Test func daysOfAllMonths() throws {
    let first = CalendarDay(clampingDaysSinceEpoch: -40_000).daysSinceEpoch
    let texts = (0..<60_000).map { CalendarDay(clampingDaysSinceEpoch: Int(first) + $0).description }
    var months = MonthMemory()
    let cells = try Cells(texts, blockBytes: 1 << 18) { $0.readDays(months: &months, into: $1, $2) }
    #expect(cells.bits == (0..<60_000).map { Int64(first) + Int64($0) })
  }

  @Test func rememberedTextsHaveTheCellsThatWereMade() throws {
    var generator = SeededGenerator(seed: 5)
    let alphabet = Array("01279aбж ")
    func text() -> String {
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: return String(Int.random(in: 0...400_000, using: &generator))
      case 1: return String(Int.random(in: 0...99, using: &generator))
      default:
        return String(
          (0..<Int.random(in: 0...18, using: &generator)).map { _ in alphabet.randomElement(using: &generator) ?? "0" })
      }
    }
    let texts = (0..<30_000).map { _ in text() }
    // A cell that can be told from every other: missing, unreadable, or a number that may be too large for a code.
    func cell(_ text: String) -> (bits: Int64, state: CellState) {
      let bits = text.utf8.reduce(Int64(text.utf8.count)) { $0 &* 31 &+ Int64($1) }
      if text.isEmpty || bits % 11 == 0 { return (0, .missing) }
      return bits % 13 == 0 ? (0, .unreadable) : (text.first == "9" ? bits : bits & 0xFFFF_FFFF, .present)
    }
    for blockBytes in [64, 5_000, 1 << 18] {
      var memory = TextMemory()
      var (row, asked) = (0, 0)
      let cells = try Cells(texts, blockBytes: blockBytes) { column, bits, states in
        defer { row += column.rowCount }
        return column.readTexts(rememberedIn: &memory, into: bits, states) { place in
          asked += 1
          return cell(texts[row + place])
        }
      }
      #expect(cells.bits == texts.map { cell($0).bits })
      #expect(cells.states == texts.map { cell($0).state })
      #expect(asked < texts.count, "Nothing was remembered")
    }
  }

  /// Whatever its length, and however many others there are, a text that is met again is found, but for few.
  @Test func textsThatAreMetAgainAreFound() throws {
    var generator = SeededGenerator(seed: 8)
    let alphabet = Array("abcdefgh0123456789-бж")
    let words = (0..<3_000).map { number in
      let length = Int.random(in: 0...24, using: &generator)
      return "\(number % 7)" + String((0..<length).map { _ in alphabet.randomElement(using: &generator) ?? "0" })
    }
    let pools = [
      words.filter { $0.utf8.count <= 32 }, (0..<12_000).map { String(10_000 + 3 * $0) }, ["", "F", "M"],
      (0..<1_300).map { "TJ-\(["SUG", "KHT", "GBA"][$0 % 3])-FRI-\($0)" },
    ]
    for (number, pool) in pools.enumerated() {
      let kinds = Set(pool)
      let texts = (0..<60_000).map { _ in pool.randomElement(using: &generator) ?? "" }
      func cell(_ text: String) -> (bits: Int64, state: CellState) {
        text.isEmpty ? (0, .missing) : (text.utf8.reduce(Int64(0)) { ($0 &* 31 &+ Int64($1)) & 0xFFF_FFFF }, .present)
      }
      var memory = TextMemory()
      var (row, asked) = (0, 0)
      let cells = try Cells(texts, blockBytes: 1 << 16) { column, bits, states in
        defer { row += column.rowCount }
        return column.readTexts(rememberedIn: &memory, into: bits, states) { place in
          asked += 1
          return cell(texts[row + place])
        }
      }
      #expect(cells.bits == texts.map { cell($0).bits })
      #expect(cells.states == texts.map { cell($0).state })
      #expect(asked < 2 * kinds.count + 100, "pool \(number): \(asked) of \(kinds.count)")
    }
  }

  /// Codes from a number on are forgotten, whether their texts are short, long or numbers, and others are not.
  @Test func codesFromANumberOnAreForgotten() throws {
    let texts = (0..<900).map { row in
      row % 3 == 0 ? "\(10_000 + row)" : row % 3 == 1 ? "text-\(row)" : "a text of many bytes \(row)"
    }
    var memory = TextMemory()
    func read(_ memory: inout TextMemory) throws -> Set<Int> {
      var row = 0
      var asked: Set<Int> = []
      _ = try Cells(texts, blockBytes: 1 << 20) { column, bits, states in
        defer { row += column.rowCount }
        return column.readTexts(rememberedIn: &memory, into: bits, states) { place in
          asked.insert(row + place)
          return (Int64(row + place), .present)
        }
      }
      return asked
    }
    // What is met again and again is remembered, but for few.
    for _ in 0..<3 { _ = try read(&memory) }
    var same = memory
    #expect(try read(&same).count < 60)
    for count in [0, 1, 450, 899, 900, 5_000] {
      var kept = memory.keeping(codesBelow: count)
      let asked = try read(&kept)
      #expect(asked.isSuperset(of: min(count, 900)..<900))
      #expect(asked.filter { $0 < count }.count < 60)
    }
  }

  @Test func textsWithDoubledQuotesAreLeft() throws {
    let texts = ["\"\"\"\"", "\"1\"\"\"", "\"12\"", "\"\"", "a"]
    let cells = try Cells(texts, blockBytes: 1 << 10) { $0.readIntegers(into: $1, $2) }
    #expect(cells.states == [.unreadable, .unreadable, .present, .missing, .unreadable])
    #expect(cells.bits == [0, 0, 12, 0, 0])
    var memory = TextMemory()
    var asked: [Int] = []
    for _ in 0..<2 {
      _ = try Cells(texts, blockBytes: 1 << 10) { column, bits, states in
        column.readTexts(rememberedIn: &memory, into: bits, states) { row in
          asked.append(row)
          return (Int64(row), .present)
        }
      }
    }
    // What stands for another text than its bytes is not remembered.
    #expect(asked == [0, 1, 2, 3, 4, 0, 1])
  }
}

@Suite struct PresenceBitmapTests {
  @Test func statesBecomeBits() {
    var generator = SeededGenerator(seed: 6)
    for _ in 0..<500 {
      let (first, second) = (Int.random(in: 0...130, using: &generator), Int.random(in: 0...200, using: &generator))
      let states = (0..<(first + second)).map { _ in
        [CellState.present, .present, .missing, .unreadable].randomElement(using: &generator) ?? .present
      }
      var bitmap = Bitmap()
      states[..<first].withUnsafeBufferPointer { bitmap.append(presenceIn: $0) }
      states[first...].withUnsafeBufferPointer { bitmap.append(presenceIn: $0) }
      #expect(bitmap == Bitmap(states.map { $0 == .present }))
    }
  }
}
