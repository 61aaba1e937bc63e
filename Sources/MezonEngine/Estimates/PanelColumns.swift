// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics

/// A rating as it enters a figure: of what, by whom, how much.
struct PanelRating: Hashable {
  let row: Int32
  let item: UInt64
  let rater: UInt64
  let body: UInt64?
  /// The level, or the code of a category; nil where the value ranks none.
  let rating: Double?
}

/// What each event says as a rating: item, rater, body, level.
///
/// An event without item, rater or the level that the value asks for is no rating (docs/evaluation.md, 9a).
struct PanelColumns {
  let plan: PanelPlan
  private let items: KeyValues
  private let raters: KeyValues
  private let bodies: KeyValues?
  /// Ratings as numbers; nil where the value is made without.
  private let ratings: [Double?]?
  private let answers: KeyValues?
  private let times: [Int64]

  /// Complexity: O(rows).
  init(_ plan: PanelPlan, _ estimate: EstimatePlan, _ run: IndicatorRun) {
    self.plan = plan
    let (columns, event) = (run.columns, run.plan.event)
    items = columns.values(of: plan.ratings.item, event)
    raters = columns.values(of: plan.ratings.rater, event)
    bodies = plan.ratings.body.map { columns.values(of: $0, event) }
    times = columns.frame(event).ownTimes
    let field: Int? = if case .agreement(_, let field) = estimate.form { field } else { plan.rating?.field }
    ratings = field.map { columns.categories(ofField: $0, event, rows: run.input.roles.count) }
    if case .namingEach(let question) = estimate.form {
      answers = columns.values(of: question, event)
    } else {
      answers = nil
    }
  }

  /// The ratings among some rows, ascending: of several of an item by one rater the latest, by own time and then as read.
  ///
  /// Complexity: O(rows).
  func ratings(_ rows: [Int32]) -> (kept: [PanelRating], repeated: Int) {
    struct Voice: Hashable {
      let item: UInt64
      let rater: UInt64
    }
    var latest: [Voice: PanelRating] = [:]
    var count = 0
    for row in rows {
      guard let rating = rating(row) else { continue }
      count += 1
      let voice = Voice(item: rating.item, rater: rating.rater)
      if let known = latest[voice], times[Int(known.row)] > times[Int(row)] { continue }
      latest[voice] = rating
    }
    return (latest.values.sorted { $0.row < $1.row }, count - latest.count)
  }

  private func rating(_ row: Int32) -> PanelRating? {
    func word(_ values: KeyValues) -> UInt64? { values.range(of: Int(row)).first.map { values.words[$0] } }
    guard let item = word(items), let rater = word(raters) else { return nil }
    let level = ratings?[Int(row)]
    if ratings != nil, level == nil { return nil }
    if let answers, answers.range(of: Int(row)).isEmpty { return nil }
    return PanelRating(row: row, item: item, rater: rater, body: bodies.flatMap(word), rating: level ?? nil)
  }
}

extension ExpressionColumns {
  /// A field's values as numbers on which raters can agree: numbers as they are, members of a choice from 1 in their order, other
  /// codes as they are stored.
  fileprivate func categories(ofField field: Int, _ event: EventID, rows: Int) -> [Double?] {
    if case .number? = fieldType(event, field) {
      return numbers(ofField: field, event, rows: rows).map { $0.flatMap { $0.isFinite ? $0 : nil } }
    }
    let values = values(of: field, event)
    return (0..<rows).map { row in
      values.range(of: row).first.map { Double(Int64(bitPattern: values.words[$0])) + 1 }
    }
  }
}
