// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("The checkout is tidy")
struct TidyTests {
  @Test("The checkout is found and read")
  func checkoutIsRead() throws {
    let paths = Set(Checkout.files.map(\.path))
    #expect(paths.isSuperset(of: ["LICENSE", "Package.swift", "Scripts/test", "Tests/MezonTidyTests/TidyTests.swift"]))
    let ours = try #require(Checkout.files.first { $0.path == "Tests/MezonTidyTests/TidyTests.swift" })
    #expect(ours.text.contains("checkoutIsRead"))
  }

  @Test(arguments: TidyRule.all)
  func keeps(_ rule: TidyRule) {
    let findings = rule.findings(Checkout.files)
    #expect(findings.isEmpty, "\(findings.map(\.description).joined(separator: "\n"))")
  }

  @Test("Every long table that is listed exists")
  func longTablesExist() {
    #expect(TidyRule.longTables.subtracting(Checkout.files.map(\.path)).isEmpty)
  }

  @Test("Every exception for a single file is made use of", arguments: RoomImports.exceptions.keys.sorted())
  func exceptionIsUsed(_ path: String) throws {
    let file = try #require(Checkout.files.first { $0.path == path })
    #expect(RoomImports.exceptions[path]?.subtracting(SwiftTokens(file.text).imports.map(\.module)).isEmpty == true)
  }

  @Test("The imports that are allowed have one direction")
  func importsHaveOneDirection() {
    var left = RoomImports.allowed.mapValues { $0.filter { RoomImports.allowed[$0] != nil } }
    while let next = left.filter({ $0.value.isEmpty }).keys.min() {
      left[next] = nil
      left = left.mapValues { $0.subtracting([next]) }
    }
    #expect(left.isEmpty, "these rooms know one another: \(left.keys.sorted())")
  }
}
