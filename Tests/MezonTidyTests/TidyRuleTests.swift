// SPDX-License-Identifier: Apache-2.0

import Testing

/// A small checkout that breaks one rule, and the places where it does.
private struct Untidy: CustomTestStringConvertible, Sendable {
  let rule: TidyRule
  let files: [TidyFile]
  /// Each as `path:line`.
  let places: [String]

  init(_ rule: TidyRule, _ path: String, _ text: String, isExecutable: Bool = false, _ places: String...) {
    self.rule = rule
    files = [TidyFile(path: path, text: text, isExecutable: isExecutable)]
    self.places = places
  }

  var testDescription: String { "\(rule.sentence) [\(files.map(\.path).joined(separator: ", "))] \(places)" }
}

private let header = "// SPDX-License-Identifier: Apache-2.0\n"
private let core = "Sources/MezonEngine/A.swift"
private let shell = "#!/usr/bin/env bash\n# SPDX-License-Identifier: Apache-2.0\nset -euo pipefail\n"
private let later = "TO" + "DO"

private let untidy: [Untidy] = [
  Untidy(.licenceHeader, core, "import Swift\n" + header, "\(core):1"),
  Untidy(.licenceHeader, core, header),
  Untidy(.licenceHeader, "Package.swift", "// swift-tools-version: 6.2\n" + header),
  Untidy(.licenceHeader, "Scripts/x", "#!/usr/bin/env bash\n", "Scripts/x:1"),
  Untidy(.licenceHeader, "Scripts/x", shell),
  Untidy(.licenceHeader, "Templates/report.mustache", "<p>", "Templates/report.mustache:1"),
  Untidy(.licenceHeader, "Indicators/a.mezon", "indicator a\n", "Indicators/a.mezon:1"),
  Untidy(.licenceHeader, "Tests/Data/failing.mezon", "indicator a\n"),
  Untidy(.licenceHeader, "Tests/Data/rows.csv", "a,b\n"),
  Untidy(.fileLength, core, String(repeating: "\n", count: 400)),
  Untidy(.fileLength, core, String(repeating: "\n", count: 401), "\(core):401"),
  Untidy(.fileLength, "docs/language.md", String(repeating: "\n", count: 401)),
  Untidy(.fileNames, "Sources/MezonEngine/StringUtils.swift", "", "Sources/MezonEngine/StringUtils.swift:0"),
  Untidy(.fileNames, "Sources/MezonCommon/A.swift", "", "Sources/MezonCommon/A.swift:0"),
  Untidy(.fileNames, core, ""),
  Untidy(.scriptForm, "Scripts/x", shell, isExecutable: true),
  Untidy(.scriptForm, "Scripts/x", shell, "Scripts/x:0"),
  Untidy(.scriptForm, ".ci/run", "#!/bin/sh\nset -euo pipefail\n", isExecutable: true, ".ci/run:1"),
  Untidy(.scriptForm, ".ci/run", "#!/usr/bin/env bash\n", isExecutable: true, ".ci/run:0"),
  Untidy(.noPostponedWork, "docs/a.md", "one\n# \(later): two\n", "docs/a.md:2"),
  Untidy(.noPostponedWork, core, "let \(later)Count = 1 // todo lists are fine\n"),
  Untidy(.topLevel, "notes.txt", "", "notes.txt:0"),
  Untidy(.topLevel, "README.md", ""),
  Untidy(.nothingBuilt, "Package.resolved", "", "Package.resolved:0"),
  Untidy(.nothingBuilt, ".build/debug/mezon", "", ".build/debug/mezon:0"),
  Untidy(.nothingBuilt, "Tests/Programmes/__pycache__/a.pyc", "", "Tests/Programmes/__pycache__/a.pyc:0"),
  Untidy(.nothingBuilt, core, ""),
  Untidy(.everyTargetIsDeclared, "Package.swift", #".target(name: "MezonEngine")"#),
  Untidy(.everyTargetIsDeclared, core, "", "Package.swift:0"),
  Untidy(.functionLength, core, "func f() {" + String(repeating: "\n", count: 69) + "}"),
  Untidy(.functionLength, core, "let a = 1\nfunc f() {" + String(repeating: "\n", count: 70) + "}", "\(core):2"),
  Untidy(.functionLength, core, "protocol P { func f() }\nstruct S {" + String(repeating: "\n", count: 70) + "}"),
  Untidy(.importsOfRooms, "Sources/MezonCalendar/TimeZoneRules+Foundation.swift", "import Foundation\n"),
  Untidy(.importsOfRooms, "Sources/MezonCalendar/A.swift", "import Foundation\n", "Sources/MezonCalendar/A.swift:1"),
  Untidy(.importsOfRooms, core, "import MezonStatistics\nimport Foundation\n", "\(core):2"),
  Untidy(.importsOfRooms, core, "package import struct Foundation.URL\n", "\(core):1"),
  Untidy(.importsOfRooms, core, "// import Foundation\nimport MezonSemantics\n"),
  Untidy(.importsOfRooms, "Sources/MezonStatistics/A.swift", "import MezonEngine", "Sources/MezonStatistics/A.swift:1"),
  Untidy(.importsOfRooms, "Sources/MezonNew/A.swift", "", "Sources/MezonNew/A.swift:0"),
  Untidy(.importsOfTests, "Tests/MezonNaive/A.swift", "import MezonEngine", "Tests/MezonNaive/A.swift:1"),
  Untidy(.importsOfTests, "Tests/MezonEngineTests/A.swift", "@testable import MezonEngine"),
  Untidy(.importsOfTests, "Tests/MezonEngineTests/A.swift", "import XCTest", "Tests/MezonEngineTests/A.swift:1"),
  Untidy(
    .leadsStayApart, "Sources/MezonAppraisal/A.swift", "let a: AuditFindings\n", "Sources/MezonAppraisal/A.swift:1"),
  Untidy(
    .leadsStayApart, "Sources/MezonPublishing/A.swift", "\nlet a = AuditTable()", "Sources/MezonPublishing/A.swift:2"),
  Untidy(.leadsStayApart, "Sources/mezon/A.swift", "let a: AuditFindings\n"),
  Untidy(.noEffects, core, "func f() {\n  print(1)\n}\n", "\(core):2"),
  Untidy(.noEffects, core, "report.print(1)\nfunc print(_ x: Int) {}\n// print(1)\nlet a = \"print(1)\"\n"),
  Untidy(.noEffects, core, "let a = \"today: \\(Date())\"\n", "\(core):1"),
  Untidy(.noEffects, core, "let a = ContinuousClock.now\nlet b = Locale.current\n", "\(core):1", "\(core):2"),
  Untidy(.noEffects, core, "let day = Date(day)\n"),
  Untidy(.noEffects, "Sources/mezon/A.swift", "print(Date())\nexit(1)\n"),
  Untidy(
    .noTraps, core, "let a = try! f()\nlet b = a as! Int\nfatalError(\"no\")\n", "\(core):1", "\(core):2", "\(core):3"),
  Untidy(.noTraps, "Sources/mezon/A.swift", "fatalError()", "Sources/mezon/A.swift:1"),
  Untidy(.noTraps, core, "let a = try !f()\nlet b = a as? Int // try! as!\n/* fatalError( */ let c = #\"try!\"#\n"),
  Untidy(.noTraps, "Tests/MezonEngineTests/A.swift", "fatalError()"),
]

@Suite("The rules of tidiness find what breaks them")
struct TidyRuleTests {
  @Test(arguments: untidy)
  fileprivate func finds(_ sample: Untidy) {
    let manifest = TidyFile(path: "Package.swift", text: header)
    let isAboutTargets = sample.rule.sentence == TidyRule.everyTargetIsDeclared.sentence
    let files = isAboutTargets && sample.files[0].path != manifest.path ? [manifest] + sample.files : sample.files
    #expect(Set(sample.rule.findings(files).map { "\($0.path):\($0.line)" }) == Set(sample.places))
  }

  @Test("Every rule is shown to fail", arguments: TidyRule.all)
  func isShownToFail(_ rule: TidyRule) {
    // The rule about paths has a test of its own, since a sample in the table would break it here.
    guard rule.sentence != TidyRule.noMachinePaths.sentence else { return }
    #expect(untidy.contains { $0.rule.sentence == rule.sentence && !$0.places.isEmpty })
    #expect(untidy.contains { $0.rule.sentence == rule.sentence && $0.places.isEmpty })
  }

  @Test(
    "A folder of one machine is found",
    arguments: [
      ("cat /" + "home/anna/x", 1), ("\"/" + "work/data\"", 1), ("../" + "work/data", 0), ("docs/" + "work/data", 0),
      ("https://example.org/" + "home/", 0), ("in /" + "srv/mezon/a.csv", 1), ("in srv/mezon", 0),
    ])
  func machinePath(_ text: String, count: Int) {
    let findings = TidyRule.machinePaths(in: TidyFile(path: "docs/a.md", text: text), checkout: "/" + "srv/mezon")
    #expect(findings.count == count)
  }
}

@Suite("Words of a Swift source")
struct SwiftTokensTests {
  @Test(
    "Comments and the text of strings hold no code, interpolations do",
    arguments: [
      ("a /* b /* c */ d */ e", ["a", "e"]),
      ("a // b\nc", ["a", "c"]),
      (#"a "b \" c" d"#, ["a", "d"]),
      (#"a "b \(c(1)) d" e"#, ["a", "c", "(", "1", ")", "e"]),
      (##"a #"b \(c) \#(d) "e"# f"##, ["a", "d", "f"]),
      ("a \"\"\"\nb \"c\" \\(d)\n\"\"\" e", ["a", "d", "e"]),
      ("a \"never closed\nb", ["a", "b"]),
      ("a /* never closed", ["a"]),
      ("a \"\\(b", ["a", "b"]),
      ("показ_1 + ü", ["показ_1", "+", "ü"]),
    ])
  func words(_ source: String, expected: [String]) {
    #expect(SwiftTokens(source).tokens.map(\.text) == expected)
  }

  @Test("A function ends with its own body; a requirement, a call and a default argument are none")
  func functions() {
    let source = """
      protocol P { func a(); init() }
      func b(by order: (Int) -> Bool = { _ in true }) {
        c { _ in }
      }
      init() { self.init(1) }
      """
    #expect(SwiftTokens(source).functions.map { [$0.first, $0.last] } == [[2, 4], [5, 5]])
  }

  @Test("A token knows its line, after a long string too")
  func lines() {
    #expect(SwiftTokens("a\n\"\"\"\nx\n\"\"\"\nb /*\n*/ c").tokens.map(\.line) == [1, 5, 6])
  }
}
