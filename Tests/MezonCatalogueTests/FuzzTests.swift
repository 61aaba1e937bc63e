// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonFuzz
import MezonSemantics
import MezonSyntax
import Testing

/// Runs with MEZON_SEED try one seed, with MEZON_FUZZ=N the first N; continuous integration and MEZON_SLOW_TESTS=1 try more
/// than are tried always. `MezonMeasure fuzz`, built for release, tries the same inputs many times faster.
@Suite("No input breaks parsing, formatting or checking")
struct FuzzTests {
  private static let environment = ProcessInfo.processInfo.environment

  private static let seeds: Range<UInt64> = {
    if let seed = environment["MEZON_SEED"].flatMap(UInt64.init) { return seed..<(seed + 1) }
    let stated = environment["MEZON_FUZZ"].flatMap(UInt64.init)
    let tryMany = environment["MEZON_SLOW_TESTS"] == "1" || environment["CI"] == "true"
    let count = stated ?? (tryMany ? 50_000 : 3_000)
    return 1..<(count + 1)
  }()

  @Test("Broken files are read, formatted and checked, in four parts", arguments: 0..<4)
  func fuzz(_ part: UInt64) {
    for seed in Self.seeds where seed % 4 == part {
      var input = FuzzInput(seed: seed)
      if let fault = FuzzCheck.fault(in: input.bytes()) {
        Issue.record("MEZON_SEED=\(seed): \(fault)")
        return
      }
    }
  }

  @Test("The mutations reach every stage")
  func reach() {
    var (whole, checked) = (0, 0)
    for seed in UInt64(1)..<200 {
      var input = FuzzInput(seed: seed)
      let bytes = input.bytes()
      #expect(bytes.count <= FuzzInput.most)
      let file = Parser.parse(SourceText(name: "fuzz.mezon", bytes: bytes))
      if !file.diagnostics.hasErrors { whole += 1 }
      if Checker.check([file]).diagnostics.contains(where: { $0.rule.code >= "MZ2000" }) { checked += 1 }
    }
    #expect(whole > 8 && checked > 60, "\(whole) \(checked)")
  }
}
