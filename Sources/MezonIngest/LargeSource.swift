// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonDiagnostics
import MezonSemantics
import MezonTables

/// Reads large files of one source.
struct LargeSource {
  /// A text in UTF-8 that is read part by part, where the parts are guessed.
  struct Parting {
    let content: any FileContent
    let partBytes: Int
    /// Whether bytes that are no UTF-8 may mean that all of it is in another encoding.
    let mayBeEncoded: Bool
  }

  private let source: SourcePlan
  private let joined: [String: OpenFile]
  private let programme: Programme
  private let threads: Int
  private let delivery: EventDelivery?
  private let sink: (any EventSink)?

  init(
    _ source: SourcePlan, _ joined: [String: OpenFile], programme: Programme, threads: Int,
    giving delivery: EventDelivery?, to sink: (any EventSink)?
  ) {
    self.source = source
    self.joined = joined
    self.programme = programme
    self.threads = threads
    self.delivery = delivery
    self.sink = sink
  }

  /// How a file is read, and what was found by that.
  private struct Prepared {
    var builder: DatasetBuilder
    /// nil where the definition does not fit the header.
    var reader: PartReader?
    var log: RejectionLog
    let joinLogs: [RejectionLog]
    let diagnostics: [Diagnostic]
  }

  /// Reads a text; false, and nothing is read or said, where it must be read in another way. Complexity: O(bytes).
  /// - Parameter table: its header at least
  func read(
    _ table: HandedInTable, _ parting: Parting, into builder: inout DatasetBuilder, _ report: inout IngestReport
  ) -> Bool {
    // What is wrong with the definition is said by the other way.
    guard var whole = try? prepare(table, builder), var reader = whole.reader else { return false }
    reader.mayBeEncoded = parting.mayBeEncoded
    let reading = PartedReading(reader, parting.content, partBytes: parting.partBytes, threads: threads)
    guard reading.read(into: &whole.builder, log: &whole.log, giving: delivery, sink: sink) else { return false }
    finish(whole, table.warnings, into: &builder, &report)
    return true
  }

  /// Reads a table whose rows come one part after the other; false, and nothing is read or said, where it must be held. Complexity: O(bytes).
  /// - Parameter table: its header at least
  func read(
    _ table: HandedInTable, _ parts: any RowParts, into builder: inout DatasetBuilder, _ report: inout IngestReport
  ) throws(ReadingFailure) -> Bool {
    var whole = try prepare(table, builder)
    if let reader = whole.reader {
      // Nobody else holds the rows that were seen, so that they need not be copied.
      whole.builder.giveRowsSeen(RowsSeenBefore())
      whole.builder.giveRowsSeen(builder.takeRowsSeen())
      let reading = StreamedReading(reader: reader, parts: parts, threads: threads)
      var isRead = false
      defer { if !isRead { builder.giveRowsSeen(whole.builder.takeRowsSeen()) } }
      isRead = try reading.read(into: &whole.builder, log: &whole.log, giving: delivery, sink: sink)
      if !isRead { return false }
    }
    finish(whole, table.warnings + parts.warnings, into: &builder, &report)
    return true
  }

  /// Makes ready to read rows.
  private func prepare(_ table: HandedInTable, _ builder: DatasetBuilder) throws(ReadingFailure) -> Prepared {
    var turned = table
    let unpivot = source.declaration.unpivot
    if let unpivot { turned = try table.part(RowPart(bytes: [], lines: table.lines)).unpivoted(unpivot).table }
    var whole = builder
    var planner = ReadingPlanner(
      programme: programme, zone: builder.zone, table: turned, fields: source.fields, roster: nil)
    var logs: [RejectionLog] = []
    let plan = planner.plan(source, joined: joined, values: &whole.values, joinLogs: &logs)
    return Prepared(
      builder: whole, reader: plan.map { PartReader(plan: $0, table: table, unpivot: unpivot) },
      log: RejectionLog(source: source.name, file: turned.file), joinLogs: logs,
      diagnostics: planner.warnings + planner.diagnostics)
  }

  /// Takes what was read, or what is wrong with the definition.
  private func finish(
    _ whole: Prepared, _ warnings: [Diagnostic], into builder: inout DatasetBuilder, _ report: inout IngestReport
  ) {
    builder = whole.builder
    report.diagnostics += warnings + whole.diagnostics
    for joined in whole.joinLogs { joined.finish(into: &report) }
    if whole.reader != nil { whole.log.finish(into: &report) }
  }
}
