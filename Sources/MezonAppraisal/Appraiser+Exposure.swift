// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonEngine
import MezonSemantics

// Days in post, less those of the rosters that the appraisal names.
extension Appraiser {
  /// The days of all officers who ever held the post. Complexity: O(posts · changes of their units + rows of the rosters).
  static func exposureDays(_ plan: AppraisalPlan, _ posts: [PostRow], _ evaluator: Evaluator) -> ExposureDays {
    var inPost: [Int32: [ExposureDays.Stretch]] = [:]
    for post in posts { inPost[post.officer, default: []].append(post.from...post.until) }
    var takenOff: [Int32: [[ExposureDays.Stretch]]] = [:]
    func take(_ stretch: ExposureDays.Stretch, off officer: Int32, by deduction: Int) {
      takenOff[officer, default: Array(repeating: [], count: plan.deductions.count)][deduction].append(stretch)
    }
    for (place, deduction) in plan.deductions.enumerated() {
      let terms = evaluator.terms(
        of: deduction.event, officerFields: deduction.officerFields, unitField: deduction.unitField)
      guard deduction.officerFields.isEmpty else {
        for term in terms {
          for officer in term.officers {
            for held in inPost[officer] ?? [] {
              ExposureDays.common(held, term.from...term.until).map { take($0, off: officer, by: place) }
            }
          }
        }
        continue
      }
      let ofUnits = Dictionary(grouping: terms.filter { $0.unit != nil }) { $0.unit ?? -1 }
      for post in posts {
        for (stretch, unit) in places(of: post, in: evaluator.dataset.organisation) {
          for term in ofUnits[unit] ?? [] {
            ExposureDays.common(stretch, term.from...term.until).map { take($0, off: post.officer, by: place) }
          }
        }
      }
    }
    return ExposureDays(inPost: inPost, takenOff: takenOff, deductionCount: plan.deductions.count)
  }

  /// In which units, the post's own and those above it, an officer served from when until when.
  private static func places(
    of post: PostRow, in organisation: Organisation
  ) -> [(days: ExposureDays.Stretch, unit: Int32)] {
    guard organisation.lineages.indices.contains(Int(post.unit)) else { return [] }
    return organisation.lineages[Int(post.unit)].flatMap { lineage -> [(days: ExposureDays.Stretch, unit: Int32)] in
      guard let days = ExposureDays.common(post.from...post.until, lineage.from...lineage.until) else { return [] }
      return lineage.chain.map { (days, $0) }
    }
  }
}
