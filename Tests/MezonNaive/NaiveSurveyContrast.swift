// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSyntax

/// A respondent of a survey's wave, and by how much it moves an estimate of that wave.
struct NaiveSampleMember: Sendable, Equatable {
  let event: String
  let period: Period
  /// The place among all events, in the order of days where a respondent is asked again.
  let place: Int
  let day: CalendarDay
  let stratum: String
  /// nil where the design names no cluster.
  let cluster: String?
  /// What tells who, or which place, is asked again; nil where nothing does.
  let key: String?
  let influence: Double
  /// Whether the estimate is about it.
  let isInside: Bool
}

/// The variance of a function of estimates, by the totals of clusters (docs/evaluation.md, 10).
struct NaiveSurveyContrast {
  /// The members of each estimate, with the derivative of the function at it.
  let parts: [(members: [NaiveSampleMember], factor: Double)]
  let isLonelyCertain: Bool

  private struct Place: Hashable {
    let stratum: String
    let cluster: String
  }

  /// The value ± Student's t standard errors.
  func interval(about value: Double, confidence: Double) throws -> (low: Double, high: Double) {
    var totals: [Place: Double] = [:]
    var inside: Set<Place> = []
    let shared = sharesRespondents()
    let origins = shared ? firstInterviews() : [:]
    for (members, factor) in parts {
      for member in members {
        let origin = member.key.flatMap { origins[$0] } ?? member
        let wave = member.event + (shared ? "" : " \(member.period)")
        let cluster = origin.cluster ?? (shared ? member.key ?? "" : "\(member.place)")
        let place = Place(stratum: "\(wave) \(origin.stratum)", cluster: cluster)
        totals[place, default: 0] += factor * member.influence
        if member.isInside { inside.insert(place) }
      }
    }
    let strata = Set(inside.map(\.stratum))
    var variance = 0.0
    for stratum in strata {
      let own = totals.filter { $0.key.stratum == stratum }.map(\.value)
      guard own.count > 1 else {
        if isLonelyCertain { continue }
        throw NaiveSurveyDesign.Fault.lonelyStratum
      }
      let mean = own.reduce(0, +) / Double(own.count)
      let squares = own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      variance += squares * Double(own.count) / Double(own.count - 1)
    }
    guard inside.count > strata.count else { throw NaiveSurveyDesign.Fault.noDegreesOfFreedom }
    let margin = studentPoint(above: (1 - confidence) / 2, inside.count - strata.count) * variance.squareRoot()
    return (value - margin, value + margin)
  }

  /// Whether somebody is asked in two waves.
  private func sharesRespondents() -> Bool {
    let inside = parts.flatMap(\.members).filter(\.isInside)
    return Dictionary(grouping: inside.filter { $0.key != nil }, by: { $0.key ?? "" }).values.contains { own in
      Set(own.map(\.period)).count > 1
    }
  }

  /// The first interview of each.
  private func firstInterviews() -> [String: NaiveSampleMember] {
    let all = parts.flatMap(\.members).sorted { ($0.day, $0.place) < ($1.day, $1.place) }
    return Dictionary(all.compactMap { member in member.key.map { ($0, member) } }) { first, _ in first }
  }
}

extension NaiveContrast {
  /// The confidence of the interval that the designs of surveys give; nil where they give none.
  var surveyConfidence: Double? {
    let names = book.operands(form)
    guard let first = names.first.flatMap(book.declaration) else { return nil }
    for name in names {
      guard let declaration = book.declaration(name), declaration.window == nil, let event = declaration.event?.text,
        book.world.programme.events.contains(where: { $0.name.text == event && $0.survey != nil })
      else { return nil }
      switch declaration.value?.form {
      case .share, .answering, .namingEach, .aggregate(.mean), .aggregate(.count), .aggregate(.sum), .ratio: break
      default: return nil
      }
    }
    switch form {
    case .range, .index, .standardised, .shareOfUnits: return nil
    case .change, .gap, .computed: break
    }
    if let clause = declaration.interval { return clause.method == nil ? nil : (clause.confidence?.value ?? 95) / 100 }
    guard first.interval == nil || first.interval?.method != nil else { return nil }
    return (first.interval?.confidence?.value ?? 95) / 100
  }

  /// The interval by the designs.
  func surveyInterval(about value: Double, confidence: Double) throws -> (low: Double, high: Double) {
    var parts: [(members: [NaiveSampleMember], factor: Double)] = []
    switch form {
    case .computed(let expression):
      let names = book.operands(form)
      let values = Dictionary(zip(names, operands.map { $0.value ?? 0 })) { first, _ in first }
      for (name, row) in Dictionary(zip(names, operands), uniquingKeysWith: { first, _ in first }) {
        parts.append((row.sample, slope(of: expression, along: name, values)))
      }
    default:
      for (place, row) in operands.enumerated() {
        let isBefore = place % 2 == 1
        let other = operands[isBefore ? place - 1 : place].value ?? 0
        let before = operands[isBefore ? place : place + 1].value ?? 0
        var factor: Double = isBefore ? -1 : 1
        if Self.isRelative(form, book) { factor = isBefore ? -100 * other / (before * before) : 100 / before }
        parts.append((row.sample, place < 2 ? factor : -factor))
      }
    }
    let event = book.operands(form).first.flatMap(book.declaration)?.event?.text
    let design = book.world.programme.events.first { $0.name.text == event }?.survey
    return try NaiveSurveyContrast(parts: parts, isLonelyCertain: design?.lonelyStrata == .certain)
      .interval(about: value, confidence: confidence)
  }

  /// The derivative of an expression at one of its names.
  private func slope(of expression: Expression, along name: String, _ values: [String: Double]) -> Double {
    func value(_ expression: Expression) -> Double {
      switch expression {
      case .number(let literal): return literal.value
      case .name(let name): return values[name.text] ?? 0
      case .arithmetic(let operation, let left, let right, _):
        switch operation {
        case .add: return value(left) + value(right)
        case .subtract: return value(left) - value(right)
        case .multiply: return value(left) * value(right)
        case .divide: return value(left) / value(right)
        }
      default: return 0
      }
    }
    switch expression {
    case .name(let other): return other.text == name ? 1 : 0
    case .arithmetic(let operation, let left, let right, _):
      let (a, b) = (slope(of: left, along: name, values), slope(of: right, along: name, values))
      switch operation {
      case .add: return a + b
      case .subtract: return a - b
      case .multiply: return a * value(right) + value(left) * b
      case .divide: return (a * value(right) - value(left) * b) / (value(right) * value(right))
      }
    default: return 0
    }
  }
}
