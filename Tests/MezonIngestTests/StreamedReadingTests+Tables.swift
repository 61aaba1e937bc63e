// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import MezonColumns
import MezonIngest
import MezonTables
import MezonTestSupport
import Synchronization
import Testing

// MARK: workbooks, databases and JSON

extension StreamedReadingTests {
  /// The rows as a file of a kind, written by Python: below a line, the header in rows 2 and 3 where the kind has them in rows.
  private static func file(
    _ kind: String, _ rows: [[String]], header: [String] = fields, above: Bool = true
  ) throws -> [UInt8] {
    let script = """
      import io, json, os, sqlite3, sys, tempfile
      kind, header, rows = sys.argv[1], json.loads(sys.argv[2]), json.load(open(sys.argv[3]))
      if kind == "xlsx":
          import openpyxl
          book = openpyxl.Workbook(); sheet = book.active
          for row in [["Form"]] * (sys.argv[4] == "true") + [header] + rows:
              sheet.append([None if c == "" else int(c) if c == "3" else c for c in row])
              if len(sheet["A"]) % 40 == 0: sheet.append([])
          sheet["H500"] = "=1/0"
          out = io.BytesIO(); book.save(out); data = out.getvalue()
      elif kind == "json":
          data = json.dumps([{k: v for k, v in zip(header, row) if v} for row in rows], indent=1).encode()
      elif kind == "jsonl":
          data = "\\n".join(json.dumps({k: v for k, v in zip(header, row) if v}, ensure_ascii=False) for row in rows).encode()
      else:
          with tempfile.TemporaryDirectory() as folder:
              path = os.path.join(folder, "a.db")
              base = sqlite3.connect(path)
              base.execute("create table log (%s)" % ", ".join(header))
              base.executemany("insert into log values (?, ?, ?, ?, ?, ?)", rows); base.commit(); base.close()
              data = open(path, "rb").read()
      sys.stdout.buffer.write(data)
      """
    let folder = try ScratchFolder()
    let path = folder.url.appendingPathComponent("rows.json")
    try JSONEncoder().encode(rows).write(to: path)
    let names = String(decoding: try JSONEncoder().encode(header), as: UTF8.self)
    return Array(try Python.run(["-c", script, kind, names, path.path, "\(above)"]))
  }

  @Test(arguments: [("xlsx", "header in row 2"), ("json", ""), ("jsonl", ""), ("db", "")])
  func tables(kind: String, clause: String) throws {
    let rows = Self.rows(300, seed: 47)
    let bytes = try Self.file(kind, rows)
    try expectSame(kind, Self.definitions(clause), [("log." + kind, bytes)])
    try expectSame(
      kind + ", duplicates", Self.definitions(clause, rules: "set aside exact duplicates because \"twice\""),
      [("a." + kind, bytes), ("b." + kind, bytes + [])])
  }

  /// A medium that fails at a byte once it was read so many times.
  private final class Failing: FileContent {
    struct Fault: Error, CustomStringConvertible { let description = "the medium is gone" }

    private let bytes: [UInt8]
    private let place: Int
    private let passes: Int
    private let begun = Mutex(0)

    init(_ bytes: [UInt8], at place: Int, afterPasses passes: Int) {
      (self.bytes, self.place, self.passes) = (bytes, place, passes)
    }

    var byteCount: Int { bytes.count }

    func bytes(_ range: Range<Int>) throws -> [UInt8] {
      guard range.contains(place) else { return Array(bytes[range]) }
      let count = begun.withLock { begun in
        begun += 1
        return begun
      }
      if count > passes { throw Fault() }
      return Array(bytes[range])
    }
  }

  /// What breaks off after some parts were taken gives all of them back, and is told.
  @Test(arguments: ["encoded.csv", "log.jsonl", "log.xlsx", "duplicates.csv", "quoted.csv"])
  func whatBreaksOffIsNotTakenInPart(name: String) throws {
    var rows = Self.rows(2_500, seed: 48)
    var definitions = Self.definitions()
    var bytes: [UInt8]
    if name.hasPrefix("log.") {
      // What cannot be packed, so that there are several stretches.
      var random = SeededGenerator(seed: 55)
      for place in rows.indices {
        rows[place][3] = (0..<30).map { _ in "\(UInt64.random(in: 0...(.max), using: &random))" }.joined()
      }
    }
    switch name {
    case "log.jsonl": bytes = try Self.file("jsonl", rows)
    case "log.xlsx": (bytes, definitions) = (try Self.file("xlsx", rows), Self.definitions("header in row 2"))
    case "encoded.csv":
      let text = try #require(Self.text(rows).data(using: .windowsCP1251))
      (bytes, definitions) = (Array(text), Self.definitions("encoding \"windows-1251\""))
    case "duplicates.csv":
      bytes = Array(Self.text(rows).utf8)
      definitions = Self.definitions(rules: "set aside exact duplicates because \"twice\"")
    default:
      rows[100][3] = String(repeating: "2026-01-05T10:00,P1,v1,,,3\n", count: 400) + "\"\"\n\",\""
      bytes = Array(Self.text(rows).utf8)
    }
    // How often a byte is read before the rows are taken depends on the kind; the last time is the one that counts.
    for way in Way.allCases {
      var (failures, forgotten) = (0, 0)
      for passes in 0..<40 {
        let content = Failing(bytes, at: bytes.count * 7 / 10, afterPasses: passes)
        var handIn = try handIn(definitions, [], isOpened: true)
        try handIn.add("log", opened: content, file: name)
        let (sink, receiver) = (Sink(), Receiver())
        let read = handIn.read(
          partBytes: way == .given ? 8_000 : 2_000, threads: 2, giving: way == .given ? receiver : nil,
          sink: way == .sunk ? sink : nil)
        guard read.codes.contains("MZ3020") else { break }
        failures += 1
        forgotten += sink.forgotten + receiver.takenBack
        #expect(read.codes == ["MZ3020"] && read.report.diagnostics[0].rendered().contains("the medium is gone"))
        #expect(
          read.dataset.events[0].rowCount == 0 && sink.rowCount == 0 && receiver.all.isEmpty, "\(way), \(passes)")
        #expect(read.report.rejected.isEmpty)
      }
      #expect(failures > 0 && failures < 40, "\(way)")
      #expect(way == .kept || forgotten > 0, "\(name), \(way): nothing had been taken")
    }
  }

  /// U+FEFF in a cell is a part of it, wherever a part of the file begins.
  @Test(arguments: ["csv", "jsonl", "xlsx", "duplicates"])
  func aMarkWithinATableIsAText(kind: String) throws {
    var rows = Self.rows(400, seed: 53)
    for place in rows.indices {
      rows[place][0] = "\u{FEFF}" + rows[place][0]
      if place % 2 == 0 { rows[place][0] = String(rows[place][0].unicodeScalars.dropFirst()) }
    }
    let isText = kind == "csv" || kind == "duplicates"
    let bytes = isText ? Array(Self.text(rows).utf8) : try Self.file(kind, rows)
    let definitions = Self.definitions(
      kind == "xlsx" ? "header in row 2" : "",
      rules: kind == "duplicates" ? "set aside exact duplicates because \"twice\"" : "")
    try expectSame(kind, definitions, [("log." + (isText ? "csv" : kind), bytes)])
    let held = try reading(definitions, [("log." + (isText ? "csv" : kind), bytes)]).words
    #expect(held[9].count >= 200)
  }
}

// MARK: joined files

extension StreamedReadingTests {
  /// A joined file that is large is looked up as one that is held: its rows without a key, or with a repeated one, are told with their lines.
  @Test(arguments: ["a.csv", "two.csv", "a.jsonl", "a.xlsx"])
  func joinedFiles(name: String) throws {
    var random = SeededGenerator(seed: 50)
    var others = (0..<6_000).map { row in
      [
        "v\(row < 5_990 ? row : row - 5_986)", String(repeating: "x", count: 900), "",
        row % 7 == 0 ? "two\nlines, \(row)" : "word \(row)", "", "",
      ]
    }
    others.shuffle(using: &random)
    for place in stride(from: 0, to: 6_000, by: 400) { others[place][2] = "no key" }
    others = others.map { [$0[2].isEmpty ? $0[0] : "", $0[1], "y", $0[3], "", ""] }
    let header = ["id", "x", "y", "word", "u", "v"]
    let bytes: [UInt8]
    switch name {
    case "a.csv": bytes = Array(Self.text(others, header: header).utf8)
    case "two.csv": bytes = Array(try #require(Self.text(others, header: header, lineEnd: "\r\n").data(using: .utf16)))
    case "a.jsonl": bytes = try Self.file("jsonl", others, header: header)
    default: bytes = try Self.file("xlsx", others, header: header, above: false)
    }
    let definitions = Self.definitions("joins more where \"visitor\" is \"id\"").replacing(
      "note from column \"note\"", with: "note from column \"word\" of more")
    let log = Array(Self.text(Self.rows(200, seed: 51)).utf8)
    func reading(_ file: OpenFile) throws -> [[String]] {
      var handIn = try handIn(definitions, [], isOpened: true)
      try handIn.add("log", opened: Stretches(bytes: log), joined: ["more": file])
      let read = handIn.read(partBytes: 500, threads: 2)
      return words(handIn.programme, [read.dataset], read.report)
    }
    let held = try reading(OpenFile(NamedBytes(file: name, bytes: bytes)))
    #expect(held[3].count { $0.contains("word") || $0.contains("lines") } > 40, "\(held[8...])")
    #expect(held[9].count { $0.contains(name) } > 20)
    let opened = try reading(OpenFile(file: name, content: Stretches(bytes: bytes)))
    for (one, other) in zip(opened, held) { #expect(one == other, "\(name)") }
  }
}

extension StreamedReadingTests {
  /// A quote that is never closed costs a joined file the rows behind it, large or not.
  @Test func aJoinedFileWithAQuoteThatIsNeverClosed() throws {
    var others = Self.text(
      (0..<50).map { ["v\($0)", "", "", "word \($0)", "", ""] }, header: ["id", "x", "y", "word", "u", "v"])
    others += "v60,\"" + String(repeating: "v70,x,y,word,u,v\n", count: 4_500_000)
    let definitions = Self.definitions("joins more where \"visitor\" is \"id\"").replacing(
      "note from column \"note\"", with: "note from column \"word\" of more")
    let log = Array(Self.text(Self.rows(100, seed: 54)).utf8)
    func reading(_ file: OpenFile) throws -> [[String]] {
      var handIn = try handIn(definitions, [], isOpened: true)
      try handIn.add("log", opened: Stretches(bytes: log), joined: ["more": file])
      let read = handIn.read(partBytes: 500, threads: 2)
      return words(handIn.programme, [read.dataset], read.report).enumerated().map { place, words in
        place == 9 ? words.map { String($0.prefix(200)) } : words
      }
    }
    let bytes = Array(others.utf8)
    let held = try reading(OpenFile(NamedBytes(file: "more.csv", bytes: bytes)))
    #expect(held[3].count { $0.contains("word") } > 40 && held[9].count { $0.contains("more.csv") } == 1)
    #expect(try reading(OpenFile(file: "more.csv", content: Stretches(bytes: bytes))) == held)
  }
}

// MARK: databases

extension StreamedReadingTests {
  /// A large table of a database comes part by part, and again as often as it is asked for.
  @Test(.enabled(if: PostgresServer.programs != nil || SharedData.isRequired, "skipped, no PostgreSQL"))
  func databases() throws {
    let rows = Self.rows(400, seed: 49)
    let server = try PostgresServer()
    let columns = Self.fields.map { "\"\($0)\" text" }.joined(separator: ", ")
    let values = rows.map { row in
      "(" + row.map { $0.isEmpty ? "null" : "'" + $0.replacing("'", with: "''") + "'" }.joined(separator: ",") + ")"
    }
    try server.run("create table log (\(columns)); insert into log values \(values.joined(separator: ","))")
    let held = try DatabaseFile(server.address + "#log", heldBelow: .max)
    let large = try DatabaseFile(server.address + "#log", heldBelow: 5_000, pieceBytes: 1_000)
    try server.run("delete from log")
    let text = try #require(held.held)
    #expect(large.held == nil && large.byteCount == text.count && text.count > 15_000)
    var again: [UInt8] = []
    for round in 0..<2 {
      again = []
      var pieces = 0
      try large.forEachPiece { piece in
        again += piece
        pieces += 1
        return round == 1 || pieces < 3
      }
      #expect(round == 1 ? again == text && pieces > 10 : pieces == 3)
    }
    #expect(large.digest == held.digest && large.digest == Array(SHA256.hash(data: text)))
    for rules in ["", "set aside exact duplicates because \"twice\""] {
      let definitions = Self.definitions(rules: rules)
      let expected = try reading(definitions, [(held.name, text)]).words
      #expect(expected[0].count > 60)
      for partBytes in [300, 4_000, 1 << 20] {
        var handIn = try handIn(definitions, [], isOpened: true)
        try handIn.add("log", large)
        let read = handIn.read(partBytes: partBytes, threads: 2)
        #expect(words(handIn.programme, [read.dataset], read.report) == expected)
        let sink = Sink()
        let rest = handIn.read(partBytes: partBytes, threads: 2, sink: sink)
        #expect(words(handIn.programme, sink.groups + [rest.dataset], rest.report) == expected)
      }
    }
    #expect(throws: DatabaseFile.Failure.self) { try DatabaseFile(server.address + "#nothing", heldBelow: 5) }
    // A view that says something else each time is told, and not taken for what was read first.
    try server.run("create view other as select i, random() as n from generate_series(1, 300) i")
    let other = try DatabaseFile(server.address + "#other", heldBelow: 5)
    #expect(throws: DatabaseFile.Failure.self) { try other.forEachPiece { _ in true } }
    #expect(throws: DatabaseFile.Failure.self) { try DatabaseFile(server.address, heldBelow: 5) }
    // A server that goes away between two readings is told, and nothing is taken.
    try server.run("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()")
    for way in [Way.kept, .sunk, .given] {
      var handIn = try handIn(Self.definitions(), [], isOpened: true)
      try handIn.add("log", large)
      let (sink, receiver) = (Sink(), Receiver())
      let read = handIn.read(
        partBytes: 4_000, threads: 2, giving: way == .given ? receiver : nil, sink: way == .sunk ? sink : nil)
      #expect(read.codes == ["MZ3020"] && read.dataset.events[0].rowCount == 0, "\(way): \(read.codes)")
      #expect(sink.rowCount == 0 && receiver.all.isEmpty)
    }
  }
}
