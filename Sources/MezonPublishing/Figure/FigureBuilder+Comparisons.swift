// SPDX-License-Identifier: Apache-2.0

import MezonEngine

// What comparisons say of a figure, in words.
extension FigureBuilder {
  /// A line for each comparison, with its numbers in the indicator's unit.
  func comparisonLines(_ figure: FigureText) throws(PublishingFailure) -> [FigureContent.Line] {
    var lines: [FigureContent.Line] = []
    for finding in figure.row.comparisons {
      var values: [String: String] = [:]
      for (name, number) in finding.numbers {
        switch name {
        case "units", "periods": values[name] = words.format.number(Int(number))
        case "reliability": values[name] = words.format.number(number, fractionDigits: 2)
        case "wrong": values[name] = words.format.perCent(number, fractionDigits: 0)
        default: values[name] = try figure.amount(number)
        }
      }
      let key = finding.isMissing ? "compare.missing" : "compare.\(finding.name)"
      let id = finding.code.isEmpty ? key : "\(key).\(finding.code)"
      lines.append(
        FigureContent.Line(label: try words.text("compare.\(finding.name).label"), text: try words.text(id, values)))
    }
    return lines
  }
}
