// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTestSupport
import Testing

/// How much memory a database may take, which is counted for a whole process: each is read in one of its own.
@Suite(.serialized, .enabled(if: Python.shouldRun(with: "sqlite3"), "skipped, no sqlite3"))
struct DatabaseMemoryTests {
  /// What is said of a database whose only table is a view.
  private func said(of view: String, encoding: String = "UTF-8") throws -> CommandRun {
    let folder = try TestFolder()
    let script = """
      import sqlite3, sys
      base = sqlite3.connect(sys.argv[2])
      base.executescript(sys.argv[1])
      base.commit(); base.close()
      """
    let path = folder.url.appendingPathComponent("a.db").path
    let definition = "pragma encoding = '\(encoding)'; create view big as \(view);"
    _ = try Python.run(["-c", script, definition, path])
    return try CommandRun(["ingest", "--suggest", "a.db"], in: folder.url)
  }

  private let numbers = "with recursive n(x) as (select 1 union all select x + 1 from n limit 60)"

  /// Sixty values of 20 MB are sorted in fewer steps than lie between two looks at what a view takes.
  @Test func aViewThatSortsLargeValuesIsStopped() throws {
    let small = try said(of: "\(numbers) select x || hex(zeroblob(100)) as v from n order by v")
    #expect(small.status == 0, "\(small.errors)")
    let large = try said(of: "\(numbers) select x || hex(zeroblob(10000000)) as v from n order by v")
    #expect(large.status != 0 && large.errors.contains("\"big\" takes too much memory"), "\(large.errors)")
  }

  /// A row of four values that fits, with no room to turn one of them into UTF-8: it is no row of empty cells.
  @Test func aValueForWhichThereIsNoMemoryIsNotEmpty() throws {
    let value = "hex(zeroblob(60000000))"
    let wide = try said(of: "select \(value) as a, \(value) as b, \(value) as c, \(value) as d", encoding: "UTF-16")
    #expect(wide.status != 0 && wide.errors.contains("\"big\" takes too much memory"), "\(wide.errors)")
  }
}
