// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonColumns
import MezonDiagnostics
import MezonIngest
import MezonSemantics
import MezonStore

/// The rosters of a programme as they go into its store and come out again: line by line, so that they are read by the definitions
/// of the day on which they are read.
struct StoreRosters {
  /// A roster's file, or one that it joins.
  private struct Part {
    /// The table's name in the store.
    let name: String
    let file: NamedBytes
  }

  private var parts: [Part] = []
  /// What reads them.
  private(set) var inputs: [Ingestion.Input] = []

  /// The files in the programme's folder `rosters`, and those that its sources of rosters name.
  init(
    _ folder: ProgrammeFolder, _ programme: Programme, handedIn: (source: SourcePlan, files: [NamedBytes])? = nil,
    joined: [String: HandedInFile] = [:]
  ) throws {
    for table in RosterTable.allCases {
      let path = "\(folder.path ?? ".")/rosters/\(table.rawValue).csv"
      guard InputFile.exists(path) else { continue }
      let file = NamedBytes(file: folder.shownName(of: path), bytes: try InputFile.bytes(path))
      add(table, file)
    }
    for source in programme.sources {
      guard case .roster = source.target else { continue }
      if let handedIn, handedIn.source.name == source.name {
        let joined = try joined.mapValues { try $0.held() }
        for file in handedIn.files { add(source, file, joined) }
        continue
      }
      guard let written = source.declaration.file?.text else { continue }
      let path = "\(folder.path ?? ".")/\(written)"
      guard InputFile.exists(path) else { continue }
      let file = NamedBytes(file: folder.shownName(of: path), bytes: try InputFile.bytes(path))
      let joined = try HandedInFiles.joinedFiles(of: source, folder, stated: [:])
      add(source, file, try joined.mapValues { try $0.held() })
    }
  }

  /// The rosters that a store holds.
  init(_ snapshot: StoreSnapshot, _ programme: Programme, _ folder: String) throws {
    for table in RosterTable.allCases {
      if let file = try Self.file("roster/" + table.rawValue, snapshot, folder) { add(table, file) }
    }
    for source in programme.sources {
      guard case .roster = source.target else { continue }
      var joined: [String: NamedBytes] = [:]
      for join in source.declaration.joins {
        joined[join.table.text] = try Self.file("joined/\(source.name)/\(join.table.text)", snapshot, folder)
      }
      if let file = try Self.file("source/" + source.name, snapshot, folder) { add(source, file, joined) }
    }
  }

  private mutating func add(_ table: RosterTable, _ file: NamedBytes) {
    parts.append(Part(name: "roster/" + table.rawValue, file: file))
    inputs.append(.roster(RosterFile(table, file: file.file, bytes: file.bytes)))
  }

  private mutating func add(_ source: SourcePlan, _ file: NamedBytes, _ joined: [String: NamedBytes]) {
    parts.append(Part(name: "source/" + source.name, file: file))
    for (name, file) in joined.sorted(by: { $0.key < $1.key }) {
      parts.append(Part(name: "joined/\(source.name)/\(name)", file: file))
    }
    inputs.append(.source(source, file, joined: joined.mapValues { OpenFile($0) }))
  }

  /// One hand-in a file; the store leaves out those that it holds just so.
  func handIns(by: String, because: String) throws -> [HandIn] {
    try parts.map { part in
      let table = try Self.lines(part)
      let input = Commit.Input(
        name: part.file.file, bytes: part.file.bytes.count, digest: Digest256(of: part.file.bytes))
      return HandIn(
        source: part.name, by: by, because: because, inputs: [input],
        tables: [HandIn.Rows(table, role: .roster)])
    }
  }

  /// A file as a table of its lines; their ends are told apart by a carriage return that is left in the line.
  private static func lines(_ part: Part) throws -> PortableTable {
    var dictionary = TextDictionary()
    var codes: [Int32] = []
    for line in part.file.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      guard String(validating: line, as: UTF8.self) != nil else {
        throw CommandFailure(.notUnderstood, CommandRule.rosterNotText, file: part.file.file)
      }
      codes.append(Array(line).withUnsafeBytes { dictionary.encode($0) })
    }
    guard let column = Column(.int32(codes)),
      let table = PortableTable(
        name: part.name,
        fields: [
          PortableTable.Field(
            name: "line", PortableTable.Member(name: "", kind: .text, column: column, dictionary: dictionary))
        ], rowCount: codes.count, files: [part.file.file], fileOfRow: codes.map { _ in 0 },
        lineOfRow: codes.indices.map { Int32(clamping: $0 + 1) })
    else { throw CommandFailure(.ourFault, CommandRule.rosterNotText, file: part.file.file) }
    return table
  }

  /// A file put together from its lines; nil where the store has none of the name.
  private static func file(_ name: String, _ snapshot: StoreSnapshot, _ folder: String) throws -> NamedBytes? {
    guard let part = snapshot.parts(name, role: .roster).last else { return nil }
    let table = try StoreAccess.run(folder) { () throws(StoreFault) in try snapshot.table(part) }
    guard let member = table.field("line")?.members.first, let codes = member.column.int32s else { return nil }
    var bytes: [UInt8] = []
    for (row, code) in codes.enumerated() {
      if row > 0 { bytes.append(0x0A) }
      member.dictionary.withBytes(code) { bytes.append(contentsOf: $0) }
    }
    return NamedBytes(file: table.files.first ?? name, bytes: bytes)
  }
}
