// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonColumns
import MezonDiagnostics
import MezonIngest
import MezonSemantics

/// Everything that a run reads: the data set, what became of each row, and the digest of the bytes.
struct HandedInFiles {
  let dataset: Dataset
  let report: IngestReport
  /// SHA-256 in hex over the names and contents of all files read, in the order of reading.
  let digest: String
  /// When the last hand-in was recorded, where they come from a store.
  var recorded: String?
  /// How the run goes on from an earlier one, where that is wanted.
  var resumed: ResumedRun?

  /// Reads the programme's rosters and the files of its sources.
  ///
  /// A source reads the file that an argument names, else the one that its definition names, where that exists.
  /// - Parameters:
  ///   - events: the event types that the run needs; each must have at least one file.
  ///   - receiver: takes events of the types that it wants, which the data set then has not.
  static func read(
    _ folder: ProgrammeFolder, _ programme: Programme, from arguments: SourceArguments, events: Set<EventID>,
    giving receiver: (any EventReceiver)? = nil, threads: Int = 1
  ) throws -> HandedInFiles {
    try checkNames(arguments, programme)
    var digest = InputDigest()
    func note(_ path: String, _ file: HandedInFile) {
      digest.add(DatabaseFile.isAddress(path) ? file.name : URL(fileURLWithPath: path).lastPathComponent, file)
    }
    func load(_ path: String) throws -> NamedBytes {
      let file = try Self.load(path, folder)
      note(path, .held(file))
      return file
    }
    var logs: [HandedInFile] = []
    var inputs: [Ingestion.Input] = []
    for table in RosterTable.allCases {
      let path = "\(folder.path ?? ".")/rosters/\(table.rawValue).csv"
      guard InputFile.exists(path) else { continue }
      let file = try load(path)
      inputs.append(.roster(RosterFile(table, file: file.file, bytes: file.bytes)))
    }
    var filled: Set<EventID> = []
    for source in programme.sources {
      let paths = try paths(of: source, folder, arguments)
      guard !paths.isEmpty else { continue }
      var joined: [String: HandedInFile] = [:]
      for join in source.declaration.joins {
        let stated = arguments.joined[source.name] ?? [:]
        let path = try joinedPath(join.table.text, join.file?.text, source, folder, stated)
        let file = try Self.joined(path, folder)
        note(path, file)
        logs.append(file)
        joined[join.table.text] = file
      }
      let isRoster = if case .roster = source.target { true } else { false }
      for path in paths {
        let file = isRoster ? .held(try Self.load(path, folder)) : try HandedInFile.events(path, folder)
        note(path, file)
        logs.append(file)
        inputs.append(file.input(source, joined: joined))
      }
      if case .event(let event) = source.target { filled.insert(event) }
    }
    if let missing = events.subtracting(filled).min() { throw noFile(for: missing, programme) }
    let (hex, read) = try digest.hex(threads: threads, isReadInOrder: receiver != nil) {
      Ingestion(programme: programme, threads: threads).dataset(from: inputs, giving: receiver)
    }
    for log in logs { try log.check() }
    return HandedInFiles(dataset: read.dataset, report: read.report, digest: hex)
  }

  private static func checkNames(_ arguments: SourceArguments, _ programme: Programme) throws {
    let known = programme.sources.map(\.name)
    if let unknown = arguments.sources.sorted().first(where: { !known.contains($0) }) {
      throw CommandFailure(
        .usage, CommandRule.unknownArgument, ["source", unknown, known.joined(separator: ", ")])
    }
  }

  /// The files of a source; a name with `*` in its last part stands for all files of the folder that it fits, by their names.
  private static func paths(
    of source: SourcePlan, _ folder: ProgrammeFolder, _ arguments: SourceArguments
  ) throws -> [String] {
    if let stated = arguments.files[source.name] {
      if DatabaseFile.isAddress(stated) { return [stated] }
      let found = try InputFile.matches(stated)
      guard !found.isEmpty else { throw CommandFailure(.fileMissing, CommandRule.fileMissing, file: stated) }
      return found
    }
    guard let written = source.declaration.file?.text else { return [] }
    if DatabaseFile.isAddress(written) { return [written] }
    return try InputFile.matches("\(folder.path ?? ".")/\(written)").filter(InputFile.exists)
  }

  private static func joinedPath(
    _ table: String, _ written: String?, _ source: SourcePlan, _ folder: ProgrammeFolder, _ stated: [String: String]
  ) throws -> String {
    if let path = stated[table] { return path }
    guard let written else {
      throw CommandFailure(.fileMissing, CommandRule.noSourceFile, ["\(source.name)/\(table)"])
    }
    return DatabaseFile.isAddress(written) ? written : "\(folder.path ?? ".")/\(written)"
  }

  /// The files that a source joins: those stated by name, else those that its definition names.
  static func joinedFiles(
    of source: SourcePlan, _ folder: ProgrammeFolder, stated: [String: String]
  ) throws -> [String: HandedInFile] {
    var joined: [String: HandedInFile] = [:]
    for join in source.declaration.joins {
      let path = try joinedPath(join.table.text, join.file?.text, source, folder, stated)
      joined[join.table.text] = try self.joined(path, folder)
    }
    return joined
  }

  /// A file that is joined; a large one stays open, unless it is a table of a database.
  private static func joined(_ path: String, _ folder: ProgrammeFolder) throws -> HandedInFile {
    DatabaseFile.isAddress(path) ? .held(try load(path, folder)) : try HandedInFile.events(path, folder)
  }

  /// A file, or the table of a database in its place.
  static func load(_ path: String, _ folder: ProgrammeFolder) throws -> NamedBytes {
    if DatabaseFile.isAddress(path) { return try DatabaseInput.read(path) }
    return NamedBytes(file: folder.shownName(of: path), bytes: try InputFile.bytes(path))
  }

  private static func noFile(for event: EventID, _ programme: Programme) -> CommandFailure {
    let source = programme.sources.first { $0.target == .event(event) }?.name
    return CommandFailure(
      .fileMissing, CommandRule.noSourceFile, [source ?? programme.events[event.index].name])
  }
}
