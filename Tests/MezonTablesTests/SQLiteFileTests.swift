// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTestSupport
import Testing

@testable import MezonTables

@Suite("Databases of SQLite, made by Python", .enabled(if: Python.shouldRun(with: "sqlite3"), "skipped, no sqlite3"))
struct SQLiteFileTests {
  private func file(_ script: String) throws -> [UInt8] {
    let folder = try ScratchFolder()
    let path = folder.url.appendingPathComponent("a.db")
    let python = """
      import sqlite3, sys
      base = sqlite3.connect(sys.argv[1])
      base.executescript(sys.argv[2])
      base.commit(); base.close()
      """
    _ = try Python.run(["-c", python, path.path, script])
    return try Oracle.bytes(path)
  }

  private func rows(_ file: any TableFile, _ table: Int) throws -> [String] {
    var rows: [String] = []
    _ = try file.readRows(of: table) { row in
      rows.append("\(row.number):" + row.cells.map { " \($0.column)=\($0.kind) \(row.text(of: $0))" }.joined())
      return true
    }
    return rows
  }

  @Test("Tables and views, with the kinds of their values")
  func kinds() throws {
    let bytes = try file(
      """
      create table "a ""b" (id integer primary key, x real, word text, raw blob);
      insert into "a ""b" values (1, 0.29, 'слово', x'00ff'), (2, null, '', null);
      create view later as select id from "a ""b" where id > 1;
      """)
    let base = try #require(try TableFiles.open(bytes, name: "a.db"))
    #expect(base.tables.map(\.name) == ["a \"b", "later"])
    #expect(base.tables[0].columns == ["id", "x", "word", "raw"])
    #expect(
      try rows(base, 0) == ["1: 0=number 1 1=number 0.29 2=text слово 3=failure <2 B>", "2: 0=number 2"])
    #expect(try rows(base, 1) == ["1: 0=number 2"])
  }

  @Test("A database in the mode of a log beside it is read; a damaged one is a fault")
  func bounds() throws {
    let logged = try file("pragma journal_mode = wal; create table t (a); insert into t values (7);")
    #expect(try rows(try #require(try TableFiles.open(logged, name: "a.db")), 0) == ["1: 0=number 7"])
    var damaged = try file("create table t (a); insert into t values (hex(zeroblob(9000)));")
    for place in 4096..<min(damaged.count, 4200) { damaged[place] = 0xEE }
    #expect(throws: TableFault.self) {
      let base = try #require(try TableFiles.open(damaged, name: "a.db"))
      _ = try base.readRows(of: 0) { _ in true }
    }
    let spoilt = Array("SQLite format 3\0".utf8) + Array(repeating: 0xAA, count: 2000)
    #expect(throws: TableFault.self) { try TableFiles.open(spoilt, name: "a.db") }
  }

  @Test(
    "A view that goes on and on is stopped, whatever it does; a large table is read however few steps are free"
  )
  func steps() throws {
    let bytes = try file(
      """
      create table t (a, b); with recursive n(x) as (select 1 union all select x + 1 from n limit 20000)
      insert into t select x, x * x from n;
      create view rows as with recursive n(x) as (select 1 union all select x + 1 from n) select x from n;
      create view none as with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n;
      """)
    let base = try SQLiteFile(HeldContent(bytes), freeLooks: 0)
    #expect(base.tables.map(\.name) == ["t", "rows", "none"])
    #expect(try rows(base, 0).last == "20000: 0=number 20000 1=number 400000000")
    for (place, name) in [(1, "rows"), (2, "none")] {
      #expect(throws: TableFault(.unreadable("SQLite: \"\(name)\" takes too many steps"))) { try rows(base, place) }
    }
  }

  @Test("Columns that are generated stand where the rows have them")
  func generatedColumns() throws {
    let bytes = try file(
      """
      create table t (a integer, b integer generated always as (a * 2) virtual, c text,
        d as (a + 1) stored, e text);
      insert into t (a, c, e) values (1, 'x', 'y');
      create view v as select *, a as "of ""v"" x" from t;
      """)
    let base = try #require(try TableFiles.open(bytes, name: "a.db"))
    #expect(base.tables.map(\.columns) == [["a", "b", "c", "d", "e"], ["a", "b", "c", "d", "e", "of \"v\" x"]])
    #expect(try rows(base, 0) == ["1: 0=number 1 1=number 2 2=text x 3=number 2 4=text y"])
    #expect(try rows(base, 1) == ["1: 0=number 1 1=number 2 2=text x 3=number 2 4=text y 5=number 1"])
  }

  @Test("A table or view that cannot be read is a fault when it is asked for, and stands in nobody's way before")
  func unreadableTables() throws {
    let bytes = try file(
      """
      create table gone (a); create view lost as select a from gone; drop table gone;
      create table t (a); insert into t values (7);
      pragma writable_schema = 1;
      insert into sqlite_schema values ('table', 'far', 'far', 0, 'create virtual table far using nowhere(a)');
      """)
    let base = try #require(try TableFiles.open(bytes, name: "a.db"))
    #expect(base.tables.map(\.name) == ["lost", "t", "far"])
    #expect(base.tables.map(\.columns) == [[], ["a"], []])
    #expect(try rows(base, 1) == ["1: 0=number 7"])
    #expect(throws: TableFault(.unreadable("SQLite: no such table: main.gone"))) { try rows(base, 0) }
    #expect(throws: TableFault(.unreadable("SQLite: no such module: nowhere"))) { try rows(base, 2) }
  }

  @Test("Databases that are open at the same time are apart, and one that is closed takes nothing along")
  func several() throws {
    let first = try file("create table t (a); insert into t values (1), (2);")
    let second = try file("create table t (a); insert into t values (3);")
    let outer = try #require(try TableFiles.open(first, name: "a.db"))
    var seen: [String] = []
    _ = try outer.readRows(of: 0) { row in
      let inner = try? TableFiles.open(second, name: "a.db").map { try rows($0, 0) }
      seen.append(row.text(column: 0) + " " + (inner ?? []).joined())
      return true
    }
    #expect(seen == ["1 1: 0=number 3", "2 1: 0=number 3"])
  }
}
