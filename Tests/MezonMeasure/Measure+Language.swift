// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonFuzz
import MezonSyntax
import Synchronization

// What no one who writes definitions should have to wait for, or run into.
extension Measure {
  /// Prints the milliseconds that it takes to format a folder's files, one after another, and how many bytes come out.
  static func format(_ folder: String) throws {
    let sources = try sources(folder)
    var count = 0
    let time = ContinuousClock().measure {
      for source in sources { count += Formatter.parseAndFormat(source).text.utf8.count }
    }
    print(String(format: "%d files, %d bytes: %.1f ms", sources.count, count, time / .milliseconds(1)))
  }

  /// The definition files below a folder.
  static func sources(_ folder: String) throws -> [SourceText] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".mezon") }.sorted()
    return try paths.map { path in
      SourceText(name: path, bytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + path))))
    }
  }

  /// Tries as many broken inputs as are asked for, from a seed on, on all processors; prints what does not hold and ends with 1.
  static func fuzz(_ count: UInt64, from first: UInt64) {
    let clock = ContinuousClock()
    let start = clock.now
    let run = FuzzRun(workers: ProcessInfo.processInfo.activeProcessorCount)
    Thread.detachNewThread { run.watch() }
    var next = first
    while next < first + count {
      let end = min(next + FuzzRun.block, first + count)
      FileHandle.standardError.write(Data("seeds \(next) to \(end - 1)\n".utf8))
      run.attempt(next..<end)
      next = end
    }
    let seconds = (clock.now - start) / .seconds(1)
    print(String(format: "%d inputs in %.0f s, %.0f a second: no fault", Int(count), seconds, Double(count) / seconds))
  }
}

/// Broken inputs tried side by side; the first that breaks a rule, or does not end, ends the program.
private final class FuzzRun: Sendable {
  /// Inputs that are tried together; so many are announced before they are tried, so that a crash can be found.
  static let block: UInt64 = 10_000
  /// An input that takes longer counts as one that never ends.
  private static let patience = Duration.seconds(30)

  private let workers: Int
  /// By worker, the input that it is at and since when.
  private let current: Mutex<[Int: (seed: UInt64, since: ContinuousClock.Instant)]> = Mutex([:])

  init(workers: Int) { self.workers = workers }

  func attempt(_ seeds: Range<UInt64>) {
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for seed in stride(from: seeds.lowerBound + UInt64(worker), to: seeds.upperBound, by: workers) {
        current.withLock { $0[worker] = (seed, .now) }
        var input = FuzzInput(seed: seed)
        if let fault = FuzzCheck.fault(in: input.bytes()) { Self.end(seed, fault) }
      }
      current.withLock { $0[worker] = nil }
    }
  }

  /// Looks every second for an input that takes too long; never returns.
  func watch() {
    while true {
      Thread.sleep(forTimeInterval: 1)
      for (seed, since) in current.withLock({ $0.values }) where .now - since > Self.patience {
        Self.end(seed, "does not end")
      }
    }
  }

  private static func end(_ seed: UInt64, _ fault: String) -> Never {
    print("MEZON_SEED=\(seed): \(fault)")
    exit(1)
  }
}
