// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonColumns
import MezonSemantics
import Synchronization

/// What an earlier run added up, of everything that a store held then: blocks of periods that share no day, and the codes by which their
/// events were added up.
package struct EarlierBlocks: Sendable {
  /// One block.
  package struct Block: Sendable {
    package let period: Period
    /// In how many parts the lines of the table are, as ``TableBlocks/Block/text``.
    package let parts: Int
    /// A part of the lines that the earlier run made of it; nil where it cannot be read.
    package let text: @Sendable (_ part: Int) -> [UInt8]?
    /// What was added up, by ``TableBlocks``, in one or more pieces that add up; nil where it cannot be read.
    package let sums: @Sendable () -> [[UInt8]]?
    /// How many pieces there are.
    package let pieces: Int

    package init(
      period: Period, parts: Int, pieces: Int, text: @escaping @Sendable (_ part: Int) -> [UInt8]?,
      sums: @escaping @Sendable () -> [[UInt8]]?
    ) {
      self.parts = parts
      self.pieces = pieces
      self.period = period
      self.text = text
      self.sums = sums
    }
  }

  /// The last day that was known.
  package let asOf: CalendarDay
  package let domains: [TextDictionary]
  package let texts: TextDictionary
  package let blocks: [Block]

  package init(asOf: CalendarDay, domains: [TextDictionary], texts: TextDictionary, blocks: [Block]) {
    self.asOf = asOf
    self.domains = domains
    self.texts = texts
    self.blocks = blocks
  }

  /// Whether the codes of a data set are the first of these, so that what was added up by both adds up.
  func continues(_ dataset: Dataset) -> Bool {
    domains.count == dataset.domains.count && texts.begins(with: dataset.texts)
      && zip(domains, dataset.domains).allSatisfy { $0.begins(with: $1) }
  }
}

/// A table in blocks of periods that share no day, with what they are made from.
package struct TableBlocks: Sendable {
  /// What its lines are.
  package enum Layout: Sendable {
    /// One a period, unit and group, with all values.
    case wide
    /// One a value: indicator after indicator, and of each the periods.
    case long
  }

  /// What is to be kept of a block's sums.
  package enum Sums: Sendable {
    /// What is kept already.
    case unchanged
    /// A piece more.
    case more([UInt8])
    /// All of them.
    case whole([UInt8])
  }

  /// One block.
  package struct Block: Sendable {
    package let period: Period
    /// The lines of the table: in the wide layout by period, in the long one by indicator.
    package let text: [[UInt8]]
    /// For each part of the text whether it was made anew.
    package let isNew: [Bool]
    package let sums: Sums
  }

  package let layout: Layout
  /// The line before all others.
  package let header: [UInt8]
  package let blocks: [Block]

  /// The whole table, in parts.
  package var table: [[UInt8]] {
    switch layout {
    case .wide: return [header] + blocks.flatMap(\.text)
    case .long:
      let indicators = blocks.first?.text.indices ?? 0..<0
      return [header] + indicators.flatMap { indicator in blocks.map { $0.text[indicator] } }
    }
  }
}

extension PartedEvaluation {
  /// How many pieces of sums are kept before they are put together.
  private static let mostPieces = 8

  /// The table of all events, those of an earlier run among them; nil where it must be made another way.
  ///
  /// Lines of periods in which nothing was added, and whose days were all known before, stay as they were.
  ///
  /// - Complexity: that of ``GridPlan/cells(_:threads:only:)`` for the blocks that change, and O(bytes) for the others.
  package func tableBlocks(_ layout: TableBlocks.Layout, _ evaluator: Evaluator, threads: Int) -> TableBlocks? {
    guard !hasPasses, let (plan, tally) = added(threads: threads), plan.grids.count == 1 else { return nil }
    let plans = indicators.map { evaluator.programme.indicators[$0] }
    guard plans.allSatisfy({ $0.window == nil && evaluator.programme.versions(of: $0.id).count == 1 }),
      Set(plans.map(\.id)).count == plans.count
    else { return nil }
    let grid = plan.grids[0].cells
    let ranges = grid.periods.blocks
    if let earlier, earlier.blocks.map(\.period) != ranges.map({ grid.periods.period(of: $0) }) { return nil }
    let known = earlier?.blocks.map { $0 as EarlierBlocks.Block? } ?? Array(repeating: nil, count: ranges.count)
    let touched = tally.touched(plan)
    // What was kept is read side by side; what changes is then made by all threads, one block after the other.
    let kept = read(
      known, zip(ranges, known).map { changes($0, $1, layout, grid, touched, evaluator.asOf) }, threads: threads)
    var blocks: [TableBlocks.Block] = []
    for (number, range) in ranges.enumerated() {
      guard let block = block(range, known[number], kept[number], layout, plan, tally, evaluator, threads) else {
        return nil
      }
      blocks.append(block)
    }
    // A wide table without a line has no columns for indicators either.
    guard layout == .long || blocks.contains(where: { $0.text.contains { !$0.isEmpty } }) else { return nil }
    let header = layout == .wide ? WideValues.header(plans.map(\.id)) : LongLines(of: evaluator).header()
    return TableBlocks(layout: layout, header: header, blocks: blocks)
  }

  /// What was kept of a block and is of use.
  private struct Kept: Sendable {
    /// The parts of its lines that stay as they were; nil for those that change or cannot be read.
    var text: [[UInt8]?]
    /// Its sums, where its lines change; nil where they do not, or the sums cannot be read.
    var sums: [[UInt8]]?
  }

  /// For each part of a block's lines whether it changes: where something was added in its days, or they were not all known before.
  private func changes(
    _ range: Range<Int>, _ known: EarlierBlocks.Block?, _ layout: TableBlocks.Layout, _ grid: CellGrid,
    _ touched: [Bool], _ asOf: CalendarDay
  ) -> [Bool] {
    let count = layout == .wide ? range.count : indicators.count
    guard let known, known.parts == count else { return Array(repeating: true, count: count) }
    let changes = range.map { period in
      !isSettled(grid.periods.periods[period], asOf) || grid.baseParts(of: period).contains { touched[Int($0)] }
    }
    return layout == .wide ? changes : Array(repeating: changes.contains(true), count: count)
  }

  /// Reads what was kept of some blocks: the parts of lines that do not change, and the sums where some do.
  private func read(_ known: [EarlierBlocks.Block?], _ changes: [[Bool]], threads: Int) -> [Kept] {
    var kept = changes.map { Kept(text: Array(repeating: nil, count: $0.count)) }
    // The sums take longest, so they come first.
    let sums = known.indices.filter { known[$0] != nil && changes[$0].contains(true) }
    let texts = changes.indices.flatMap { block in
      changes[block].indices.filter { !changes[block][$0] }.map { (block: block, part: $0) }
    }
    enum Read: Sendable {
      case sums([[UInt8]]?)
      case text([UInt8]?)
    }
    let read = concurrently(sums.count + texts.count, threads: threads) { number -> Read in
      if number < sums.count { return .sums(known[sums[number]]?.sums()) }
      let place = texts[number - sums.count]
      return .text(known[place.block]?.text(place.part))
    }
    for (number, found) in read.enumerated() {
      switch found {
      case .sums(let found): kept[sums[number]].sums = found
      case .text(let found):
        let place = texts[number - sums.count]
        kept[place.block].text[place.part] = found
      }
    }
    return kept
  }

  /// One block; nil where it must be made another way.
  private func block(
    _ range: Range<Int>, _ known: EarlierBlocks.Block?, _ kept: Kept, _ layout: TableBlocks.Layout,
    _ plan: GridPlan, _ tally: GridTally, _ evaluator: Evaluator, _ threads: Int
  ) -> TableBlocks.Block? {
    let grid = plan.grids[0].cells
    let period = grid.periods.period(of: range)
    let isNew = kept.text.map { $0 == nil }
    guard isNew.contains(true) else {
      return TableBlocks.Block(period: period, text: kept.text.compactMap(\.self), isNew: isNew, sums: .unchanged)
    }
    var scope = plan.scope
    scope.asked = period
    guard let own = blockPlan(evaluator, scope, like: grid, range) else { return nil }
    let added = tally.block(range, of: plan, as: own)
    let isPiece = known.map { $0.pieces < Self.mostPieces } ?? false
    var sums = added
    if let known {
      guard let pieces = kept.sums ?? known.sums(),
        let all = GridTally.sum(of: pieces, added, own, threads: threads)
      else { return nil }
      sums = all
    }
    guard let bytes = (isPiece ? added : sums).bytes(),
      let text = text(layout, sums, own, isNew, evaluator, scope, threads), text.count == isNew.count
    else { return nil }
    return TableBlocks.Block(
      period: period, text: zip(kept.text, text).map { $0 ?? $1 }, isNew: isNew,
      sums: isPiece ? .more(bytes) : .whole(bytes))
  }

  /// The lines of some sums, as ``TableBlocks/Block/text``, those parts that are not wanted empty; nil where they must be made another
  /// way.
  private func text(
    _ layout: TableBlocks.Layout, _ sums: GridTally, _ plan: GridPlan, _ isWanted: [Bool], _ evaluator: Evaluator,
    _ scope: EvaluationScope, _ threads: Int
  ) -> [[UInt8]]? {
    if layout == .wide {
      let (cells, facts) = cellsAndFacts(sums, plan, isWanted, evaluator, scope, threads)
      let wide = WideValues(
        evaluator, indicators, cells, scope, threads: threads, only: isWanted, mayBeEmpty: true, facts: facts)
      return wide.map { $0.linesOfPeriods().map { Self.joined($0) } }
    }
    let cells = plan.cells(sums, threads: threads)
    let all = indicators
    let intervals = CountIntervals(evaluator, cells)
    let texts = concurrently(all.count, threads: threads) { number -> [UInt8]? in
      guard let own = cells[all[number]] else { return nil }
      var exposures = ExposureTable(evaluator)
      var lines = LongLines(of: evaluator)
      let rows = GridRows(evaluator, indicator: all[number], own, scope, intervals)
      rows.forEachRow(of: 0..<own.grid.periods.periods.count, &exposures) { lines.append($0) }
      return lines.takeBytes()
    }
    let made = texts.compactMap { $0 }
    return made.count == all.count ? made : nil
  }

  /// The cells of some periods of a block, and, found out meanwhile, what they are judged by besides their events.
  private func cellsAndFacts(
    _ sums: GridTally, _ plan: GridPlan, _ isWanted: [Bool], _ evaluator: Evaluator, _ scope: EvaluationScope,
    _ threads: Int
  ) -> ([Int: GridCells], GridFacts?) {
    let facts = Mutex<GridFacts?>(nil)
    let plans = indicators.map { evaluator.programme.indicators[$0] }
    let cells = plan.finished([sums], threads: threads, only: isWanted) {
      guard let grid = plan.grids.first else { return }
      let made = GridFacts(evaluator, plans, grid.cells, grid.groups, scope, only: isWanted)
      facts.withLock { $0 = made }
    }.cells
    return (cells, facts.withLock { $0 })
  }

  private static func joined(_ parts: [[UInt8]]) -> [UInt8] {
    if parts.count == 1 { return parts[0] }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for part in parts { bytes += part }
    return bytes
  }

  /// Whether what is known of a period's days has not changed since the earlier run.
  private func isSettled(_ period: Period, _ asOf: CalendarDay) -> Bool {
    guard let earlier else { return false }
    return earlier.asOf == asOf || period.last <= min(earlier.asOf, asOf)
  }

  /// A plan of some periods of a grid alone; nil where its cells are not those of the grid.
  private func blockPlan(
    _ evaluator: Evaluator, _ scope: EvaluationScope, like grid: CellGrid, _ range: Range<Int>
  ) -> GridPlan? {
    var plan = GridPlan(evaluator, scope)
    let columns = evaluator.expressionColumns()
    for indicator in indicators { guard plan.add(indicator, columns) else { return nil } }
    guard plan.grids.count == 1 else { return nil }
    let own = plan.grids[0].cells
    let first = Int32(truncatingIfNeeded: range.lowerBound)
    guard own.baseWidth == grid.baseWidth, own.width == grid.width, own.groupCount == grid.groupCount,
      own.periods.periods == Array(grid.periods.periods[range]),
      own.periods.labels == Array(grid.periods.labels[range]),
      range.allSatisfy({ own.summands[$0 - range.lowerBound].map { $0 + first } == Array(grid.summands[$0]) })
    else { return nil }
    return plan
  }
}

extension PeriodTable {
  /// The periods in runs that share no day with each other. Complexity: O(periods).
  fileprivate var blocks: [Range<Int>] {
    var blocks: [Range<Int>] = []
    var last = CalendarDay.first
    for (number, period) in periods.enumerated() {
      if let block = blocks.last, period.first <= last {
        blocks[blocks.count - 1] = block.lowerBound..<number + 1
      } else {
        blocks.append(number..<number + 1)
      }
      last = max(last, period.last)
    }
    return blocks
  }

  /// The days of a run of periods.
  fileprivate func period(of block: Range<Int>) -> Period {
    let first = periods[block.lowerBound].first
    let last = periods[block].map(\.last).max() ?? first
    return Period.range(from: first, through: last) ?? periods[block.lowerBound]
  }
}
