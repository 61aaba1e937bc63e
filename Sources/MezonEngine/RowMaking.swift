// SPDX-License-Identifier: Apache-2.0

import MezonSemantics

/// Makes the rows of one indicator after the other, with what they have in common made once.
struct RowMaking {
  private let evaluator: Evaluator
  private let scope: EvaluationScope
  private let threads: Int
  private let chunkRows: Int?
  private let columns: ExpressionColumns
  private let grids: [Int: GridCells]
  private let passes: [Int: PassResult]
  private let intervals: CountIntervals
  private var exposures: ExposureTable
  private var book: FigureBook?

  /// Adds up the events of those indicators that share a pass; the parameters are those of ``Evaluator/evaluate(_:_:threads:chunkRows:added:)``.
  init(
    _ evaluator: Evaluator, _ indicators: [Int], _ scope: EvaluationScope, threads: Int, chunkRows: Int?,
    added: PartedEvaluation?
  ) {
    self.evaluator = evaluator
    self.scope = scope
    self.threads = threads
    self.chunkRows = chunkRows
    columns = evaluator.expressionColumns()
    grids =
      chunkRows == nil
      ? added?.cells(threads: threads) ?? evaluator.gridCells(indicators, columns, scope, threads: threads) : [:]
    passes = chunkRows == nil ? added?.passes() ?? [:] : [:]
    intervals = CountIntervals(evaluator, grids)
    exposures = ExposureTable(evaluator)
  }

  /// The rows of an indicator; none of one that is not there.
  mutating func rows(of indicator: Int) -> [ResultRow] {
    guard let cells = grids[indicator] else { return rowsOfRuns(of: indicator) }
    return cells.inParts(evaluator, indicator, scope, intervals, &exposures, threads: threads) { forEachRow in
      var rows: [ResultRow] = []
      forEachRow { rows.append($0) }
      return rows
    }.flatMap(\.self)
  }

  /// The lines of an indicator in the long layout, in parts.
  mutating func lines(of indicator: Int) -> [[UInt8]] {
    let evaluator = evaluator
    guard let cells = grids[indicator] else {
      let rows = rowsOfRuns(of: indicator)
      return inChunks(rows: rows.count, chunkRows: Self.linesAtOnce, threads: threads) { chunk in
        var lines = LongLines(of: evaluator)
        for row in rows[chunk] { lines.append(row) }
        return lines.takeBytes()
      }
    }
    return cells.inParts(evaluator, indicator, scope, intervals, &exposures, threads: threads) { forEachRow in
      var lines = LongLines(of: evaluator)
      forEachRow { lines.append($0) }
      return lines.takeBytes()
    }
  }

  private static let linesAtOnce = 1 << 14

  /// The rows with what comparisons say of them.
  mutating func comparing(_ rows: [ResultRow]) -> [ResultRow] {
    var comparisons = PeerComparisons(figures())
    return comparisons.adding(to: rows)
  }

  private mutating func rowsOfRuns(of indicator: Int) -> [ResultRow] {
    guard evaluator.programme.indicators.indices.contains(indicator) else { return [] }
    if case .derived = evaluator.programme.indicators[indicator].value { return figures().rows(of: indicator, scope) }
    var rows: [ResultRow] = []
    for run in evaluator.runs(indicator, columns, scope) {
      let parts = passes[indicator].map { run.parts(of: $0) } ?? run.parts(threads: threads, chunkRows: chunkRows)
      run.appendRows(parts, &exposures, to: &rows)
    }
    return rows
  }

  private mutating func figures() -> FigureBook {
    if let book { return book }
    let made = FigureBook(evaluator, columns, threads: threads, chunkRows: chunkRows)
    book = made
    return made
  }
}

extension GridCells {
  /// Makes something of the rows of stretches of periods, side by side, and returns it in the order of rows.
  fileprivate func inParts<Part: Sendable>(
    _ evaluator: Evaluator, _ indicator: Int, _ scope: EvaluationScope, _ intervals: CountIntervals,
    _ exposures: inout ExposureTable, threads: Int,
    _ body: @Sendable (_ forEachRow: ((ResultRow) -> Void) -> Void) -> Part
  ) -> [Part] {
    let count = grid.periods.periods.count
    // The first rows find out how many residents there are, for all others.
    let first = threads > 1 ? min(1, count) : count
    let rows = GridRows(evaluator, indicator: indicator, self, scope, intervals)
    let head = body { rows.forEachRow(of: 0..<first, &exposures, $0) }
    let known = exposures
    // More stretches than threads, so that all end at about the same time.
    let tail = inChunks(rows: count - first, chunkRows: (count - first) / (4 * threads), threads: threads) { periods in
      let rows = GridRows(evaluator, indicator: indicator, self, scope, intervals)
      return body {
        var known = known
        rows.forEachRow(of: periods.lowerBound + first..<periods.upperBound + first, &known, $0)
      }
    }
    return [head] + tail
  }
}
