// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

/// Some rows of a table as delimited text, which begins and ends with a row.
struct RowPart: Sendable {
  let bytes: [UInt8]
  /// Which rows of the file its lines are of; nil where the lines are the text's own, counted from the beginning of the part.
  let lines: SourceLines?
}

/// The rows of a table that is too large to be held, part by part from the first to the last, and once.
///
/// How they are parted follows from the file alone.
protocol RowParts {
  /// What is to be said about the file once its rows were handed out.
  var warnings: [Diagnostic] { get }

  /// Hands out the parts in their order, until `body` returns false.
  /// - Returns: false where the rest cannot be parted, as where a quote is never closed; what was handed out is of no use then
  /// - Throws: what keeps the rest from being read
  func forEach(_ body: (RowPart) -> Bool) throws(ReadingFailure) -> Bool
}

extension RowParts {
  /// Hands out some parts at a time, until `body` returns false.
  func forEach(several count: Int, _ body: ([RowPart]) -> Bool) throws(ReadingFailure) -> Bool {
    var parts: [RowPart] = []
    var isStopped = false
    let isParted = try forEach { part in
      parts.append(part)
      guard parts.count == count else { return true }
      isStopped = !body(parts)
      parts = []
      return !isStopped
    }
    if isParted, !parts.isEmpty, !isStopped { _ = body(parts) }
    return isParted
  }
}

extension RowParts {
  var warnings: [Diagnostic] { [] }
}
