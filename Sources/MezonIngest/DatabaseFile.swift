// SPDX-License-Identifier: Apache-2.0

import MezonColumns
package import MezonDiagnostics
import MezonTables

/// A table of a database in the place of a file: `postgresql://reader@host/database#schema.table`.
package enum DatabaseFile {
  /// Whether a path is the address of a database.
  package static func isAddress(_ path: String) -> Bool {
    ["postgresql://", "postgres://"].contains { path.hasPrefix($0) }
  }

  /// The table as a text with a header, under the name by which messages call it: that of the table, for an address may hold secrets.
  ///
  /// - Throws: ``Failure``; rows are read one by one, the text is held as that of a file is
  package static func read(_ address: String) throws(Failure) -> NamedBytes {
    let parts = address.split(separator: "#", maxSplits: 1).map(String.init)
    guard parts.count == 2, !parts[1].isEmpty else {
      throw Failure(Diagnostic(IngestRule.noTableNamed, [], at: .none))
    }
    let name = parts[1] + ".csv"
    do {
      let table = try PostgresTable(address: parts[0], table: parts[1])
      var writer = DelimitedWriter()
      var body = DelimitedWriter()
      try table.readRows { row in
        var next = 0
        for cell in row.cells {
          while next < cell.column {
            body.appendMissing()
            next += 1
          }
          row.withText(of: cell) { body.append($0) }
          next += 1
        }
        while next < table.columns.count {
          body.appendMissing()
          next += 1
        }
        body.endRow()
        return true
      }
      for column in table.columns { writer.append(column) }
      writer.endRow()
      return NamedBytes(file: name, bytes: writer.takeBytes() + body.takeBytes())
    } catch {
      throw Failure(IngestRule.unreadable(error.kind, file: name))
    }
  }

  /// Why a table cannot be read.
  package struct Failure: Error {
    package let diagnostic: Diagnostic
    init(_ diagnostic: Diagnostic) { self.diagnostic = diagnostic }
  }
}
