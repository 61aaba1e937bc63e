// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// Finds what a cell is judged by besides its events.
///
/// A class, for a plan is large and is read for every cell.
final class CellJudge {
  let evaluator: Evaluator
  let plan: IndicatorPlan
  let splitPlans: [SplitPlan]
  /// The units whose events are looked at; nil for all.
  let mask: UnitMask?
  private let audits: AuditRule
  private let handIns: HandInRule?
  private let reports: ReportRule?

  /// Complexity: O(rows of the rosters).
  init(_ run: IndicatorRun, _ parts: IndicatorRun.Parts) {
    evaluator = run.evaluator
    plan = run.plan
    splitPlans = run.splitPlans
    mask = run.mask
    audits = AuditRule(run.evaluator.dataset.audits, event: run.plan.event)
    if run.plan.reportedWhere != nil, let lineages = run.input.lineages {
      let frame = run.columns.frame(run.plan.event)
      // On which levels a roster's rows stand does not depend on who is in force.
      let ofAll =
        run.plan.moment == nil
        ? lineages
        : run.plan.unitField.map { frame.lineages(unitField: $0, dayField: nil, in: run.organisation) } ?? lineages
      reports = ReportRule(
        lineageOfRows: ofAll, isSeen: frame.isSeen, parts: parts.lineages,
        periods: run.input.periods, organisation: run.organisation)
    } else {
      reports = nil
    }
    handIns =
      reports == nil
      ? HandInRule(run.evaluator.dataset.handIns, event: run.plan.event, organisation: run.organisation) : nil
  }

  /// For an indicator that has no rule on which units report. Complexity: O(rows of the rosters).
  init(_ evaluator: Evaluator, _ plan: IndicatorPlan, splits: [SplitPlan]) {
    self.evaluator = evaluator
    self.plan = plan
    splitPlans = splits
    mask = nil
    audits = AuditRule(evaluator.dataset.audits, event: plan.event)
    reports = nil
    handIns = HandInRule(evaluator.dataset.handIns, event: plan.event, organisation: evaluator.organisation)
  }

  /// The facts of a subject in a period.
  func facts(
    _ subject: Subject, number: Int, _ period: Period, _ coverage: CoverageRule?, _ exposures: inout ExposureTable
  ) -> CellFacts {
    var facts = factsWithoutExposure(of: subject, number: number, period)
    addExposure(of: subject, &facts, &exposures)
    if let coverage {
      facts.members = coverage.members(of: subject, in: period)
      if case .periods(let grain) = coverage.plan.base {
        facts.periodCount = evaluator.calendar.periods(of: grain, in: period).count
      }
    }
    return facts
  }

  /// The facts of a subject in a period, but for what a rate is relative to and the members of a share.
  func factsWithoutExposure(of subject: Subject, number: Int, _ period: Period) -> CellFacts {
    var facts = CellFacts(period: period, isOver: period.last <= evaluator.asOf)
    switch subject {
    case .unit(let unit):
      facts.auditFailure = audits.failure(of: unit, in: period, organisation: evaluator.organisation)
      if let reports {
        facts.completeness = reports.completeness(
          of: unit, number: number, in: period, organisation: evaluator.organisation, mask: mask)
      } else if let handIns, let known = known(in: period) {
        facts.completeness = handIns.completeness(
          of: unit, in: known, organisation: evaluator.organisation, mask: mask)
      }
    case .officer(let officer, let unit):
      if let unit { facts.auditFailure = audits.failure(of: unit, in: period, organisation: evaluator.organisation) }
      facts.daysInPost = evaluator.roster.daysInPost(officer, in: period)
    }
    return facts
  }

  /// Adds what a rate is relative to.
  func addExposure(of subject: Subject, _ facts: inout CellFacts, _ exposures: inout ExposureTable) {
    facts.exposure = exposure(of: subject, in: facts.period, &exposures)
  }

  /// What a rate is relative to; nil where that is not known, or for what is no rate.
  func exposure(of subject: Subject, in period: Period, _ exposures: inout ExposureTable) -> Double? {
    guard case .rate(_, let exposure, let isAnnual) = plan.value else { return nil }
    // Over no days the sum is 0, as it is where the unit did not exist on any of them.
    return known(in: period).map { self.exposure(exposure, of: subject, in: $0, isAnnual, &exposures) } ?? 0
  }

  /// The days of a period that are known; nil where none is.
  private func known(in period: Period) -> Period? {
    Period.range(from: period.first, through: min(period.last, evaluator.asOf))
  }
}
