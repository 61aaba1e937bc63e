// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonDiagnostics
import MezonEngine
import MezonPublishing
import MezonSemantics

extension EvaluationRun {
  /// What made the figures of this run.
  var provenance: ReportEdition.Provenance {
    ReportEdition.Provenance(
      engineVersion: ResultMeta.engineVersion, definitions: programme.digest, data: files.digest)
  }

  /// The failure for a period of which a definition makes no figures.
  static func wrongGrain(_ period: Period, _ name: String, _ grain: Grain, _ programme: Programme) -> CommandFailure {
    let calendar = PeriodCalendar(fiscalYearFirstMonth: programme.fiscalYearFirstMonth) ?? PeriodCalendar()
    let near = calendar.period(containing: period.first, grain: grain)
    return CommandFailure(.usage, CommandRule.wrongGrain, [period.label, name, near.label])
  }

  /// Writes refused rows beside a folder, never into it: the folder is handed on, and the rows are as they came.
  /// - Returns: the status that they call for.
  func keepRejectedRows(
    besideFolder folder: String, in language: MessageLanguage, among batch: inout OutputBatch
  ) throws -> ExitStatus {
    var name = folder[...]
    while name.count > 1, name.last == "/" { name = name.dropLast() }
    return try keepRejectedRows(beside: name + ".refused.csv", in: language, among: &batch)
  }
}

extension OutputBatch {
  /// Adds a workbook.
  mutating func addWorkbook(at path: String, _ body: (_ temporary: String) throws(WorkbookError) -> Void) throws {
    try add(at: path) { temporary in
      do {
        try body(temporary)
      } catch let error as WorkbookError {
        throw CommandFailure(.cannotWrite, CommandRule.cannotWriteWorkbook, [error.rule], file: path)
      }
    }
  }
}
