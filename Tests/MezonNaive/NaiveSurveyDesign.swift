// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The variance of a weighted ratio by strata and clusters, from its textbook form (docs/evaluation.md, 9).
struct NaiveSurveyDesign {
  /// A respondent of the survey, in the cell or not.
  struct Member {
    let stratum: String
    let cluster: String
    let weight: Double
    /// The two quantities; nil outside the cell.
    let pair: (numerator: Double, denominator: Double)?
  }

  let members: [Member]
  /// Whether a stratum with one cluster is certain; without it there is no variance.
  let isLonelyCertain: Bool
  /// Whether the sum of the first quantity is asked for, and not its quotient by the second.
  var isTotal = false

  /// Why there is no interval.
  enum Fault: Error { case lonelyStratum, noDegreesOfFreedom }

  /// Wald's interval of the ratio with Student's t.
  func interval(confidence: Double) throws -> (low: Double, high: Double) {
    let inside = members.filter { $0.pair != nil }
    let upper = inside.reduce(0) { $0 + $1.weight * ($1.pair?.numerator ?? 0) }
    let lower = isTotal ? 1 : inside.reduce(0) { $0 + $1.weight * ($1.pair?.denominator ?? 0) }
    let ratio = upper / lower
    func influence(_ member: Member) -> Double {
      member.pair.map { member.weight * ($0.numerator - (isTotal ? 0 : ratio) * $0.denominator) / lower } ?? 0
    }
    var variance = 0.0
    let strata = Set(inside.map(\.stratum))
    for stratum in strata {
      let clusters = Dictionary(grouping: members.filter { $0.stratum == stratum }, by: \.cluster)
      let totals = clusters.values.map { $0.reduce(0) { $0 + influence($1) } }
      if totals.count == 1 {
        if isLonelyCertain { continue }
        throw Fault.lonelyStratum
      }
      let mean = totals.reduce(0, +) / Double(totals.count)
      let squares = totals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      variance += squares * Double(totals.count) / Double(totals.count - 1)
    }
    let clusters = Set(inside.map { [$0.stratum, $0.cluster] })
    guard clusters.count > strata.count else { throw Fault.noDegreesOfFreedom }
    let margin = studentPoint(above: (1 - confidence) / 2, clusters.count - strata.count) * variance.squareRoot()
    return (ratio - margin, ratio + margin)
  }
}

/// The point of Student's distribution with a probability above it, by halving; the integral by Simpson's rule over the angle
/// whose tangent is t / √degrees, in which the density is a power of the cosine.
func studentPoint(above tail: Double, _ degrees: Int) -> Double {
  let power = Double(degrees - 1)
  func integral(to angle: Double) -> Double {
    let steps = 4000
    let width = angle / Double(steps)
    return (0...steps).reduce(0) { sum, step in
      let weight: Double = step == 0 || step == steps ? 1 : step % 2 == 1 ? 4 : 2
      return sum + weight * pow(cos(Double(step) * width), power)
    } * width / 3
  }
  let half = integral(to: .pi / 2)
  let angle = bisect(0, .pi / 2) { 0.5 - 0.5 * integral(to: $0) / half > tail }
  return Double(degrees).squareRoot() * tan(angle)
}
