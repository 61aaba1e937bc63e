// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonColumns
import MezonDiagnostics
import MezonIngest
import MezonSample
import MezonSemantics
import MezonSyntax
import Testing

/// The shipped definitions of this checkout, and data sets made from them.
enum SampleProgrammeFiles {
  static let indicators = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Indicators")

  /// The programme folders directly under Indicators/ that use no other files; the command's tests check the rest.
  static var programmes: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: indicators.path)) ?? []
    return names.filter { name in
      FileManager.default.fileExists(atPath: indicators.appendingPathComponent(name + "/programme.mezon").path)
    }.sorted()
  }

  /// The parsed definitions of a programme folder.
  static func parsed(_ programme: String) throws -> [ParsedFile] {
    let folder = indicators.appendingPathComponent(programme)
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".mezon") }
    return try paths.sorted().map { path in
      let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(path)))
      return Parser.parse(SourceText(name: path, bytes: bytes))
    }
  }

  /// The checked sample programme.
  static func sample() throws -> Programme {
    try #require(Checker.check(try parsed("sample")).programme)
  }

  /// What a generator's files become.
  static func dataset(
    of generator: SampleGenerator, _ programme: Programme
  ) throws -> (dataset: Dataset, report: IngestReport) {
    let files = Dictionary(uniqueKeysWithValues: generator.files().map { ($0.path, $0.bytes) })
    var inputs: [Ingestion.Input] = []
    for table in RosterTable.allCases {
      guard let bytes = files["rosters/\(table.rawValue).csv"] else { continue }
      inputs.append(.roster(RosterFile(table, file: "\(table.rawValue).csv", bytes: bytes)))
    }
    for source in programme.sources {
      let path = try #require(source.declaration.file).text
      var joined: [String: OpenFile] = [:]
      for join in source.declaration.joins {
        let other = try #require(join.file).text
        joined[join.table.text] = OpenFile(NamedBytes(file: other, bytes: try #require(files[other])))
      }
      inputs.append(.source(source, file: path, bytes: try #require(files[path]), joined: joined))
    }
    return Ingestion(programme: programme).dataset(from: inputs)
  }
}

/// A file of delimited text, read back.
struct ReadBack {
  let names: [String]
  let rows: [[String]]

  /// Reads every field of every row; faults of the text fail the test.
  init(_ bytes: [UInt8], delimiter: DelimitedFormat.Delimiter) throws {
    var reader = DelimitedReader(source: ArrayByteSource(bytes), format: DelimitedFormat(delimiter: delimiter))
    guard case .names(let names) = try reader.readHeader() else {
      self.names = []
      rows = []
      Issue.record("the header cannot be read")
      return
    }
    try reader.select(Array(names.indices))
    var batch = RowBatch()
    var rows: [[String]] = []
    while try reader.read(into: &batch) {
      #expect(batch.refused.isEmpty)
      for row in 0..<batch.rowCount {
        rows.append(names.indices.map { batch.text(row: row, column: $0) })
      }
    }
    self.names = names
    self.rows = rows
  }

  /// The texts of a column.
  func column(_ name: String) throws -> [String] {
    let place = try #require(names.firstIndex(of: name), "no column \(name)")
    return rows.map { $0[place] }
  }
}
