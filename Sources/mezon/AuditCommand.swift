// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonDiagnostics
import MezonEngine
import MezonSemantics

/// `mezon audit`: leads on gaming, for an audit by someone other than the appraiser.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Look for signs of gaming. Leads are internal: no proof, never a score, not for publication.")

  @Argument(help: "The audit's name.")
  var name: String

  @Option(name: .shortAndLong, help: "Where the leads go: a .csv or .json file; by default standard output.")
  var output: String?

  @OptionGroup var evaluation: EvaluationOptions
  @OptionGroup var programmeOptions: ProgrammeOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      let (folder, programme) = try programmeOptions.load(messages)
      guard let plan = programme.audits.first(where: { $0.id == name }) else {
        throw programme.unknown("audit", name, among: programme.audits.map(\.id))
      }
      let period = try EvaluationRun.period(evaluation.period, programme)
      guard period.grain == plan.grain else { throw EvaluationRun.wrongGrain(period, name, plan.grain, programme) }
      let indicators = programme.indicators.indices.filter { plan.indicators.contains(programme.indicators[$0].id) }
      let run = try EvaluationRun(
        evaluation, folder, programme, indicators: indicators, events: Set(plan.watches.compactMap(\.event)), messages)
      run.showReport(in: messages.language)
      let findings = run.evaluator.audit(plan, in: period, threads: run.threads)
      return try write(AuditTable(findings, of: plan, in: period, run.evaluator), findings, of: run)
    }
  }

  private func write(_ table: AuditTable, _ findings: AuditFindings, of run: EvaluationRun) throws -> ExitStatus {
    let (asOf, definitions, data) = (run.evaluator.asOf, run.programme.digest, run.files.digest)
    let isJSON = messages.json || (output?.hasSuffix(".json") ?? false)
    let bytes = isJSON ? table.json(asOf: asOf, definitions: definitions, data: data) : table.csv()
    guard let output else {
      Console.write(bytes)
      return run.files.report.hasRefusedRows ? .rowsRefused : .done
    }
    var status = ExitStatus.done
    try OutputBatch.write { batch in
      try batch.add(bytes, at: output)
      try batch.add(table.meta(asOf: asOf, definitions: definitions, data: data), at: output + ".meta.json")
      status = try run.keepRejectedRows(beside: output + ".refused.csv", in: messages.language, among: &batch)
    }
    let line = Wording(
      "leads: {0}, tests with an answer: {1}, without one: {2}; internal, no proof, in {3}",
      "следов для проверки: {0}, испытаний с ответом: {1}, без ответа: {2}; для внутреннего пользования, не доказательство, в {3}"
    )
    let facts = [findings.leads.count, findings.tried, findings.refused.count].map(String.init) + [output]
    Console.message(line.filled(facts, in: messages.language))
    return status
  }
}
