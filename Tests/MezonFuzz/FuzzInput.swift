// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonStatistics

/// Breaks pieces of the shipped files: bytes, words and declarations are changed, moved, doubled and cut off.
///
/// What it gives follows from its seed and the files alone, so that a seed names an input to the tests and to `MezonMeasure fuzz`.
package struct FuzzInput {
  /// No input is longer, in bytes.
  package static let most = 4 << 10
  private var generator: SplitMix64

  package init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  private mutating func below(_ bound: Int) -> Int { bound <= 1 ? 0 : Int.random(in: 0..<bound, using: &generator) }

  /// A header, some declarations of the shipped files, and up to eight changes.
  package mutating func bytes() -> [UInt8] {
    let declarations = Self.declarations
    guard !declarations.isEmpty, !Self.files.isEmpty else { return [] }
    let isRussian = below(8) == 0
    var bytes = Array((isRussian ? "язык 1 ключевые слова ru\n" : "language 1 keywords en\n").utf8)
    // What stands in one file belongs together: an indicator is checked to its end only beside the events that it looks at.
    let pieces = below(2) == 0 ? declarations : Self.files[below(Self.files.count)]
    for _ in 0...below(4) {
      let piece = pieces[below(pieces.count)]
      if bytes.count + piece.count <= Self.most { bytes += piece }
    }
    // One in eight stays whole, so that checking and formatting are reached.
    for _ in 0..<below(8) { change(&bytes, declarations) }
    if below(4) == 0 { bytes.removeSubrange(below(bytes.count + 1)...) }
    return Array(bytes.prefix(Self.most))
  }

  private mutating func change(_ bytes: inout [UInt8], _ declarations: [[UInt8]]) {
    guard !bytes.isEmpty else { return }
    let place = below(bytes.count)
    switch below(7) {
    case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
    case 1: bytes.remove(at: place)
    case 2:
      let signs = ["{", "}", "(", ")", "\"", "`", ",", "#", "\n", "%", "->", "9e99", "0", "not ", "а", "\u{202E}"]
      bytes.insert(contentsOf: Array(signs[below(signs.count)].utf8), at: place)
    case 3: changeWords(&bytes) { words, i, j in words.swapAt(i, j) }
    case 4: changeWords(&bytes) { words, i, _ in words.remove(at: i) }
    case 5: changeWords(&bytes) { words, i, j in words[i] = words[j] }
    default:
      let other = declarations[below(declarations.count)]
      let start = below(other.count)
      bytes.insert(contentsOf: other[start..<min(other.count, start + 1 + below(80))], at: place)
    }
  }

  private mutating func changeWords(_ bytes: inout [UInt8], _ change: (inout [ArraySlice<UInt8>], Int, Int) -> Void) {
    var words = bytes.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    change(&words, below(words.count), below(words.count))
    bytes = Array(words.joined(separator: [UInt8(ascii: " ")]))
  }

  /// The declarations of every definition file of the checkout, each as it stands there.
  private static let declarations = files.flatMap { $0 }

  /// The same, file by file.
  private static let files: [[[UInt8]]] = {
    let folders = [
      "Indicators", "Tests/Benchmarks", "Tests/Programmes", "Tests/MezonSyntaxTests/Samples",
      "Tests/MezonCatalogueTests/Samples",
    ]
    let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let files = folders.flatMap { folder -> [URL] in
      let url = checkout.appendingPathComponent(folder)
      let names = FileManager.default.enumerator(atPath: url.path)?.compactMap { $0 as? String } ?? []
      return names.filter { $0.hasSuffix(".mezon") }.sorted().map { url.appendingPathComponent($0) }
    }
    return files.map { pieces(of: (try? Data(contentsOf: $0)).map(Array.init) ?? []) }.filter { !$0.isEmpty }
  }()

  /// A file cut where a line is not indented.
  private static func pieces(of bytes: [UInt8]) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let opensPiece = line.first.map { !" }#".utf8.contains($0) } ?? false
      if opensPiece || pieces.isEmpty { pieces.append([]) }
      pieces[pieces.count - 1] += line + [UInt8(ascii: "\n")]
    }
    return pieces.filter { $0.count > 1 && $0.count < most }
  }
}
