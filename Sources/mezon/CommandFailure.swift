// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonDiagnostics

/// What a command ends with, by the contract of the command line.
enum ExitStatus: Int32 {
  case done = 0
  /// Something wrong was found: definition errors, failed examples, a file that is not in the one style.
  case wrongFound = 1
  /// Rows were refused; the output is written.
  case rowsRefused = 2
  case usage = 64
  case notUnderstood = 65
  case fileMissing = 66
  case ourFault = 70
  case cannotWrite = 73
  case cannotRead = 74
  case interrupted = 130

  /// The same as ArgumentParser throws it.
  var exitCode: ExitCode { ExitCode(rawValue) }
}

/// Why a command cannot go on: what is wrong, where, and how to mend it, with the exit status that says so.
struct CommandFailure: Error {
  let status: ExitStatus
  let diagnostic: Diagnostic

  init(_ status: ExitStatus, _ rule: DiagnosticRule, _ arguments: [String] = [], file: String? = nil) {
    self.status = status
    diagnostic = Diagnostic(rule, arguments, at: file.map { .file($0) } ?? .none)
  }

  /// A failure that another room has put into words.
  init(_ status: ExitStatus, _ diagnostic: Diagnostic) {
    self.status = status
    self.diagnostic = diagnostic
  }

  /// A failure at a place in a definition.
  init(_ status: ExitStatus, _ rule: DiagnosticRule, _ arguments: [String], at range: SourceRange) {
    self.status = status
    diagnostic = Diagnostic(rule, arguments, at: range)
  }
}

/// The rules of the command itself, MZ4001 to MZ4999.
enum CommandRule {
  /// What is said where standard output takes nothing more; no rule of its own, for there is nothing to look up.
  static let cannotSpeak = Wording("the output cannot be written: {0}", "не удаётся вывести результат: {0}")
  static let fileMissing = DiagnosticRule(
    "MZ4001", .error, Wording("there is no such file or folder", "такого файла или папки нет"),
    remedy: Wording("check the path", "проверьте путь"))
  static let cannotRead = DiagnosticRule(
    "MZ4002", .error, Wording("it cannot be read: {0}", "не удаётся прочитать: {0}"),
    remedy: Wording(
      "check that it is a file and that you may read it", "проверьте, что это файл и что его можно читать"), terms: [0])
  static let cannotWrite = DiagnosticRule(
    "MZ4003", .error, Wording("it cannot be written: {0}", "не удаётся записать: {0}"),
    remedy: Wording(
      "check the folder, your rights and the free space; what stood there before is unchanged",
      "проверьте папку, права и свободное место; прежнее содержимое не изменено"),
    terms: [0])
  static let noProgramme = DiagnosticRule(
    "MZ4004", .error,
    Wording("no programme.mezon stands here or in a folder above", "здесь и выше нет programme.mezon"),
    remedy: Wording(
      "name the folder with --programme, or make one with: mezon new DIR",
      "укажите папку через --programme или создайте её: mezon new ПАПКА"))
  static let badPeriod = DiagnosticRule(
    "MZ4005", .error, Wording("\"{0}\" is not a period: {1}", "«{0}» — не период: {1}"),
    remedy: Wording(
      "write 2026, 2026-H1, 2026-Q3, 2026-07, 2026-W31 or 2025-Q1..2026-Q2",
      "пишите 2026, 2026-H1, 2026-Q3, 2026-07, 2026-W31 или 2025-Q1..2026-Q2"))
  static let unknownArgument = DiagnosticRule(
    "MZ4006", .error, Wording("there is no {0} \"{1}\"", "нет такого: {0} «{1}»"),
    remedy: Wording("write one of: {2}", "напишите одно из: {2}"))
  static let badDay = DiagnosticRule(
    "MZ4007", .error, Wording("\"{0}\" is not a day", "«{0}» — не день"),
    remedy: Wording("write it as 2026-01-31", "пишите как 2026-01-31"))
  static let badSourceArgument = DiagnosticRule(
    "MZ4008", .error,
    Wording("\"{0}\" does not say which file a source reads", "«{0}» не говорит, какой файл читает источник"),
    remedy: Wording(
      "write SOURCE=FILE, or SOURCE/JOINED=FILE for a joined file",
      "пишите ИСТОЧНИК=ФАЙЛ или ИСТОЧНИК/ПРИСОЕДИНЁННЫЙ=ФАЙЛ"))
  static let noSourceFile = DiagnosticRule(
    "MZ4009", .error, Wording("source \"{0}\" has no file to read", "источнику «{0}» нечего читать"),
    remedy: Wording(
      "give it one: --from {0}=FILE, or name it in the definition: file \"...\"",
      "укажите: --from {0}=ФАЙЛ, или в определении: файл \"...\""))
  static let folderNotEmpty = DiagnosticRule(
    "MZ4010", .error, Wording("the folder is not empty", "папка не пуста"),
    remedy: Wording("name a new folder; nothing was written", "укажите новую папку; ничего не записано"))
  static let notThere = DiagnosticRule(
    "MZ4011", .error, Wording("{0} is not there in this edition", "{0}: в этой редакции этого нет"),
    remedy: Wording("{1}", "{1}"))
  static let noDefinitions = DiagnosticRule(
    "MZ4012", .error, Wording("no definition file (*.mezon) was found", "файлов определений (*.mezon) не найдено"),
    remedy: Wording("name a file or a folder that has some", "укажите файл или папку с ними"))
  static let noShippedFiles = DiagnosticRule(
    "MZ4013", .error,
    Wording(
      "the files that come with mezon (Indicators, Templates) were not found",
      "файлы из поставки mezon (Indicators, Templates) не найдены"),
    remedy: Wording(
      "set the environment variable MEZON_HOME to the folder that holds both",
      "укажите в переменной среды MEZON_HOME папку, в которой лежат обе"))
  static let notInRange = DiagnosticRule(
    "MZ4014", .error, Wording("{0} must lie between {1} and {2}", "{0}: должно быть от {1} до {2}"),
    remedy: Wording("write a number in that range", "напишите число из этих пределов"))
  static let wrongGrain = DiagnosticRule(
    "MZ4015", .error,
    Wording("no figures of \"{1}\" are made for the period {0}", "для периода {0} показатели «{1}» не вычисляются"),
    remedy: Wording("write a period such as {2}", "напишите период, например {2}"))
  static let noFigure = DiagnosticRule(
    "MZ4016", .error, Wording("\"{0}\" has no figure for {1} in {2}", "у «{0}» нет показателя для {1} за {2}"),
    remedy: Wording(
      "mezon evaluate {0} --period {2} lists the figures there are",
      "mezon evaluate {0} --period {2} покажет, какие показатели есть"))
  static let noSubject = DiagnosticRule(
    "MZ4017", .error,
    Wording("nobody is named whose figure is to be explained", "не указано, чей показатель объяснить"),
    remedy: Wording(
      "write --unit CODE or --officer CODE, one of the two", "напишите --unit КОД или --officer КОД, одно из двух"))
  static let badSplit = DiagnosticRule(
    "MZ4018", .error, Wording("\"{0}\" is not a group of a split", "«{0}» — не группа разреза"),
    remedy: Wording("write NAME=GROUP, such as kind=land", "пишите ИМЯ=ГРУППА, например kind=land"))
  static let cannotWriteWorkbook = DiagnosticRule(
    "MZ4019", .error, Wording("the workbook cannot be written: {0}", "не удаётся записать книгу: {0}"),
    remedy: Wording(
      "check the folder, your rights and the free space; what stood there before is unchanged",
      "проверьте папку, права и свободное место; прежнее содержимое не изменено"),
    terms: [0])
  static let damagedLock = DiagnosticRule(
    "MZ4020", .error, Wording("the lock of definitions is damaged", "файл закрепления определений повреждён"),
    remedy: Wording(
      "restore it from a copy; only if there is none, remove it and write a new one with: mezon check --pin",
      "восстановите его из копии; только если её нет, удалите и создайте заново: mezon check --pin"))
  static let usesMissing = DiagnosticRule(
    "MZ4021", .error, Wording("there is no file \"{0}\" to use", "нет файла «{0}»"),
    remedy: Wording(
      "check the path: it is relative to this file, or with \"library\" to the shipped definitions",
      "проверьте путь: он отсчитывается от этого файла, а со словом «библиотеку» — от определений из поставки"))
  static let usesOutside = DiagnosticRule(
    "MZ4022", .error,
    Wording("\"{0}\" lies outside the programme's folder", "«{0}» лежит вне папки программы"),
    remedy: Wording(
      "copy the file into the programme, or use one of the library",
      "скопируйте файл в программу или возьмите из библиотеки"))
}
