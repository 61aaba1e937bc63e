// SPDX-License-Identifier: Apache-2.0

import MezonTestSupport
import Testing

/// Every case of every file of reference results, compared with the kernels at the tolerance of its folder.
///
/// The folder is `../shared/oracles` beside the checkout, or the one that the environment variable MEZON_ORACLES names.
/// Where it is absent the suite is skipped and says so; with MEZON_REQUIRE_SHARED=1, or where MEZON_ORACLES names a folder
/// that is not there, its absence is a failure. Adapters stand in Readers/, and ``OracleRegistry`` lists them.
@Suite(.enabled(if: OracleFile.shouldBeThere, "skipped: no folder ../shared/oracles, and MEZON_ORACLES names none"))
struct Oracle {
  @Test func theFolderIsThere() {
    #expect(SharedData.oracles != nil, "no folder of oracles: ../shared/oracles, or what MEZON_ORACLES names")
    #expect(!OracleFile.all().isEmpty, "the folder of oracles is empty")
  }

  @Test(arguments: OracleFile.all())
  func agrees(file: OracleFile) throws {
    guard OracleRegistry.claimedFolders.contains(file.folder) else {
      print("oracle \(file.testDescription): \(file.estimatedCaseCount()) cases, not yet claimed")
      return
    }
    let reader = try #require(
      OracleRegistry.reader(of: file), "\(file.testDescription) is of a kind that no reader knows")
    guard let read = reader.cases else {
      print("oracle \(file.testDescription): data without a result of its own")
      return
    }
    let cases = try read(file)
    var agreeing = 0
    for oracle in cases {
      let outcome = oracle.outcome()
      if outcome.disagreements.isEmpty { agreeing += 1 }
      for note in outcome.notes { print("oracle \(file.testDescription), \(oracle.name): \(note)") }
      for disagreement in outcome.disagreements {
        Issue.record("\(file.testDescription), \(oracle.name): \(disagreement)")
      }
    }
    print("oracle \(file.testDescription): \(agreeing) of \(cases.count) agree")
  }
}
