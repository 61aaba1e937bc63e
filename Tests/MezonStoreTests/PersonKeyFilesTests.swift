// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonStore
import MezonStoreFaults
import Testing

/// A person is known by the keys of whatever hand-in named them first, however many hand-ins there are.
@Suite struct PersonKeyFilesTests {
  private let disk = FaultyDisk(seed: 1)

  private func handIn(_ persons: [String], number: Int) -> HandIn {
    var handIn = FaultScenario.handIn(persons.map { ($0, 1) }, number: number)
    handIn.tables = handIn.tables.map { whole in
      HandIn.Rows(
        whole.table, role: .events, key: ["id"],
        identities: persons.enumerated().map { place, name in
          Identity(row: place, field: "", child: 0, values: [.init(name: "name", text: "person " + name)])
        })
    }
    return handIn
  }

  @Test(arguments: [2, 4, 5, 12])
  func personsOfManyHandIns(handIns: Int) throws {
    let numbers = SharedNumbers(5)
    let writer = try StoreWriter(
      "store", layer: disk, origin: "mezon/tests", now: { numbers.time() }, random: { numbers.bytes($0) })
    var all: [String] = []
    for number in 0..<handIns {
      // Two are new in each, and one of those before comes again.
      let new = ["A\(number)", "B\(number)"]
      _ = try writer.commit(handIn(new, number: number))
      all += new
    }
    func keyFiles() -> Int { disk.contents.keys.count { $0.hasSuffix(".persons") } }
    #expect(keyFiles() == handIns)
    // Everybody is known, so that all are unchanged and nobody gets another key.
    let again = try writer.commit(handIn(all, number: 100))
    #expect(again.unchanged == all.count && again.accepted == 0 && keyFiles() == handIns)
    let others = try writer.commit(handIn(all + ["C"], number: 101))
    #expect(others.unchanged == all.count && others.accepted == 1 && keyFiles() == handIns + 1)
    for name in ["A0", "B\(handIns - 1)", "C"] {
      _ = try writer.redact("person " + name, by: "tests", because: "asked to")
      #expect(throws: StoreFault.unknownPerson) {
        _ = try writer.redact("person " + name, by: "tests", because: "again")
      }
    }
    #expect(try Verification("store", layer: disk).findings == [])
  }
}
