// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MezonDiagnostics
import MezonSample

/// Writes the sample programme as a folder: the shipped definitions of Indicators/sample with generated rosters and logs.
enum SampleProgramme {
  /// Writes the whole folder, or nothing.
  static func write(_ sample: SampleGenerator, to folder: String) throws {
    let definitions = try ShippedFiles.locate() + "/Indicators/sample"
    try OutputFolder.create(folder) { temporary in
      for file in try InputFile.files(below: definitions, endings: [".mezon", ".po"]) {
        let bytes = try InputFile.bytes(file)
        try OutputFile.write(bytes, to: temporary + file.dropFirst(definitions.count))
      }
      for path in sample.paths {
        try OutputFile.write(to: temporary + "/" + path) { part in
          try writeChunks(of: path, sample, to: part, shown: folder + "/" + path)
        }
      }
    }
  }

  /// Writes a generated file piece by piece: a log of any size passes through without being held.
  private static func writeChunks(
    of path: String, _ sample: SampleGenerator, to part: String, shown: String
  ) throws {
    guard let file = fopen(part, "wb") else { throw failure(shown) }
    var isOpen = true
    defer { if isOpen { fclose(file) } }
    try sample.forEachChunk(of: path) { bytes in
      let written = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
      guard written == bytes.count else { throw failure(shown) }
    }
    guard fflush(file) == 0, fsync(fileno(file)) == 0 else { throw failure(shown) }
    isOpen = false
    guard fclose(file) == 0 else { throw failure(shown) }
  }

  private static func failure(_ path: String) -> CommandFailure {
    CommandFailure(.cannotWrite, CommandRule.cannotWrite, [SystemReason.text(errno)], file: path)
  }

  /// Says what was written and what can be done with it.
  static func report(_ folder: String, _ sample: SampleGenerator, _ messages: MessageOptions) {
    let rows = sample.paths.compactMap { sample.rowCount(of: $0) }.reduce(0, +)
    if messages.json {
      let files = sample.paths.map { path in
        let count = sample.rowCount(of: path).map { ",\"events\":\($0)" } ?? ""
        return "{\"path\":\(JSONText.quoted(path))\(count)}"
      }
      Console.line(
        "{\"folder\":\(JSONText.quoted(folder)),\"events\":\(rows),\"files\":[\(files.joined(separator: ","))]}")
      return
    }
    let summary = Wording(
      "The sample programme is in {0}: definitions, rosters and logs of {1} events, some of them wrong on purpose.\nTry: mezon check {0}",
      "Пример программы — в {0}: определения, списки и журналы, событий: {1}, часть с намеренными ошибками.\nПопробуйте: mezon check {0}"
    )
    Console.line(summary.filled([folder, String(rows)], in: messages.language))
  }
}
