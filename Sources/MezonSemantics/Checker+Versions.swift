// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonDiagnostics
import MezonSyntax

// Versions of one indicator: each dated, no two in force on one day, none missing between the first and the last.
extension Checker {
  mutating func checkVersions(_ declarations: [Declaration]) {
    var ids: [String] = []
    var (seen, repeated) = (Set<String>(), Set<String>())
    for case .indicator(let indicator) in declarations where !indicator.name.text.isEmpty {
      let name = indicator.name
      if seen.insert(name.text).inserted {
        noteLook(of: name, among: "indicator")
      } else if repeated.insert(name.text).inserted {
        ids.append(name.text)
      }
    }
    if ids.isEmpty { return }
    var versions: [String: [IndicatorDeclaration]] = [:]
    for case .indicator(let indicator) in declarations where repeated.contains(indicator.name.text) {
      versions[indicator.name.text, default: []].append(indicator)
    }
    for id in ids {
      guard let all = versions[id], all.count > 1 else { continue }
      var dated: [(from: TimeLiteral, indicator: IndicatorDeclaration)] = []
      for (place, indicator) in all.enumerated() {
        if let from = indicator.effectiveFrom {
          dated.append((from, indicator))
        } else {
          let other = place == 0 ? all[1] : all[0]
          report(ReuseRule.undatedVersion, [id], at: indicator.name.range, beside: other.name.range)
        }
      }
      guard dated.count == all.count else { continue }
      let sorted = dated.sorted { $0.from.day < $1.from.day }
      for (earlier, later) in zip(sorted, sorted.dropFirst()) {
        checkSuccession(of: id, earlier.indicator, later.from)
      }
    }
  }

  private mutating func checkSuccession(of id: String, _ earlier: IndicatorDeclaration, _ from: TimeLiteral) {
    let place = earlier.effectiveUntil?.range ?? earlier.effectiveFrom?.range ?? earlier.name.range
    guard let until = earlier.effectiveUntil, until.day < from.day else {
      report(ReuseRule.versionsOverlap, [id, "\(from.day)"], at: from.range, beside: place)
      return
    }
    if until.day + 1 < from.day {
      let days = ["\(until.day + 1)", "\(from.day + -1)"]
      report(ReuseRule.versionsLeaveHole, [id] + days, at: from.range, beside: place)
    }
  }

  private mutating func report(
    _ rule: DiagnosticRule, _ arguments: [String], at range: SourceRange, beside other: SourceRange
  ) {
    let note = Diagnostic.Note(ReuseRule.otherVersion, at: .definition(other))
    diagnostics.append(Diagnostic(rule, arguments, at: range, notes: [note]))
  }
}
