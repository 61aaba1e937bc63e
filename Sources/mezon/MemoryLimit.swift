// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MezonDiagnostics

/// Ends a command that takes more memory than it may, before the machine swaps and everything on it stands still.
///
/// By default it may take what was free when it began, or what its control group grants, less a twentieth. Memory is looked at often: what is
/// taken between two looks can go beyond the limit by as much. A hand-in that is ended so is wholly in or wholly out, as after any other end; what it had
/// written beside goes with the next one.
enum MemoryLimit {
  /// Watches until the timer is cancelled; nil where the system does not say how much there is.
  ///
  /// - Parameter mebibytes: the most that may be taken; nil for what there is.
  static func watch(mebibytes: Int?, in language: MessageLanguage) -> (any DispatchSourceTimer)? {
    guard let most = mebibytes.map({ UInt64(max(0, $0)) << 20 }) ?? free(), taken() != nil else { return nil }
    let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "memory", qos: .userInteractive))
    timer.schedule(deadline: .now(), repeating: .milliseconds(20))
    timer.setEventHandler {
      guard let taken = taken(), taken > most else { return }
      OutputFile.end(.ourFault) {
        let sizes = [taken, most].map { String($0 >> 20) }
        Console.message(Diagnostic(CommandRule.memoryExceeded, sizes, at: .none).rendered(in: language) + "\n")
      }
    }
    timer.resume()
    return timer
  }

  /// The bytes that this process keeps and that no file stands behind.
  static func taken() -> UInt64? {
    guard let text = text("/proc/self/statm") else { return nil }
    // Pages in all, in memory, and of these those of files.
    let pages = text.split(separator: " ").prefix(3).compactMap { UInt64($0) }
    guard pages.count == 3, pages[1] >= pages[2] else { return nil }
    return (pages[1] - pages[2]) * UInt64(max(1, sysconf(Int32(_SC_PAGESIZE))))
  }

  /// What may be taken of the machine, by what is free on it and by what the control groups of this process grant.
  private static func free() -> UInt64? {
    let available = text("/proc/meminfo")?.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
      .flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { UInt64($0) }.map { $0 << 10 }
    guard let least = ([available].compactMap { $0 } + granted()).min() else { return nil }
    return least / 20 * 19
  }

  /// The limits of the control group of this process and of those above it, of the second version and of the first.
  private static func granted() -> [UInt64] {
    var files = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
    for line in text("/proc/self/cgroup")?.split(separator: "\n") ?? [] where line.hasPrefix("0::/") {
      var folder = "/sys/fs/cgroup"
      for part in line.dropFirst(3).split(separator: "/") {
        folder += "/" + part
        files.append(folder + "/memory.max")
      }
    }
    return files.compactMap { text($0) }.compactMap { UInt64($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }

  /// The beginning of a small file of the system.
  private static func text(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      count = max(0, Glibc.read(descriptor, buffer.baseAddress, buffer.count))
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
