// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonColumns
import MezonDiagnostics
import MezonIngest
import MezonSemantics
import MezonSyntax
import MezonTables

extension Measure {
  /// Prints the seconds of processor time that it takes to read a log into columns, and the megabytes that a thread reads in a second.
  ///
  /// The rosters of the folder are read too, for they say which units there are.
  static func log(_ folder: String, source name: String, _ path: String, threads: Int) throws {
    let checked = Checker.check(try sources(folder).map { Parser.parse($0) })
    guard let programme = checked.programme, let source = programme.sources.first(where: { $0.name == name }) else {
      throw CocoaError(.fileReadUnknown)
    }
    var inputs: [Ingestion.Input] = []
    for table in RosterTable.allCases {
      let file = "\(folder)/rosters/\(table.rawValue).csv"
      guard let bytes = FileManager.default.contents(atPath: file) else { continue }
      inputs.append(.roster(RosterFile(table, file: file, bytes: [UInt8](bytes))))
    }
    let content = try MeasuredFile(path)
    inputs.append(.opened(source, OpenFile(file: path, content: content), joined: [:]))
    let ingestion = Ingestion(programme: programme, threads: threads)
    let (wall, processor) = (ContinuousClock(), clock())
    let start = wall.now
    let (dataset, report) = ingestion.dataset(from: inputs)
    let passed = (wall.now - start) / .seconds(1)
    let seconds = Double(clock() - processor) / Double(CLOCKS_PER_SEC)
    let rows = dataset.events.reduce(0) { $0 + $1.rowCount }
    let speed = Double(content.byteCount) / 1_000_000 / seconds
    print(
      "\(rows) rows, \(report.rejected.count) rejected: "
        + String(format: "%.3f s, of processors %.3f s", passed, seconds)
        + String(format: ", %.0f MB/s a thread", speed))
  }
}

/// A file that is read in stretches.
struct MeasuredFile: FileContent {
  let byteCount: Int
  private let file: FileHandle

  init(_ path: String) throws {
    file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    byteCount = Int(try file.seekToEnd())
  }

  func bytes(_ range: Range<Int>) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      while count < range.count {
        let room = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
        let found = pread(file.fileDescriptor, room.baseAddress, room.count, off_t(range.lowerBound + count))
        guard found > 0 else { throw CocoaError(.fileReadUnknown) }
        count += found
      }
    }
  }
}
