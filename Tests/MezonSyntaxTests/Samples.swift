// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonSyntax
import Testing

/// A definition file under Samples.
struct Sample: Sendable, CustomTestStringConvertible {
  /// Its path below Samples, such as `good/events.en.mezon`.
  let path: String
  let bytes: [UInt8]

  var testDescription: String { path }

  var source: SourceText { SourceText(name: path, bytes: bytes) }

  /// Its declarations, each as a file of its own: they begin where a line is not indented.
  var declarations: [[UInt8]] {
    var pieces: [[UInt8]] = []
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let opensPiece = line.first.map { !" }#".utf8.contains($0) } ?? false
      if opensPiece || pieces.isEmpty { pieces.append([]) }
      pieces[pieces.count - 1] += line + [UInt8(ascii: "\n")]
    }
    return pieces
  }

  /// The whole files, whose every construct is right.
  static let good = all(in: "good")
  /// Files with mistakes.
  static let bad = all(in: "bad")

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Samples")

  private static func all(in subfolder: String) -> [Sample] {
    let url = folder.appendingPathComponent(subfolder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    return names.filter { $0.hasSuffix(".mezon") }.sorted().compactMap { name in
      (try? Data(contentsOf: url.appendingPathComponent(name))).map {
        Sample(path: "\(subfolder)/\(name)", bytes: Array($0))
      }
    }
  }
}
