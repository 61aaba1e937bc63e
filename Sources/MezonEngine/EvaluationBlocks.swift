// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonColumns
import MezonSemantics

/// What an earlier run added up, of everything that a store held then: blocks of periods that share no day, and the codes by which their
/// events were added up.
package struct EarlierBlocks: Sendable {
  /// One block.
  package struct Block: Sendable {
    package let period: Period
    /// The lines of the table that the earlier run made of it, as ``TableBlocks/Block/text``; nil where they cannot be read.
    package let text: @Sendable () -> [[UInt8]]?
    /// What was added up, by ``TableBlocks``, in one or more pieces that add up; nil where it cannot be read.
    package let sums: @Sendable () -> [[UInt8]]?
    /// How many pieces there are.
    package let pieces: Int

    package init(
      period: Period, pieces: Int, text: @escaping @Sendable () -> [[UInt8]]?,
      sums: @escaping @Sendable () -> [[UInt8]]?
    ) {
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
  /// A block to which nothing was added, and whose days were all known before, stays as it was.
  ///
  /// - Complexity: that of ``GridPlan/cells(_:threads:)`` for the blocks that change, and O(bytes) for the others.
  package func tableBlocks(_ layout: TableBlocks.Layout, _ evaluator: Evaluator, threads: Int) -> TableBlocks? {
    guard !hasPasses, let (plan, tally) = added(threads: threads), plan.grids.count == 1 else { return nil }
    let plans = indicators.map { evaluator.programme.indicators[$0] }
    guard plans.allSatisfy({ $0.window == nil && evaluator.programme.versions(of: $0.id).count == 1 }),
      Set(plans.map(\.id)).count == plans.count
    else { return nil }
    let grid = plan.grids[0].cells
    let ranges = grid.periods.blocks
    if let earlier, earlier.blocks.map(\.period) != ranges.map({ grid.periods.period(of: $0) }) { return nil }
    // What was kept is read side by side; what changes is then made by all threads, one block after the other.
    let before = earlier
    let kept = concurrently(ranges.count, threads: threads) { number -> KeptBlock in
      let known = before?.blocks[number]
      if let block = settledBlock(ranges[number], known, layout, plan, tally, evaluator) { return .settled(block) }
      return .changed(known.flatMap { $0.sums() })
    }
    var blocks: [TableBlocks.Block] = []
    for (number, range) in ranges.enumerated() {
      switch kept[number] {
      case .settled(let block): blocks.append(block)
      case .changed(let sums):
        guard let block = block(range, before?.blocks[number], sums, layout, plan, tally, evaluator, threads) else {
          return nil
        }
        blocks.append(block)
      }
    }
    // A wide table without a line has no columns for indicators either.
    guard layout == .long || blocks.contains(where: { $0.text.contains { !$0.isEmpty } }) else { return nil }
    let header = layout == .wide ? WideValues.header(plans.map(\.id)) : LongLines(of: evaluator).header()
    return TableBlocks(layout: layout, header: header, blocks: blocks)
  }

  /// What was kept of a block.
  private enum KeptBlock: Sendable {
    case settled(TableBlocks.Block)
    /// It changes; its sums, nil where they cannot be read.
    case changed([[UInt8]]?)
  }

  /// A block that stays as it was; nil where it does not.
  private func settledBlock(
    _ range: Range<Int>, _ known: EarlierBlocks.Block?, _ layout: TableBlocks.Layout, _ plan: GridPlan,
    _ tally: GridTally, _ evaluator: Evaluator
  ) -> TableBlocks.Block? {
    let period = plan.grids[0].cells.periods.period(of: range)
    guard let known, tally.isEmpty(in: range, of: plan), isSettled(period, evaluator.asOf), let text = known.text(),
      layout == .wide || text.count == indicators.count
    else { return nil }
    return TableBlocks.Block(period: period, text: text, sums: .unchanged)
  }

  /// One block; nil where it must be made another way.
  private func block(
    _ range: Range<Int>, _ known: EarlierBlocks.Block?, _ pieces: [[UInt8]]?, _ layout: TableBlocks.Layout,
    _ plan: GridPlan, _ tally: GridTally, _ evaluator: Evaluator, _ threads: Int
  ) -> TableBlocks.Block? {
    let grid = plan.grids[0].cells
    let period = grid.periods.period(of: range)
    var scope = plan.scope
    scope.asked = period
    guard let own = blockPlan(evaluator, scope, like: grid, range) else { return nil }
    let added = tally.block(range, of: plan, as: own)
    let isPiece = known.map { $0.pieces < Self.mostPieces } ?? false
    guard let sums = known == nil ? added : Self.sums(pieces, added, own),
      let bytes = (isPiece ? added : sums).bytes(),
      let text = text(layout, own.cells(sums, threads: threads), evaluator, scope, threads)
    else { return nil }
    return TableBlocks.Block(period: period, text: text, sums: isPiece ? .more(bytes) : .whole(bytes))
  }

  /// The lines of some cells, as ``TableBlocks/Block/text``; nil where they must be made another way.
  private func text(
    _ layout: TableBlocks.Layout, _ cells: [Int: GridCells], _ evaluator: Evaluator, _ scope: EvaluationScope,
    _ threads: Int
  ) -> [[UInt8]]? {
    if layout == .wide {
      let wide = WideValues(evaluator, indicators, cells, scope, threads: threads, mayBeEmpty: true)
      return wide.map { Array($0.csv().dropFirst()) }
    }
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

  /// What a block has in all; nil where what was kept of it cannot be read.
  private static func sums(_ pieces: [[UInt8]]?, _ added: GridTally, _ plan: GridPlan) -> GridTally? {
    guard let pieces else { return nil }
    var all: GridTally?
    for piece in pieces {
      guard let earlier = GridTally(piece, plan) else { return nil }
      if all == nil { all = earlier } else { all?.merge(earlier) }
    }
    all?.merge(added)
    return all ?? added
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
