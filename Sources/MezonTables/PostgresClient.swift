// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The functions of libpq, the client of PostgreSQL, that ``PostgresTable`` calls.
///
/// The library is loaded when a table is opened. Were it linked, every run of the command would first load the two dozen libraries that it
/// needs in turn - TLS, Kerberos, LDAP -, which takes longer than all else at the start. Its page of these functions: PostgreSQL
/// documentation, chapter "libpq - C Library".
struct PostgresClient {
  typealias Connection = OpaquePointer
  typealias Answer = OpaquePointer
  typealias Text = UnsafeMutablePointer<CChar>

  /// `CONNECTION_OK` of the library's header.
  static let isConnected: Int32 = 0
  /// `PGRES_COMMAND_OK` and `PGRES_TUPLES_OK`.
  static let (isDone, hasRows): (Int32, Int32) = (1, 2)

  let connect: @convention(c) (UnsafePointer<CChar>) -> Connection?
  let state: @convention(c) (Connection) -> Int32
  let finish: @convention(c) (Connection) -> Void
  let message: @convention(c) (Connection) -> Text?
  let quote: @convention(c) (Connection, UnsafePointer<CChar>, Int) -> Text?
  let free: @convention(c) (UnsafeMutableRawPointer?) -> Void
  let execute: @convention(c) (Connection, UnsafePointer<CChar>) -> Answer?
  let clear: @convention(c) (Answer?) -> Void
  let status: @convention(c) (Answer?) -> Int32
  let columnCount: @convention(c) (Answer?) -> Int32
  let columnName: @convention(c) (Answer?, Int32) -> Text?
  let columnType: @convention(c) (Answer?, Int32) -> UInt32
  let rowCount: @convention(c) (Answer?) -> Int32
  let isNull: @convention(c) (Answer?, Int32, Int32) -> Int32
  let value: @convention(c) (Answer?, Int32, Int32) -> Text?
  let length: @convention(c) (Answer?, Int32, Int32) -> Int32

  /// Loads the library; once loaded it stays.
  init() throws(TableFault) {
    guard let library = dlopen("libpq.so.5", RTLD_NOW) else { throw Self.fault() }
    // The types are those of the library's header, which has kept them since version 5 of the library.
    func find<Function>(_ name: String) throws(TableFault) -> Function {
      guard let place = dlsym(library, name) else { throw Self.fault() }
      return unsafeBitCast(place, to: Function.self)
    }
    connect = try find("PQconnectdb")
    state = try find("PQstatus")
    finish = try find("PQfinish")
    message = try find("PQerrorMessage")
    quote = try find("PQescapeIdentifier")
    free = try find("PQfreemem")
    execute = try find("PQexec")
    clear = try find("PQclear")
    status = try find("PQresultStatus")
    columnCount = try find("PQnfields")
    columnName = try find("PQfname")
    columnType = try find("PQftype")
    rowCount = try find("PQntuples")
    isNull = try find("PQgetisnull")
    value = try find("PQgetvalue")
    length = try find("PQgetlength")
  }

  /// What the system says of the library that was not loaded.
  private static func fault() -> TableFault {
    TableFault(.unreadable("PostgreSQL: " + (dlerror().map { String(cString: $0) } ?? "libpq")))
  }
}
