// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonSyntax

/// A checked appraisal.
package struct AppraisalPlan: Sendable {
  package let id: String
  package let post: String
  package let grain: Grain
  /// Days of exposure below which nothing is scored; 0 when not stated.
  package let exposureDaysAtLeast: Int
  /// Rosters whose days are taken off the days in post.
  package let deductions: [Deduction]
  /// Whether figures that are counts are judged in proportion to the exposure.
  package let isProRata: Bool
  /// Who is comparable with an officer, all of it; empty where nobody is compared.
  package let peers: [PeerRulePlan]
  package let parts: [Part]
  package let missing: MissingRule
  /// Ids of indicators shown as context.
  package let context: [String]
  package let objectionDays: Int
  package let declaration: AppraisalDeclaration

  /// A part of the appraisal with its weight.
  package struct Part: Sendable {
    package let title: TextLiteral
    package let labels: [LocalizedText]
    package let weight: Double
    package let items: [Item]
  }

  /// A scored indicator.
  package struct Item: Sendable {
    package let indicator: String
    package let weight: Double
    /// Ascending by value on every day; scores are held at the ends and linear in between.
    package let points: [(value: DatedValue, score: Double)]

    /// The table in force on a day; nil where a parameter has no value yet. Complexity: O(points).
    package func points(on day: CalendarDay) -> [(value: Double, score: Double)]? {
      var result: [(value: Double, score: Double)] = []
      for point in points {
        guard let value = point.value.value(on: day) else { return nil }
        result.append((value, point.score))
      }
      return result
    }
  }

  /// A roster of days that do not count as days in post.
  package struct Deduction: Sendable, Hashable {
    package let event: EventID
    /// The fields that name officers; where there are none, a row speaks of all officers of ``unitField`` and below it.
    package let officerFields: [Int]
    package let unitField: Int?
  }

  /// The ids of the indicators that are scored, shown, or decide who is comparable, each once.
  package var indicatorIDs: [String] {
    var ids = parts.flatMap { $0.items.map(\.indicator) } + context
    for case .indicatorWithin(let id, _) in peers { ids.append(id) }
    var seen: Set<String> = []
    return ids.filter { seen.insert($0).inserted }
  }
}

/// When another officer is comparable: by what their unit is on the last day in post that is known.
package enum PeerRulePlan: Sendable, Hashable {
  /// The same known value of an attribute, by index.
  case sameAttribute(Int)
  /// The same unit of a level, by index.
  case sameLevel(Int)
  /// A number among the attributes that differs by at most so many per cent of the officer's.
  case attributeWithin(Int, perCent: Double)
  /// A figure of the unit, or of the next one above it that has such figures, that does.
  case indicatorWithin(String, perCent: Double)
}

/// A number of a definition, or what the parameter in its place gives from day to day.
package enum DatedValue: Sendable, Hashable {
  case number(Double)
  /// Ascending by day.
  case parameter(String, [DatedNumber])

  /// The value on a day; nil before the first of a parameter.
  package func value(on day: CalendarDay) -> Double? {
    switch self {
    case .number(let value): value
    case .parameter(_, let points): points.last { $0.from <= day }?.value
    }
  }

  /// The days from which there is another value.
  var changes: [CalendarDay] { if case .parameter(_, let points) = self { points.map(\.from) } else { [] } }
}
