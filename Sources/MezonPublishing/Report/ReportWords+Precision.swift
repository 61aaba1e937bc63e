// SPDX-License-Identifier: Apache-2.0

import MezonSemantics

// How sure a value is.
extension ReportWords {
  /// The method of an interval in words, by its name in results.
  func method(_ name: String, of plan: IndicatorPlan) throws(PublishingFailure) -> String {
    // The agreement of raters is taken over items, not by the design of a survey.
    if case .estimate(let estimate) = plan.value, case .agreement = estimate.form {
      return try text("interval.\(name)_agreement")
    }
    return try text("interval." + name)
  }
}

extension IndicatorPlan {
  /// What stands beside each value besides its interval, by the names of the sentences that say so.
  func precision(in programme: Programme) -> [String] {
    var names: [String] = []
    switch value {
    case .estimate(let estimate):
      let hasDesign = estimate.design != nil && estimate.panel == nil
      if hasDesign, value.hasDesignVariance || interval?.method == .woodruff { names.append("design") }
      switch estimate.form {
      case .agreement: break
      case .mean(let node):
        if case .scale = programme.graph[node] { names.append("scale") }
        fallthrough
      default: if estimate.panel != nil { names.append("panel") }
      }
    case .derived(.index(let index)): if index.variation != nil { names.append("place") }
    case .derived: if interval?.method == .wald { names.append("contrast") }
    default: break
    }
    return names
  }
}
