// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTables
import MezonTestSupport
import Testing

@Suite(
  "Tables of PostgreSQL, from a server of the test's own",
  .enabled(if: PostgresServer.programs != nil || SharedData.isRequired, "skipped, no PostgreSQL"))
struct PostgresTests {
  private func rows(_ table: PostgresTable) throws -> [String] {
    var rows: [String] = []
    try table.readRows { row in
      rows.append("\(row.number):" + row.cells.map { " \($0.column)=\(row.text(of: $0))" }.joined())
      return true
    }
    return rows
  }

  @Test func tables() throws {
    let server = try PostgresServer()
    try server.run(
      """
      create schema "Журнал";
      create table "Журнал"."visits" (held timestamptz, topic text, inside boolean, pupils int, share numeric);
      insert into "Журнал"."visits" values
        ('2026-01-05 09:30+05', 'ПДД, "дом"', true, 12, 0.290), (null, '', false, null, null);
      create table many as select i from generate_series(1, 5001) i;
      create function spoil() returns int language sql as $$ insert into many values (0) returning i $$;
      create view writes as select spoil();
      create view slow as select pg_sleep(30)::text as nothing;
      """)
    let visits = try PostgresTable(address: server.address, table: "Журнал.visits")
    #expect(
      try rows(visits) == ["1: 0=2026-01-05 04:30:00+00 1=ПДД, \"дом\" 2=true 3=12 4=0.290", "2: 2=false"])
    #expect(visits.columns == ["held", "topic", "inside", "pupils", "share"])
    // In portions, and all of them.
    let many = try PostgresTable(address: server.address, table: "many")
    try server.run("insert into many values (-1)")
    #expect(try rows(many).count == 5001, "what comes after the transaction began is not seen")
    // Nothing can be written, nothing runs for ever, and a name is a name.
    #expect(throws: TableFault.self) { _ = try rows(PostgresTable(address: server.address, table: "writes")) }
    let start = ContinuousClock.now
    #expect(throws: TableFault.self) {
      _ = try rows(PostgresTable(address: server.address, table: "slow", secondsLimit: 1))
    }
    #expect(start.duration(to: .now) < .seconds(20))
    #expect(throws: TableFault.self) { try PostgresTable(address: server.address, table: "many; drop table many") }
    #expect(try rows(PostgresTable(address: server.address, table: "many")).count == 5002)
  }

  /// What fails between the first rows and the last is a fault with the server's reason, and not the end of the table.
  @Test func failsHalfWay() throws {
    let server = try PostgresServer()
    try server.run(
      """
      create view half as select 1 / (3000 - i) as n from generate_series(1, 5000) i;
      create table hidden as select 1 as n;
      create role reader login;
      """)
    let half = try PostgresTable(address: server.address, table: "half")
    var count = 0
    var reason = ""
    do throws(TableFault) {
      try half.readRows { _ in
        count += 1
        return true
      }
    } catch {
      if case .unreadable(let words) = error.kind { reason = words }
    }
    #expect((1..<3000).contains(count) && reason.contains("division by zero"), "\(reason)")
    let address = server.address.replacingOccurrences(of: "tester@", with: "reader@")
    do {
      _ = try PostgresTable(address: address, table: "hidden")
      Issue.record("a table that may not be read was opened")
    } catch {
      guard case .unreadable(let words) = error.kind else { throw error }
      #expect(words.contains("hidden") && !words.contains("reader@"))
    }
  }

  @Test func noServer() {
    #expect(throws: TableFault.self) {
      try PostgresTable(address: "postgresql://nobody@127.0.0.1:1/nothing?connect_timeout=2", table: "a")
    }
  }
}
