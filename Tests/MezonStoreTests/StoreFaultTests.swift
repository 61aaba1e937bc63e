// SPDX-License-Identifier: Apache-2.0

import MezonStore
import MezonStoreFaults
import Testing

/// Hand-ins on a disk on which power fails, space runs out and syncs fail, at every step of a run.
@Suite struct StoreFaultTests {
  @Test(arguments: UInt64(1)...2)
  func everyStepOfARun(seed: UInt64) {
    let scenario = FaultScenario(seed: seed, count: 3)
    var tally = FaultScenario.Tally()
    for step in 0..<scenario.steps() {
      for trouble in [FaultyDisk.Trouble.crash(step), .full(step), .sync(step)] {
        tally.add(scenario.tally(trouble))
      }
    }
    #expect(tally.points > 100)
    #expect(tally.isClean, "\(tally)")
  }

  /// What finds nothing on a good disk must find something on one whose syncs do nothing.
  @Test func aDiskThatLiesIsFoundOut() {
    let scenario = FaultScenario(seed: 1, count: 3, isLying: true)
    var tally = FaultScenario.Tally()
    for step in stride(from: scenario.steps() / 2, to: scenario.steps(), by: 3) {
      tally.add(scenario.tally(.crash(step)))
    }
    #expect(!tally.isClean)
  }

  @Test func afterAFailedSyncNothingIsWritten() throws {
    let disk = FaultyDisk(seed: 1)
    let numbers = SharedNumbers(1)
    let writer = try StoreWriter(
      "store", layer: disk, origin: "mezon/tests", now: { numbers.time() }, random: { numbers.bytes($0) })
    _ = try writer.commit(FaultScenario.handIn([("A", 1)], number: 1))
    disk.plan(.sync(0))
    #expect(throws: StoreFault.layer(LayerFault(.sync, "store/segments/0000000003-0.seg", "input/output error"))) {
      _ = try writer.commit(FaultScenario.handIn([("B", 1)], number: 2))
    }
    let before = disk.contents
    for attempt in 0..<3 {
      #expect(throws: StoreFault.self) {
        do {
          _ = try writer.commit(FaultScenario.handIn([("C", 1)], number: 3 + attempt))
        } catch StoreFault.writingStopped(let fault) {
          #expect(fault.operation == .sync)
          throw StoreFault.writingStopped(fault)
        }
      }
    }
    #expect(throws: StoreFault.self) { _ = try writer.redact("person 1", by: "a", because: "b") }
    #expect(throws: StoreFault.self) { _ = try writer.rotateKey(by: "a", because: "b") }
    #expect(disk.contents == before)
  }

  /// The syncs behind the commit, those of a key that is destroyed, stop the writer too.
  @Test func afterEachFailedSyncOfARedactionNothingIsWritten() throws {
    for step in 0..<60 {
      let disk = FaultyDisk(seed: 1)
      let numbers = SharedNumbers(1)
      let writer = try StoreWriter(
        "store", layer: disk, origin: "mezon/tests", now: { numbers.time() }, random: { numbers.bytes($0) })
      _ = try writer.commit(FaultScenario.handIn([("A", 1)], number: 1))
      disk.plan(.sync(step))
      do {
        _ = try writer.redact("person 1", by: "a", because: "b")
      } catch {
        #expect(throws: StoreFault.self, "step \(step)") {
          _ = try writer.commit(FaultScenario.handIn([("B", 1)], number: 2))
        }
      }
    }
  }

  @Test func oneWriterAndSeveralReaders() throws {
    let disk = FaultyDisk(seed: 2)
    let numbers = SharedNumbers(2)
    var writer: StoreWriter? = try StoreWriter(
      "store", layer: disk, origin: "mezon/tests", now: { numbers.time() }, random: { numbers.bytes($0) })
    _ = try writer?.commit(FaultScenario.handIn([("A", 1)], number: 1))
    #expect(throws: StoreFault.locked("store")) {
      _ = try StoreWriter(
        "store", layer: disk, origin: "mezon/tests", now: { 0 }, random: { [UInt8](repeating: 7, count: $0) })
    }
    let early = try Store.open("store", layer: disk)
    _ = try writer?.commit(FaultScenario.handIn([("A", 2)], number: 2))
    #expect(try FaultScenario.rows(early) == ["A": 1])
    #expect(try FaultScenario.rows(try Store.open("store", layer: disk)) == ["A": 2])
    writer = nil
    _ = try StoreWriter(
      "store", layer: disk, origin: "mezon/tests", now: { 0 }, random: { [UInt8](repeating: 7, count: $0) })
  }
}
