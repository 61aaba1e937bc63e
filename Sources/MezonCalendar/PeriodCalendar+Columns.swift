// SPDX-License-Identifier: Apache-2.0

extension PeriodCalendar {
  /// The index of the period of a grain that each day of a column lies in; see ``ordinal(of:grain:)``.
  ///
  /// Complexity: linear, whatever the order of the days.
  /// - Precondition: the columns are equally long.
  package func ordinals(of days: Span<CalendarDay>, grain: Grain, into ordinals: inout MutableSpan<Int32>) {
    precondition(days.count == ordinals.count, "columns of days and of their periods must be equally long")
    let shift = fiscalYearFirstMonth - 1
    switch grain {
    case .day: fill(&ordinals, from: days) { Int($0.daysSinceEpoch) }
    case .week: fill(&ordinals, from: days) { flooredQuotient(Int($0.daysSinceEpoch) &+ 3, 7) }
    case .month: fill(&ordinals, from: days) { $0.monthsSinceEpoch }
    case .twoMonths: fill(&ordinals, from: days) { flooredQuotient($0.monthsSinceEpoch, 2) }
    case .quarter: fill(&ordinals, from: days) { flooredQuotient($0.monthsSinceEpoch, 3) }
    case .halfYear: fill(&ordinals, from: days) { flooredQuotient($0.monthsSinceEpoch, 6) }
    case .year: fill(&ordinals, from: days) { flooredQuotient($0.monthsSinceEpoch, 12) }
    case .fiscalYear: fill(&ordinals, from: days) { flooredQuotient($0.monthsSinceEpoch &- shift, 12) }
    }
  }
}

/// Puts what a rule makes of each day in the other column. The rule is inlined, so the choice of it is outside the loop.
@inline(__always)
private func fill(_ ordinals: inout MutableSpan<Int32>, from days: Span<CalendarDay>, _ rule: (CalendarDay) -> Int) {
  for index in days.indices {
    ordinals[index] = Int32(truncatingIfNeeded: rule(days[index]))
  }
}
