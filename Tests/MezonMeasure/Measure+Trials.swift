// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import MezonStatistics
import MezonTrials
import Synchronization

// What is proven by many draws: too long for a test built for debugging.
extension Measure {
  /// Prints how many of so many honest populations, of seeds from the first one on, show any lead, and how many may.
  static func audit(_ count: Int, _ seed: UInt64) throws {
    let records = try HonestRecords()
    let found = try inParallel(count) { place in
      let seed = seed &+ UInt64(place)
      let family = Leads(HonestPopulation(seed: seed, deals: 1_999).family)
      let outcomes = try records.outcomes(seed: seed)
      return [(family.leads.count, family.tried)] + outcomes.map { ($0.leads, $0.tried) }
    }
    let most = FalseAlarms.most(of: count)
    var isGood = true
    for (place, name) in ["all signs", "audit of records", "audit of figures"].enumerated() {
      let suspected = found.count { $0[place].0 > 0 }
      let tried = Double(found.reduce(0) { $0 + $1[place].1 }) / Double(count)
      isGood = isGood && suspected <= most
      let tests = String(format: "%.1f", tried)
      print("\(name): \(suspected) of \(count) populations suspected, at most \(most); \(tests) tests each")
    }
    if !isGood { exit(1) }
  }

  /// Prints for each interval how often it holds the truth over so many draws, and the bound that is stated for its method.
  static func coverage(_ count: Int, _ seed: UInt64) throws {
    let trials = CoverageTrial.all
    let found = try inParallel(trials.count) { try trials[$0].coverage(draws: count, seed: seed) }
    var isGood = true
    for (trial, coverage) in zip(trials, found) {
      let isWithin = trial.isWithin(coverage, draws: count)
      isGood = isGood && isWithin
      let bound = "\(trial.bound.lowerBound) to \(trial.bound.upperBound)"
      print("\(isWithin ? "good" : "BAD ") \(String(format: "%.4f", coverage)) (\(bound)) \(trial.name)")
    }
    if !isGood { exit(1) }
  }

  /// Results for so many places, in order, on two threads.
  static func inParallel<Result: Sendable>(_ count: Int, _ body: @Sendable (Int) throws -> Result) throws -> [Result] {
    let next = Atomic<Int>(0)
    let results = Mutex<[Int: Result]>([:])
    let fault = Mutex<(any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: 2) { _ in
      while true {
        let place = next.add(1, ordering: .relaxed).oldValue
        guard place < count else { return }
        do {
          let result = try body(place)
          results.withLock { $0[place] = result }
        } catch {
          fault.withLock { $0 = error }
          return
        }
      }
    }
    if let error = fault.withLock({ $0 }) { throw error }
    return results.withLock { found in (0..<count).compactMap { found[$0] } }
  }
}
