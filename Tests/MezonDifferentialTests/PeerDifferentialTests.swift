// SPDX-License-Identifier: Apache-2.0

import MezonAppraisal
import MezonCalendar
import MezonNaive
import Testing

/// Programmes in which there is something to compare, through the real pipeline and through the naive evaluator.
@Suite("Comparisons and appraisals agree with the naive evaluator") struct PeerDifferentialTests {
  static let portions: [[UInt64]] = stride(from: 1, through: 18, by: 3).map { Array($0..<($0 + 3)) }

  @Test("Comparisons say the same of every row", arguments: portions)
  func comparisons(seeds: [UInt64]) throws {
    for seed in seeds {
      let generated = PeerProgramme(seed: seed)
      let pipeline = try RealPipeline(generated)
      let (naive, period) = try naive(generated, pipeline)
      let real = pipeline.rows(in: period, asOf: generated.asOf)
      if let difference = RowDifference(naive: naive.rows(in: period), real: real) {
        Issue.record("seed \(seed)\n\(difference)\n\(generated.definitions)")
      }
    }
  }

  @Test("Appraisals say the same of every officer", arguments: portions)
  func appraisals(seeds: [UInt64]) throws {
    for seed in seeds {
      let generated = PeerProgramme(seed: seed)
      let pipeline = try RealPipeline(generated)
      let (naive, period) = try naive(generated, pipeline)
      let declaration = try #require(naive.world.programme.appraisals.first)
      let expected = NaiveAppraisal(declaration, naive, in: period).outcomes()
      let found = try #require(pipeline.appraisals(in: period, asOf: generated.asOf))
      #expect(found.map(\.officer) == expected.map(\.officer), "seed \(seed)")
      for (wanted, officer) in zip(expected, found) {
        let differences = AppraisalDifference.between(wanted, officer)
        if !differences.isEmpty {
          Issue.record(
            "seed \(seed), \(wanted.officer)\n\(differences.joined(separator: "\n"))\n\(generated.definitions)")
        }
      }
    }
  }

  @Test("There is something to compare in them")
  func whatIsAmongThem() throws {
    var codes: Set<String> = []
    for seed in 1...UInt64(30) {
      let generated = PeerProgramme(seed: seed)
      let pipeline = try RealPipeline(generated)
      let period = try PeriodCalendar().parse(generated.label).get()
      for row in pipeline.rows(in: period, asOf: generated.asOf) {
        codes.formUnion(row.comparisons.map { $0.name + " " + $0.code })
      }
      for officer in try #require(pipeline.appraisals(in: period, asOf: generated.asOf)) {
        codes.insert(officer.total.code)
        for item in officer.items {
          codes.formUnion(item.peers.map { ["peers " + $0.code] } ?? [])
          if item.isHeld { codes.insert("held") }
          if let reliability = item.reliability { codes.insert(reliability < 0.7 ? "unreliable" : "reliable") }
        }
      }
    }
    let wanted: Set = [
      "funnel not_distinguishable", "funnel above_99_8", "funnel below_99_8", "funnel above_95", "funnel below_95",
      "funnel too_few_units", "funnel too_small", "funnel no_figure", "shrinkage ", "shrinkage no_figure",
      "reliability suffices", "reliability too_low", "reliability too_few_units", "control_chart common_cause",
      "control_chart too_few_periods", "control_chart special_cause_concern", "score", "too_much_missing",
      "exposure_too_short", "peers shown", "peers too_few", "peers not_known", "held", "reliable", "unreliable",
    ]
    #expect(wanted.subtracting(codes).sorted() == [])
  }

  private func naive(_ generated: PeerProgramme, _ pipeline: RealPipeline) throws -> (NaiveEvaluator, Period) {
    let programme = try #require(NaiveProgramme([pipeline.parsed.definitions]))
    let period = try programme.calendar.parse(generated.label).get()
    return (NaiveEvaluator(NaiveWorld(programme, generated.log, asOf: generated.asOf)), period)
  }
}

/// In what two appraisals of one officer differ.
enum AppraisalDifference {
  static func between(_ naive: NaiveAppraised, _ real: NaiveAppraised) -> [String] {
    var found: [String] = []
    func compare(_ what: String, _ left: Double?, _ right: Double?) {
      if left == nil && right == nil { return }
      guard let left, let right, abs(left - right) <= 1e-9 * max(abs(left), abs(right), 1) else {
        found.append("\(what): \(left.map { "\($0)" } ?? "-"), really \(right.map { "\($0)" } ?? "-")")
        return
      }
    }
    func same(_ what: String, _ left: String, _ right: String) {
      if left != right { found.append("\(what): \(left), really \(right)") }
    }
    same(
      "days", "\(naive.daysInPost) \(naive.takenOff) \(naive.days)", "\(real.daysInPost) \(real.takenOff) \(real.days)")
    same("total", naive.total.code, real.total.code)
    compare("total", naive.total.number, real.total.number)
    same(
      "peers", "\(naive.peerDay?.description ?? "-") \(naive.peerCount ?? -1)",
      "\(real.peerDay?.description ?? "-") \(real.peerCount ?? -1)")
    same("items", "\(naive.items.map(\.indicator))", "\(real.items.map(\.indicator))")
    for (left, right) in zip(naive.items, real.items) {
      let name = left.indicator
      same(name, "\(left.status) \(left.isHeld)", "\(right.status) \(right.isHeld)")
      compare("\(name) value", left.value, right.value)
      compare("\(name) target", left.target, right.target)
      compare("\(name) score", left.score, right.score)
      compare("\(name) reliability", left.reliability, right.reliability)
      same("\(name) points", "\(left.points?.count ?? -1)", "\(right.points?.count ?? -1)")
      for (one, two) in zip(left.points ?? [], right.points ?? []) { compare("\(name) point", one, two) }
      same("\(name) peers", left.peers?.code ?? "-", right.peers?.code ?? "-")
      let (ours, theirs) = (left.peers?.numbers ?? [], right.peers?.numbers ?? [])
      same("\(name) peers", "\(ours.count)", "\(theirs.count)")
      for (one, two) in zip(ours, theirs) { compare("\(name) peers", one, two) }
    }
    return found
  }
}
