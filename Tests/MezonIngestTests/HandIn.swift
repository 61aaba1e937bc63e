// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonIngest
import MezonSemantics
import MezonSyntax
import MezonTables
import Testing

/// A programme written in a test, with files that are handed in to it.
struct HandIn {
  let programme: Programme
  private var inputs: [Ingestion.Input] = []

  /// Checks definitions; a definition with an error fails the test.
  init(_ definitions: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let text = "language 1 keywords en\n" + definitions
    let checked = Checker.check([Parser.parse(SourceText(name: "test.mezon", text: text))])
    for diagnostic in checked.diagnostics where diagnostic.isError {
      Issue.record("\(diagnostic.rendered())", sourceLocation: sourceLocation)
    }
    programme = try #require(checked.programme, sourceLocation: sourceLocation)
  }

  /// Adds a file for a source.
  mutating func add(
    _ source: String, _ text: String, file: String? = nil, joined: [String: String] = [:]
  ) throws {
    try add(source, bytes: Array(text.utf8), file: file, joined: joined)
  }

  /// Adds a file for a source.
  mutating func add(
    _ source: String, bytes: [UInt8], file: String? = nil, joined: [String: String] = [:],
    joinedBytes: [String: [UInt8]] = [:]
  ) throws {
    let plan = try #require(programme.sources.first { $0.name == source })
    var others = joined.mapValues { text in
      OpenFile(NamedBytes(file: text.hasPrefix("[") ? "joined.json" : "joined.csv", bytes: Array(text.utf8)))
    }
    for (name, bytes) in joinedBytes { others[name] = OpenFile(NamedBytes(file: "joined", bytes: bytes)) }
    inputs.append(.source(plan, file: file ?? source + ".csv", bytes: bytes, joined: others))
  }

  /// Adds a file for a source that is read in stretches.
  mutating func add(
    _ source: String, opened content: any FileContent, file: String? = nil, joined: [String: OpenFile] = [:]
  ) throws {
    let plan = try #require(programme.sources.first { $0.name == source })
    inputs.append(.opened(plan, OpenFile(file: file ?? source + ".csv", content: content), joined: joined))
  }

  /// Adds a large table of a database.
  mutating func add(_ source: String, _ table: DatabaseFile) throws {
    let plan = try #require(programme.sources.first { $0.name == source })
    inputs.append(.database(plan, table, joined: [:]))
  }

  /// Adds a roster file.
  mutating func add(_ roster: RosterTable, _ text: String) {
    inputs.append(.roster(RosterFile(roster, file: roster.rawValue + ".csv", bytes: Array(text.utf8))))
  }

  /// Reads everything, large files in parts of so many bytes; nil for the usual ones.
  func read(
    partBytes: Int? = nil, threads: Int = 1, mostListElements: Int = Ingestion.mostListElements,
    mostTexts: Int = Ingestion.mostTexts, giving receiver: (any EventReceiver)? = nil, sink: (any EventSink)? = nil
  ) -> Reading {
    let ingestion = Ingestion(
      programme: programme, threads: threads, partBytes: partBytes ?? 16 << 20, mostListElements: mostListElements,
      mostTexts: mostTexts)
    let (dataset, report) = ingestion.dataset(from: inputs, giving: receiver, sink: sink)
    return Reading(programme: programme, dataset: dataset, report: report)
  }
}

/// What was read, in words that tests can compare.
struct Reading {
  let programme: Programme
  let dataset: Dataset
  let report: IngestReport

  /// Code and line of each rejected row.
  var rejected: [String] { report.rejected.map { "\($0.diagnostic.rule.code):\($0.line)" } }

  /// The codes of diagnostics that are not about rows.
  var codes: [String] { report.diagnostics.map(\.rule.code) }

  /// The values of an event's field as text, one a row; a missing one is `-`.
  func values(_ event: String, _ field: String) -> [String] {
    guard let id = programme.event(named: event), let index = programme.events[id.index].field(named: field) else {
      return ["no \(event).\(field)"]
    }
    let type = programme.events[id.index].fields[index].type
    let table = dataset.events[id.index]
    return (0..<table.rowCount).map { row in
      switch table.columns[index] {
      case .plain(let column): text(column, row, type)
      case .list(let list): list.isPresent(row) ? elements(list, row, type) : "-"
      }
    }
  }

  private func elements(_ list: ListColumn, _ row: Int, _ type: ValueType) -> String {
    let types: [ValueType] =
      switch type {
      case .records(let members): members.map(\.type)
      case .list(let element): [element]
      default: []
      }
    let texts = list.children(of: row).map { child in
      zip(list.children, types).map { text($0, child, $1) }.joined(separator: "+")
    }
    return "[" + texts.joined(separator: " ") + "]"
  }

  private func text(_ column: Column, _ row: Int, _ type: ValueType) -> String {
    guard column.isPresent(row) else { return "-" }
    let code = column.int32s.map { $0[row] } ?? 0
    switch type {
    case .time: return Instant(microseconds: column.int64s?[row] ?? 0).description
    case .day: return CalendarDay(daysSinceEpoch: code).description
    case .unit: return dataset.organisation.codes[Int(code)]
    case .text: return dataset.texts.text(code)
    case .reference(let domain): return dataset.domains[domain.index].text(code)
    case .choice(let choice): return programme.choices[choice.index].members[Int(code)]
    case .yesNo: return column.bools?[row] == 1 ? "yes" : "no"
    case .number: return column.int64s.map { "\($0[row])" } ?? column.float64s.map { "\($0[row])" } ?? "?"
    case .list, .records: return "?"
    }
  }
}
