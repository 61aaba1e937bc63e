// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonIngest

/// What became of the rows of files, in words.
enum IngestReportText {
  private static let file = Wording(
    "{0} ({1}): {2} rows read, {3} accepted, {4} set aside, {5} refused",
    "{0} ({1}): строк прочитано {2}, принято {3}, отложено {4}, отклонено {5}")
  private static let onlyRow = Wording("{0} × {1}, line {2}: {3}", "{0} × {1}, строка {2}: {3}")
  private static let someRows = Wording("{0} × {1}, lines {2}: {3}", "{0} × {1}, строки {2}: {3}")
  /// How many lines are named of one reason.
  private static let shownLines = 10

  /// Says it file by file on standard error.
  static func show(_ report: IngestReport, in language: MessageLanguage) {
    for file in report.files {
      let counts = [file.rowsRead, file.accepted, file.setAsideCount, file.refusedCount].map(String.init)
      Console.message(self.file.filled([file.source, file.file] + counts, in: language))
      for tally in file.setAside + file.refused {
        let lines = tally.lines.prefix(shownLines).map(String.init) + (tally.count > shownLines ? ["…"] : [])
        let shown = tally.count == 1 ? onlyRow : someRows
        let reason = tally.first.diagnostic.message(in: language)
        Console.message(
          "  "
            + shown.filled(
              [String(tally.count), tally.rule.code, lines.joined(separator: ", "), reason], in: language))
      }
    }
  }
}
