// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTables
import MezonTestSupport
import Testing

@Suite("JSON as tables")
struct JSONFileTests {
  private func file(_ text: String, name: String = "a.json") throws -> any TableFile {
    try #require(try TableFiles.open(Array(text.utf8), name: name))
  }

  /// The rows of a table as `line: column=text ...`.
  private func rows(_ file: any TableFile, _ table: Int = 0) throws -> [String] {
    var rows: [String] = []
    let columns = file.tables[table].columns ?? []
    _ = try file.readRows(of: table) { row in
      rows.append(
        "\(row.number): " + row.cells.map { "\(columns[$0.column])=\(row.text(of: $0))" }.joined(separator: " "))
      return true
    }
    return rows
  }

  private func fault(_ text: String) -> TableFault.Kind? {
    do throws(TableFault) {
      _ = try TableFiles.open(Array(text.utf8), name: "a.json")
      return nil
    } catch {
      return error.kind
    }
  }

  @Test("Records in lines and in a list, with the members that each has")
  func records() throws {
    let lines = try file("{\"a\": 1, \"b\": \"x\"}\n{\"b\": null, \"c\": true}\n")
    #expect(lines.tables.map(\.name) == ["records"])
    #expect(lines.tables[0].columns == ["_index", "a", "b", "c"])
    #expect(try rows(lines) == ["1: _index=1 a=1 b=x", "2: _index=2 c=true"])
    let list = try file("[\n  {\"a\": {\"b\": 1.50, \"c\": [1, \"d\", [2]]}},\n  {}\n]")
    #expect(try rows(list) == ["2: _index=1 a/b=1.50 a/c=1;d;2", "3: _index=2"])
  }

  @Test("Lists of records within records are tables, joined by their numbers")
  func repeats() throws {
    let text = """
      {"count": 2, "results": [
        {"id": 7, "people": [{"sex": "f"}, {"sex": "m", "papers": [{"kind": "p"}]}]},
        {"id": 8, "people": []}
      ]}
      """
    let read = try file(text)
    #expect(read.tables.map(\.name) == ["records", "results", "results/people", "results/people/papers"])
    #expect(read.tables.map(\.isHidden) == [true, false, false, false])
    #expect(try rows(read, 1) == ["2: _index=1 _parent_index=1 id=7", "3: _index=2 _parent_index=1 id=8"])
    #expect(
      try rows(read, 2) == ["2: _index=1 _parent_index=1 sex=f", "2: _index=2 _parent_index=1 sex=m"])
    #expect(try rows(read, 3) == ["2: _index=1 _parent_index=2 kind=p"])
  }

  @Test("A list that is called like the table of the outermost records is a table of its own")
  func listsCalledRecords() throws {
    let envelope = try file("{\"total\": 2, \"records\": [{\"id\": 7, \"records\": [{\"x\": 1}]},\n{\"id\": 8}]}")
    #expect(envelope.tables.map(\.name) == ["records 2", "records", "records/records"])
    #expect(envelope.tables.map(\.isHidden) == [true, false, false])
    #expect(try rows(envelope) == ["1: _index=1 total=2"])
    #expect(try rows(envelope, 1) == ["1: _index=1 _parent_index=1 id=7", "2: _index=2 _parent_index=1 id=8"])
    #expect(try rows(envelope, 2) == ["1: _index=1 _parent_index=1 x=1"])
    let record = "{\"id\": 1, \"records\": [{\"x\": 5}]}"
    for text in ["[\(record),\n {\"id\": 2}]", "\(record)\n{\"id\": 2}"] {
      let list = try file(text)
      #expect(list.tables.map(\.name) == ["records", "records 2"])
      #expect(list.tables.map(\.isHidden) == [false, false])
      #expect(try rows(list) == ["1: _index=1 id=1", "2: _index=2 id=2"])
      #expect(try rows(list, 1) == ["1: _index=1 _parent_index=1 x=5"])
    }
    let taken = try file("[{\"records\": [{\"x\": 5}], \"records 2\": [{\"y\": 6}]}]")
    #expect(taken.tables.map(\.name) == ["records", "records 3", "records 2"])
    #expect(try rows(taken, 1) == ["1: _index=1 _parent_index=1 x=5"])
  }

  @Test("Escapes, and characters beyond the first plane")
  func escapes() throws {
    #expect(try rows(file(#"[{"a": "\u0434\n\"\\\/\t\ud83d\ude00"}]"#)) == ["1: _index=1 a=д\n\"\\/\t😀"])
    #expect(try rows(file(#"[{"a": "\ud83d"}]"#)) == ["1: _index=1 a=\u{FFFD}"])
    #expect(try rows(file(#"[{"a": "\ud83d\u0041\ud83dB"}]"#)) == ["1: _index=1 a=\u{FFFD}A\u{FFFD}B"])
    #expect(try rows(file(#"[{"a": "\u00AfÿA\u00e4"}]"#)) == ["1: _index=1 a=¯ÿAä"])
  }

  @Test("What is no list of records is refused with its line")
  func broken() throws {
    for text in ["[1]", "{\"a\": }", "[{\"a\": 1}", "{\"a\" 1}", "[{\"a\": 01x}]", "[{\"a\": \"\\q\"}]", "[] x"] {
      guard case .brokenJSON? = fault(text) else {
        Issue.record("\(text) was read: \(String(describing: fault(text)))")
        continue
      }
    }
    #expect(fault("[{\"a\": 1},\n{\"b\": tru}]") == .brokenJSON(line: 2, reason: "tru"))
    #expect(fault(String(repeating: "{\"a\":", count: 100_000)) == .nestedTooDeep(part: "JSON"))
    #expect(fault("[{\"a\": " + String(repeating: "[", count: 100_000)) == .nestedTooDeep(part: "JSON"))
    // A text in lines may begin with a bracket; its name tells it apart.
    #expect(try TableFiles.open(Array("[a],b\n1,2\n".utf8), name: "a.csv") == nil)
  }

  @Test(
    "Forms of KoboToolbox with repeats, and all versions of one form",
    .enabled(if: SharedData.shouldRun, "skipped, no shared data"))
  func kobo() throws {
    func open(_ name: String) throws -> any TableFile {
      let bytes = try Oracle.bytes(SharedData.url("data/kobo_xlsform/formpack_\(name).json"))
      return try #require(try TableFiles.open(bytes, name: name + ".json"))
    }
    let households = try open("grouped_repeatable_v1")
    let names = households.tables.map(\.name)
    let visits = try #require(names.firstIndex(of: "submissions"))
    let members = try #require(
      names.firstIndex(of: "submissions/household_visit/houshold_member_repeat"))
    let counted = try JSONSerialization.jsonObject(
      with: Data(contentsOf: SharedData.url("data/kobo_xlsform/formpack_grouped_repeatable_v1.json")))
    let submissions = try #require((counted as? [String: Any])?["submissions"] as? [[String: Any]])
    #expect(try rows(households, visits).count == submissions.count)
    let repeats = submissions.map { ($0["household_visit/houshold_member_repeat"] as? [Any] ?? []).count }
    #expect(try rows(households, members).count == repeats.reduce(0, +))
    // Each version of a form brings its own questions.
    var questions: Set<[String]> = []
    for version in 1...5 {
      let form = try open("site_inspection_v\(version)")
      let place = try #require(form.tables.firstIndex { $0.name == "submissions" })
      questions.insert(try #require(form.tables[place].columns).sorted())
      #expect(try !rows(form, place).isEmpty)
    }
    #expect(questions.count > 1)
    let birds = try open("nested_grouped_repeatable_v2")
    #expect(birds.tables.contains { $0.name == "submissions/group_tree/group_nest/group_egg" })
  }
}
