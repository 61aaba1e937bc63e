// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Runs Scripts/demo with a stand-in for the command, which writes down how it was called.
@Suite("The demonstration")
struct DemoScriptTests {
  private static let swift = """
    case "$*" in
      --version) echo 'Swift version 6.3.1 (swift-6.3.1-RELEASE)' ;;
      *--show-bin-path) echo "${BASH_SOURCE[0]%/*}" ;;
    esac
    """

  /// `failing` is the subcommand that fails.
  private static func mezon(failing: String = "") -> String {
    """
    echo "$*" >>"${BASH_SOURCE[0]%/*}/calls"
    while (($# > 1)); do
      subcommand=${subcommand:-$1}
      if [[ $1 == -o ]]; then output=$2; fi
      shift
    done
    case $subcommand in
      generate) mkdir -p "$output/logs"; touch "$output/logs/disputes.csv" ;;
      evaluate) touch "$output" "$output.meta.json" ;;
      appraise) mkdir -p "$output"; for i in 1 2 3 4 5 6 7; do touch "$output/officer-$i.html"; done ;;
      publish) mkdir -p "$output"; touch "$output/donor.xlsx" ;;
    esac
    if [[ $subcommand == evaluate ]]; then exit 2; fi
    if [[ $subcommand == '\(failing)' ]]; then echo 'the reason'; exit 70; fi
    """
  }

  private static func programs(failing: String = "") -> [String: String] {
    ["swift": swift, "mezon": mezon(failing: failing)]
  }

  private func calls(_ standIns: borrowing StandIns) -> [String] {
    let text = try? String(contentsOf: standIns.folder.appendingPathComponent("calls"), encoding: .utf8)
    return (text ?? "").split(separator: "\n").map { String($0.prefix { $0 != " " }) }
  }

  @Test("It does the main job once, keeps the programme the second time, and names what came out")
  func twice() throws {
    let standIns = try StandIns(Self.programs())
    let folder = standIns.folder.appendingPathComponent("made/demo").path
    let first = try standIns.run("Scripts/demo", [folder], skippingSetUp: true)
    #expect(first.status == 0, "\(first.output)")
    #expect(first.output.contains("some rows refused"))
    #expect(first.output.contains("officer-1.html") && first.output.contains("officer-7.html"))
    #expect(first.output.contains("7 files appraisals/*.html"))
    #expect(try #require(first.output.firstMatch(of: /publications\/donor\.xlsx +open with (.*)/)).1.contains("Calc"))
    let steps = ["check", "test", "evaluate", "appraise", "publish"]
    #expect(calls(standIns) == ["generate"] + steps)
    let names = try String(contentsOfFile: folder + "/OUTPUTS.txt", encoding: .utf8)
    #expect(names.split(separator: "\n").count == 10)

    let second = try standIns.run("Scripts/demo", [folder], skippingSetUp: true)
    #expect(second.status == 0)
    #expect(calls(standIns) == ["generate"] + steps + steps)
  }

  @Test("A new start keeps the old folder under another name")
  func fresh() throws {
    let standIns = try StandIns(Self.programs())
    let folder = standIns.folder.appendingPathComponent("demo").path
    _ = try standIns.run("Scripts/demo", [folder], skippingSetUp: true)
    try "mine".write(toFile: folder + "/mine.mezon", atomically: true, encoding: .utf8)
    #expect(try standIns.run("Scripts/demo", ["--fresh", folder], skippingSetUp: true).status == 0)
    #expect(calls(standIns).filter { $0 == "generate" }.count == 2)
    #expect(FileManager.default.fileExists(atPath: folder + ".old-1/mine.mezon"))
    #expect(!FileManager.default.fileExists(atPath: folder + "/mine.mezon"))
  }

  @Test("A step that fails ends it with that step's reason and exit code", arguments: ["generate", "check", "publish"])
  func failingStep(_ subcommand: String) throws {
    let standIns = try StandIns(Self.programs(failing: subcommand))
    let folder = standIns.folder.appendingPathComponent("demo").path
    let run = try standIns.run("Scripts/demo", [folder], skippingSetUp: true)
    #expect(run.status == 70)
    #expect(run.output.contains("failed with exit code 70\n  the reason"))
    #expect(calls(standIns).last == subcommand)
    // What is half made does not pass for a programme.
    #expect(FileManager.default.fileExists(atPath: folder) == (subcommand != "generate"))
  }

  @Test("A folder that is no sample programme is left alone")
  func foreignFolder() throws {
    let standIns = try StandIns(Self.programs())
    let folder = standIns.folder.appendingPathComponent("mine")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data().write(to: folder.appendingPathComponent("thesis.txt"))
    for arguments in [[folder.path], ["--fresh", folder.path]] {
      let run = try standIns.run("Scripts/demo", arguments, skippingSetUp: true)
      #expect(run.status == 73)
    }
    #expect(calls(standIns).isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["thesis.txt"])
  }
}
