// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonEngine
import MezonStatistics
import MezonTestSupport
import Testing

/// One made-up survey of two waves under every design of the language, compared with R's package survey.
struct SurveyDesignsTests {
  private static let surveys = [
    "visited_once", "asked_again", "returned_to", "drawn_singly", "post_stratified", "raked", "jackknifed", "with_jk1",
    "with_jkn", "with_bootstrap", "redrawn",
  ]

  @Test func designsAndComparisons() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mezon-designs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("answers.csv")
    var made = MadeUpSurvey()
    try Data(made.csv().utf8).write(to: file)
    let run = try RealProgramme(
      "survey_designs", files: Self.surveys.map { ("\($0)_file", file.path) }, isShared: false)
    for survey in Self.surveys { #expect(try run.counts(of: "\(survey)_file").refused == 0) }
    let rows = try run.results("2023..2024", asOf: "2024-12-31")
    let lines = try IndependentComputation.lines(
      "Rscript",
      [
        run.folder.appendingPathComponent("independent.R").path,
        run.folder.deletingLastPathComponent().appendingPathComponent("survey.R").path, file.path,
      ])
    let compared = try IndependentComputation.compare(lines, with: rows, of: run)
    #expect(compared == lines.count)
    #expect(lines.count == 251)
    try checkSamples(rows, run)
    try checkDraws(rows, run)
  }

  /// How the samples of a change lie to each other is among its details.
  private func checkSamples(_ rows: [ResultRow], _ run: RealProgramme) throws {
    func samples(_ key: String) -> String? {
      rows.first { run.key(of: $0) == key }?.details.first { $0.name == "samples" }?.json
    }
    #expect(samples("trust_change_visited_once|2024|C|") == "\"independent\"")
    #expect(samples("trust_change_asked_again|2024|C|") == "\"overlapping\"")
    #expect(samples("trust_change_returned_to|2024|C|") == "\"overlapping\"")
    #expect(samples("gap_asked_again|2024|N|") == "\"one\"")
    #expect(samples("two_surveys|2024|C|") == "\"independent\"")
    let change = try #require(rows.first { run.key(of: $0) == "trust_change_asked_again|2024|C|" })
    #expect(change.method == "wald")
  }

  /// What the programme draws itself depends on the seed alone, and lies near what strata and clusters say.
  private func checkDraws(_ rows: [ResultRow], _ run: RealProgramme) throws {
    func error(_ indicator: String, _ rows: [ResultRow]) throws -> Double {
      let row = try #require(rows.first { run.key(of: $0) == "\(indicator)|2024|C|" })
      return try #require(row.details.first { $0.name == "standard_error" }.flatMap { Double($0.json) })
    }
    let drawn = try error("trust_redrawn", rows)
    let linear = try error("trust_visited_once", rows)
    #expect(abs(drawn / linear - 1) < 0.2, "\(drawn) \(linear)")
    #expect(try error("trust_redrawn", run.results("2023..2024", asOf: "2024-12-31", threads: 2)) == drawn)
  }
}

/// Answers in two waves: places differ, people who are asked again answer much as before, and one of them has moved.
private struct MadeUpSurvey {
  private var random = SplitMix64(seed: 20_261_126)

  private struct Person {
    let id: Int
    let sex: String
    let age: String
    let leaning: Double
    let weight: Double
  }

  private struct Place {
    let code: String
    let stratum: String
    let unit: String
    let leaning: Double
    var people: [Person]
  }

  private struct Answer {
    let place: Place
    let person: Person
    let values: String
  }

  mutating func csv() -> String {
    var places: [Place] = []
    var count = 0
    for (unit, stratum) in [("N", "n1"), ("N", "n2"), ("S", "s1"), ("S", "s2")] {
      for number in 1...4 {
        let people = (0..<8).map { _ in person(&count) }
        places.append(
          Place(
            code: "\(stratum)-\(number)", stratum: stratum, unit: unit, leaning: random.nextUnit() - 0.5, people: people
          ))
      }
    }
    var text =
      "asked,unit,trust,sex,age_group,hours,visits,w,stratum,place,person,jk1_weights,jkn_weights,bootstrap_weights\n"
    text += wave("2023-05-10", places)
    // Half of the people are others, and one has moved.
    for place in places.indices {
      places[place].people = Array(places[place].people.prefix(4)) + (0..<4).map { _ in person(&count) }
    }
    places[1].people.append(places[0].people.removeFirst())
    text += wave("2024-05-12", places)
    return text
  }

  private mutating func person(_ count: inout Int) -> Person {
    count += 1
    return Person(
      id: count, sex: random.nextUnit() < 0.55 ? "female" : "male",
      age: ["young", "adult", "old"][Int(random.nextUnit() * 3)], leaning: random.nextUnit() - 0.5,
      weight: (50 + 100 * random.nextUnit()).rounded() / 10)
  }

  private mutating func wave(_ day: String, _ places: [Place]) -> String {
    var answers: [Answer] = []
    for place in places {
      for person in place.people { answers.append(Answer(place: place, person: person, values: values(person, place))) }
    }
    let drawn = bootstrap(places)
    return answers.enumerated().map { number, answer in
      let (person, place) = (answer.person, answer.place)
      let weight = person.weight
      let one = (0..<12).map { number % 12 == $0 ? 0 : weight * 12 / 11 }
      let each = places.map { other in
        other.code == place.code ? 0 : other.stratum == place.stratum ? weight * 4 / 3 : weight
      }
      let again = drawn.map { weight * ($0[place.code] ?? 0) }
      let sets = [one, each, again].map { $0.map { "\($0)" }.joined(separator: " ") }
      return
        "\(day),\(place.unit),\(answer.values),\(weight),\(place.stratum),\(place.code),\(person.id),"
        + sets.joined(separator: ",") + "\n"
    }.joined()
  }

  /// Trust, sex, age group, hours and visits.
  private mutating func values(_ person: Person, _ place: Place) -> String {
    let leaning = person.leaning + place.leaning + 0.5 * (random.nextUnit() - 0.5)
    let trust = random.nextUnit() < 0.06 ? "dont_know" : leaning < -0.3 ? "low" : leaning < 0.1 ? "middle" : "high"
    let hours = random.nextUnit() < 0.1 ? "" : "\((40 + 20 * leaning + 6 * random.nextUnit()).rounded() / 4)"
    let visits = random.nextUnit() < 0.1 ? "" : "\(1 + Int(random.nextUnit() * 5))"
    return "\(trust),\(person.sex),\(person.age),\(hours),\(visits)"
  }

  /// How much each place counts in each of 40 sets of weights: three of four places drawn with replacement.
  private mutating func bootstrap(_ places: [Place]) -> [[String: Double]] {
    (0..<40).map { _ in
      var factors: [String: Double] = [:]
      for stratum in ["n1", "n2", "s1", "s2"] {
        let own = places.filter { $0.stratum == stratum }
        for _ in 0..<3 { factors[own[Int(random.nextUnit() * 4)].code, default: 0] += 4.0 / 3 }
      }
      return factors
    }
  }
}
