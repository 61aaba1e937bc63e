// SPDX-License-Identifier: Apache-2.0

import MezonSemantics
import MezonSyntax

// What a rate is relative to, in words.
extension ValueWords {
  func text(_ exposure: ExposurePlan, per: Double, _ isAnnual: Bool) throws(PublishingFailure) -> String {
    let suffix = isAnnual ? "_year" : ""
    let number = ["number": words.number(per)]
    switch exposure {
    case .residents:
      let all = try words.text("value.rate_residents" + suffix, number)
      guard case .rate(_, .residents(let condition?), _)? = plan.declaration.value?.form else { return all }
      let conditions = ConditionWords(words: words, events: programme.events)
      return try words.text("value.of_residents_where", ["value": all, "condition": conditions.text(condition)])
    case .officers(let post):
      let all = try words.text("value.rate_officers" + suffix, number)
      guard let post else { return all }
      return try words.text("value.of_officers_in_post", ["value": all, "post": words.term(post)])
    case .daysInPost: return try words.text("value.rate_days_in_post", number)
    }
  }
}
