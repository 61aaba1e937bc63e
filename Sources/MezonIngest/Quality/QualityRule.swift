// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// What is to be looked at in a hand-in that was taken, MZ4043 to MZ4060: none of it refuses a row.
package enum QualityRule {
  package static let afterRecording = DiagnosticRule(
    "MZ4043", .warning,
    Wording("{0} is {1}, which lies after the hand-in itself", "{0} — {1}: это позже самой сдачи"),
    remedy: Wording(
      "look for a mistyped year or day, or for events that were entered beforehand",
      "ищите опечатку в годе или дне либо события, внесённые заранее"))
  package static let farFromOthers = DiagnosticRule(
    "MZ4044", .warning,
    Wording(
      "{0} is {1}, while half of all values lie from {2} to {3}", "{0} — {1}, а половина значений лежит от {2} до {3}"),
    remedy: Wording(
      "compare it with the paper; where it is right, leave it",
      "сверьте с первичным документом; если верно, оставьте"))
  package static let belowZero = DiagnosticRule(
    "MZ4045", .warning, Wording("{0} is {1}, below zero", "{0} — {1}, меньше нуля"),
    remedy: Wording(
      "a count and a length of time cannot be negative: correct the row",
      "число и длительность не бывают отрицательными: исправьте строку"))
  package static let sameRow = DiagnosticRule(
    "MZ4046", .warning,
    Wording("it says in all fields what line {1} of {0} says", "во всех полях то же, что в строке {1} файла {0}"),
    remedy: Wording(
      "if it is one event, hand it in once: name the fields that tell events apart, or set aside exact duplicates",
      "если событие одно, сдайте его один раз: назовите поля, отличающие события, или откладывайте точные повторы"))
  package static let otherRow = DiagnosticRule(
    "MZ4047", .warning,
    Wording(
      "it is of the same {2} as line {1} of {0} and differs in {3}",
      "то же ({2}), что в строке {1} файла {0}, но отличается: {3}"),
    remedy: Wording(
      "if it is one event, keep the row that is right; the last one counts where a key tells events apart",
      "если событие одно, оставьте верную строку; где события отличает ключ, действует последняя"))
  package static let sameList = DiagnosticRule(
    "MZ4048", .warning,
    Wording(
      "{2} names the same {3} as line {1} of {0}, another event",
      "{2}: те же записи ({3}), что в строке {1} файла {0}, при другом событии"),
    remedy: Wording(
      "a list that was copied is no proof of attendance: ask for the list itself",
      "переписанный список не доказывает присутствия: запросите сам список"))
  package static let nilWithEvents = DiagnosticRule(
    "MZ4049", .warning,
    Wording(
      "{0} states that there was nothing in {1}, and the hand-in has {2} events of it",
      "{0} сообщает, что за {1} ничего не было, а в сдаче есть его события: {2}"),
    remedy: Wording("ask the unit which is right", "выясните у подразделения, что верно"))
  package static let notReported = DiagnosticRule(
    "MZ4050", .warning,
    Wording("not reported for {0}: {1} of {2} units: {3}", "не сдано за {0}: подразделений {1} из {2}: {3}"),
    remedy: Wording(
      "ask them for it; a unit that had nothing says so: --unit CODE --period P --nil",
      "запросите; у кого ничего не было, пусть сообщит: --unit КОД --period ПЕРИОД --nil"))
  package static let publishedChanges = DiagnosticRule(
    "MZ4051", .warning,
    Wording(
      "report {0} of {1} is published, release {2}; in its days {3} events are new, {4} corrected, and {5} earlier rows no longer count",
      "отчёт {0} за {1} опубликован, выпуск {2}; в его дни новых событий {3}, исправленных {4}, а прежних строк больше не действует {5}"
    ),
    remedy: Wording(
      "publish it again with a higher --release, and say what changed",
      "опубликуйте заново с большим --release и сообщите, что изменилось"))
  package static let tooManyToCompare = DiagnosticRule(
    "MZ4052", .warning,
    Wording(
      "{0} rows are too many to look for repeated rows and lists among them",
      "строк {0}: слишком много, чтобы искать повторные строки и списки"),
    remedy: Wording("hand in by period or by unit to have this looked for", "сдавайте по периодам или подразделениям"))
  package static let unreadablePublication = DiagnosticRule(
    "MZ4060", .warning,
    Wording(
      "{0} does not say what was published, so that it cannot be told whether this hand-in changes it",
      "{0} не говорит, что опубликовано, поэтому неизвестно, меняет ли это сдача"),
    remedy: Wording(
      "compare the publication with mezon verify, and publish it again where its file is lost",
      "сверьте публикацию командой mezon verify; если её файл потерян, опубликуйте заново"))
}
