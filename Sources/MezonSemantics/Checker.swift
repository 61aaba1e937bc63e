// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
package import MezonDiagnostics
package import MezonSyntax

/// Checks definition files together and turns them into a typed plan.
///
/// Never throws on what a user wrote: it goes on behind a fault, so that one run reports them all.
/// Complexity: O(*n*) in the definitions' size.
package struct Checker {
  var symbols = SymbolTable()
  var graph = PlanGraph()
  var diagnostics: [Diagnostic] = []
  var programmeDeclaration: ProgrammeDeclaration?
  var calendar = PeriodCalendar()

  /// The programme that some parsed files make, or nil if anything in them is an error, and all diagnostics of parsing
  /// and checking in reading order.
  package static func check(_ files: [ParsedFile]) -> (programme: Programme?, diagnostics: [Diagnostic]) {
    var checker = Checker()
    checker.diagnostics = files.flatMap(\.diagnostics)
    let declarations = files.flatMap(\.definitions.declarations)
    let programme = checker.check(declarations, of: files)
    let diagnostics = checker.diagnostics.inReadingOrder()
    return (diagnostics.hasErrors ? nil : programme, diagnostics)
  }

  private mutating func check(_ declarations: [Declaration], of files: [ParsedFile]) -> Programme {
    collectProgramme(declarations)
    collectNames(declarations)
    collectEvents(declarations)
    let sources = declarations.compactMap { declaration -> SourcePlan? in
      if case .source(let source) = declaration { checkSource(source) } else { nil }
    }
    let indicators = declarations.compactMap { declaration -> IndicatorPlan? in
      if case .indicator(let indicator) = declaration { checkIndicator(indicator) } else { nil }
    }
    checkPairs(indicators)
    let appraisals = declarations.compactMap { declaration -> AppraisalPlan? in
      if case .appraisal(let appraisal) = declaration { checkAppraisal(appraisal, indicators) } else { nil }
    }
    let reports = declarations.compactMap { declaration -> ReportPlan? in
      if case .report(let report) = declaration { checkReport(report, indicators) } else { nil }
    }
    reportDuplicates(declarations)
    return Programme(
      title: programmeDeclaration?.title.text ?? "", declaration: programmeDeclaration,
      timeZone: programmeDeclaration?.timeZone?.text ?? "UTC",
      languages: programmeDeclaration?.languages.map(\.text) ?? ["en"],
      fiscalYearFirstMonth: calendar.fiscalYearFirstMonth, levels: symbols.levels,
      unitAttributes: symbols.unitAttributes, choices: symbols.choices, domains: symbols.domains,
      events: symbols.events, sources: sources, graph: graph, indicators: indicators, appraisals: appraisals,
      reports: reports, digest: DefinitionDigest.of(files))
  }

  /// Names of sources, indicators, appraisals and reports must be unique among their kind.
  private mutating func reportDuplicates(_ declarations: [Declaration]) {
    var seen: [String: Name] = [:]
    for declaration in declarations {
      let (kind, name): (String, Name)
      switch declaration {
      case .source(let source): (kind, name) = ("source", source.name)
      case .indicator(let indicator): (kind, name) = ("indicator", indicator.name)
      case .appraisal(let appraisal): (kind, name) = ("appraisal", appraisal.name)
      case .report(let report): (kind, name) = ("report", report.name)
      default: continue
      }
      guard !name.text.isEmpty else { continue }
      if let first = seen["\(kind) \(name.text)"] {
        report(duplicate: name, first: first.range)
      } else {
        seen["\(kind) \(name.text)"] = name
      }
    }
  }

  mutating func report(duplicate name: Name, first: SourceRange) {
    let note = Diagnostic.Note(Wording("declared first here", "впервые описано здесь"), at: .definition(first))
    diagnostics.append(Diagnostic(SemanticRule.duplicateName, [name.text], at: name.range, notes: [note]))
  }

  mutating func report(_ rule: DiagnosticRule, _ arguments: [String] = [], at range: SourceRange) {
    diagnostics.append(Diagnostic(rule, arguments, at: range))
  }

  /// Reports an unknown name, with the nearest known one. An empty name was reported by the parser.
  mutating func report(unknown kind: String, _ name: Name, in owner: String, known: some Sequence<String>) {
    guard !name.text.isEmpty else { return }
    let candidates = Array(known)
    let shown = candidates.isEmpty ? "-" : candidates.prefix(12).joined(separator: ", ")
    diagnostics.append(
      Diagnostic(
        SemanticRule.unknownName, [kind, name.text, owner, shown], at: name.range,
        suggestion: Spelling.nearest(to: name.text, among: candidates)))
  }

  /// The period of a literal; a diagnostic and nil when it is none.
  mutating func period(_ literal: PeriodLiteral) -> Period? {
    if case .success(let period) = calendar.parse(literal.label) { return period }
    if !literal.label.isEmpty { report(SemanticRule.badPeriod, [literal.label], at: literal.range) }
    return nil
  }
}
