// SPDX-License-Identifier: Apache-2.0

import CPQ

/// A table or view of a PostgreSQL database, as it stood at one moment.
///
/// Everything happens in one transaction that is read only and repeatable, so that all rows are of the same moment and nothing can be changed, and each
/// statement has a time limit. Rows come in portions through a cursor. The password comes from where libpq looks for it: the
/// file `.pgpass` or PGPASSWORD, never from a definition.
package final class PostgresTable {
  /// How many rows are fetched at a time.
  private static let portion = 2_000
  /// The type of truth values, which the server writes as t and f.
  private static let truthType: UInt32 = 16

  private let connection: OpaquePointer
  /// The names of the columns.
  package private(set) var columns: [String] = []

  /// Connects and opens a table.
  /// - Parameters:
  ///   - address: `postgresql://user@host:port/database`
  ///   - table: its name, `visits` or `schema.visits`
  ///   - secondsLimit: after how many seconds a statement is broken off
  package init(address: String, table: String, secondsLimit: Int = 60) throws(TableFault) {
    guard let opened = PQconnectdb(address) else { throw TableFault(.unreadable("PostgreSQL")) }
    guard PQstatus(opened) == CONNECTION_OK else {
      let words = Self.words(opened)
      PQfinish(opened)
      throw TableFault(.unreadable(words))
    }
    connection = opened
    try run("SET client_encoding = 'UTF8'")
    try run("SET datestyle = 'ISO'")
    try run("SET timezone = 'UTC'")
    try run("SET statement_timeout = '\(max(1, secondsLimit))s'")
    try run("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    let name = try table.split(separator: ".", maxSplits: 1).map { (part) throws(TableFault) in
      try quoted(String(part))
    }
    try run("DECLARE mezon_rows NO SCROLL CURSOR FOR SELECT * FROM " + name.joined(separator: "."))
  }

  deinit { PQfinish(connection) }

  private static func words(_ connection: OpaquePointer) -> String {
    let text = String(cString: PQerrorMessage(connection))
    return "PostgreSQL: " + text.split(separator: "\n").joined(separator: " ")
  }

  private func quoted(_ name: String) throws(TableFault) -> String {
    guard let escaped = PQescapeIdentifier(connection, name, name.utf8.count) else {
      throw TableFault(.unreadable(Self.words(connection)))
    }
    defer { PQfreemem(escaped) }
    return String(cString: escaped)
  }

  private func run(_ statement: String) throws(TableFault) {
    let result = PQexec(connection, statement)
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw TableFault(.unreadable(Self.words(connection))) }
  }

  /// Hands out the rows by their order in the answer, counted from 1, until `body` returns false. It can be done once.
  package func readRows(_ body: (borrowing TableRow) -> Bool) throws(TableFault) {
    var row = TableRow()
    var number = 0
    while true {
      let result = PQexec(connection, "FETCH \(Self.portion) FROM mezon_rows")
      defer { PQclear(result) }
      guard PQresultStatus(result) == PGRES_TUPLES_OK else {
        throw TableFault(.unreadable(Self.words(connection)))
      }
      let width = PQnfields(result)
      if columns.isEmpty {
        columns = (0..<width).map { PQfname(result, $0).map { String(cString: $0) } ?? "" }
      }
      let count = PQntuples(result)
      for tuple in 0..<count {
        number += 1
        row.clear(number: number)
        for column in 0..<width where PQgetisnull(result, tuple, column) == 0 {
          let text = UnsafeRawBufferPointer(
            start: PQgetvalue(result, tuple, column), count: Int(PQgetlength(result, tuple, column)))
          if PQftype(result, column) == Self.truthType {
            row.append(column: Int(column), .truth, text.first == 0x74 ? "true" : "false")
          } else {
            row.append(column: Int(column), .text, text)
          }
        }
        if !body(row) { return }
      }
      if count == 0 { return }
    }
  }
}
