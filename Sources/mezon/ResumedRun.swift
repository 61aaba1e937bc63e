// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonEngine
import MezonStore

/// A run over a store that goes on from an earlier one and is kept for the next.
struct ResumedRun {
  /// What is wanted of a run.
  struct Request {
    /// Where runs are kept.
    let folder: String
    /// Everything that a figure could depend on but what the store holds, line by line.
    let lines: [String]
    /// What adds the events up.
    let added: PartedEvaluation
    /// Whether an earlier run may be gone on from.
    let mayResume: Bool
  }

  /// Whether it goes on from an earlier one.
  var isResumed: Bool { earlier != nil }
  /// How many events there are in all.
  let events: Int
  private let earlier: EvaluationCache.Earlier?
  private let cache: EvaluationCache
  private let tables: [EvaluationCache.TableName]

  /// Finds what an earlier run of a request left for some tables of events, and begins to read it. Complexity: O(tables + codes).
  ///
  /// - Parameter threads: with one alone nothing is read beside other work
  /// - Returns: the run, and the tables that are still to be looked at.
  static func begin(
    _ request: Request, _ snapshot: StoreSnapshot, _ parts: [StoreSnapshot.Part], threads: Int
  ) -> (run: ResumedRun, isNew: [Bool]) {
    let cache = EvaluationCache(request.folder, request: request.lines + snapshot.identityOfRosters)
    let tables = parts.map { "\($0.commit) \($0.index) \($0.entry.name) \($0.source) \($0.identity)" }
    let earlier = request.mayResume ? cache.earlier(of: tables) : nil
    if let earlier { request.added.resume(earlier.blocks, latestDay: earlier.blocks.asOf) }
    let isNew = tables.map { !(earlier?.tables.contains($0) ?? false) }
    if threads > 1 { earlier?.readAhead(forEventsOf: zip(parts, isNew).filter(\.1).map(\.0.entry.days)) }
    let added = zip(parts, isNew).reduce(0) { $0 + ($1.1 ? $1.0.rowCount : 0) }
    return (ResumedRun(earlier, events: added + (earlier?.events ?? 0), cache: cache, tables: tables), isNew)
  }

  private init(
    _ earlier: EvaluationCache.Earlier?, events: Int, cache: EvaluationCache, tables: [EvaluationCache.TableName]
  ) {
    self.earlier = earlier
    self.events = events
    self.cache = cache
    self.tables = tables
  }

  /// Keeps what was made for the next run.
  func keep(_ made: TableBlocks, of run: EvaluationRun) throws {
    try cache.keep(made, after: earlier, tables: tables, events: events, run.files.dataset, asOf: run.evaluator.asOf)
  }
}
