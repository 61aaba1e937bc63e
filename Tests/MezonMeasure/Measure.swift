// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonSemantics
import MezonSyntax
import MezonTables

/// Times what no command of `mezon` shows by itself. Built for the scripts that measure, never for users.
///
///     MezonMeasure recheck FOLDER    # one line of one file changes; how long until all faults are known again
///     MezonMeasure format FOLDER     # how long it takes to bring its files into the one style
///     MezonMeasure fuzz COUNT SEED   # so many broken definition files: no crash, no hang, nothing lost
///     MezonMeasure read FILE         # all rows of all tables of a workbook, a database or JSON, or as far as the reader goes: its cost
///     MezonMeasure log FOLDER SOURCE FILE THREADS # a log of a programme, bytes to columns: its cost
///     MezonMeasure survey FILE       # shares of 200 domains of the respondents of a health examination
///     MezonMeasure index FOLDER      # 10,000 draws of the weights of an index of 49 indicators
///     MezonMeasure audit COUNT SEED    # how many of so many populations of honest inspectors an audit suspects
///     MezonMeasure coverage COUNT SEED # how often intervals hold the truth, over so many draws each
@main
struct Measure {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch (arguments.count, arguments.first) {
    case (2, "recheck"): try recheck(arguments[1])
    case (2, "format"): try format(arguments[1])
    case (3, "fuzz"):
      guard let count = UInt64(arguments[1]), let seed = UInt64(arguments[2]), count < 1 << 40, seed < 1 << 40 else {
        refuse()
      }
      fuzz(count, from: seed)
    case (2, "read"): try read(arguments[1])
    case (5, "log"):
      try log(arguments[1], source: arguments[2], arguments[3], threads: try number(arguments[4]))
    case (2, "survey"): try survey(arguments[1])
    case (2, "index"): try index(arguments[1])
    case (3, "audit"): try audit(try number(arguments[1]), UInt64(try number(arguments[2])))
    case (3, "coverage"): try coverage(try number(arguments[1]), UInt64(try number(arguments[2])))
    default: refuse()
    }
  }

  private static func refuse() -> Never {
    let ways = [
      "recheck FOLDER", "format FOLDER", "fuzz COUNT SEED", "read FILE", "log FOLDER SOURCE FILE THREADS",
      "survey FILE", "index FOLDER", "audit COUNT SEED", "coverage COUNT SEED",
    ]
    FileHandle.standardError.write(Data("Usage: MezonMeasure \(ways.joined(separator: " | "))\n".utf8))
    exit(64)
  }

  private static func number(_ text: String) throws -> Int {
    guard let number = Int(text), number > 0 else { refuse() }
    return number
  }

  /// Prints the seconds of processor time and the most bytes of memory that the process took, reading included.
  private static func read(_ path: String) throws {
    let content = try MeasuredFile(path)
    do throws(TableFault) {
      if let file = try TableFiles.open(content, name: path) {
        for table in file.tables.indices { _ = try file.readRows(of: table) { _ in true } }
      }
    } catch {
      // A refusal is an end like any other; which one it is, the caller asks the reader itself.
    }
    let seconds = Double(clock()) / Double(CLOCKS_PER_SEC)
    // The kernel's count of the process alone: what getrusage reports begins at the parent's.
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    guard let kibibytes = peak.flatMap({ Int($0.split { !$0.isNumber }.joined()) }) else {
      throw CocoaError(.fileReadCorruptFile)
    }
    print(seconds, kibibytes << 10)
  }

  /// Prints the milliseconds of the first check of a folder's files and, of ten changes of one number in a file in the middle,
  /// the median and the longest.
  private static func recheck(_ folder: String) throws {
    let sources = try sources(folder)
    let clock = ContinuousClock()
    var memory = CheckMemory()
    var files: [ParsedFile] = []
    let first = clock.measure {
      files = sources.map { Parser.parse($0) }
      _ = Checker.check(files, remembering: &memory)
    }
    let place = files.count / 2
    let text = String(decoding: sources[place].bytes, as: UTF8.self)
    var times: [Duration] = []
    for round in 0..<10 {
      let changed = text.replacingOccurrences(of: "within 90 days", with: "within \(80 + round) days")
      times.append(
        clock.measure {
          files[place] = Parser.parse(SourceText(name: sources[place].name, text: changed))
          _ = Checker.check(files, remembering: &memory)
        })
    }
    times.sort()
    func shown(_ time: Duration) -> String { String(format: "%.1f", time / .milliseconds(1)) }
    print("first \(shown(first)) ms, again \(shown(times[5])) ms, at most \(shown(times[9])) ms")
  }
}
