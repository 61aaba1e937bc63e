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
  /// Whether what is reported will be taken back: then no suggestion is looked for.
  var isQuiet = false
  /// In which language the keywords of each file are written.
  private(set) var languages: [ObjectIdentifier: KeywordLanguage] = [:]
  /// What is remembered of the last check, and what came of this one.
  var memory = CheckMemory()
  var outcomes: [Name: CheckMemory.Outcome] = [:]

  /// The programme that some parsed files make, or nil if anything in them is an error, and all diagnostics of parsing
  /// and checking in reading order.
  package static func check(_ files: [ParsedFile]) -> (programme: Programme?, diagnostics: [Diagnostic]) {
    var memory = CheckMemory()
    return check(files, remembering: &memory)
  }

  /// As `check`, with what is remembered of the last check of nearly the same files.
  package static func check(
    _ files: [ParsedFile], remembering memory: inout CheckMemory
  ) -> (programme: Programme?, diagnostics: [Diagnostic]) {
    let (files, diagnosticsOfForms) = NameForms.resolved(files)
    var checker = Checker()
    memory.prepare(for: files)
    swap(&checker.memory, &memory)
    defer {
      swap(&checker.memory, &memory)
      memory.keep(checker.outcomes, checker.graph)
    }
    checker.graph = checker.memory.graph
    checker.diagnostics = files.flatMap(\.diagnostics) + diagnosticsOfForms
    for file in files { checker.languages[ObjectIdentifier(file.source)] = file.definitions.keywordLanguage }
    let declarations = files.flatMap(\.definitions.declarations)
    let programme = checker.check(declarations, of: files)
    // What is wrong with a filter is found wherever it is written out, and said once.
    var said: Set<Diagnostic> = []
    let diagnostics = checker.diagnostics.inReadingOrder().filter { said.insert($0).inserted }
    return (diagnostics.hasErrors ? nil : programme, diagnostics)
  }

  private mutating func check(_ declarations: [Declaration], of files: [ParsedFile]) -> Programme {
    collectProgramme(declarations)
    collectNames(declarations)
    collectPopulationGroups()
    collectStandards(files)
    collectEvents(declarations)
    let (declarations, shared) = writeOutSharedNames(writeOutFunnels(declarations))
    let sources = declarations.compactMap { declaration -> SourcePlan? in
      if case .source(let source) = declaration { checkSource(source) } else { nil }
    }
    let indicators = checkIndicators(declarations)
    if let last = indicators.last, indicators.count > DefinitionBound.indicators {
      let facts = ["indicator", String(indicators.count), String(DefinitionBound.indicators)]
      report(SemanticRule.tooMany, facts, at: last.declaration.name.range)
    }
    checkPairs(indicators)
    checkIncentives(indicators, declarations)
    let appraisals = declarations.compactMap { declaration -> AppraisalPlan? in
      if case .appraisal(let appraisal) = declaration { checkAppraisal(appraisal, indicators) } else { nil }
    }
    let reports = declarations.compactMap { declaration -> ReportPlan? in
      if case .report(let report) = declaration { checkReport(report, indicators) } else { nil }
    }
    let audits = declarations.compactMap { declaration -> AuditPlan? in
      if case .audit(let audit) = declaration { checkAudit(audit, indicators) } else { nil }
    }
    reportDuplicates(declarations)
    checkVersions(declarations)
    return Programme(
      title: programmeDeclaration?.title.text ?? "", declaration: programmeDeclaration,
      timeZone: programmeDeclaration?.timeZone?.text ?? "UTC",
      languages: programmeDeclaration?.languages.map(\.text) ?? ["en"],
      fiscalYearFirstMonth: calendar.fiscalYearFirstMonth, levels: symbols.levels,
      unitAttributes: symbols.unitAttributes, populationGroups: symbols.populationGroups, choices: symbols.choices,
      rubrics: symbols.rubrics,
      domains: symbols.domains, events: symbols.events, sources: sources, graph: graph, indicators: indicators,
      appraisals: appraisals,
      reports: reports, audits: audits,
      standards: declarations.compactMap { if case .standard(let standard) = $0 { standard } else { nil } },
      shared: shared, digest: DefinitionDigest.of(files))
  }

  /// Names of sources, appraisals, reports and audits must be unique among their kind.
  private mutating func reportDuplicates(_ declarations: [Declaration]) {
    var seen: [String: Name] = [:]
    for declaration in declarations {
      let (kind, name): (String, Name)
      switch declaration {
      case .source(let source): (kind, name) = ("source", source.name)
      case .appraisal(let appraisal): (kind, name) = ("appraisal", appraisal.name)
      case .report(let report): (kind, name) = ("report", report.name)
      case .audit(let audit): (kind, name) = ("audit", audit.name)
      default: continue
      }
      guard !name.text.isEmpty else { continue }
      if let first = seen["\(kind) \(name.text)"] {
        report(duplicate: name, first: first.range)
      } else {
        seen["\(kind) \(name.text)"] = name
        noteLook(of: name, among: kind)
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
    guard !name.text.isEmpty, !isQuiet, !isFaulty(at: name.range) else { return }
    let candidates = Array(known)
    if candidates.isEmpty, owner == "the programme" {
      diagnostics.append(Diagnostic(SemanticRule.noneDeclared, [kind, name.text, owner], at: name.range))
      return
    }
    let notes = symbols.groupPlaces[name.range]?[name.text].map { place in
      [Diagnostic.Note(ReuseRule.memberOfGroup, at: .definition(place))]
    }
    let shown = candidates.isEmpty ? "-" : candidates.prefix(12).joined(separator: ", ")
    diagnostics.append(
      Diagnostic(
        SemanticRule.unknownName, [kind, name.text, owner, shown], at: name.range, notes: notes ?? [],
        suggestion: Spelling.nearest(to: name.text, among: candidates)))
  }

  /// Whether the parser has found fault with the very place, so that what it means there is an echo.
  private func isFaulty(at range: SourceRange) -> Bool {
    diagnostics.contains { diagnostic in
      guard diagnostic.rule.code < "MZ2", case .definition(let place) = diagnostic.place else { return false }
      return place == range
    }
  }

  /// Whether the parser could not read on just behind a place.
  func isBrokenOff(after range: SourceRange) -> Bool {
    diagnostics.contains { diagnostic in
      guard diagnostic.rule.code < "MZ2", case .definition(let place) = diagnostic.place else { return false }
      return place.source === range.source && (0...2).contains(place.lower - range.upper)
    }
  }

  /// The period of a literal; a diagnostic and nil when it is none.
  mutating func period(_ literal: PeriodLiteral) -> Period? {
    if case .success(let period) = calendar.parse(literal.label) { return period }
    if !literal.label.isEmpty { report(SemanticRule.badPeriod, [literal.label], at: literal.range) }
    return nil
  }
}
