// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// A row that did not become an event or a row of a roster, kept whole.
///
/// Logs may have as many of them as of others, so a row keeps a stretch of its file and shares what it has in common with
/// others of the same reason.
package struct RejectedRow: Sendable {
  /// What happened to it.
  package enum Disposition: String, Sendable {
    case refused
    case setAside = "set_aside"
  }

  /// Why rows are rejected: what many of them share.
  final class Reason: Sendable {
    let disposition: Disposition
    let source: String
    let file: String
    let rule: DiagnosticRule
    let arguments: [String]
    let suggestion: String?

    init(
      _ disposition: Disposition, source: String, file: String, rule: DiagnosticRule, arguments: [String],
      suggestion: String?
    ) {
      self.disposition = disposition
      self.source = source
      self.file = file
      self.rule = rule
      self.arguments = arguments
      self.suggestion = suggestion
    }
  }

  private let reason: Reason
  private let placeLine: Int32
  /// 0 when no cell is to blame.
  private let placeColumn: Int32
  private let content: [UInt8]
  private let range: Range<Int>

  /// - Parameter range: where the row stands in the file's content; it is held within it
  init(_ reason: Reason, line: Int, column: Int?, content: [UInt8], range: Range<Int>) {
    self.reason = reason
    placeLine = Int32(clamping: line)
    placeColumn = Int32(clamping: column ?? 0)
    self.content = content
    self.range = range.clamped(to: 0..<content.count)
  }

  private init(_ row: RejectedRow, content: [UInt8], range: Range<Int>, linesBefore: Int = 0) {
    reason = row.reason
    placeLine = Int32(clamping: row.line + linesBefore)
    placeColumn = row.placeColumn
    self.content = content
    self.range = range
  }

  /// The same row in another text; without a range it is all of it.
  func moved(to content: [UInt8], _ range: Range<Int>?) -> RejectedRow {
    RejectedRow(self, content: content, range: (range ?? content.indices).clamped(to: content.indices))
  }

  /// The same row in a file in which so many lines stand before what it was read of.
  func moved(down lines: Int) -> RejectedRow {
    lines == 0 ? self : RejectedRow(self, content: content, range: range, linesBefore: lines)
  }

  /// What happened to it.
  package var disposition: Disposition { reason.disposition }

  /// The source that read it.
  package var source: String { reason.source }

  /// The file that it stands in.
  package var file: String { reason.file }

  /// The line, from 1, on which it begins or its fault stands.
  package var line: Int { Int(placeLine) }

  /// The character on that line, from 1; nil when no cell is to blame.
  package var column: Int? { placeColumn > 0 ? Int(placeColumn) : nil }

  /// Why, and where.
  package var diagnostic: Diagnostic {
    Diagnostic(
      reason.rule, reason.arguments, at: .row(file: file, line: line, column: column), suggestion: reason.suggestion)
  }

  /// The row as it stands in the file, without its line end. Complexity: O(bytes).
  package var bytes: [UInt8] { Array(content[range]) }

  /// The row as text; what is not UTF-8, and bytes of value 0, as replacement characters. Complexity: O(bytes).
  package var text: String {
    let text = String(decoding: content[range], as: UTF8.self)
    guard text.utf8.contains(0) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
  }
}
