// SPDX-License-Identifier: Apache-2.0

extension TidyRule {
  /// The rules about Swift code.
  static let rulesOfSwift = [functionLength, importsOfRooms, importsOfTests, leadsStayApart, noEffects, noTraps]

  /// The number of lines that a function may have, so that it can be seen as a whole.
  static let mostLinesOfFunction = 70

  static let functionLength = TidyRule("A function has at most \(mostLinesOfFunction) lines") { file in
    guard file.isSwift else { return [] }
    return SwiftTokens(file.text).functions.filter { $0.last - $0.first >= mostLinesOfFunction }.map {
      Finding(path: file.path, line: $0.first, message: "the function has \($0.last - $0.first + 1) lines")
    }
  }

  static let importsOfRooms = TidyRule("A room imports only what the house allows it") { file in
    guard let room = file.room, file.isSwift else { return [] }
    guard let row = RoomImports.allowed[room] else {
      return [Finding(path: file.path, line: 0, message: "belongs to \(room), which has no row in RoomImports")]
    }
    let allowed = row.union(RoomImports.everywhere).union(RoomImports.exceptions[file.path] ?? [])
    return SwiftTokens(file.text).imports.filter { !allowed.contains($0.module) }.map {
      Finding(path: file.path, line: $0.line, message: "\(room) may not import \($0.module)")
    }
  }

  static let importsOfTests = TidyRule("Tests use Swift Testing, and the naive evaluator is independent") { file in
    guard let target = file.testTarget, file.isSwift else { return [] }
    let forbidden = (RoomImports.forbiddenInTests[target] ?? []).union(["XCTest"])
    return SwiftTokens(file.text).imports.filter { forbidden.contains($0.module) }
      .map { Finding(path: file.path, line: $0.line, message: "\(target) may not import \($0.module)") }
  }

  /// What an audit finds is for the auditor, and never for an appraisal or a publication.
  static let leadsStayApart = TidyRule("Appraisals and publications know no leads on gaming") { file in
    guard file.isSwift, ["MezonAppraisal", "MezonPublishing"].contains(file.room) else { return [] }
    let code = SwiftTokens(file.text)
    return ["AuditFindings", "AuditRun", "AuditTable"].flatMap { name in
      code.lines(of: name).map { Finding(path: file.path, line: $0, message: "may not know \(name)") }
    }
  }

  /// What only the command does: print, end the process, read a clock, the environment or chance.
  static let effects = [
    "print(", "Swift.print(", "debugPrint(", "Swift.debugPrint(", "dump(", "readLine(", "FileHandle.standard",
    "exit(", "_exit(", "abort(",
    "Date()", "Date.now", "Date(timeIntervalSinceNow", "ContinuousClock", "SuspendingClock", "DispatchTime.now",
    "clock(", "clock_gettime(", "gettimeofday(", "time(nil)",
    "ProcessInfo", "CommandLine", "getenv(", "Locale.current", "Locale.autoupdatingCurrent", "TimeZone.current",
    "TimeZone.autoupdatingCurrent", "Calendar.current", "Calendar.autoupdatingCurrent",
    "SystemRandomNumberGenerator", "UUID()", "arc4random", "Hasher()",
  ]

  static let noEffects = TidyRule("Only the command prints, exits or reads a clock") { file in
    guard let room = file.room, room != "mezon", file.isSwift else { return [] }
    let code = SwiftTokens(file.text)
    return effects.flatMap { effect in
      code.lines(of: effect).map { Finding(path: file.path, line: $0, message: "\(room) may not say \(effect)") }
    }
  }

  /// What ends the process on input that nobody thought of.
  static let traps = ["try!", "as!", "fatalError(", "Swift.fatalError(", "preconditionFailure("]

  static let noTraps = TidyRule("Nothing in Sources ends the process instead of saying what is wrong") { file in
    guard file.room != nil, file.isSwift else { return [] }
    let code = SwiftTokens(file.text)
    return traps.flatMap { trap in
      code.lines(of: trap).map { Finding(path: file.path, line: $0, message: "says \(trap)") }
    }
  }
}
