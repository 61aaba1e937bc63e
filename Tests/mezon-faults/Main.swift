// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonStore
import MezonStoreFaults

/// `mezon-faults [--points N] [--kills N] [--flips N] [--rows N] [--seed N]`: crashes of a store, made up and real, and changes of
/// one of so many rows.
///
/// The last line is `N points, N lost, N invented, N partial`, before it stands one line a store that is broken. The exit code is 0
/// only when nothing is lost, invented, partial or broken, and every change was found.
@main
enum Main {
  static func main() {
    var arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "child", arguments.count == 3, let start = Int(arguments[2]) {
      KillRun.child(folder: arguments[1], from: start)
    }
    var numbers = ["--points": 10_000, "--kills": 300, "--flips": 300, "--rows": 1_000_000, "--seed": 1]
    while !arguments.isEmpty {
      let name = arguments.removeFirst()
      guard numbers[name] != nil, let value = arguments.first.flatMap({ Int($0) }), value >= 0 else {
        print("usage: mezon-faults [--points N] [--kills N] [--flips N] [--rows N] [--seed N]")
        exit(64)
      }
      arguments.removeFirst()
      numbers[name] = value
    }
    let seed = UInt64(numbers["--seed"] ?? 1)
    var tally = simulated(numbers["--points"] ?? 0, seed: seed)
    var killRun = KillRun(kills: numbers["--kills"] ?? 0, seed: seed)
    tally.add(killRun.tally())
    print("\(killRun.kills) processes killed after \(killRun.acknowledged) hand-ins")
    var flipRun = FlipRun(flips: numbers["--flips"] ?? 0, rows: max(2_000, numbers["--rows"] ?? 0), seed: seed)
    do { try flipRun.run() } catch { tally.broken.append("changes of a large store: \(error)") }
    let places = "\(flipRun.fileCount) files of a store of \(flipRun.rows) rows"
    print("\(flipRun.flips) changes of \(places), \(flipRun.missed.count) not found")
    tally.broken += flipRun.missed.map { "not found: \($0)" }
    for reason in tally.broken.prefix(50) { print("broken: \(reason)") }
    print("\(tally.points) points, \(tally.lost) lost, \(tally.invented) invented, \(tally.partial) partial")
    exit(tally.isClean ? 0 : 1)
  }

  /// Runs of different seeds, at every step of which one thing goes wrong after the other, until there are enough points.
  private static func simulated(_ points: Int, seed: UInt64) -> FaultScenario.Tally {
    var tally = FaultScenario.Tally()
    var number = seed &* 1_000
    while tally.points < points {
      number += 1
      let scenario = FaultScenario(seed: number, count: 8)
      var step = 0
      let steps = scenario.steps()
      while step < steps, tally.points < points {
        for trouble in [FaultyDisk.Trouble.crash(step), .full(step), .sync(step)] where tally.points < points {
          tally.add(scenario.tally(trouble))
        }
        step += 1
      }
    }
    return tally
  }
}
