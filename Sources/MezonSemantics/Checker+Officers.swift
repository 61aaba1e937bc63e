// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

// Officers judged by the events of their unit.
extension Checker {
  /// `attended by the officer`: whether a field names the officer whose figure is made.
  mutating func namesOfficer(_ name: Name, in scope: Scope, at range: SourceRange) -> Typed? {
    guard scope.hasOfficer else {
      report(OfficerRule.nobodyIsMeant, at: range)
      return nil
    }
    let officer = ValueType.reference(.officer)
    guard let index = field(name, in: scope, type: "officer", where: { $0 == officer || $0 == .list(officer) }) else {
      return nil
    }
    guard scope.fields[index].privacy != .identifying else {
      report(SemanticRule.identifyingField, [name.text], at: name.range)
      return nil
    }
    return Typed(node: graph.intern(.namesOfficer(scope.event, field: index)), type: .yesNo)
  }

  /// The subjects of an indicator that looks at events of the officer's unit: officers, and nobody else.
  mutating func checkOfficersUnit(_ declaration: IndicatorDeclaration, to reach: inout IndicatorReach) {
    guard let place = declaration.officersUnit else { return }
    func refuse(_ keyword: Keyword, at range: SourceRange?) {
      guard let range else { return }
      report(OfficerRule.noPlaceWithUnit, [spelling(keyword, at: declaration.name.range)], at: range)
    }
    if declaration.subjects.isEmpty {
      reach.isForOfficers = true
      reach.levels = []
    }
    for subject in declaration.subjects {
      switch subject {
      case .officer: break
      case .anyUnit(let range): refuse(.forSubjects, at: range)
      case .level(let name): refuse(.forSubjects, at: name.range)
      }
    }
    refuse(.belongsToOfficerBy, at: declaration.officerFields.first?.range)
    refuse(.splitBy, at: declaration.splits.first?.range)
    refuse(.reportedWhere, at: declaration.reportedWhere?.range)
    if let moment = declaration.moment { refuse(moment.moment.keyword, at: moment.range) }
    if reach.unitField == nil { report(SemanticRule.noMeaningFor, ["officer"], at: place) }
  }
}

extension TermMoment {
  fileprivate var keyword: Keyword {
    switch self {
    case .lastDay: .inForceOnLastDay
    case .during: .inForceDuring
    }
  }
}
