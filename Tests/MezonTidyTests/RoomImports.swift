// SPDX-License-Identifier: Apache-2.0

/// Which modules the Swift files of a room may import. The house has one direction: a room knows the rooms before it.
enum RoomImports {
  /// The C library, by its name on each system; for the rooms that need its mathematical functions or files.
  private static let libc: Set = ["Darwin", "Glibc", "Musl"]

  /// What any room may import.
  static let everywhere: Set = ["Swift", "Synchronization"]

  /// One row a room under Sources/. Foundation stands only where numbers or dates are written for people, and where
  /// files are: it reads locales, zones and clocks, which the core must not.
  static let allowed: [String: Set<String>] = [
    "CExpat": [],
    "CXLSXWriter": [],
    "CFreeXL": [],
    "COpenSSL": [],
    "CSQLite": [],
    "CUchardet": [],
    "CZip": [],
    "MezonAppraisal": [
      "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonEngine", "MezonSemantics", "MezonStatistics",
    ],
    "MezonCalendar": [],
    "MezonColumns": ["MezonCalendar", "MezonDiagnostics"],
    "MezonDiagnostics": [],
    "MezonEngine": [
      "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonSemantics", "MezonStatistics", "MezonSyntax",
    ],
    "MezonExamples": [
      "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonEngine", "MezonIngest", "MezonSemantics",
      "MezonSyntax",
    ],
    "MezonIngest": [
      "Crypto", "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonSemantics", "MezonSyntax", "MezonTables",
    ],
    "MezonPublishing": libc.union([
      "CXLSXWriter", "Crypto", "Foundation", "MezonAppraisal", "MezonCalendar", "MezonColumns", "MezonDiagnostics",
      "MezonEngine", "MezonSemantics", "MezonSyntax", "Mustache",
    ]),
    "MezonSample": ["MezonCalendar"],
    "MezonSemantics": ["Crypto", "MezonCalendar", "MezonDiagnostics", "MezonSyntax"],
    "MezonStore": libc.union(["COpenSSL", "Crypto", "MezonCalendar", "MezonColumns"]),
    "MezonStatistics": libc.union(["Numerics", "RealModule"]),
    "MezonSyntax": ["MezonCalendar", "MezonDiagnostics"],
    "MezonTables": libc.union(["CExpat", "CFreeXL", "CSQLite", "CUchardet", "CZip", "MezonCalendar"]),
    "mezon": libc.union([
      "ArgumentParser", "Crypto", "Dispatch", "Foundation", "MezonAppraisal", "MezonCalendar", "MezonColumns",
      "MezonDiagnostics", "MezonEngine", "MezonExamples", "MezonIngest", "MezonPublishing", "MezonSample",
      "MezonSemantics", "MezonStatistics", "MezonStore", "MezonSyntax", "MezonTables",
    ]),
  ]

  /// Single files that may import more than their room, each for the reason beside it.
  static let exceptions: [String: Set<String>] = [
    // The one place of each room that starts threads; all else in the room is the same on one thread.
    "Sources/MezonEngine/ParallelChunks.swift": ["Dispatch"],
    "Sources/MezonIngest/SideBySide.swift": ["Dispatch"],
    // The one place that asks for an instruction of the processor by its name, where the compiler knows it.
    "Sources/MezonColumns/ByteLanes.swift": ["_Builtin_intrinsics"],
    "Sources/MezonStore/Store/FilesAhead.swift": ["Dispatch"],
    "Sources/MezonStore/Stretches.swift": ["Dispatch"],
    // The one place that asks the system for the rules of a named time zone; the rest of the room takes them as values.
    "Sources/MezonCalendar/TimeZoneRules+Foundation.swift": ["Foundation"],
  ]

  /// What a target under Tests/ may not import, beside XCTest, which none may. The naive evaluator is the engine's
  /// judge, so it shares neither the engine nor its numerical kernels.
  static let forbiddenInTests: [String: Set<String>] = [
    "MezonNaive": ["MezonAppraisal", "MezonEngine", "MezonPublishing", "MezonStatistics"]
  ]
}
