// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonSemantics
import MezonTestSupport
import Testing

@testable import mezon

/// Random programmes over random hand-ins, corrections and retractions: a run of `evaluate --keep` that goes on from the runs before it has
/// the bytes of a run over everything. A failure names its seed.
@Suite("A kept run has the bytes of a run over everything") struct KeptRunTests {
  /// 60 chains of hand-ins; 500 with MEZON_SLOW_TESTS=1 or where everything is required, or as many as MEZON_CHAINS says from MEZON_SEED on.
  static let seeds: [UInt64] = {
    let environment = ProcessInfo.processInfo.environment
    let isSlow = environment["MEZON_SLOW_TESTS"] == "1" || SharedData.isRequired
    let first = environment["MEZON_SEED"].flatMap { UInt64($0) } ?? 1
    let count = environment["MEZON_CHAINS"].flatMap { UInt64($0) } ?? (isSlow ? 500 : 60)
    return Array(first..<first + count)
  }()

  /// The seeds in portions, so that they run side by side.
  static let portions: [[UInt64]] = (0..<20).map { portion in
    seeds.enumerated().filter { $0.offset % 20 == portion }.map(\.element)
  }

  @Test(arguments: portions) func kept(seeds: [UInt64]) throws {
    for seed in seeds {
      do {
        try KeptChain(seed: seed).run()
      } catch {
        Issue.record("seed \(seed): \(error)")
      }
    }
  }

  /// What the chains are made of is what they are for.
  @Test func someChainsGoOnAndSomeCannot() throws {
    var counts: [String: Int] = [:]
    for seed in 1...40 as ClosedRange<UInt64> {
      let chain = try KeptChain(seed: seed)
      try chain.run()
      for (what, count) in chain.counts { counts[what, default: 0] += count }
    }
    for what in [
      "resumed", "whole", "not kept", "corrected", "retracted", "later day", "link", "wait", "officer", "roster",
      "fact",
    ] {
      #expect(counts[what, default: 0] > 0, "\(what): \(counts)")
    }
  }
}

/// One programme with a store, which is handed to and evaluated in turn.
private final class KeptChain {
  /// How often something came up.
  private(set) var counts: [String: Int] = [:]
  private var random: SeededGenerator
  private let seed: UInt64
  private let folder = try? TestFolder()
  private var definitions = ""
  private var asOf: String?
  private var lastNumber = 0
  private var live: Set<Int> = []

  init(seed: UInt64) throws {
    self.seed = seed
    random = SeededGenerator(seed: seed)
    definitions = makeDefinitions()
    let folder = try #require(folder)
    try folder.write("programme.mezon", "language 1 keywords en\n" + definitions)
    try writeRosters()
    asOf = chance(70) ? one(of: ["2025-12-31", "2026-01-15", "2026-04-30"]) : nil
  }

  /// Writes rosters, some of which differ from time to time: when a precinct came to another district, residents, posts.
  private func writeRosters() throws {
    let folder = try #require(folder)
    let moved = one(of: ["2025-12-21", "2026-01-11"])
    let before = moved == "2025-12-21" ? "2025-12-20" : "2026-01-10"
    try folder.write(
      "rosters/units.csv",
      """
      code,name,level,parent,from,until
      D1,,district,,,
      D2,,district,,,
      P1,,precinct,D1,,
      P2,,precinct,D1,,\(before)
      P2,,precinct,D2,\(moved),
      P3,,precinct,D2,,

      """)
    let post = one(of: ["inspector", "head"])
    try folder.write(
      "rosters/posts.csv",
      "officer,unit,post,from,until\nK1,P1,inspector,2025-01-01,\nK2,P2,\(post),2025-11-20,\nK3,P3,head,2025-01-01,\n")
    try folder.write(
      "rosters/population.csv",
      "unit,residents,from,until\nP1,\(number(100...200)),2020-01-01,\nP2,80,2020-01-01,\nP3,7,2020-01-01,\n")
  }

  // MARK: dice

  private func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
  private func one(of texts: [String]) -> String { texts.randomElement(using: &random) ?? "" }
  private func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
  private func note(_ what: String, _ times: Int = 1) { counts[what, default: 0] += times }

  // MARK: the programme

  private func makeDefinitions() -> String {
    let grains = one(of: ["month", "month, quarter", "quarter", "month, quarter, half-year, year", "year"])
    let split = one(of: ["", "split by kind", "split by kind, indoors", chance(30) ? "split by guest" : ""])
    let isForOfficers = chance(12)
    if isForOfficers { note("officer") }
    let indicators = (1...number(1...4)).map { index in
      indicator("i\(index)", grains, split, isForOfficers: isForOfficers)
    }
    return """
      programme "Kept" { time zone "\(one(of: ["Asia/Dushanbe", "Europe/Berlin"]))" levels district > precinct }
      event meeting "Meeting" {
        number whole number held time closed time? at unit by officer?
        kind one of indoor, market, outdoor indoors yes or no people whole number? cost number? guest reference visitor?
      }
      source journal gives meeting {
        number from column "number" held from column "held" closed from column "closed" at from column "unit"
        by from column "officer" kind from column "kind" indoors from column "indoors" people from column "people"
        cost from column "cost" guest from column "guest"
        tells events apart by number
      }

      """ + indicators.joined(separator: "\n")
  }

  private func condition() -> String {
    one(of: [
      "kind is outdoor", "kind is one of indoor, market", "people > 4", "guest is present", "indoors",
      "cost is missing",
      "guest is \"B\" or people < 3", "not indoors and kind is not market",
    ])
  }

  /// What looks at other events, or at when something becomes due.
  private func look() -> String {
    if chance(15) {
      note("link")
      return one(of: ["", "not "])
        + one(of: [
          "followed by meeting with same at within 20 days of held",
          "followed by meeting with same guest within 30 days of held",
          "followed by meeting with same at, kind within 2 days of held",
        ])
    }
    return condition()
  }

  private func indicator(_ name: String, _ grains: String, _ split: String, isForOfficers: Bool) -> String {
    var lines = ["indicator \(name) {", "looks at meeting" + (chance(60) ? " where \(look())" : "")]
    if chance(25) { lines.append("leaves out where \(condition()) because \"out\"\(cap())") }
    let isShare = chance(30)
    if isShare || chance(25) {
      let isWaiting = chance(45)
      if isWaiting { note("wait") }
      lines.append("counts where " + (isWaiting ? "closed within \(number(1...40)) days of held" : condition()))
      if chance(40) { lines.append("not held against where \(condition()) because \"other\"\(cap())") }
    }
    let values = [
      "count", "count", "sum of people", "sum of cost", "mean of cost", "median of people", "distinct guest",
      "quantile 0.9 of hours from held to closed", "ratio of sum of cost where indoors to count",
      "rate per 100 residents a year", "distinct by", "ratio of distinct guest to sum of people",
    ]
    var value = isShare ? "share" : one(of: values)
    if isForOfficers || !split.isEmpty, value.hasPrefix("rate") { value = "count" }
    lines += ["value \(value)"]
    let reach = isForOfficers ? one(of: ["officer", "officer, unit"]) : "unit"
    lines += ["for \(reach)", "every \(grains)"]
    if !split.isEmpty, reach != "officer" { lines.append(split) }
    if chance(85) { lines.append("interval none") }
    lines.append("context only")
    return lines.joined(separator: "\n  ") + "\n}"
  }

  private func cap() -> String { chance(40) ? " at most \(one(of: ["10", "25", "50"])) %" : "" }

  // MARK: hand-ins

  private func row(_ number: Int) -> String {
    let month = self.number(0...5)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    func day(_ month: Int, _ day: Int) -> String {
      "\(month < 3 ? 2025 : 2026)-\(two((month + 9) % 12 + 1))-\(two(day))T\(two(self.number(0...23))):30"
    }
    let held = self.number(1...28)
    let closed = chance(60) ? day(min(5, month + (chance(30) ? 1 : 0)), self.number(held...28)) : ""
    return [
      "\(number)", day(month, held), closed, one(of: ["P1", "P2", "P3", "D1"]), one(of: ["K1", "K2", "K3", "K9", ""]),
      one(of: ["indoor", "market", "outdoor"]), one(of: ["yes", "no"]), chance(80) ? "\(self.number(0...9))" : "",
      chance(70) ? one(of: ["0.1", "2.25", "1e15", "-1e15", "7"]) : "", one(of: ["", "A", "B", "C", "D\(number % 7)"]),
    ].joined(separator: ",")
  }

  private func handIn(_ rows: [String], _ arguments: [String] = [], _ programme: Programme, _ at: ProgrammeFolder)
    throws
  {
    let folder = try #require(folder)
    let header = "number,held,closed,unit,officer,kind,indoors,people,cost,guest\n"
    let path = folder.url.path + "/log\(number(0...1_000_000_000)).csv"
    try Data((header + rows.map { $0 + "\n" }.joined()).utf8).write(to: URL(fileURLWithPath: path))
    let command = try IngestCommand.parse([path, "--source", "journal", "--by", "T", "--because", "test"] + arguments)
    let run = try IngestRun(command, at, programme)
    #expect(run.report.rejected.isEmpty, "seed \(seed)")
    _ = try run.commit()
  }

  private func change(_ programme: Programme, _ at: ProgrammeFolder) throws {
    let numbers = live.sorted()
    switch number(0...11) {
    case 0 where !numbers.isEmpty:
      note("corrected")
      try handIn(numbers.shuffled(using: &random).prefix(number(1...3)).map { row($0) }, [], programme, at)
    case 1 where numbers.count > 3:
      note("retracted")
      let gone = numbers.shuffled(using: &random).prefix(number(1...2))
      live.subtract(gone)
      try handIn(gone.map { row($0) }, ["--retract"], programme, at)
    case 2 where asOf != nil:
      note("later day")
      asOf = one(of: ["2026-02-10", "2026-03-31", "2026-06-30"])
    case 3: break
    case 4:
      note("fact")
      let arguments = ["--source", "journal", "--unit", one(of: ["P1", "P3"]), "--period", "2026-01", "--nil"]
      _ = try IngestRun(try IngestCommand.parse(arguments), at, programme).commit()
    case let dice:
      if dice == 5 {
        note("roster")
        try writeRosters()
      }
      let added = (1...number(1...12)).map { lastNumber + $0 }
      lastNumber += added.count
      live.formUnion(added)
      try handIn(added.map { row($0) }, [], programme, at)
    }
  }

  // MARK: runs

  func run() throws {
    let path = try #require(folder).url.path
    let at = try ProgrammeFolder.find(path)
    let (checked, diagnostics) = Checker.check(try at.parsed())
    guard let programme = checked else {
      throw Refused(description: diagnostics.map { $0.rendered() }.joined(separator: "\n") + definitions)
    }
    lastNumber = 30
    live = Set(1...30)
    try handIn((1...30).map { row($0) }, [], programme, at)
    let period = one(of: ["2025..2026", "2026", "2025-Q4..2026-Q1", "2025"])
    let layout = one(of: ["wide", "long"])
    let splits = chance(25) ? ["--split", one(of: ["kind", "total"])] : []
    let levels = chance(25) ? ["--level", one(of: ["district", "precinct"])] : []
    for step in 0..<number(3...4) {
      if step > 0 { try change(programme, at) }
      let arguments =
        ["--programme", path, "--period", period, "--layout", layout, "--threads", "\(number(1...2))"] + splits + levels
        + (asOf.map { ["--as-of", $0] } ?? [])
      let whole = try EvaluateCommand.parse(arguments).evaluated(at, programme)
      let kept = try EvaluateCommand.parse(arguments + ["--keep", path + "/kept"]).evaluated(at, programme)
      #expect(
        Array(try kept.table.joined()) == Array(try whole.table.joined()), "seed \(seed), step \(step)\n\(definitions)")
      note(kept.looked.map { $0.at == $0.of ? "whole" : "resumed" } ?? "not kept")
      if let looked = kept.looked { #expect(looked.at <= looked.of, "seed \(seed), step \(step)") }
    }
  }

  private struct Refused: Error, CustomStringConvertible { let description: String }
}
