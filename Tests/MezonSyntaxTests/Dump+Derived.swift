// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

// Values made from other indicators, and windows.
extension Dump {
  static func derived(_ form: DerivedForm) -> String {
    switch form {
    case .change(let clause):
      let earlier =
        switch clause.earlier {
        case .previousPeriod: "@previous"
        case .samePeriodLastYear: "@last-year"
        case .period(let period): period.label
        }
      let among = clause.among.map { " among \(expression($0))" } ?? ""
      let minus = clause.minus.map { " minus \(group($0))" } ?? ""
      return "(change \(name(clause.indicator)) \(earlier)\(among)\(minus))"
    case .gap(let clause):
      switch clause.sides {
      case .unitAbove: return "(gap \(name(clause.indicator)) @above)"
      case .groups(let first, let second):
        return "(gap \(name(clause.indicator)) \(expression(first)) \(group(second)))"
      }
    case .computed(let quantity): return "(computed \(expression(quantity)))"
    case .range(let clause):
      let members =
        switch clause.members {
        case .level(let level): name(level)
        case .groups(let clause): "groups \(split(clause))"
        }
      return "(\(clause.statistic.rawValue) \(name(clause.indicator)) over \(members))"
    case .index(let clause): return index(clause)
    case .standardised(let clause):
      let reference =
        switch clause.reference {
        case .standard(let standard): "standard \(name(standard))"
        case .ratesOf(let level): "rates-of \(name(level))"
        }
      return "(standardised \(name(clause.indicator)) over \(split(clause.split)) \(reference))"
    case .shareOfUnits(let clause):
      let base = if case .named(let level) = clause.base { name(level) } else { "@units" }
      return "(share-of-units \(base) \(expression(clause.condition)))"
    }
  }

  private static func group(_ group: ChangeClause.Group) -> String {
    switch group {
    case .allUnits: "@all"
    case .units(let condition): expression(condition)
    }
  }

  private static func index(_ clause: IndexClause) -> String {
    let parts = clause.parts.map { " \(number($0.weight)) \(name($0.indicator))" }.joined()
    let mean = clause.mean.map { " \($0.kind.rawValue)" } ?? ""
    var normalisation = ""
    switch clause.normalisation?.kind {
    case .bounds(let low, let high): normalisation = " bounds \(number(low)) \(number(high))"
    case .some(let kind): normalisation = " \(kind)"
    case nil: break
    }
    if let (low, high) = clause.scale { normalisation += " scaled \(number(low)) \(number(high))" }
    if clause.treatsOutliers != nil { normalisation += " treat-outliers" }
    if let varied = clause.variation {
      normalisation += " vary \(number(varied.spread)) \(number(varied.draws)) \(number(varied.seed))"
    }
    return "(index\(parts)\(mean)\(normalisation) missing \(clause.reweightUpTo.map(number) ?? "-"))"
  }

  static func window(_ clause: WindowClause) -> String {
    switch clause.stretch {
    case .months(let count): "months \(number(count))"
    case .span(let span): Dump.span(span)
    case .yearToDate: "year-to-date"
    case .since(let day): "since \(time(day))"
    }
  }
}
