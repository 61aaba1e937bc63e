// SPDX-License-Identifier: Apache-2.0

import MezonTestSupport
import Testing

@testable import MezonColumns

@Suite struct BitmapTests {
  @Test(arguments: [0, 1, 63, 64, 65, 127, 128, 200])
  func agreesWithAnArrayOfBools(_ count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    let left = (0..<count).map { _ in Bool.random(using: &generator) }
    let right = (0..<count).map { _ in Bool.random(using: &generator) }
    let (leftMap, rightMap) = (Bitmap(left), Bitmap(right))
    #expect((0..<count).map { leftMap[$0] } == left)
    #expect(leftMap.populationCount == left.count { $0 })
    #expect((leftMap & rightMap) == Bitmap(zip(left, right).map { $0 && $1 }))
    #expect((leftMap | rightMap) == Bitmap(zip(left, right).map { $0 || $1 }))
    #expect(~leftMap == Bitmap(left.map { !$0 }))
    #expect((~leftMap).words.count == (count + 63) / 64)
    #expect(leftMap.isAllSet == left.allSatisfy { $0 })
    var set: [Int] = []
    leftMap.forEachSetIndex { set.append($0) }
    #expect(set == left.indices.filter { left[$0] })
    var joined = leftMap
    joined.append(contentsOf: rightMap)
    #expect(joined == Bitmap(left + right))
    var changed = leftMap
    for index in left.indices { changed[index] = right[index] }
    #expect(changed == rightMap)
    #expect(Bitmap(repeating: true, count: count) == Bitmap(Array(repeating: true, count: count)))
  }

  @Test func indexOutOfRangeEndsTheProcess() async {
    await #expect(processExitsWith: .failure) { _ = Bitmap(repeating: true, count: 3)[3] }
    await #expect(processExitsWith: .failure) { _ = Bitmap([true]) & Bitmap([true, false]) }
  }
}

@Suite struct ColumnTests {
  @Test func completeColumnsCarryNoBitmap() {
    var builder = ColumnBuilder<Int64>(capacity: 2)
    builder.append(7)
    builder.append(nil)
    builder.append(-7)
    let column = builder.finish()
    #expect(column.int64s == [7, 0, -7])
    #expect(column.validity == Bitmap([true, false, true]))
    #expect(column.missingCount == 1 && column.count == 3)
    #expect(column.value(1, as: Int64.self) == nil && column.value(2, as: Int64.self) == -7)
    #expect(column.value(0, as: Double.self) == nil)
    builder.append(1)
    let complete = builder.finish()
    #expect(complete.validity == nil && complete.count == 1 && complete.isPresent(0))
    #expect(Column(.int64([1]), validity: Bitmap([true])) == complete)
    #expect(Column(.int64([1]), validity: Bitmap([true, true])) == nil)
  }

  @Test func everyStorageGathersItsRows() {
    var days = ColumnBuilder<Int32>()
    var shares = ColumnBuilder<Double>()
    var flags = ColumnBuilder<UInt8>()
    for row in 0..<100 {
      if row % 3 == 0 { days.appendMissing() } else { days.append(Int32(row)) }
      shares.append(Double(row) / 4)
      flags.append(row % 2 == 0)
    }
    let rows = [99, 0, 1, 1]
    let gathered = days.finish().gathering(rows)
    #expect(gathered.int32s == [0, 0, 1, 1] && gathered.validity == Bitmap([false, false, true, true]))
    #expect(shares.finish().gathering(rows).float64s == [24.75, 0, 0.25, 0.25])
    #expect(flags.finish().gathering(rows).bools == [0, 1, 0, 0])
  }

  /// Rows of a table in any order, with some fields: the same values and missing ones as one by one.
  @Test(arguments: [0, 1, 63, 64, 65, 128, 500]) func aTableGathersItsRows(count: Int) throws {
    var days = ColumnBuilder<Int32>()
    var shares = ColumnBuilder<Double>()
    for row in 0..<200 {
      if row % 3 == 0 { days.appendMissing() } else { days.append(Int32(row)) }
      shares.append(Double(row) / 4)
    }
    let columns = [days.finish(), shares.finish()]
    let places = [Int32](repeating: 1, count: 200)
    let table = try #require(
      EventTable(columns: [.plain(columns[0]), .plain(columns[1])], rowCount: 200, files: places, lines: places))
    let rows = (0..<count).map { Int32($0 * 7919 % 200) }
    let gathered = table.gathering(rows, fields: [0, 1])
    #expect(gathered.rowCount == count)
    let naive = columns.map { $0.gathering(rows.map { Int($0) }) }
    #expect(gathered.columns == naive.map { .plain($0) })
    let one = table.gathering(rows, fields: [1])
    guard case .plain(let missing) = one.columns[0] else { return #expect(Bool(false), "a plain field") }
    #expect(one.columns[1] == gathered.columns[1] && missing.missingCount == count)
  }

  @Test func listsTellEmptyFromMissing() throws {
    var lists = ListColumnBuilder()
    var ages = ColumnBuilder<Int64>()
    for age in [31, 8] as [Int64] { ages.append(age) }
    var added = [lists.append(childCount: 2), lists.append(childCount: 0)]
    lists.appendMissing()
    ages.append(55)
    added.append(lists.append(childCount: 1))
    #expect(added == [true, true, true])
    let refused = [lists.append(childCount: -1), lists.append(childCount: Int(Int32.max))]
    #expect(refused == [false, false])
    let finished = lists.finish(children: [ages.finish()])
    let column = try #require(finished)
    #expect((0..<4).map { column.children(of: $0) } == [0..<2, 2..<2, 2..<2, 2..<3])
    #expect((0..<4).map { column.isPresent($0) } == [true, true, false, true])
    #expect(column.count == 4 && column.childCount == 3)
  }

  @Test(arguments: [[], [1], [0, 2, 1, 2], [0, 1], [0, 3]] as [[Int32]])
  func listsRefuseOffsetsThatDisagree(_ offsets: [Int32]) throws {
    let child = try #require(Column(.int32([1, 2])))
    #expect(ListColumn(offsets: offsets, children: [child]) == nil)
    #expect(ListColumn(offsets: [0, 2], children: [child], validity: Bitmap([false])) == nil)
    #expect(ListColumn(offsets: [0, 2], children: [child], validity: Bitmap([])) == nil)
  }
}

@Suite struct TextDictionaryTests {
  @Test func codesCountFromZeroInOrderOfFirstSight() {
    var dictionary = TextDictionary()
    let texts = ["resolved", "", "мурофиа", "resolved", "", "withdrawn"]
    let codes = texts.map { dictionary.encode($0) }
    #expect(codes == [0, 1, 2, 0, 1, 3])
    #expect((0..<4).map { dictionary.text($0) } == ["resolved", "", "мурофиа", "withdrawn"])
    #expect(dictionary.code(of: "мурофиа") == 2 && dictionary.code(of: "other") == nil)
    #expect(dictionary.codesByText() == [1, 0, 3, 2])
    #expect(dictionary == TextDictionary(texts))
  }

  @Test func agreesWithADictionaryOfBytes() {
    var generator = SeededGenerator(seed: 11)
    var dictionary = TextDictionary()
    var known: [[UInt8]: Int32] = [:]
    for _ in 0..<20_000 {
      let length = Int.random(in: 0...18, using: &generator)
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...3, using: &generator) &* 85 }
      let expected = known[bytes] ?? Int32(known.count)
      let code = bytes.withUnsafeBytes { dictionary.code(of: $0) }
      if code != known[bytes] { Issue.record("code of \(bytes)") }
      known[bytes] = expected
      let encoded = bytes.withUnsafeBytes { dictionary.encode($0) }
      if encoded != expected { Issue.record("encoding \(bytes)") }
    }
    #expect(dictionary.count == known.count)
    let sorted = known.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    #expect(dictionary.codesByText() == sorted)
    for (bytes, code) in known {
      let stored = dictionary.withBytes(code) { Array($0) }
      if stored != bytes { Issue.record("bytes of \(code)") }
    }
  }

  @Test func bytesThatAreNotUTF8AreKeptApartAndReplacedInText() {
    var dictionary = TextDictionary()
    let codes = ([[0xFF], [0xFE], [0xFF]] as [[UInt8]]).map { text in text.withUnsafeBytes { dictionary.encode($0) } }
    #expect(codes == [0, 1, 0])
    #expect(dictionary.text(0) == "\u{FFFD}" && dictionary.text(1) == "\u{FFFD}")
  }

  @Test func mergingMapsEveryCode() {
    var first = TextDictionary(["a", "b", "c"])
    let second = TextDictionary(["c", "d", "a"])
    let codes = first.merge(second)
    #expect(codes == [2, 3, 0])
    #expect((0..<4).map { first.text($0) } == ["a", "b", "c", "d"])
    #expect(first.code(of: "d") == 3)
  }
}
