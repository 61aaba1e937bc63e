// SPDX-License-Identifier: Apache-2.0

import MezonEngine

// What comparisons say of a figure, in words.
extension FigureBuilder {
  /// A line for each comparison, with its numbers in the indicator's unit.
  func comparisonLines(_ figure: FigureText) throws(PublishingFailure) -> [FigureContent.Line] {
    var lines: [FigureContent.Line] = []
    for finding in figure.row.comparisons {
      let text = try words.comparison(finding) { number throws(PublishingFailure) in try figure.amount(number) }
      lines.append(FigureContent.Line(label: try words.text("compare.\(finding.name).label"), text: text))
    }
    return lines
  }
}

extension ReportWords {
  /// What a comparison says, with its numbers; `amount` writes one in the indicator's unit.
  func comparison(
    _ finding: ComparisonFinding, amount: (Double) throws(PublishingFailure) -> String
  ) throws(PublishingFailure) -> String {
    var values: [String: String] = [:]
    for (name, number) in finding.numbers {
      switch name {
      case "units", "periods": values[name] = format.number(Int(number))
      case "reliability": values[name] = format.number(number, fractionDigits: 2)
      case "wrong": values[name] = format.perCent(number, fractionDigits: 0)
      default: values[name] = try amount(number)
      }
    }
    let key = finding.isMissing ? "compare.missing" : "compare.\(finding.name)"
    return try text(finding.code.isEmpty ? key : "\(key).\(finding.code)", values)
  }

  /// What a comparison says without the numbers of others; empty where there is nothing to say without them.
  func comparisonInShort(_ finding: ComparisonFinding) throws(PublishingFailure) -> String {
    if finding.isMissing { return try text("compare.short.missing") }
    return finding.code.isEmpty ? "" : try text("compare.short.\(finding.code)")
  }
}
