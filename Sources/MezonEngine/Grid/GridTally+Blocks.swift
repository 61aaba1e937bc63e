// SPDX-License-Identifier: Apache-2.0

import MezonSemantics
import MezonStatistics

// Tallies of some periods alone, and as bytes that can be kept for the next run.

extension GridTally {
  /// For each of those periods in which the only grid of a plan adds events up whether something was added in it.
  func touched(_ plan: GridPlan) -> [Bool] {
    let grid = plan.grids[0].cells
    return (0..<grid.basePeriodCount).map { period in
      !roles.allSatisfy { $0.isEmpty(in: period..<period + 1, grid) }
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
  private static let form: Int64 = 3

  /// The tally as bytes; nil where its sums are no integers, or very large ones. Complexity: O(base cells · quantities + values).
  ///
  /// These are a list with the form and how many bytes each section has, then the sections: roles, then quantities.
  func bytes() -> [UInt8]? {
    var sections: [[UInt8]] = []
    for role in roles {
      var writer = TallyWriter()
      role.append(to: &writer)
      sections.append(writer.bytes)
    }
    for aggregate in aggregates {
      var writer = TallyWriter()
      guard aggregate.append(to: &writer) else { return nil }
      sections.append(writer.bytes)
    }
    var writer = TallyWriter()
    writer.append([Self.form] + sections.map { Int64($0.count) })
    for section in sections { writer.append(raw: section) }
    return writer.bytes
  }

  /// What some pieces, written by ``bytes()``, and perhaps another tally have in all; nil where one of them is no tally of the plan.
  ///
  /// Each section is read and added up by itself. Complexity: O(bytes + base cells · quantities).
  static func sum(of pieces: [[UInt8]], _ added: GridTally?, _ plan: GridPlan, threads: Int) -> GridTally? {
    var bounds: [[Range<Int>]] = []
    for piece in pieces {
      guard let sections = sections(of: piece, count: plan.roles.count + plan.aggregates.count) else { return nil }
      bounds.append(sections)
    }
    let (ranges, roleCount) = (bounds, plan.roles.count)
    // The longest first, so that no thread is left alone with one at the end.
    let sizes = (0..<roleCount + plan.aggregates.count).map { section in ranges.reduce(0) { $0 + $1[section].count } }
    let order = sizes.indices.sorted { (sizes[$0], $1) > (sizes[$1], $0) }
    let read = concurrently(order.count, threads: threads) { place -> Section? in
      let section = order[place]
      var readers = zip(pieces, ranges).map { TallyReader($0, in: $1[section]) }
      if section < roleCount {
        return Self.role(section, &readers, added?.roles[section], plan).map { .role(section, $0) }
      }
      let number = section - roleCount
      return Self.aggregate(number, &readers, added?.aggregates[number], plan).map { .aggregate(number, $0) }
    }
    var (roles, aggregates): ([Int: RoleTally], [Int: AggregateTally]) = ([:], [:])
    for case .some(let section) in read {
      switch section {
      case .role(let number, let tally): roles[number] = tally
      case .aggregate(let number, let tally): aggregates[number] = tally
      }
    }
    guard roles.count == plan.roles.count, aggregates.count == plan.aggregates.count else { return nil }
    return GridTally(
      plan, roles: plan.roles.indices.compactMap { roles[$0] },
      aggregates: plan.aggregates.indices.compactMap { aggregates[$0] })
  }

  private enum Section: Sendable {
    case role(Int, RoleTally)
    case aggregate(Int, AggregateTally)
  }

  /// Where the sections of a piece stand; nil where there are not so many.
  private static func sections(of piece: [UInt8], count: Int) -> [Range<Int>]? {
    var reader = TallyReader(piece, in: 0..<piece.count)
    guard let header = reader.list(of: Int64.self, count: count + 1), header[0] == form else { return nil }
    var sections: [Range<Int>] = []
    var start = reader.place
    for length in header.dropFirst() {
      guard length >= 0, length <= Int64(piece.count - start) else { return nil }
      sections.append(start..<start + Int(length))
      start += Int(length)
    }
    return start == piece.count ? sections : nil
  }

  private static func role(
    _ number: Int, _ readers: inout [TallyReader], _ added: RoleTally?, _ plan: GridPlan
  ) -> RoleTally? {
    var whole: RoleTally?
    for place in readers.indices {
      guard let read = RoleTally(&readers[place], plan.roles[number], plan.grid(ofRoles: number)),
        readers[place].isAtEnd
      else { return nil }
      if whole == nil { whole = read } else { whole?.merge(read) }
    }
    if let added, whole != nil { whole?.merge(added) }
    return whole ?? added
  }

  private static func aggregate(
    _ number: Int, _ readers: inout [TallyReader], _ added: AggregateTally?, _ plan: GridPlan
  ) -> AggregateTally? {
    let aggregate = plan.aggregates[number]
    let (grid, code) = (plan.grid(of: aggregate), plan.code(of: aggregate))
    var whole: AggregateTally?
    for place in readers.indices {
      guard let read = AggregateTally(&readers[place], aggregate.plan, grid, code), readers[place].isAtEnd else {
        return nil
      }
      if whole == nil { whole = read } else { whole?.merge(read) }
    }
    if let added, whole != nil { whole?.merge(added) }
    return whole ?? added
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
    // The pairs alone, each once: the slots follow from them.
    var settled = self
    settled.settle()
    var pairs: [UInt64] = []
    var masks: [UInt32] = []
    pairs.reserveCapacity(settled.count)
    masks.reserveCapacity(settled.count * words)
    settled.forEachPair { place, value, bits in
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
