// SPDX-License-Identifier: Apache-2.0

package import MezonSyntax

/// Index of a rubric in ``Programme/rubrics``.
package struct RubricID: Hashable, Sendable {
  package let index: Int
  package init(_ index: Int) { self.index = index }
}

/// The levels on which something is rated, ascending, each described.
package struct RubricSchema: Hashable, Sendable {
  package let name: String
  package let title: String?
  package let labels: [LocalizedText]
  package let levels: [Level]

  /// A level with its description in the file's own language and in others.
  package struct Level: Hashable, Sendable {
    package let number: Int
    package let description: String
    package let translations: [LocalizedText]
  }

  /// Whether a number is one of the levels. Complexity: O(levels).
  package func hasLevel(_ number: Int64) -> Bool { levels.contains { Int64($0.number) == number } }

  /// The numbers of the levels as messages list them.
  package var numbers: String { levels.map { String($0.number) }.joined(separator: ", ") }
}

/// Who rated what: fields of the event type by index.
package struct RatingsSchema: Hashable, Sendable {
  /// What is rated.
  package let item: Int
  package let rater: Int
  /// The body for which the rater speaks.
  package let body: Int?
  package let narrative: Int?
  package let evidence: Int?
}

/// By which statistic raters agree.
package struct AgreementPlan: Hashable, Sendable {
  /// The statistic; the raw value is its name in definitions and results.
  package enum Method: String, Hashable, Sendable, CaseIterable {
    case krippendorff, cohen, fleiss, gwet, percent
  }

  /// The scale of the ratings, or how much near ratings agree.
  package enum Scale: String, Hashable, Sendable, CaseIterable {
    case nominal, ordinal, linear, quadratic
    case interval = "interval_scale"
    case ratio = "ratio_scale"
  }
  package let method: Method
  package let scale: Scale
  /// For per cent agreement the difference up to which ratings agree.
  package let tolerance: Double
  /// Below which there is no value; of per cent agreement in per cent.
  package let least: Double?

  /// `krippendorff ordinal`; per cent agreement has a tolerance in place of a scale.
  package var name: String { method == .percent ? method.rawValue : "\(method.rawValue) \(scale.rawValue)" }

  /// The scales that fit a statistic, the usual one first.
  package static func scales(of method: Method) -> [Scale] {
    switch method {
    case .krippendorff: [.nominal, .ordinal, .interval, .ratio]
    case .cohen, .fleiss, .gwet: [.nominal, .ordinal, .linear, .quadratic, .ratio]
    case .percent: [.nominal]
    }
  }

  /// The statistic as canonical text.
  var text: String { "\(name) \(tolerance) \(least.map { String($0) } ?? "-")" }
}

extension ValuePlan {
  /// How several raters make the value; nil for other values.
  package var panel: PanelPlan? { if case .estimate(let plan) = self { plan.panel } else { nil } }
}

/// How the ratings of several raters make one value.
package struct PanelPlan: Hashable, Sendable {
  package let ratings: RatingsSchema
  /// How many different raters there must be: at least ``fewestRaters``.
  package let leastRaters: Int
  /// The members of the body's choice whose raters are asked; empty for all.
  package let bodies: [Int]
  /// The rating that is ranked or added up, with its rubric; nil for shares.
  package let rating: Rating?
  /// How far the raters agree on the rating.
  package let agreement: AgreementPlan?

  /// A field that holds ratings.
  package struct Rating: Hashable, Sendable {
    package let field: Int
    package let rubric: RubricID
  }

  /// Fewer raters could be picked out.
  package static let fewestRaters = 5

  /// The panel as canonical text.
  var text: String {
    let fields = [ratings.item, ratings.rater].map(String.init) + [ratings.body.map(String.init) ?? "-"]
    return
      "panel \(fields.joined(separator: " ")) least \(leastRaters) bodies \(bodies) agreement \(agreement?.text ?? "-")"
  }
}
