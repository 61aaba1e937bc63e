// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonExamples
import MezonSemantics
import MezonSyntax
import Testing

@Suite("The shipped definitions")
struct ShippedDefinitionsTests {
  @Test("Every programme under Indicators/ is checked without a diagnostic", arguments: SampleProgrammeFiles.programmes)
  func clean(_ name: String) throws {
    let files = try SampleProgrammeFiles.parsed(name)
    #expect(!files.isEmpty)
    let (programme, diagnostics) = Checker.check(files)
    #expect(programme != nil)
    for diagnostic in diagnostics { Issue.record("\(diagnostic.rendered(in: .english))") }
  }

  @Test("Every file is in the one style", arguments: SampleProgrammeFiles.programmes)
  func style(_ name: String) throws {
    for file in try SampleProgrammeFiles.parsed(name) {
      let isInStyle = Formatter.format(file) == String(decoding: file.source.bytes, as: UTF8.self)
      #expect(isInStyle, "mezon format Indicators/\(name)/\(file.source.name)")
    }
  }

  @Test("Every worked example comes out as expected", arguments: SampleProgrammeFiles.programmes)
  func examples(_ name: String) throws {
    let programme = try #require(Checker.check(try SampleProgrammeFiles.parsed(name)).programme)
    let outcomes = ExampleRunner(programme: programme).outcomes()
    #expect(outcomes.count >= programme.indicators.count)
    for outcome in outcomes where !outcome.hasPassed {
      let found = outcome.diagnostics.map { $0.rendered(in: .english) }.joined(separator: "\n")
      Issue.record("\(outcome.indicator), \(outcome.title): \(found)")
    }
  }

  @Test("Every indicator of the sample is complete in itself")
  func complete() throws {
    let programme = try SampleProgrammeFiles.sample()
    #expect(programme.indicators.count >= 20)
    for plan in programme.indicators {
      let written = plan.declaration
      #expect(written.title != nil, "\(plan.id)")
      for texts in [written.labels, written.purpose.filter { $0.language != nil }] {
        #expect(texts.contains { $0.language?.text == "ru" }, "\(plan.id) lacks Russian")
      }
      #expect(written.purpose.contains { $0.language == nil }, "\(plan.id) has no purpose")
      #expect(written.sourceNote != nil && written.limitations != nil && written.owner != nil, "\(plan.id)")
      #expect(!written.catalogue.isEmpty, "\(plan.id)")
      #expect(plan.effectiveFrom != nil && written.reviewBy != nil, "\(plan.id)")
      let isOfPersons = ["dispute", "call", "offence", "violence_report"].contains(
        programme.events[plan.event.index].name)
      #expect(plan.protectCellsBelow >= (plan.isSensitive ? 10 : isOfPersons ? 5 : 1), "\(plan.id)")
      #expect(written.examples.count >= 3, "\(plan.id) has \(written.examples.count) examples")
      #expect(written.examples.allSatisfy { !$0.expectations.isEmpty }, "\(plan.id)")
      if plan.isContextOnly {
        #expect(plan.isHigherBetter == nil && plan.target == nil, "\(plan.id)")
      } else {
        #expect(plan.isHigherBetter != nil && plan.target != nil && plan.baseline != nil, "\(plan.id)")
        #expect(plan.pairedWith != nil, "\(plan.id) has no counter-indicator")
      }
    }
  }

  @Test("Offences, sensitive reports and mere counts are never scored")
  func neverScored() throws {
    let programme = try SampleProgrammeFiles.sample()
    let appraisal = try #require(programme.appraisals.first)
    let scored = appraisal.parts.flatMap(\.items)
    #expect(scored.reduce(0) { $0 + $1.weight } == 100)
    for item in scored {
      let plan = try #require(programme.indicator(named: item.indicator))
      #expect(!plan.isContextOnly && !plan.isSensitive && plan.isForOfficers, "\(item.indicator)")
      #expect(plan.value.isShare, "\(item.indicator)")
      #expect(programme.events[plan.event.index].name != "offence")
    }
    for plan in programme.indicators where plan.isSensitive {
      #expect(plan.id == "referral_offered" || plan.isContextOnly, "\(plan.id)")
    }
  }

  @Test("Score tables have no cliff: no step of one point moves the score by more than five")
  func withoutCliffs() throws {
    let programme = try SampleProgrammeFiles.sample()
    for item in programme.appraisals.flatMap(\.parts).flatMap(\.items) {
      let points = try #require(item.points(on: .last))
      for (low, high) in zip(points, points.dropFirst()) {
        let slope = (high.score - low.score) / (high.value - low.value)
        #expect(slope > 0 && slope <= 5, "\(item.indicator)")
      }
    }
  }

  @Test("The report and the appraisal name indicators that have a meaning there")
  func reportable() throws {
    let programme = try SampleProgrammeFiles.sample()
    let report = try #require(programme.reports.first)
    #expect(report.levels.map { programme.levels[$0].name } == ["country", "region", "district"])
    for id in report.sections.flatMap(\.indicators) {
      let plan = try #require(programme.indicator(named: id))
      #expect(plan.grains.contains(report.grain), "\(id) is not computed for the report's periods")
      #expect(report.levels.allSatisfy(plan.levels.contains), "\(id)")
    }
    for id in programme.appraisals.flatMap(\.context) {
      #expect(try #require(programme.indicator(named: id)).isForOfficers, "\(id)")
    }
  }
}

extension ValuePlan {
  /// Whether the value is a share of events or of periods.
  fileprivate var isShare: Bool {
    switch self {
    case .share, .coverage: true
    default: false
    }
  }
}
