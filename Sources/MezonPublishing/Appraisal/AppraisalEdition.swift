// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonColumns
package import MezonSemantics

/// What all appraisals of one period have in common: the definitions, the organisation and where the figures come from.
package struct AppraisalEdition: Sendable {
  /// The definitions.
  package let programme: Programme
  /// The appraisal.
  package let plan: AppraisalPlan
  /// The units, whose names are shown.
  package let organisation: Organisation
  /// The officers' codes.
  package let officers: TextDictionary
  /// The codes of all reference domains.
  let domains: [TextDictionary]
  /// The period that is appraised.
  package let period: Period
  /// The day at whose end the data was seen.
  package let asOf: CalendarDay
  /// What made the figures.
  package let provenance: ReportEdition.Provenance

  /// Puts the common facts together.
  package init(
    programme: Programme, plan: AppraisalPlan, dataset: Dataset, period: Period, asOf: CalendarDay,
    provenance: ReportEdition.Provenance
  ) {
    self.programme = programme
    self.plan = plan
    organisation = dataset.organisation
    domains = dataset.domains
    officers = dataset.domains.first ?? TextDictionary()
    self.period = period
    self.asOf = asOf
    self.provenance = provenance
  }

  /// The appraisal's title in a language.
  func title(_ words: ReportWords) -> String {
    words.label(plan.declaration.labels, title: plan.declaration.title?.text, name: plan.id)
  }

  /// A unit's code with its name; empty for none.
  func unit(_ unit: Int32?, _ words: ReportWords) throws(PublishingFailure) -> String {
    guard let unit, organisation.codes.indices.contains(Int(unit)) else { return "" }
    let (code, name) = (organisation.codes[Int(unit)], organisation.names[Int(unit)])
    return name.isEmpty || name == code ? code : try words.text("figure.unit", ["code": code, "name": name])
  }

  /// The digests and the day of the data.
  func origin(_ words: ReportWords) throws(PublishingFailure) -> [FigureContent.Line] {
    let facts = [
      ("cover.as_of", words.format.date(asOf)), ("cover.engine", provenance.engineVersion),
      ("cover.definitions", provenance.definitions), ("cover.data", provenance.data),
    ]
    var lines: [FigureContent.Line] = []
    for (label, text) in facts { lines.append(FigureContent.Line(label: try words.text(label), text: text)) }
    return lines
  }
}
