// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let package = Package(
  name: "Mezon",
  products: [
    .executable(name: "mezon", targets: ["mezon"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
  ],
  targets: [
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CFreeXL", pkgConfig: "freexl", providers: [.apt(["libfreexl-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CUchardet", pkgConfig: "uchardet", providers: [.apt(["libuchardet-dev"])]),
    .systemLibrary(
      name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .executableTarget(
      name: "mezon",
      dependencies: [
        "MezonAppraisal", "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonEngine", "MezonExamples",
        "MezonIngest", "MezonPublishing", "MezonSample", "MezonSemantics", "MezonStore", "MezonSyntax", "MezonTables",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .executableTarget(
      name: "mezon-faults", dependencies: ["MezonColumns", "MezonStore", "MezonStoreFaults"], path: "Tests/mezon-faults"
    ),
    .target(
      name: "MezonAppraisal",
      dependencies: [
        "MezonCalendar", "MezonColumns", "MezonEngine", "MezonSemantics", "MezonStatistics", "MezonSyntax",
      ]),
    .target(name: "MezonCalendar"),
    .target(name: "MezonColumns", dependencies: ["MezonCalendar", "MezonDiagnostics"]),
    .target(name: "MezonDiagnostics"),
    .target(
      name: "MezonEngine",
      dependencies: [
        "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonSemantics", "MezonStatistics", "MezonSyntax",
      ]),
    .target(
      name: "MezonExamples",
      dependencies: [
        "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonEngine", "MezonIngest", "MezonSemantics",
        "MezonSyntax",
      ]),
    .target(
      name: "MezonIngest",
      dependencies: [
        "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonSemantics", "MezonSyntax", "MezonTables",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(
      name: "MezonPublishing",
      dependencies: [
        "CXLSXWriter", "MezonAppraisal", "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonEngine",
        "MezonSemantics", "MezonSyntax", .product(name: "Mustache", package: "swift-mustache"),
      ]),
    .target(name: "MezonSample", dependencies: ["MezonCalendar"]),
    .target(
      name: "MezonSemantics",
      dependencies: [
        "MezonCalendar", "MezonDiagnostics", "MezonSyntax", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(name: "MezonStatistics"),
    .target(
      name: "MezonStore",
      dependencies: [
        "COpenSSL", "MezonCalendar", "MezonColumns", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(name: "MezonSyntax", dependencies: ["MezonCalendar", "MezonDiagnostics"]),
    .target(
      name: "MezonTables",
      dependencies: ["CExpat", "CFreeXL", "CSQLite", "CUchardet", "CZip", "MezonCalendar"]),
    .testTarget(name: "MezonCalendarTests", dependencies: ["MezonCalendar", "MezonTestSupport"]),
    .testTarget(
      name: "MezonCatalogueTests",
      dependencies: [
        "MezonCalendar", "MezonDiagnostics", "MezonFuzz", "MezonSemantics", "MezonSyntax", "MezonTestSupport",
      ],
      exclude: ["Samples", "catalogue.tsv"]),
    .testTarget(name: "MezonColumnsTests", dependencies: ["MezonColumns", "MezonTestSupport"]),
    .testTarget(
      name: "MezonCommandTests",
      dependencies: [
        "mezon", "MezonColumns", "MezonDiagnostics", "MezonIngest", "MezonSemantics", "MezonStore", "MezonSyntax",
        "MezonTestSupport",
      ],
      exclude: ["Oracles"]),
    .testTarget(
      name: "MezonDifferentialTests",
      dependencies: [
        "MezonAppraisal", "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonEngine", "MezonIngest",
        "MezonNaive", "MezonSemantics", "MezonSyntax", "MezonTestSupport",
      ]),
    .testTarget(
      name: "MezonEngineTests",
      dependencies: [
        "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonEngine", "MezonSemantics", "MezonStatistics",
        "MezonSyntax", "MezonTestSupport", "MezonTrials",
      ]),
    .target(
      name: "MezonFuzz", dependencies: ["MezonDiagnostics", "MezonSemantics", "MezonStatistics", "MezonSyntax"],
      path: "Tests/MezonFuzz"),
    .testTarget(
      name: "MezonIngestTests",
      dependencies: [
        "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonIngest", "MezonSemantics", "MezonSyntax",
        "MezonTables", "MezonTestSupport", .product(name: "Crypto", package: "swift-crypto"),
      ],
      exclude: ["Oracles"]),
    .executableTarget(
      name: "MezonMeasure",
      dependencies: [
        "MezonColumns", "MezonDiagnostics", "MezonFuzz", "MezonIngest", "MezonSemantics", "MezonStatistics",
        "MezonSyntax", "MezonTables", "MezonTrials",
      ],
      path: "Tests/MezonMeasure"),
    .target(
      name: "MezonNaive", dependencies: ["MezonCalendar", "MezonDiagnostics", "MezonSyntax"],
      path: "Tests/MezonNaive"),
    .testTarget(
      name: "MezonOracleTests",
      dependencies: ["MezonCalendar", "MezonStatistics", "MezonStore", "MezonTestSupport"]),
    .testTarget(
      name: "MezonProgrammeTests",
      dependencies: [
        "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonEngine", "MezonExamples", "MezonIngest",
        "MezonSemantics", "MezonStatistics", "MezonSyntax", "MezonTestSupport",
      ],
      exclude: ["Oracles"]),
    .testTarget(
      name: "MezonPublishingTests",
      dependencies: [
        "MezonAppraisal", "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonEngine", "MezonIngest",
        "MezonPublishing", "MezonSemantics", "MezonSyntax", "MezonTestSupport",
      ],
      exclude: ["Oracles"]),
    .testTarget(
      name: "MezonSampleTests",
      dependencies: [
        "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonEngine", "MezonExamples", "MezonIngest",
        "MezonSample", "MezonSemantics", "MezonSyntax", "MezonTestSupport",
      ],
      exclude: ["survivors.tsv"]),
    .target(
      name: "MezonStoreFaults", dependencies: ["MezonColumns", "MezonStore"], path: "Tests/MezonStoreFaults"),
    .testTarget(
      name: "MezonStoreTests",
      dependencies: ["MezonCalendar", "MezonColumns", "MezonStore", "MezonStoreFaults", "MezonTestSupport"]),
    .testTarget(
      name: "MezonStatisticsTests", dependencies: ["MezonStatistics", "MezonTestSupport", "MezonTrials"]),
    .testTarget(
      name: "MezonSyntaxTests", dependencies: ["MezonDiagnostics", "MezonSyntax", "MezonTestSupport"],
      exclude: ["Samples"]),
    .testTarget(
      name: "MezonTablesTests", dependencies: ["MezonMeasure", "MezonTables", "MezonTestSupport"], exclude: ["Oracles"]),
    .target(name: "MezonTestSupport", path: "Tests/MezonTestSupport"),
    .testTarget(name: "MezonTidyTests"),
    .target(
      name: "MezonTrials",
      dependencies: [
        "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonEngine", "MezonSemantics", "MezonStatistics",
        "MezonSyntax",
      ],
      path: "Tests/MezonTrials"),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      .treatAllWarnings(as: .error),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("ExistentialAny"),
    ]
}
