// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonIngest
import MezonStore

/// The store of a programme, with faults in the user's words.
enum StoreAccess {
  /// The folder of a programme's store.
  static func folder(of programme: ProgrammeFolder) -> String { "\(programme.path ?? ".")/store" }

  /// Whether there is a store in a folder.
  static func exists(_ folder: String) -> Bool { InputFile.exists(folder + "/commits") }

  /// Whether something was handed in to a store in a folder: a hand-in that was interrupted may leave one in which nothing is.
  static func holdsHandIns(_ folder: String) -> Bool { InputFile.exists(folder + "/commits/0000000002") }

  /// Opens a store for reading.
  static func open(_ folder: String) throws -> Store {
    try run(folder) { () throws(StoreFault) in try Store.open(folder, layer: PosixFileLayer()) }
  }

  /// Opens a store for writing, and makes one where there is none.
  /// - Parameter isTrial: whether hand-ins are only tried, so that nothing of the store is changed and nobody kept out
  static func writer(
    _ folder: String, named title: String, threads: Int = 1, isTrial: Bool = false
  ) throws -> StoreWriter {
    // It reads the key that signs and the secret of pseudonyms.
    CoreDump.forbid()
    return try run(folder) { () throws(StoreFault) in
      isTrial
        ? try StoreWriter(
          trying: folder, layer: PosixFileLayer(temporaryFolder: temporaryFolder), origin: title, now: now,
          threads: max(1, threads), random: random)
        : try StoreWriter(
          folder, layer: PosixFileLayer(), origin: title, now: now, threads: max(1, threads), random: random)
    }
  }

  /// Where files stand that are gone with the process.
  private static var temporaryFolder: String {
    let stated = ProcessInfo.processInfo.environment["TMPDIR"] ?? ""
    return stated.isEmpty ? "/tmp" : stated
  }

  /// Tells that somebody else is writing to a store, before anything is read for it; whoever begins later is told of at the commit.
  static func checkLock(_ folder: String) throws {
    try run(folder) { () throws(StoreFault) in try StoreWriter.checkLock(folder, layer: PosixFileLayer()) }
  }

  /// Microseconds since 1970-01-01T00:00Z: the one place where a hand-in gets its time, and by which its lateness is told.
  @Sendable static func now() -> Int64 { Int64(Date().timeIntervalSince1970 * 1_000_000) }

  /// Bytes from the system's source of chance, for keys and seals.
  @Sendable private static func random(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return [UInt8](unsafeUninitializedCapacity: count) { bytes, filled in
      // A word at a time, for each asks the system.
      for start in stride(from: 0, to: count, by: 8) {
        withUnsafeBytes(of: generator.next()) { word in
          for place in start..<min(count, start + 8) { bytes[place] = word[place - start] }
        }
      }
      filled = count
    }
  }

  /// Calls the store; its fault becomes a failure of the command.
  static func run<Value>(_ folder: String, _ body: () throws(StoreFault) -> Value) throws -> Value {
    do {
      return try body()
    } catch {
      throw failure(error, folder)
    }
  }

  private static func reason(_ fault: LayerFault) -> String {
    fault.number.map { SystemReason.text($0) } ?? fault.reason
  }

  private static func failure(_ fault: StoreFault, _ folder: String) -> CommandFailure {
    switch fault {
    case .layer(let layer):
      let isReading = [LayerFault.Operation.read, .list].contains(layer.operation)
      return isReading
        ? CommandFailure(.cannotRead, CommandRule.cannotRead, [reason(layer)], file: layer.path)
        : CommandFailure(.cannotWrite, CommandRule.storeWriteFailed, [reason(layer)], file: layer.path)
    case .noStore: return CommandFailure(.fileMissing, CommandRule.noStore, file: folder)
    case .damaged(let file, let what):
      return CommandFailure(.wrongFound, CommandRule.storeDamaged, [what], file: "\(folder)/\(file)")
    case .locked: return CommandFailure(.cannotWrite, CommandRule.storeLocked, file: folder)
    case .writingStopped(let layer), .inDoubt(let layer):
      return CommandFailure(.cannotWrite, CommandRule.storeInDoubt, [reason(layer)], file: layer.path)
    case .needsReason(let corrected, let retracted):
      return CommandFailure(.usage, CommandRule.reasonNeeded, [String(corrected), String(retracted)])
    case .unknownHandIn(let number): return CommandFailure(.usage, CommandRule.unknownHandIn, [String(number)])
    case .tooManyRows(let most): return CommandFailure(.usage, IngestRule.tooMuchAtOnce, [String(most)])
    case .unknownPerson: return CommandFailure(.wrongFound, CommandRule.unknownPerson)
    }
  }
}
