// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar

// One indicator may have several versions, each in force from a day; a period is computed by the one of its first day.
extension Programme {
  /// Indices of the versions of an indicator, by the day from which they are in force. Complexity: O(indicators).
  package func versions(of id: String) -> [Int] {
    indicators.indices.filter { indicators[$0].id == id }.sorted { left, right in
      guard let first = indicators[left].effectiveFrom else { return indicators[right].effectiveFrom != nil }
      guard let second = indicators[right].effectiveFrom else { return false }
      return first < second
    }
  }

  /// The version that computes a period which starts on a day: the one in force; before all of them the first, behind them
  /// the last, whose figure then is *not in force*. nil where no indicator has the id.
  package func version(of id: String, on day: CalendarDay) -> Int? {
    let versions = versions(of: id)
    return versions.last { (indicators[$0].effectiveFrom ?? day) <= day } ?? versions.first
  }

  /// The programme with the newest version of each indicator only, in force at all times before its end.
  package func rebased() -> Programme {
    var result = self
    var newest: [Int: IndicatorPlan] = [:]
    for (index, plan) in indicators.enumerated() where versions(of: plan.id).last == index {
      var plan = plan
      plan.effectiveFrom = nil
      newest[index] = plan
    }
    result.indicators = indicators.indices.compactMap { newest[$0] }
    return result
  }
}
