// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonDiagnostics

/// Gathers what becomes of the rows of one file.
struct RejectionLog: Sendable {
  private struct Kind: Hashable {
    let disposition: RejectedRow.Disposition
    let code: String
    let subject: String
  }

  let source: String
  let joinedAs: String?
  let file: String
  var rowsRead = 0
  private var counts: [Kind: (first: RejectedRow, lines: [Int32])] = [:]
  private var rows: [RejectedRow] = []
  /// The reasons of row rules, which many rows share.
  private var shared: [String: RejectedRow.Reason] = [:]

  init(source: String, joinedAs: String? = nil, file: String) {
    self.source = source
    self.joinedAs = joinedAs
    self.file = file
  }

  /// Notes the rows that the reader refused; they count as read.
  mutating func note(refusedBy batch: RowBatch, of table: HandedInTable) { note(batch.refused, of: table) }

  /// Notes rows that a reader refused; they count as read.
  mutating func note(_ refused: [RefusedRow], of table: HandedInTable) {
    for row in refused {
      let (rule, arguments) = IngestRule.broken(by: row.fault)
      rowsRead += 1
      let start = table.bytesBefore + row.byteOffset
      let column = table.characterColumn(
        line: row.fault.line, byteColumn: row.fault.byteColumn, rowStart: start, rowLine: row.line)
      add(
        reason(.refused, rule, arguments), subject: "", line: row.fault.line, column: column,
        bytes: row.byteOffset..<(row.byteOffset + row.byteCount), of: table)
    }
  }

  /// Refuses a row.
  /// - Parameters:
  ///   - line: the line as the reader counts
  ///   - bytes: where the row stands, as the reader counts
  mutating func refuse(
    _ fault: FieldFault, line: Int, column: Int?, bytes: Range<Int>, of table: HandedInTable
  ) {
    add(
      reason(.refused, fault.rule, fault.arguments, suggestion: fault.suggestion),
      subject: fault.arguments.first ?? "", line: line, column: column, bytes: bytes, of: table)
  }

  /// Sets a row aside because it sums up others.
  mutating func setAsideTotal(_ word: String, line: Int, bytes: Range<Int>, of table: HandedInTable) {
    add(
      reason(.setAside, IngestRule.total, [word]), subject: word, line: line, column: nil, bytes: bytes, of: table)
  }

  /// Sets a row aside because an earlier one is the same.
  mutating func setAsideDuplicate(
    _ arguments: [String], line: Int, bytes: Range<Int>, of table: HandedInTable
  ) {
    add(
      reason(.setAside, IngestRule.duplicate, arguments), subject: arguments.first ?? "", line: line, column: nil,
      bytes: bytes, of: table)
  }

  /// Refuses a row or sets it aside by a rule of its source.
  mutating func reject(
    _ disposition: RejectedRow.Disposition, because words: String, line: Int, bytes: Range<Int>,
    of table: HandedInTable
  ) {
    let rule = disposition == .refused ? IngestRule.refusedByRule : IngestRule.setAsideByRule
    let key = rule.code + words
    let reason = shared[key] ?? reason(disposition, rule, [words])
    shared[key] = reason
    add(reason, subject: words, line: line, column: nil, bytes: bytes, of: table)
  }

  /// Refuses a row of a store, of which the place is kept and not the text.
  mutating func refuse(_ fault: FieldFault, stored line: Int, file: String) {
    let reason = RejectedRow.Reason(
      .refused, source: source, file: file, rule: fault.rule, arguments: fault.arguments, suggestion: nil)
    add(
      RejectedRow(reason, line: line, column: nil, content: [], range: 0..<0), reason,
      subject: fault.arguments.first ?? "")
  }

  private func reason(
    _ disposition: RejectedRow.Disposition, _ rule: DiagnosticRule, _ arguments: [String], suggestion: String? = nil
  ) -> RejectedRow.Reason {
    RejectedRow.Reason(
      disposition, source: source, file: file, rule: rule, arguments: arguments, suggestion: suggestion)
  }

  private mutating func add(
    _ reason: RejectedRow.Reason, subject: String, line: Int, column: Int?, bytes: Range<Int>, of table: HandedInTable
  ) {
    let row = RejectedRow(
      reason, line: table.line(line), column: column, content: table.bytes,
      range: bytes.shifted(by: table.bytesBefore))
    add(row, reason, subject: subject)
  }

  private mutating func add(_ row: RejectedRow, _ reason: RejectedRow.Reason, subject: String) {
    let kind = Kind(disposition: reason.disposition, code: reason.rule.code, subject: subject)
    rows.append(row)
    counts[kind, default: (row, [])].lines.append(Int32(clamping: row.line))
    if let known = counts[kind], row.line < known.first.line { counts[kind]?.first = row }
  }

  /// Lets go of the text that the rows stand in: from now on they have one of their own. Complexity: O(bytes of the rows).
  mutating func keepRowsOnly() {
    var text: [UInt8] = []
    var ranges: [Range<Int>] = []
    for row in rows {
      let start = text.count
      text += row.bytes
      ranges.append(start..<text.count)
    }
    for (place, range) in ranges.enumerated() { rows[place] = rows[place].moved(to: text, range) }
    for kind in counts.keys {
      guard let first = counts[kind]?.first else { continue }
      counts[kind]?.first = first.moved(to: first.bytes, nil)
    }
  }

  /// Adds what became of the rows of a later part of the file, which counts lines from its beginning. Complexity: O(its rejected rows).
  mutating func append(_ part: RejectionLog, linesBefore: Int = 0) {
    rowsRead += part.rowsRead
    rows += part.rows.map { $0.moved(down: linesBefore) }
    for (kind, found) in part.counts {
      let first = found.first.moved(down: linesBefore)
      counts[kind, default: (first, [])].lines += found.lines.map { Int32(clamping: Int($0) + linesBefore) }
      if let known = counts[kind], first.line < known.first.line { counts[kind]?.first = first }
    }
  }

  /// Adds what was gathered to a report.
  func finish(into report: inout IngestReport) {
    func tallies(_ disposition: RejectedRow.Disposition) -> [IngestReport.Tally] {
      counts.filter { $0.key.disposition == disposition }
        .map { kind, rows in
          let lines = rows.lines.sorted().prefix(IngestReport.Tally.linesAtMost).map { Int($0) }
          return IngestReport.Tally(first: rows.first, subject: kind.subject, count: rows.lines.count, lines: lines)
        }
        .sorted { ($0.rule.code, $0.subject) < ($1.rule.code, $1.subject) }
    }
    report.files.append(
      IngestReport.FileReport(
        source: source, joinedAs: joinedAs, file: file, rowsRead: rowsRead, accepted: rowsRead - rows.count,
        setAside: tallies(.setAside), refused: tallies(.refused)))
    report.rejected += rows.enumerated()
      .sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
  }
}

extension Range<Int> {
  /// The range that many later.
  func shifted(by distance: Int) -> Range<Int> { (lowerBound + distance)..<(upperBound + distance) }
}

extension HandedInTable {
  /// The bytes of a stretch of the file, held within it.
  func rawBytes(_ range: Range<Int>) -> [UInt8] { Array(bytes[range.clamped(to: 0..<bytes.count)]) }

  /// The character, from 1, at a byte of a line within a row; broken bytes count as continuing the one before.
  /// - Parameters:
  ///   - rowStart: where the row begins in the file
  ///   - line: the line of the place, and `rowLine` that of the row's beginning, both as the reader counts
  /// - Returns: nil for a table that is no text, whose characters nobody sees
  func characterColumn(line: Int, byteColumn: Int, rowStart: Int, rowLine: Int) -> Int? {
    guard lines == nil else { return nil }
    var index = rowStart
    var current = rowLine
    while current < line, index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == 0x0A || (byte == 0x0D && !(index < bytes.count && bytes[index] == 0x0A)) { current += 1 }
    }
    let stretch = (index..<(index + byteColumn - 1)).clamped(to: 0..<bytes.count)
    return bytes[stretch].reduce(1) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
  }
}
