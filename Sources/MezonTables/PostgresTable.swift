// SPDX-License-Identifier: Apache-2.0

/// A table or view of a PostgreSQL database, as it stood at one moment.
///
/// Everything happens in one transaction that is read only and repeatable, so that all rows are of the same moment and nothing can be changed, and each
/// statement has a time limit. Rows come in portions through a cursor. The password comes from where libpq looks for it: the
/// file `.pgpass` or PGPASSWORD, never from a definition.
package final class PostgresTable {
  /// How many rows are fetched at first, and at most, and how many bytes of text at a time there may be about.
  private static let firstPortion = 100
  private static let mostPortion = 2_000
  private static let portionBytes = 4 << 20
  /// The type of truth values, which the server writes as t and f.
  private static let truthType: UInt32 = 16

  private let client: PostgresClient
  private let connection: PostgresClient.Connection
  /// The table's name as a statement has it.
  private var name = ""
  /// The names of the columns.
  package private(set) var columns: [String] = []

  /// Connects and opens a table.
  /// - Parameters:
  ///   - address: `postgresql://user@host:port/database`
  ///   - table: its name, `visits` or `schema.visits`
  ///   - secondsLimit: after how many seconds a statement is broken off
  package init(address: String, table: String, secondsLimit: Int = 60) throws(TableFault) {
    let client = try PostgresClient()
    guard let opened = client.connect(address) else { throw TableFault(.unreadable("PostgreSQL")) }
    guard client.state(opened) == PostgresClient.isConnected else {
      let words = Self.words(client, opened)
      client.finish(opened)
      throw TableFault(.unreadable(words))
    }
    self.client = client
    connection = opened
    try run("SET client_encoding = 'UTF8'")
    try run("SET datestyle = 'ISO'")
    try run("SET timezone = 'UTC'")
    try run("SET statement_timeout = '\(max(1, secondsLimit))s'")
    // Rows that are read again come in the order in which they came first.
    try run("SET synchronize_seqscans = off")
    try run("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    let parts = try table.split(separator: ".", maxSplits: 1).map { (part) throws(TableFault) in
      try quoted(String(part))
    }
    name = parts.joined(separator: ".")
    try begin()
  }

  private func begin() throws(TableFault) { try run("DECLARE mezon_rows NO SCROLL CURSOR FOR SELECT * FROM " + name) }

  /// Goes back to the first row: the rows of the same moment can be read again.
  package func rewind() throws(TableFault) {
    try run("CLOSE mezon_rows")
    try begin()
  }

  deinit { client.finish(connection) }

  private static func words(_ client: PostgresClient, _ connection: PostgresClient.Connection) -> String {
    let text = client.message(connection).map { String(cString: $0) } ?? ""
    return "PostgreSQL: " + text.split(separator: "\n").joined(separator: " ")
  }

  private func quoted(_ name: String) throws(TableFault) -> String {
    guard let escaped = client.quote(connection, name, name.utf8.count) else {
      throw TableFault(.unreadable(Self.words(client, connection)))
    }
    defer { client.free(escaped) }
    return String(cString: escaped)
  }

  private func run(_ statement: String) throws(TableFault) {
    let result = client.execute(connection, statement)
    defer { client.clear(result) }
    guard client.status(result) == PostgresClient.isDone else {
      throw TableFault(.unreadable(Self.words(client, connection)))
    }
  }

  /// Hands out the rows by their order in the answer, counted from 1, until `body` returns false. It can be done once, and
  /// once more after ``rewind()``.
  package func readRows(_ body: (borrowing TableRow) -> Bool) throws(TableFault) {
    var row = TableRow()
    var number = 0
    var portion = Self.firstPortion
    while true {
      let result = client.execute(connection, "FETCH \(portion) FROM mezon_rows")
      defer { client.clear(result) }
      guard client.status(result) == PostgresClient.hasRows else {
        throw TableFault(.unreadable(Self.words(client, connection)))
      }
      let width = client.columnCount(result)
      if columns.isEmpty {
        columns = (0..<width).map { client.columnName(result, $0).map { String(cString: $0) } ?? "" }
      }
      let count = client.rowCount(result)
      var bytes = 0
      for tuple in 0..<count {
        number += 1
        row.clear(number: number)
        for column in 0..<width where client.isNull(result, tuple, column) == 0 {
          let text = UnsafeRawBufferPointer(
            start: client.value(result, tuple, column), count: Int(client.length(result, tuple, column)))
          bytes += text.count
          if client.columnType(result, column) == Self.truthType {
            row.append(column: Int(column), .truth, text.first == 0x74 ? "true" : "false")
          } else {
            row.append(column: Int(column), .text, text)
          }
        }
        if !body(row) { return }
      }
      if count == 0 { return }
      portion = min(Self.mostPortion, max(1, Self.portionBytes / max(1, bytes / Int(count))))
    }
  }
}
