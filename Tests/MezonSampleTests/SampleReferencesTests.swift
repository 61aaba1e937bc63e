// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSample
import Testing

@Suite("What the sample's files say of each other")
struct SampleReferencesTests {
  private static let files: [String: [UInt8]] = Dictionary(
    uniqueKeysWithValues: SampleGenerator(seed: 2026, events: 40_000, inspectors: 80).files().map {
      ($0.path, $0.bytes)
    })

  private func read(_ path: String, _ delimiter: DelimitedFormat.Delimiter = .comma) throws -> ReadBack {
    try ReadBack(try #require(Self.files[path], "no file \(path)"), delimiter: delimiter)
  }

  /// Each log with its delimiter and the column of its unit.
  private static let logs: [(path: String, delimiter: DelimitedFormat.Delimiter, unit: String)] = [
    ("logs/reporting_meetings.csv", .semicolon, "Участок"), ("logs/agreed_actions.csv", .comma, "unit"),
    ("logs/head_reports.csv", .comma, "unit"),
    ("logs/completed_actions.csv", .comma, "unit"), ("logs/cppt_sessions.csv", .semicolon, "place/unit"),
    ("logs/cppt_duties.csv", .semicolon, "place/unit"), ("logs/disputes.csv", .semicolon, "Участок"),
    ("logs/offences.csv", .comma, "unit"), ("logs/violence_reports.csv", .semicolon, "Участок"),
    ("logs/outreach.csv", .semicolon, "place/unit"), ("logs/trainings.csv", .pipe, "unit"),
  ]

  @Test("Every unit stands under one that exists on the same days, and one precinct moves")
  func units() throws {
    let units = try read("rosters/units.csv")
    let codes = try units.column("code")
    let known = Set(codes)
    for parent in try units.column("parent") where !parent.isEmpty { #expect(known.contains(parent)) }
    let twice = Dictionary(grouping: codes) { $0 }.filter { $0.value.count > 1 }.keys
    #expect(twice.count == 1)
    let until = try units.column("until").filter { !$0.isEmpty }
    let from = try units.column("from").filter { !$0.isEmpty }
    #expect(until == ["2024-12-31", "2024-12-31"], "the one that moves and the one that is split")
    #expect(from == ["2025-01-01", "2025-01-01", "2025-01-01"])
  }

  @Test("Units that logs name exist, but for about one row of two hundred")
  func unitsOfLogs() throws {
    let known = Set(try read("rosters/units.csv").column("code"))
    for log in Self.logs {
      let named = try read(log.path, log.delimiter).column(log.unit)
      let unknown = named.count { !known.contains($0) }
      #expect(unknown <= 4 + named.count / 100, "\(log.path): \(unknown) of \(named.count)")
      if named.count > 3_000 { #expect(unknown >= named.count / 400, "\(log.path): \(unknown) of \(named.count)") }
    }
    let zones = Set(try read("codes/dispatch_zones.csv").column("zone"))
    let named = try read("logs/calls.csv").column("zone")
    let unknown = named.count { !zones.contains($0) }
    #expect((named.count / 400...named.count / 100).contains(unknown))
    #expect(try read("codes/dispatch_zones.csv").column("unit").allSatisfy(known.contains))
  }

  @Test("Actions refer to meetings, completions to actions, duties to sessions")
  func references() throws {
    let meetings = Set(try read("logs/reporting_meetings.csv", .semicolon).column("Номер собрания"))
    let actions = try read("logs/agreed_actions.csv")
    #expect(Set(try actions.column("meeting_id")).isSubset(of: meetings))
    let completed = try read("logs/completed_actions.csv").column("action_id")
    #expect(Set(completed).isSubset(of: Set(try actions.column("action_id"))))
    let sessions = Set(try read("logs/cppt_sessions.csv", .semicolon).column("session/id"))
    #expect(Set(try read("logs/cppt_duties.csv", .semicolon).column("session/id")).isSubset(of: sessions))
  }

  @Test("Officers that logs name held a post, and nobody is in two precincts on one day")
  func officers() throws {
    let posts = try read("rosters/posts.csv")
    let officers = try posts.column("officer")
    let known = Set(officers)
    var terms: [String: [(from: String, until: String)]] = [:]
    for (index, officer) in officers.enumerated() {
      let until = try posts.column("until")[index]
      terms[officer, default: []].append((try posts.column("from")[index], until.isEmpty ? "9999-12-31" : until))
    }
    for (officer, held) in terms {
      let sorted = held.sorted { $0.from < $1.from }
      #expect(sorted.allSatisfy { $0.from <= $0.until })
      #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $0.until < $1.from }, "\(officer) is in two places")
    }
    #expect(terms.values.contains { $0.count > 1 }, "somebody is transferred")
    let named =
      try read("logs/disputes.csv", .semicolon).column("Табельные номера")
      + read("logs/reporting_meetings.csv", .semicolon).column("Табельные номера").flatMap {
        $0.split(separator: ",").map(String.init)
      }
    #expect(named.allSatisfy { $0 == "-" || known.contains($0) })
    #expect(named.contains("-"), "some posts are vacant")
  }

  @Test("Some matters come back, some hand-ins are missing")
  func returning() throws {
    let matters = try read("logs/disputes.csv", .semicolon).column("Дело")
    let again = matters.count - Set(matters).count
    #expect(again > matters.count / 100, "duplicates and quarrels that came back: \(again)")
    let handIns = try read("rosters/hand_ins.csv")
    let rows = Set(handIns.rows.map { $0[0] + " " + $0[1] + " " + $0[2] })
    #expect(rows.count == handIns.rows.count)
    for (event, start) in [("reporting_meeting", "2025-10-01"), ("dispute", "2025-07-01")] {
      let units = handIns.rows.filter { $0[0] == event && $0[2] == start }.count
      #expect((78...80).contains(units), "\(event): \(units) of 81 precincts handed in")
    }
  }
}
