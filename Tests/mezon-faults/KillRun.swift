// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonStore
import MezonStoreFaults

/// A process that hands in one batch after the other and says each time when it is in, and that is killed in the midst of it.
///
/// What the processes of one store leave behind must hold every batch that was acknowledged, at most one that was not, and each of
/// them whole.
struct KillRun {
  let kills: Int
  /// How many batches were acknowledged by processes that were then killed.
  private(set) var acknowledged = 0
  private var random: SeededNumbers
  /// How many kills one store goes through.
  private static let killsOfAStore = 50

  init(kills: Int, seed: UInt64) {
    self.kills = kills
    random = SeededNumbers(seed)
  }

  /// The rows of a batch: some new, some corrections of the batch before.
  private static func rows(_ batch: Int) -> [(id: String, value: Int64)] {
    var random = SeededNumbers(UInt64(batch))
    let own = (0..<(3 + random.below(20))).map { (id: "B\(batch)-\($0)", value: Int64(batch)) }
    return batch > 0 && random.below(3) == 0 ? own + [(id: "B\(batch - 1)-0", value: Int64(batch))] : own
  }

  /// Hands in batches until it is killed.
  static func child(folder: String, from start: Int) -> Never {
    do {
      let writer = try StoreWriter(
        folder, layer: PosixFileLayer(), origin: "mezon/kills",
        now: { Int64(Date().timeIntervalSince1970 * 1e6) },
        random: { count in (0..<count).map { _ in UInt8.random(in: .min ... .max) } })
      for batch in start..<(start + 100_000) {
        _ = try writer.commit(FaultScenario.handIn(rows(batch), number: batch))
        FileHandle.standardOutput.write(Data("\(batch)\n".utf8))
      }
    } catch {
      FileHandle.standardError.write(Data("child: \(error)\n".utf8))
      exit(1)
    }
    exit(0)
  }

  mutating func tally() -> FaultScenario.Tally {
    var tally = FaultScenario.Tally()
    var done = 0
    while done < kills {
      let place = FileManager.default.temporaryDirectory.appendingPathComponent("mezon-kills-\(getpid())-\(done)")
      defer { try? FileManager.default.removeItem(at: place) }
      let folder = place.path + "/store"
      var model: [String: Int64] = [:]
      var next = 0
      for _ in 0..<min(Self.killsOfAStore, kills - done) {
        let batches = kill(folder, from: next)
        for batch in next..<(next + batches) {
          for row in Self.rows(batch) { model[row.id] = row.value }
        }
        next += batches
        acknowledged += batches
        next = check(folder, &model, next: next, &tally)
        done += 1
      }
      tally.add(verified(folder, isNeeded: next > 0))
    }
    return tally
  }

  /// Starts a process, kills it after a while, and returns how many batches it acknowledged.
  private mutating func kill(_ folder: String, from start: Int) -> Int {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).standardizedFileURL
    process.arguments = ["child", folder, String(start)]
    process.standardOutput = pipe
    do { try process.run() } catch {
      print("no process can be started: \(error)")
      exit(70)
    }
    usleep(UInt32(1_000 + random.below(120_000)))
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    return output.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
  }

  /// Compares a store with the batches that it must hold; the next batch may be in, whole, too.
  private func check(
    _ folder: String, _ model: inout [String: Int64], next: Int, _ tally: inout FaultScenario.Tally
  ) -> Int {
    let found: [String: Int64]
    do {
      found = try FaultScenario.rows(try Store.open(folder, layer: PosixFileLayer()))
    } catch StoreFault.noStore where model.isEmpty {
      return next
    } catch {
      tally.broken.append("\(error)")
      return next
    }
    if found == model { return next }
    var after = model
    for row in Self.rows(next) { after[row.id] = row.value }
    if found == after {
      model = after
      return next + 1
    }
    let lost = model.filter { found[$0.key] != $0.value && after[$0.key] == $0.value }
    let invented = found.filter { model[$0.key] != $0.value && after[$0.key] != $0.value }
    tally.lost += lost.count
    tally.invented += invented.count
    if lost.isEmpty, invented.isEmpty { tally.partial += 1 }
    return next
  }

  private func verified(_ folder: String, isNeeded: Bool) -> FaultScenario.Tally {
    var tally = FaultScenario.Tally()
    guard isNeeded else { return tally }
    do {
      // A process that opens the store for writing puts away what the last kill has left.
      _ = try StoreWriter(
        folder, layer: PosixFileLayer(), origin: "mezon/kills", now: { 0 }, random: { [UInt8](repeating: 7, count: $0) }
      )
      let findings = try Verification(folder, layer: PosixFileLayer()).findings
      if !findings.isEmpty { tally.broken.append("\(findings.prefix(3))") }
    } catch {
      tally.broken.append("\(error)")
    }
    return tally
  }
}
