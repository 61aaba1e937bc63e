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
    .systemLibrary(
      name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .executableTarget(
      name: "mezon",
      dependencies: [
        "MezonAppraisal", "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonEngine", "MezonExamples",
        "MezonIngest", "MezonPublishing", "MezonSample", "MezonSemantics", "MezonSyntax",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(
      name: "MezonAppraisal",
      dependencies: ["MezonCalendar", "MezonColumns", "MezonEngine", "MezonSemantics", "MezonSyntax"]),
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
      dependencies: ["MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonSemantics", "MezonSyntax"]),
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
    .target(name: "MezonSyntax", dependencies: ["MezonCalendar", "MezonDiagnostics"]),
    .testTarget(name: "MezonCalendarTests", dependencies: ["MezonCalendar", "MezonTestSupport"]),
    .testTarget(name: "MezonColumnsTests", dependencies: ["MezonColumns", "MezonTestSupport"]),
    .testTarget(name: "MezonCommandTests", dependencies: ["mezon"]),
    .testTarget(
      name: "MezonDifferentialTests",
      dependencies: [
        "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonEngine", "MezonIngest", "MezonNaive",
        "MezonSemantics", "MezonSyntax", "MezonTestSupport",
      ]),
    .testTarget(
      name: "MezonEngineTests",
      dependencies: [
        "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonEngine", "MezonSemantics", "MezonStatistics",
        "MezonSyntax", "MezonTestSupport",
      ]),
    .testTarget(
      name: "MezonIngestTests",
      dependencies: [
        "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonIngest", "MezonSemantics", "MezonSyntax",
        "MezonTestSupport",
      ],
      exclude: ["Oracles"]),
    .target(
      name: "MezonNaive", dependencies: ["MezonCalendar", "MezonDiagnostics", "MezonSyntax"],
      path: "Tests/MezonNaive"),
    .testTarget(
      name: "MezonProgrammeTests",
      dependencies: [
        "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonEngine", "MezonExamples", "MezonIngest",
        "MezonSemantics", "MezonSyntax", "MezonTestSupport",
      ]),
    .testTarget(
      name: "MezonPublishingTests",
      dependencies: [
        "MezonAppraisal", "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonEngine", "MezonIngest",
        "MezonPublishing", "MezonSemantics", "MezonSyntax", "MezonTestSupport",
      ]),
    .testTarget(
      name: "MezonSampleTests",
      dependencies: [
        "MezonCalendar", "MezonColumns", "MezonDiagnostics", "MezonEngine", "MezonExamples", "MezonIngest",
        "MezonSample", "MezonSemantics", "MezonSyntax",
      ]),
    .testTarget(name: "MezonStatisticsTests", dependencies: ["MezonStatistics", "MezonTestSupport"]),
    .testTarget(
      name: "MezonSyntaxTests", dependencies: ["MezonDiagnostics", "MezonSyntax", "MezonTestSupport"],
      exclude: ["Samples"]),
    .target(name: "MezonTestSupport", path: "Tests/MezonTestSupport"),
    .testTarget(name: "MezonTidyTests"),
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
