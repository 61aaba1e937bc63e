// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics
import MezonTables

// What is wrong with a file that is no plain text, and what was passed over in it.
extension IngestRule {
  package static let guessedEncoding = DiagnosticRule(
    "MZ3016", .warning,
    Wording("{0} is not UTF-8; it was read as {1}: {2}", "{0} не в UTF-8; прочитан как {1}: {2}"),
    remedy: Wording(
      "if this reads right, write: encoding \"{1}\"; if not, the right one, such as \"KOI8-T\" or \"PT154\"",
      "если это читается верно, напишите: кодировка \"{1}\"; если нет — нужную, например \"KOI8-T\" или \"PT154\""))
  package static let tooMuchAtOnce = DiagnosticRule(
    "MZ4064", .error,
    Wording(
      "at most {0} rows or different texts can be handed in at once",
      "за один раз можно сдать не более {0} строк или различных текстов"),
    remedy: Wording(
      "hand the files in one after the other, or a part of them at a time",
      "сдавайте файлы по одному или частями"))
  package static let unknownEncoding = DiagnosticRule(
    "MZ3017", .error, Wording("there is no encoding \"{0}\"", "кодировки «{0}» нет"),
    remedy: Wording(
      "write one such as \"UTF-8\", \"windows-1251\", \"KOI8-R\" or \"CP866\"",
      "напишите, например, \"UTF-8\", \"windows-1251\", \"KOI8-R\" или \"CP866\""))
  package static let noSheet = DiagnosticRule(
    "MZ3018", .error,
    Wording("{0} has no sheet \"{1}\"; its sheets are: {2}", "в {0} нет листа «{1}»; его листы: {2}"),
    remedy: Wording("write the sheet's name as the file has it", "напишите имя листа как в файле"))
  package static let noColumnNumber = DiagnosticRule(
    "MZ3019", .error,
    Wording("there is no column {0} there: {1} has {2}", "столбца с номером {0} там нет: в {1} столбцов {2}"),
    remedy: Wording("write a number from 1 to {2}", "напишите число от 1 до {2}"))
  package static let damagedFile = DiagnosticRule(
    "MZ3020", .error, Wording("{0} is damaged: {1}", "{0} повреждён: {1}"),
    remedy: Wording(
      "open the file in the program that made it and save it anew", "откройте файл в его программе и сохраните заново"))
  package static let suspectFile = DiagnosticRule(
    "MZ3021", .error,
    Wording(
      "{0} is built as no office program builds files, and is not read: {1}",
      "{0} устроен не так, как делают офисные программы, и не читается: {1}"),
    remedy: Wording(
      "ask who handed it in; a copy saved by an office program is read",
      "спросите того, кто сдал файл; копия, сохранённая офисной программой, читается"))
  package static let lockedFile = DiagnosticRule(
    "MZ3022", .error, Wording("{0} is locked by a password", "{0} закрыт паролем"),
    remedy: Wording("hand in a copy without a password", "сдайте копию без пароля"))
  package static let unsupportedFile = DiagnosticRule(
    "MZ3023", .error, Wording("{0} is in a format that is not read: {1}", "{0} в формате, который не читается: {1}"),
    remedy: Wording(
      "save it as XLSX, ODS, CSV or JSON", "сохраните его как XLSX, ODS, CSV или JSON"))
  package static let formulas = DiagnosticRule(
    "MZ3024", .warning,
    Wording(
      "{0} has formulas, {1} in all, the first in {2}; the values stored with them are read",
      "в {0} есть формулы, всего {1}, первая в {2}; читаются сохранённые значения"),
    remedy: Wording("", ""))
  package static let emptyFormulas = DiagnosticRule(
    "MZ3025", .warning,
    Wording(
      "{0} has formulas without a stored value, {1} in all, the first in {2}; they read as empty",
      "в {0} есть формулы без сохранённого значения, всего {1}, первая в {2}; они читаются как пустые"),
    remedy: Wording(
      "open the file in an office program and save it", "откройте файл в офисной программе и сохраните его"))
  package static let failedFormulas = DiagnosticRule(
    "MZ3026", .warning,
    Wording(
      "{0} has formulas that failed, {1} in all, the first in {2}",
      "в {0} есть формулы с ошибкой, всего {1}, первая в {2}"),
    remedy: Wording("correct the formulas", "исправьте формулы"))
  package static let externalLinks = DiagnosticRule(
    "MZ3027", .warning,
    Wording(
      "{0} links to other files, {1} in all, the first is {2}; they are not opened",
      "{0} ссылается на другие файлы, всего {1}, первый — {2}; они не открываются"),
    remedy: Wording("", ""))
  package static let badCells = DiagnosticRule(
    "MZ3028", .error,
    Wording(
      "{0} has cells that are outside of the sheet or out of order, {1} in all, the first is \"{2}\"; they are left out",
      "в {0} есть ячейки вне листа или не по порядку, всего {1}, первая — «{2}»; они пропущены"),
    remedy: Wording(
      "open the file in an office program and save it", "откройте файл в офисной программе и сохраните его"))
  package static let noCell = DiagnosticRule(
    "MZ3029", .error, Wording("{0} has nothing in cell {1}", "в {0} ячейка {1} пуста"),
    remedy: Wording("correct the cell's place", "исправьте место ячейки"))

  package static let noTableNamed = DiagnosticRule(
    "MZ3030", .error,
    Wording("the address of a database does not name a table", "адрес базы данных не называет таблицу"),
    remedy: Wording(
      "write postgresql://USER@HOST/DATABASE#SCHEMA.TABLE", "напишите postgresql://ИМЯ@УЗЕЛ/БАЗА#СХЕМА.ТАБЛИЦА"))

  /// A note of a reader as a diagnostic.
  static func note(_ note: TableNote, file: String) -> Diagnostic {
    let rule =
      switch note.kind {
      case .formula: formulas
      case .formulaWithoutValue: emptyFormulas
      case .failedFormula: failedFormulas
      case .externalLink: externalLinks
      case .badReference: badCells
      }
    let place: DiagnosticPlace = note.row > 0 ? .row(file: file, line: note.row, column: nil) : .file(file)
    return Diagnostic(rule, [file, String(note.count), note.place], at: place)
  }

  /// Why a file is not read, as a diagnostic.
  static func unreadable(_ kind: TableFault.Kind, file: String) -> Diagnostic {
    func at(_ rule: DiagnosticRule, _ reason: String, line: Int? = nil) -> Diagnostic {
      Diagnostic(rule, [file, reason], at: line.map { .row(file: file, line: $0, column: nil) } ?? .file(file))
    }
    switch kind {
    case .brokenArchive(let reason), .unreadable(let reason): return at(damagedFile, reason)
    case .absentPart(let part): return at(damagedFile, part)
    case .brokenXML(let part, let line, let reason): return at(damagedFile, "\(part):\(line): \(reason)")
    case .disorder(let part, let row): return at(damagedFile, part, line: row)
    case .brokenJSON(let line, let reason): return at(damagedFile, reason, line: line)
    case .repeatedPart(let part): return at(suspectFile, "2 × \(part)")
    case .linkedPart(let part): return at(suspectFile, "\(part) -> ?")
    case .tooManyParts(let count): return at(suspectFile, "ZIP: \(count)")
    case .expandsTooFar(let part): return at(suspectFile, "\(part): ZIP")
    case .declaresEntities(let part): return at(suspectFile, "\(part): DOCTYPE")
    case .nestedTooDeep(let part): return at(suspectFile, "\(part): XML")
    case .textTooLong(let part, let limit): return at(suspectFile, "\(part): > \(limit)")
    case .tooMuchText(let limit): return at(suspectFile, "> \(limit)")
    case .rowTooLong(let part, let row, let limit): return at(suspectFile, "\(part): > \(limit)", line: row)
    case .locked: return at(lockedFile, "")
    case .unsupported(let format): return at(unsupportedFile, format)
    case .notInEncoding(let name, let line): return at(damagedFile, name, line: line)
    case .unknownEncoding(let name): return Diagnostic(unknownEncoding, [name], at: .file(file))
    }
  }
}
