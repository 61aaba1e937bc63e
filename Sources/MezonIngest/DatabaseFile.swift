// SPDX-License-Identifier: Apache-2.0

import Crypto
import MezonColumns
package import MezonDiagnostics
import MezonTables
import Synchronization

/// A table of a database in the place of a file: `postgresql://reader@host/database#schema.table`.
///
/// Its rows come as a text with a header, as they stood at one moment. A large table is read from the database whenever its text is asked for, and of
/// it one piece is in memory. A view that says something else the second time, or in another order, is told.
package final class DatabaseFile: Sendable {
  /// The name by which messages call it: that of the table, for an address may hold secrets.
  package let name: String
  /// The length of its text.
  package let byteCount: Int
  /// SHA-256 of its text.
  package let digest: [UInt8]
  /// The text of a table that is not large; nil for one that is.
  package let held: [UInt8]?
  private let table: Table
  /// Held while somebody reads the table.
  private let reading = Mutex(())

  /// A table that one thread reads at a time.
  private struct Table: @unchecked Sendable {
    let rows: PostgresTable
  }

  /// About how many bytes a piece has.
  private let pieceBytes: Int

  /// Whether a path is the address of a database.
  package static func isAddress(_ path: String) -> Bool {
    ["postgresql://", "postgres://"].contains { path.hasPrefix($0) }
  }

  /// Opens the table that an address names, and reads it to its end. Complexity: O(bytes).
  /// - Parameters:
  ///   - large: from how many bytes of text on it is not held
  ///   - pieceBytes: about how many bytes a piece has
  package init(_ address: String, heldBelow large: Int, pieceBytes: Int = 4 << 20) throws(Failure) {
    self.pieceBytes = pieceBytes
    let parts = address.split(separator: "#", maxSplits: 1).map(String.init)
    guard parts.count == 2, !parts[1].isEmpty else {
      throw Failure(Diagnostic(IngestRule.noTableNamed, [], at: .none))
    }
    name = parts[1] + ".csv"
    var (text, count, isHeld, hash) = ([UInt8](), 0, true, SHA256())
    do {
      let table = try PostgresTable(address: parts[0], table: parts[1])
      try Self.forEachPiece(of: table, pieceBytes) { piece in
        count += piece.count
        hash.update(data: piece)
        isHeld = isHeld && count < large
        if isHeld { text += piece } else { text = [] }
        return true
      }
      self.table = Table(rows: table)
    } catch {
      throw Failure(IngestRule.unreadable(error.kind, file: name))
    }
    byteCount = count
    digest = Array(hash.finalize())
    held = isHeld ? text : nil
  }

  /// Hands out the text piece by piece, of which each ends with a row, until `body` returns false. One thread at a time can do it.
  ///
  /// Complexity: O(bytes).
  package func forEachPiece(_ body: (_ piece: [UInt8]) -> Bool) throws(Failure) {
    if let held {
      _ = body(held)
      return
    }
    do throws(TableFault) {
      try reading.withLock { _ throws(TableFault) in
        try table.rows.rewind()
        var (hash, isWhole) = (SHA256(), true)
        try Self.forEachPiece(of: table.rows, pieceBytes) { piece in
          hash.update(data: piece)
          isWhole = body(piece)
          return isWhole
        }
        guard !isWhole || hash.finalize().elementsEqual(digest) else { throw Self.changed }
      }
    } catch { throw Failure(IngestRule.unreadable(error.kind, file: name)) }
  }

  /// That another reading gave another text.
  private static let changed = TableFault(
    .unreadable("PostgreSQL: its rows, or their order, are others when it is read again; state an order in the view"))

  private static func forEachPiece(
    of table: PostgresTable, _ pieceBytes: Int, _ body: (_ piece: [UInt8]) -> Bool
  ) throws(TableFault) {
    var writer = DelimitedWriter()
    var isStopped = false
    var hasHeader = false
    func addHeader() {
      if hasHeader { return }
      hasHeader = true
      for column in table.columns { writer.append(column) }
      writer.endRow()
    }
    try table.readRows { row in
      addHeader()
      var next = 0
      for cell in row.cells {
        while next < cell.column {
          writer.appendMissing()
          next += 1
        }
        row.withText(of: cell) { writer.append($0) }
        next += 1
      }
      while next < table.columns.count {
        writer.appendMissing()
        next += 1
      }
      writer.endRow()
      if writer.bytes.count >= pieceBytes { isStopped = !body(writer.takeBytes()) }
      return !isStopped
    }
    addHeader()
    if !isStopped, !writer.bytes.isEmpty { _ = body(writer.takeBytes()) }
  }

  /// Why a table cannot be read.
  package struct Failure: Error {
    package let diagnostic: Diagnostic
    init(_ diagnostic: Diagnostic) { self.diagnostic = diagnostic }
  }
}

/// The rows of a large table of a database.
struct DatabaseParts: RowParts {
  private let file: DatabaseFile
  private let bytesBefore: Int
  private let partBytes: Int

  /// - Parameters:
  ///   - bytesBefore: how many bytes stand before the first row, all of them in the first piece
  ///   - partBytes: about how many bytes a part has
  init(_ file: DatabaseFile, after bytesBefore: Int, partBytes: Int) {
    self.file = file
    self.bytesBefore = bytesBefore
    self.partBytes = partBytes
  }

  /// The first piece, which has the header.
  static func beginning(of file: DatabaseFile) throws(ReadingFailure) -> [UInt8] {
    var beginning: [UInt8] = []
    try reading(file) { piece in
      beginning = piece
      return false
    }
    return beginning
  }

  func forEach(_ body: (RowPart) -> Bool) throws(ReadingFailure) -> Bool {
    var rows: [UInt8] = []
    var (left, isStopped) = (bytesBefore, false)
    try Self.reading(file) { piece in
      rows += piece.dropFirst(left)
      left -= min(left, piece.count)
      guard rows.count >= partBytes else { return true }
      isStopped = !body(RowPart(bytes: rows, lines: nil))
      rows = []
      return !isStopped
    }
    if !isStopped, !rows.isEmpty { _ = body(RowPart(bytes: rows, lines: nil)) }
    return true
  }

  private static func reading(_ file: DatabaseFile, _ body: ([UInt8]) -> Bool) throws(ReadingFailure) {
    do { try file.forEachPiece(body) } catch { throw ReadingFailure(error.diagnostic) }
  }
}
