// SPDX-License-Identifier: Apache-2.0

import Testing

/// Runs the project's scripts with stand-ins for the programs that they call, so that nothing is built or installed.
@Suite("The scripts")
struct ScriptTests {
  static let swift6 = "if [[ $1 == --version ]]; then echo 'Swift version 6.3.1 (swift-6.3.1-RELEASE)'; fi"

  /// Runs Scripts/test with a test runner that prints `log` and ends with `status`.
  private func runTests(_ log: String, status: Int, build: Int = 0, lint: Int = 0) throws -> Command.Run {
    let swift = """
      case $1 in
        --version) echo 'Swift version 6.3.1 (swift-6.3.1-RELEASE)' ;;
        build) exit \(build) ;;
        format) exit \(lint) ;;
        test) cat <<'LOG'
      \(log)
      LOG
          exit \(status) ;;
      esac
      """
    return try StandIns(["swift": swift]).run("Scripts/test", skippingSetUp: true)
  }

  private func lastLines(_ run: Command.Run, _ count: Int = 1) -> [String] {
    run.output.split(separator: "\n").suffix(count).map(String.init)
  }

  @Test("A run that passes closes with the runner's summary and the count")
  func passingRun() throws {
    let run = try runTests(
      """
      ◇ Test run started.
      ◇ Test "One failed after 3 seconds" started.
      ◇ Test two(x:) started.
      ◇ Test case passing 1 argument x → 1 to two(x:) started.
      ➜ Test three() skipped: "no shared data"
      no line feed✔ Test "One failed after 3 seconds" passed after 0.001 seconds.
      ━ Test two(x:) with 3 test cases passed after 0.001 seconds with 1 known issue.
      ✔ Test run with 3 tests in 1 suite passed after 0.002 seconds.
      not the runner: Test run with 9 tests in 1 suite failed after 1 seconds.
      """, status: 0)
    #expect(
      lastLines(run, 2) == [
        "Test run with 3 tests in 1 suite passed after 0.002 seconds.", "2 passed, 0 failed, 1 skipped",
      ])
    #expect(run.status == 0)
  }

  @Test("A test that fails is counted once, however many issues it has")
  func failingRun() throws {
    let run = try runTests(
      """
      ◇ Test one() started.
      ◇ Test two(x:) started.
      ✘ Test two(x:) recorded an issue with 1 argument x → 2 at E.swift:8:108: Expectation failed: (x → 2) == 3
      ✘ Test two(x:) recorded an issue with 1 argument x → 2 at E.swift:8:125: Expectation failed: (x → 2) == 4
      ✔ Test one() passed after 0.001 seconds.
      ✘ Test two(x:) with 3 test cases failed after 0.001 seconds with 2 issues.
      ✘ Suite S failed after 0.001 seconds with 2 issues.
      ✘ Test run with 2 tests in 1 suite failed after 0.002 seconds with 2 issues.
      """, status: 1)
    #expect(lastLines(run) == ["1 passed, 1 failed"])
    #expect(run.status == 1)
  }

  @Test("A crash is a failure that names the tests it ended")
  func crash() throws {
    let run = try runTests(
      """
      ◇ Test one() started.
      ◇ Test two(x:) started.
      ✔ Test one() passed after 0.001 seconds.
      ◇ Test case passing 1 argument x → "✔ Test run with 1 test in 1 suite passed after 1 seconds." to two(x:) started.
      *** Signal 4: Backtracing from 0x7fe34a96df7f... done ***
      """, status: 1)
    #expect(run.output.contains("without a summary (exit code 1)"))
    #expect(run.output.contains("did not end: two(x:)."))
    #expect(lastLines(run) == ["1 passed, 1 failed"])
    #expect(run.status == 1)
  }

  @Test(
    "Whatever else goes wrong is a failure",
    arguments: [
      ("", 0, 0, "0 passed, 1 failed"),
      ("✔ Test run with 0 tests in 0 suites passed after 0.001 seconds.", 0, 0, "0 passed, 0 failed"),
      ("✔ Test run with 2 tests in 0 suites passed after 0.001 seconds.", 1, 0, "2 passed, 1 failed"),
      ("✘ Test run with 2 tests in 0 suites failed after 0.001 seconds with 1 issue.", 1, 0, "2 passed, 1 failed"),
      ("✔ Test run with 2 tests in 0 suites passed after 0.001 seconds.", 0, 1, "2 passed, 0 failed"),
    ] as [(String, Int, Int, String)])
  func otherFailures(_ log: String, status: Int, lint: Int, last: String) throws {
    let run = try runTests(log, status: status, lint: lint)
    #expect(lastLines(run) == [last])
    #expect(run.status == 1)
  }

  @Test("A build that fails runs no test")
  func failingBuild() throws {
    let run = try runTests("✔ Test run with 2 tests in 0 suites passed after 1 seconds.", status: 0, build: 1)
    #expect(lastLines(run) == ["The build failed; no test ran."])
    #expect(run.status == 1)
  }

  @Test("Every script refuses an option that it does not know", arguments: ["test", "setup", "demo", "release"])
  func unknownOption(_ name: String) throws {
    let run = try StandIns(["swift": Self.swift6]).run("Scripts/\(name)", ["--no-such-option"])
    #expect(run.output.contains("Usage: Scripts/\(name)"))
    #expect(run.status == 64)
  }

  @Test(
    "The Swift toolchain must be there and new enough",
    arguments: [
      (nil, 69, "no Swift toolchain"), ("Swift version 6.1.2 (swift-6.1.2-RELEASE)", 69, "version 6.1"),
      ("Swift version 5.10 (swift-5.10-RELEASE)", 69, "version 5.10"), ("nonsense", 69, "nonsense"),
      ("Apple Swift version 6.2 (swiftlang)", 0, ""), ("Swift version 10.0-dev (LLVM 1)", 0, ""),
    ] as [(String?, Int32, String)])
  func toolchain(_ banner: String?, status: Int32, message: String) throws {
    let programs = banner.map { ["swift": "echo '\($0)'"] } ?? [:]
    let run = try StandIns(programs).run("Scripts/setup", skippingSetUp: true)
    #expect(run.status == status)
    #expect(message.isEmpty ? run.output.isEmpty : run.output.contains(message), "\(run.output)")
  }

  /// Stands in for dpkg-query: `absent` is the one package that is not installed until apt-get has run.
  private static func programs(absent: String?, aptWorks: Bool, isRoot: Bool) -> [String: String] {
    let installs = aptWorks ? "echo yes >\"${BASH_SOURCE[0]%/*}/installed\"" : "exit 100"
    let query = """
      for name in "${@:4}"; do
        if [[ $name != '\(absent ?? "")' || -f ${BASH_SOURCE[0]%/*}/installed ]]; then echo "installed $name"; fi
      done
      """
    return [
      "swift": swift6, "dpkg-query": query, "id": "echo \(isRoot ? 0 : 1000)",
      "apt-get": "echo \"apt-get $*\"; if [[ $* == *install* ]]; then \(installs); fi",
    ]
  }

  @Test("The set-up is silent when nothing is missing")
  func satisfied() throws {
    let programs = Self.programs(absent: nil, aptWorks: false, isRoot: true)
    let run = try StandIns(programs).run("Scripts/setup", ["test"])
    #expect(run.output.isEmpty && run.status == 0)
  }

  @Test("The set-up installs only what is missing, and says why")
  func installs() throws {
    let run = try StandIns(Self.programs(absent: "sqlite3", aptWorks: true, isRoot: true)).run("Scripts/setup")
    #expect(run.output.contains("sqlite3: runs the independent queries"))
    #expect(run.output.contains("install -y --no-install-recommends sqlite3\n"))
    #expect(!run.output.contains("libxlsxwriter"))
    #expect(run.status == 0)
  }

  @Test("A package for the tests alone is not asked for to build")
  func buildNeedsLess() throws {
    let programs = Self.programs(absent: "sqlite3", aptWorks: true, isRoot: true)
    let run = try StandIns(programs).run("Scripts/setup", ["build"])
    #expect(run.output.isEmpty && run.status == 0)
  }

  @Test("Where nothing can be installed, the administrator is asked", arguments: [true, false])
  func asksTheAdministrator(isRoot: Bool) throws {
    let programs = Self.programs(absent: "gettext", aptWorks: false, isRoot: isRoot)
    let run = try StandIns(programs).run("Scripts/setup")
    #expect(lastLines(run) == ["  apt-get install --no-install-recommends gettext"])
    #expect(run.status == 69)
  }

  @Test("Without apt-get the administrator is asked for everything")
  func noApt() throws {
    let run = try StandIns(["swift": Self.swift6]).run("Scripts/setup", ["build"])
    let packages =
      "git libexpat1-dev libfreexl-dev libpq5 libsqlite3-dev libssl-dev libuchardet-dev libxlsxwriter-dev libzip-dev "
      + "pkg-config zlib1g-dev"
    #expect(lastLines(run) == ["  apt-get install --no-install-recommends \(packages)"])
    #expect(run.status == 69)
  }
}
