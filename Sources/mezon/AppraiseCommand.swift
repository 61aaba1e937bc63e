// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonAppraisal
import MezonCalendar
import MezonDiagnostics
import MezonEngine
import MezonIngest
import MezonPublishing
import MezonSemantics
import MezonStore

/// `mezon appraise`: each officer's own appraisal, and a summary for the head.
struct AppraiseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "appraise",
    abstract: "Write each officer's appraisal. It is a trial without effect on pay or rank.")

  @Argument(help: "The appraisal's name.")
  var name: String

  @Option(name: .shortAndLong, help: "The folder for the appraisals and the summary.")
  var output: String

  @Option(help: "Only this officer, by code; then no summary is written.")
  var officer: String?

  @Option(help: "A language of the programme, or all of them in folders of their own; by default its first.")
  var language: String?

  @Option(
    help:
      "A folder that keeps what the pages of all officers say, so that the next page of the same period costs only what is its own; for a store."
  )
  var keep: String?

  @OptionGroup var evaluation: EvaluationOptions
  @OptionGroup var programmeOptions: ProgrammeOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      if let status = try writeKept() { return status }
      let (folder, programme, isSilent) = try programmeOptions.loadTold(messages)
      guard let plan = programme.appraisals.first(where: { $0.id == name }) else {
        throw programme.unknown("appraisal", name, among: programme.appraisals.map(\.id))
      }
      let period = try EvaluationRun.period(evaluation.period, programme)
      guard period.grain == plan.grain else {
        throw EvaluationRun.wrongGrain(period, name, plan.grain, programme)
      }
      let languages = try languages(of: programme)
      let texts = try PublishingTexts(folder)
      let renderer = try texts.renderer(AppraisalPages.templates)
      let kept = try kept(folder, definitions: programme.digest, isSilent: isSilent)
      if let officer, let kept, let status = try write(officer, kept, texts, renderer, tellsBroken: true) {
        return status
      }
      // Before the words themselves: what is kept of words that change meanwhile is then made anew.
      let identities = try languages.map { (language: $0.rawValue, identity: try texts.identity($0)) }
      let words = try languages.map { try texts.words($0) }
      let run = try run(plan, folder, programme)
      run.showReport(in: messages.language)
      return try write(plan, run, words, renderer, kept, identities)
    }
  }

  /// Writes the only officer's pages before the definitions are read: where an earlier run kept them of the same files, and nothing was said
  /// of these. Nil where that cannot be, for whatever reason: it is told when everything is read.
  private func writeKept() throws -> ExitStatus? {
    guard let officer, keep != nil, let folder = try? ProgrammeFolder.find(programmeOptions.programme),
      let digest = try? folder.digestOfOwnFiles(), let kept = try? kept(folder, definitions: digest, isSilent: true),
      let texts = try? PublishingTexts(folder), let renderer = try? texts.renderer(AppraisalPages.templates)
    else { return nil }
    return try write(officer, kept, texts, renderer, tellsBroken: false)
  }

  /// Reads the events and adds them up.
  private func run(_ plan: AppraisalPlan, _ folder: ProgrammeFolder, _ programme: Programme) throws -> EvaluationRun {
    let deducted = Set(plan.deductions.map(\.event))
    return try EvaluationRun(
      evaluation, folder, programme, indicators: plan.indicators(in: programme), events: deducted,
      lookingAt: { period in
        programme.lookedAt(by: plan.indicators(in: programme), in: period).filter { !deducted.contains($0.key) }
      }, parted: { period, asOf in parted(plan, programme, period, asOf, deducting: deducted) }, messages)
  }

  /// Writes the pages of the officers who are asked for, and the summary of all; keeps what all pages say where that is wanted.
  private func write(
    _ plan: AppraisalPlan, _ run: EvaluationRun, _ words: [ReportWords], _ renderer: TemplateRenderer,
    _ kept: KeptAppraisals?, _ identities: [(language: String, identity: String)]
  ) throws -> ExitStatus {
    let appraisals = try appraisals(plan, run)
    let edition = AppraisalEdition(
      programme: run.programme, plan: plan, dataset: run.files.dataset, period: run.period, asOf: run.evaluator.asOf,
      provenance: run.provenance)
    let pages = AppraisalPages(run.evaluator, renderer, officers: appraisals.count, threads: run.threads)
    // What was said of the rows would not be said again.
    let keeps = kept != nil && run.files.report.rejected.isEmpty && run.files.report.diagnostics.isEmpty
    let officer = officer
    var status = ExitStatus.done
    var paths: [String] = []
    var contents: [[KeptAppraisals.Packed]] = []
    try OutputBatch.write { batch in
      for own in words {
        let builder = try AppraisalBuilder(edition, words: own)
        let base = folder(of: own.language, isFirst: own.language == words.first?.language)
        if officer == nil {
          let summary = try builder.summary(of: appraisals)
          paths.append(base + "/summary.xlsx")
          try batch.addWorkbook(at: base + "/summary.xlsx") { temporary throws(WorkbookError) in
            try AppraisalSummaryWorkbook.write(summary, to: temporary)
          }
        }
        var said: [KeptAppraisals.Packed] = []
        let step = AppraisalPages.atOnce * run.threads
        for first in stride(from: 0, to: appraisals.count, by: step) {
          let some = appraisals[first..<min(first + step, appraisals.count)]
          for made in try pages.pages(of: some, builder, where: { officer == nil || $0 == officer }) {
            if keeps { said.append(KeptAppraisals.Packed(made.content)) }
            paths += try add(made.files, of: made.content.officer, below: base, &batch)
          }
        }
        contents.append(said)
      }
      status = try run.keepRejectedRows(besideFolder: output, in: messages.language, among: &batch)
      if keeps {
        let events = String(run.events)
        try kept?.keep(
          contents, KeptAppraisals.Surroundings(events: events, zone: run.programme.timeZone, words: identities))
      }
    }
    if kept != nil {
      keeps
        ? say(looked: String(run.files.dataset.events.reduce(0) { $0 + $1.rowCount }), of: String(run.events))
        : Console.show([Diagnostic(CommandRule.nothingKept, [], at: .none)], in: messages.language)
    }
    tell(officers: officer == nil ? appraisals.count : 1, paths: paths)
    return status
  }

  /// Writes one officer's pages from what was kept; nil where they must be made.
  private func write(
    _ officer: String, _ kept: KeptAppraisals, _ texts: PublishingTexts, _ renderer: TemplateRenderer,
    tellsBroken: Bool
  ) throws -> ExitStatus? {
    let found = kept.contents(of: officer) { code in
      Language(rawValue: code).flatMap { try? texts.identity($0) }
    }
    switch found {
    case .nothing: return nil
    case .broken:
      if tellsBroken {
        Console.show([Diagnostic(CommandRule.keptIsBroken, [kept.folder], at: .none)], in: messages.language)
      }
      return nil
    case .contents(let contents, let events):
      say(looked: "0", of: events)
      var paths: [String] = []
      try OutputBatch.write { batch in
        for content in contents {
          let base = self.folder(of: content.language, isFirst: content.language == contents.first?.language)
          paths += try add(try AppraisalPages.files(content, renderer), of: content.officer, below: base, &batch)
        }
      }
      tell(officers: 1, paths: paths)
      return .done
    }
  }

  /// Where the pages in a language go.
  private func folder(of language: Language, isFirst: Bool) -> String {
    isFirst && self.language != "all" ? output : output + "/" + language.code
  }

  /// What an earlier run may have kept of some definitions, told by their digest; nil where nothing is to be kept.
  ///
  /// - Parameter isSilent: whether nothing is said of the definitions
  private func kept(_ folder: ProgrammeFolder, definitions: String, isSilent: Bool) throws -> KeptAppraisals? {
    guard let keep else { return nil }
    let place = StoreAccess.folder(of: folder)
    guard evaluation.sources.isEmpty, folder.path != nil, StoreAccess.holdsHandIns(place) else {
      throw CommandFailure(.usage, CommandRule.keepNeedsStore)
    }
    let (store, recorded) = (try StoreAccess.open(place), EvaluationRun.recorded(evaluation.asOf))
    let (seal, snapshot) = try StoreAccess.run(place) { () throws(StoreFault) in
      (try store.seal(for: "mezon appraise --keep"), try store.snapshot(recordedBy: recorded))
    }
    let request = [
      "store \(store.origin)", "appraisal \(name)", "period \(evaluation.period)", "as of \(evaluation.asOf ?? "")",
      "language \(language ?? "")",
    ]
    let state = [
      "engine \(ResultMeta.engineVersion) of \(Mezon.engineVersion), build \(Mezon.build)",
      "definitions \(definitions)", "silent \(isSilent)",
      "commit \(snapshot.commit)", "root \(snapshot.root)",
    ]
    return KeptAppraisals(keep, request: request, state: state, seal: seal)
  }

  private func say(looked: String, of events: String) {
    Console.show([Diagnostic(CommandRule.lookedAt, [looked, events], at: .none)], in: messages.language)
  }

  private func languages(of programme: Programme) throws -> [Language] {
    if let language { return try programme.publishingLanguages(language) }
    return Array(try programme.publishingLanguages().prefix(1))
  }

  /// What adds the events of all officers up as they are read, and keeps those of the only one who is asked for; nil where all events are
  /// wanted: for all officers, where what they come to is kept, and where an appraisal takes off days of a roster that it also has a figure of.
  private func parted(
    _ plan: AppraisalPlan, _ programme: Programme, _ period: Period, _ asOf: CalendarDay?,
    deducting deducted: Set<EventID>
  ) -> PartedEvaluation? {
    let indicators = plan.indicators(in: programme)
    guard keep == nil, let officer, deducted.isDisjoint(with: programme.events(neededBy: indicators)) else {
      return nil
    }
    return PartedEvaluation(
      programme,
      PartedEvaluation.Request(indicators, in: period, splits: [], asOf: asOf, keepingEventsOf: officer))
  }

  private func appraisals(_ plan: AppraisalPlan, _ run: EvaluationRun) throws -> [Appraisal] {
    let appraiser = Appraiser(plan: plan, evaluator: run.evaluator)
    var wanted: Int32?
    if let officer {
      let names = run.files.dataset.domains[DomainID.officer.index]
      let known = appraiser.officers(in: run.period)
      wanted = known.first { names.text($0) == officer }
      if wanted == nil { throw run.programme.unknown("officer", officer, among: known.map { names.text($0) }) }
    }
    let rows = run.evaluator.evaluate(
      appraiser.indicators, in: run.period, splits: [], threads: run.threads, added: run.added)
    // What is kept is what the pages of all of them say.
    return appraiser.appraisals(in: run.period, from: rows, of: keep == nil ? wanted : nil)
  }

  /// Adds one officer's pages. Returns their paths.
  private func add(
    _ files: [(ending: String, bytes: [UInt8])], of officer: String, below base: String, _ batch: inout OutputBatch
  ) throws -> [String] {
    try files.map { ending, bytes in
      let path = base + "/" + SafeFileName.name(officer) + "." + ending
      try batch.add(bytes, at: path)
      return path
    }
  }

  private func tell(officers: Int, paths: [String]) {
    guard messages.json else {
      let line = Wording("officers: {0}, files: {1}, in {2}", "сотрудников: {0}, файлов: {1}, в {2}")
      return Console.line(line.filled([String(officers), String(paths.count), output], in: messages.language))
    }
    let list = paths.map { JSONText.quoted($0) }.joined(separator: ",")
    Console.line("{\"officers\":\(officers),\"files\":[\(list)]}")
  }
}

extension Programme {
  /// What some indicators look at of the events of a period, by event type; nothing where they may look at any.
  fileprivate func lookedAt(by indicators: [Int], in period: Period) -> [EventID: LookedAt] {
    (fieldsOfPeriod(by: indicators) ?? [:]).mapValues { LookedAt(from: period.first, through: period.last, fields: $0) }
  }
}

extension AppraisalPlan {
  /// Indices of the indicators that the appraisal scores, shows or compares units by.
  func indicators(in programme: Programme) -> [Int] {
    let names = Set(indicatorIDs)
    return programme.indicators.indices.filter { names.contains(programme.indicators[$0].id) }
  }
}
