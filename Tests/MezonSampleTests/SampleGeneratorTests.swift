// SPDX-License-Identifier: Apache-2.0

import MezonSample
import Testing

@Suite("The sample's files")
struct SampleGeneratorTests {
  private static let sample = SampleGenerator(seed: 7, events: 20_000)

  /// FNV-1a over all files, so that a machine or a change that makes other bytes is noticed.
  private static func digest(_ sample: SampleGenerator) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for (path, bytes) in sample.files() {
      for byte in Array(path.utf8) + bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    return hash
  }

  @Test("The same seed gives the same bytes, on every machine; another seed gives others")
  func deterministic() {
    let digest = Self.digest(SampleGenerator(seed: 7, events: 3_000, inspectors: 20))
    #expect(digest == Self.digest(SampleGenerator(seed: 7, events: 3_000, inspectors: 20)))
    #expect(digest == 2_969_761_788_078_524_637, "what was generated has changed: \(digest)")
    #expect(digest != Self.digest(SampleGenerator(seed: 8, events: 3_000, inspectors: 20)))
  }

  @Test("The pieces of a file make the same file, however large they are", arguments: [1, 100, 4_096, 1 << 22])
  func pieces(_ size: Int) throws {
    for (path, bytes) in Self.sample.files() {
      var joined: [UInt8] = []
      var largest = 0
      Self.sample.forEachChunk(of: path, ofBytes: size) { piece in
        joined += piece
        largest = max(largest, piece.count)
      }
      #expect(joined == bytes, "\(path)")
      if path.hasPrefix("logs/") { #expect(largest <= size + 1024, "\(path)") }
    }
  }

  @Test("A failure of the one who takes the pieces ends the writing")
  func failing() {
    struct Full: Error {}
    #expect(throws: Full.self) {
      try Self.sample.forEachChunk(of: "logs/calls.csv") { _ throws(Full) in throw Full() }
    }
  }

  @Test("The logs have exactly as many rows as events were asked for", arguments: [0, 1, 30, 999, 20_000])
  func rows(_ events: Int) throws {
    let sample = SampleGenerator(seed: 3, events: events, inspectors: 12)
    var total = 0
    for (path, bytes) in sample.files() where path.hasPrefix("logs/") {
      let lines = bytes.count { $0 == 0x0A } - 1
      #expect(lines == sample.rowCount(of: path), "\(path)")
      total += lines
    }
    #expect(total == events)
    #expect(sample.rowCount(of: "rosters/units.csv") == nil)
    #expect(sample.rowCount(of: "logs/unknown.csv") == nil)
  }

  @Test("Any country can be made, down to four inspectors", arguments: [0, 4, 5, 6, 7, 13, 60, 300])
  func sizes(_ inspectors: Int) throws {
    let sample = SampleGenerator(seed: 5, events: 2_000, inspectors: inspectors)
    let units = try ReadBack(try #require(sample.files().first).bytes, delimiter: .comma)
    let first = Set(try units.column("code").filter { $0.hasPrefix("P") })
    #expect(first.count == max(4, inspectors) + 2)
  }
}
