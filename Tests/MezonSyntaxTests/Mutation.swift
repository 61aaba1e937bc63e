// SPDX-License-Identifier: Apache-2.0

import MezonTestSupport

/// Breaks samples, or makes noise.
struct Mutation {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  private mutating func below(_ bound: Int) -> Int { bound <= 0 ? 0 : Int.random(in: 0..<bound, using: &generator) }

  /// One input: mostly a stretch of a sample with some changes, sometimes noise.
  mutating func input(from samples: [[UInt8]]) -> [UInt8] {
    switch below(10) {
    case 0: return noise()
    case 1: return randomText()
    default: break
    }
    var bytes = samples[below(samples.count)]
    if below(2) == 0 {
      // A short stretch is tried in less time, so more of them are.
      let start = below(bytes.count)
      bytes = Array(bytes[start..<min(bytes.count, start + 20 + below(600))])
    }
    for _ in 0...below(6) { change(&bytes, samples) }
    return bytes
  }

  private mutating func noise() -> [UInt8] {
    (0..<below(400)).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  private mutating func randomText() -> [UInt8] {
    let text = (0..<below(300)).compactMap { _ -> Character? in
      let bound: UInt32 = [0x7F, 0x500, 0x3000, 0x11_0000][below(4)]
      return Unicode.Scalar(UInt32.random(in: 0..<bound, using: &generator)).map(Character.init)
    }
    return Array(String(text).utf8)
  }

  private mutating func change(_ bytes: inout [UInt8], _ samples: [[UInt8]]) {
    guard !bytes.isEmpty else { return }
    let place = below(bytes.count)
    switch below(8) {
    case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
    case 1: bytes.remove(at: place)
    case 2: bytes.insert(Array("{}()\"`,#\n%?:-<=*\\ 0aя".utf8)[below(22)], at: place)
    case 3: changeWords(&bytes) { words, i, j in words.swapAt(i, j) }
    case 4: changeWords(&bytes) { words, i, _ in words.remove(at: i) }
    case 5: changeWords(&bytes) { words, i, j in words.insert(words[i], at: j) }
    case 6:
      let other = samples[below(samples.count)]
      let start = below(other.count)
      bytes.insert(contentsOf: other[start..<min(other.count, start + below(80))], at: place)
    default: bytes.removeSubrange(place..<min(bytes.count, place + below(40)))
    }
  }

  private mutating func changeWords(_ bytes: inout [UInt8], _ change: (inout [ArraySlice<UInt8>], Int, Int) -> Void) {
    var words = bytes.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    change(&words, below(words.count), below(words.count))
    bytes = Array(words.joined(separator: [UInt8(ascii: " ")]))
  }
}
