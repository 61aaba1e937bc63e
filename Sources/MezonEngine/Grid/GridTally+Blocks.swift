// SPDX-License-Identifier: Apache-2.0

import MezonSemantics
import MezonStatistics

// Tallies of some periods alone, and as bytes that can be kept for the next run.

extension GridTally {
  /// Whether nothing was added in some periods.
  func isEmpty(in periods: Range<Int>, of plan: GridPlan) -> Bool {
    roles.indices.allSatisfy { number in
      let grid = plan.grid(ofRoles: number)
      return roles[number].isEmpty(in: grid.baseRange(of: periods), grid)
    }
  }

  /// What was added up in some periods, for a plan of these periods with the same units and groups.
  ///
  /// - Parameters:
  ///   - periods: a run of periods of the plan that was added up by
  ///   - whole: that plan
  func block(_ periods: Range<Int>, of whole: GridPlan, as plan: GridPlan) -> GridTally {
    GridTally(
      plan,
      roles: roles.indices.map {
        roles[$0].block(whole.grid(ofRoles: $0).baseRange(of: periods), plan.grid(ofRoles: $0))
      },
      aggregates: aggregates.indices.map {
        let range = whole.grid(of: whole.aggregates[$0]).baseRange(of: periods)
        return aggregates[$0].block(range, plan.grid(of: plan.aggregates[$0]))
      })
  }

  /// Which form the bytes have.
  private static let form: Int64 = 2

  /// The tally as bytes; nil where its sums are no integers, or very large ones. Complexity: O(base cells · quantities + values).
  func bytes() -> [UInt8]? {
    var writer = TallyWriter()
    writer.append([Self.form])
    for role in roles { role.append(to: &writer) }
    for aggregate in aggregates { guard aggregate.append(to: &writer) else { return nil } }
    return writer.bytes
  }

  /// The tally that some bytes stand for; nil where they are no tally of the plan. Complexity: O(bytes).
  init?(_ bytes: [UInt8], _ plan: GridPlan) {
    var reader = TallyReader(bytes)
    guard reader.list(of: Int64.self, count: 1) == [Self.form] else { return nil }
    var roles: [RoleTally] = []
    for (number, role) in plan.roles.enumerated() {
      guard let read = RoleTally(&reader, role, plan.grid(ofRoles: number)) else { return nil }
      roles.append(read)
    }
    var aggregates: [AggregateTally] = []
    for aggregate in plan.aggregates {
      let grid = plan.grids[plan.lists[plan.roles[aggregate.roles].list].grid]
      guard let read = AggregateTally(&reader, aggregate.plan, grid.cells, grid.code) else { return nil }
      aggregates.append(read)
    }
    guard reader.isAtEnd else { return nil }
    self.init(plan, roles: roles, aggregates: aggregates)
  }
}

/// Writes lists of numbers, each with its length before it, as they lie in memory.
struct TallyWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append<Number: BitwiseCopyable>(_ list: [Number]) {
    withUnsafeBytes(of: Int64(list.count)) { bytes.append(contentsOf: $0) }
    list.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }
}

extension TallyWriter {
  /// Adds a list of which most numbers may be 0: only the others, with their places, where that is shorter.
  mutating func append<Number: FixedWidthInteger & BitwiseCopyable>(sparse list: [Number]) {
    let others = list.indices.filter { list[$0] != 0 }
    let size = MemoryLayout<Number>.stride
    let isSparse = others.count * (size + 4) < list.count * size && list.count <= Int(Int32.max)
    append([Int64(list.count), isSparse ? 1 : 0])
    guard isSparse else { return append(list) }
    append(others.map { Int32(truncatingIfNeeded: $0) })
    append(others.map { list[$0] })
  }
}

extension TallyReader {
  /// The next list that was written by its numbers other than 0; it must have so many in all.
  mutating func sparse<Number: FixedWidthInteger & BitwiseCopyable>(
    of type: Number.Type = Number.self, count: Int
  ) -> [Number]? {
    guard let form = list(of: Int64.self, count: 2), form[0] == Int64(count) else { return nil }
    if form[1] == 0 { return list(of: Number.self, count: count) }
    guard let places = list(of: Int32.self), let numbers = list(of: Number.self, count: places.count) else {
      return nil
    }
    var all = [Number](repeating: 0, count: count)
    for (place, number) in zip(places, numbers) {
      guard place >= 0, Int(place) < count else { return nil }
      all[Int(place)] = number
    }
    return all
  }
}

/// Reads what a ``TallyWriter`` wrote.
struct TallyReader {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether everything was read.
  var isAtEnd: Bool { place == bytes.count }

  /// The next list; nil where there is none.
  mutating func list<Number: BitwiseCopyable>(of type: Number.Type = Number.self) -> [Number]? {
    guard bytes.count - place >= 8 else { return nil }
    let length = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: Int64.self) }
    let size = MemoryLayout<Number>.stride
    guard length >= 0, length <= Int64((bytes.count - place - 8) / size) else { return nil }
    let (count, start) = (Int(length), place + 8)
    place = start + count * size
    return [Number](unsafeUninitializedCapacity: count) { room, filled in
      bytes.withUnsafeBytes { bytes in
        UnsafeMutableRawBufferPointer(room).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + count * size]))
      }
      filled = count
    }
  }

  /// The next list, which must have so many numbers.
  mutating func list<Number: BitwiseCopyable>(of type: Number.Type = Number.self, count: Int) -> [Number]? {
    list(of: type).flatMap { $0.count == count ? $0 : nil }
  }
}

extension RoleTally {
  fileprivate func isEmpty(in periods: Range<Int>, _ grid: CellGrid) -> Bool {
    let row = grid.baseWidth * stride
    return base[periods.lowerBound * row..<periods.upperBound * row].allSatisfy { $0 == 0 }
  }

  fileprivate func block(_ periods: Range<Int>, _ grid: CellGrid) -> RoleTally {
    var block = self
    block.base = slice(base, periods, grid, stride)
    return block
  }

  fileprivate func append(to writer: inout TallyWriter) { writer.append(sparse: base) }

  fileprivate init?(_ reader: inout TallyReader, _ roles: GridPlan.Roles, _ grid: CellGrid) {
    let count = (grid.baseCount + 1) * Self.stride(of: roles)
    guard let base = reader.sparse(of: Int32.self, count: count) else { return nil }
    self.init(roles, base: base)
  }
}

/// The numbers of the base cells of some periods, and zeros for what belongs to none.
private func slice<Number: AdditiveArithmetic>(
  _ all: [Number], _ periods: Range<Int>, _ grid: CellGrid, _ stride: Int
) -> [Number] {
  let row = grid.baseWidth * stride
  return Array(all[periods.lowerBound * row..<periods.upperBound * row]) + Array(repeating: .zero, count: stride)
}

extension AggregateTally {
  fileprivate func block(_ periods: Range<Int>, _ grid: CellGrid) -> AggregateTally {
    var block = self
    if !matching.isEmpty { block.matching = slice(matching, periods, grid, 1) }
    block.sums = sums?.block(periods, grid)
    block.values = values?.block(periods)
    block.different = different?.block(periods)
    return block
  }

  /// Writes the tally; false where it cannot be written.
  fileprivate func append(to writer: inout TallyWriter) -> Bool {
    writer.append(sparse: matching)
    if let sums { guard sums.append(to: &writer) else { return false } }
    values?.append(to: &writer)
    different?.append(to: &writer)
    return true
  }

  fileprivate init?(_ reader: inout TallyReader, _ plan: AggregatePlan, _ grid: CellGrid, _ code: PlaceCode) {
    let count = plan.condition == nil ? 0 : grid.baseCount + 1
    guard let matching = reader.sparse(of: Int32.self, count: count) else { return nil }
    var (sums, values, different) = (SumTally?.none, ValueTally?.none, DifferentTally?.none)
    switch plan.unconditional {
    case .sum, .mean:
      guard let read = SumTally(&reader, grid) else { return nil }
      sums = read
    case .quantile:
      var read = ValueTally(grid)
      guard read.read(from: &reader, grid, code) else { return nil }
      values = read
    case .distinct:
      var read = DifferentTally(grid)
      guard read.read(from: &reader, groups: grid.groupCount - 1) else { return nil }
      different = read
    case .count, .onlyWhere, .medianTerm: break
    }
    self.init(plan, matching: matching, sums: sums, values: values, different: different)
  }
}

extension SumTally {
  fileprivate func block(_ periods: Range<Int>, _ grid: CellGrid) -> SumTally {
    var block = self
    block.present = slice(present, periods, grid, 1)
    switch sums {
    case .small(let integers, let bound): block.sums = .small(slice(integers, periods, grid, 1), bound: bound)
    case .scaled(let integers, let exponent):
      block.sums = .scaled(slice(integers, periods, grid, 1), exponent: exponent)
    case .exact(let exactSums):
      let row = grid.baseWidth
      block.sums = .exact(exactSums[periods.lowerBound * row..<periods.upperBound * row] + [ExactSum()])
    }
    return block
  }

  /// Integers of more bits are not written: so many cells of others can be added up without a look at each sum.
  private static let mostBits = 100

  fileprivate func append(to writer: inout TallyWriter) -> Bool {
    let (integers, exponent): ([Int128], Int)
    switch sums {
    case .small(let small, _): (integers, exponent) = (small.map { Int128($0) }, 0)
    case .scaled(let scaled, let power): (integers, exponent) = (scaled, power)
    case .exact: return false
    }
    guard Self.areSmall(integers) else { return false }
    writer.append(sparse: present)
    writer.append(sparse: integers)
    writer.append([Int64(exponent), Int64(least), Int64(greatest)])
    return true
  }

  private static func areSmall(_ integers: [Int128]) -> Bool {
    let most = Int128(1) << Int128(mostBits)
    return integers.allSatisfy { $0 > -most && $0 < most }
  }

  fileprivate init?(_ reader: inout TallyReader, _ grid: CellGrid) {
    guard let present = reader.sparse(of: Int32.self, count: grid.baseCount + 1),
      let integers = reader.sparse(of: Int128.self, count: grid.baseCount + 1), Self.areSmall(integers),
      let powers = reader.list(of: Int64.self, count: 3)
    else { return nil }
    let (exponent, least, greatest) = (powers[0], powers[1], powers[2])
    // Powers of two of Doubles, or the marks of a tally without values.
    let known: ClosedRange<Int64> = -2_200...2_200
    guard known.contains(exponent),
      (least == .max && greatest == .min) || (known.contains(least) && known.contains(greatest) && least <= greatest)
    else { return nil }
    self.init(
      present: present, integers, exponent: Int(exponent), least: Int(least), greatest: Int(greatest))
  }
}

extension ValueTally {
  fileprivate func block(_ range: Range<Int>) -> ValueTally {
    var block = self
    block.periods = Array(periods[range])
    return block
  }

  fileprivate func append(to writer: inout TallyWriter) {
    for chunks in periods {
      writer.append(chunks.flatMap(\.values))
      writer.append(chunks.flatMap(\.codes))
    }
  }

  fileprivate mutating func read(from reader: inout TallyReader, _ grid: CellGrid, _ code: PlaceCode) -> Bool {
    for period in periods.indices {
      guard let values = reader.list(of: Double.self),
        let codes = reader.list(of: UInt32.self, count: values.count * code.words),
        values.allSatisfy(\.isFinite), code.holds(codes, in: grid)
      else { return false }
      periods[period] = values.isEmpty ? [] : [Chunk(values, codes)]
    }
    return true
  }
}

extension DifferentTally {
  fileprivate func block(_ periods: Range<Int>) -> DifferentTally {
    var block = self
    block.tables = Array(tables[periods])
    return block
  }

  fileprivate func append(to writer: inout TallyWriter) {
    writer.append((0..<interner.count).map { interner.pair(Int32($0)).0 })
    writer.append([greatest])
    for table in tables { table.append(to: &writer) }
  }

  fileprivate mutating func read(from reader: inout TallyReader, groups: Int) -> Bool {
    guard let words = reader.list(of: UInt64.self), let greatest = reader.list(of: Int32.self, count: 1) else {
      return false
    }
    interner = KeyInterner(capacity: words.count)
    for (number, word) in words.enumerated() {
      guard Int(interner.intern(word, 0)) == number else { return false }
    }
    // No more than there can be room for.
    guard greatest[0] >= -1, greatest[0] < 1 << 26 else { return false }
    self.greatest = greatest[0]
    for period in tables.indices {
      guard tables[period].read(from: &reader, places: baseWidth, greatest: greatest[0], groups: groups) else {
        return false
      }
    }
    return true
  }
}

extension GroupedPairs {
  fileprivate func append(to writer: inout TallyWriter) {
    // The pairs alone: the slots follow from them.
    var pairs: [UInt64] = []
    var masks: [UInt32] = []
    pairs.reserveCapacity(count)
    masks.reserveCapacity(count * words)
    forEachPair { place, value, bits in
      pairs.append(Self.pair(Int32(truncatingIfNeeded: place), value))
      masks.append(contentsOf: bits)
    }
    writer.append(pairs)
    writer.append(masks)
  }

  fileprivate mutating func read(
    from reader: inout TallyReader, places: Int, greatest: Int32, groups: Int
  ) -> Bool {
    guard let pairs = reader.list(of: UInt64.self),
      let masks = reader.list(of: UInt32.self, count: pairs.count * words),
      pairs.allSatisfy({ key in
        let value = Int32(truncatingIfNeeded: key)
        return Int(key >> 32) < places && value >= 0 && value <= greatest
      })
    else { return false }
    // The last word of bits may have room for more groups than there are.
    let isOver: UInt32 = groups & 31 == 0 ? 0 : ~0 << UInt32(groups & 31)
    guard words == 0 || pairs.indices.allSatisfy({ masks[($0 + 1) * words - 1] & isOver == 0 }) else { return false }
    self = GroupedPairs(places: places, groups: groups)
    reserve(pairs.count)
    let numbers = pairs.indices.map { Int32(truncatingIfNeeded: $0) }
    pairs.withUnsafeBufferPointer { pairs in numbers.withUnsafeBufferPointer { add(pairs, $0, masks) } }
    return count == pairs.count
  }
}
