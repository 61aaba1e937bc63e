// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// What can be wrong with a store and with what is handed in to it.
extension CommandRule {
  static let noStore = DiagnosticRule(
    "MZ4030", .error, Wording("there is no store", "хранилища здесь нет"),
    remedy: Wording(
      "hand something in first: mezon ingest FILE --source NAME",
      "сначала сдайте данные: mezon ingest ФАЙЛ --source ИМЯ"))
  static let storeDamaged = DiagnosticRule(
    "MZ4031", .error, Wording("the store is damaged: {0}", "хранилище повреждено: {0}"),
    remedy: Wording(
      "see all that differs with: mezon verify; then restore the file from a copy; nothing was written",
      "посмотрите все расхождения: mezon verify; затем восстановите файл из копии; ничего не записано"))
  static let storeLocked = DiagnosticRule(
    "MZ4032", .error,
    Wording("another process is writing to the store", "в хранилище сейчас пишет другой процесс"),
    remedy: Wording(
      "try again when it has ended; a process that was killed leaves no lock",
      "повторите, когда он закончит; убитый процесс блокировки не оставляет"))
  static let storeWriteFailed = DiagnosticRule(
    "MZ4033", .error,
    Wording("nothing was handed in: {0}", "ничего не сдано: {0}"),
    remedy: Wording(
      "check the folder, your rights and the free space, and hand it in again",
      "проверьте папку, права и свободное место и сдайте ещё раз"), terms: [0])
  static let storeInDoubt = DiagnosticRule(
    "MZ4034", .error,
    Wording(
      "the disk did not confirm what was written: {0}; the hand-in is in as a whole or not at all",
      "диск не подтвердил запись: {0}; сданное либо принято целиком, либо не принято вовсе"),
    remedy: Wording(
      "check the disk; then hand it in again: what is in already changes nothing",
      "проверьте диск и сдайте ещё раз: то, что уже принято, ничего не изменит"), terms: [0])
  static let reasonNeeded = DiagnosticRule(
    "MZ4035", .error,
    Wording(
      "events would be corrected ({0}) and retracted ({1}), and it is not said by whom and why",
      "события были бы исправлены ({0}) и отозваны ({1}), но не сказано, кем и почему"),
    remedy: Wording("add --by WHO and --because WHY", "добавьте --by КТО и --because ПОЧЕМУ"))
  static let unknownHandIn = DiagnosticRule(
    "MZ4036", .error, Wording("there is no hand-in {0}", "сдачи {0} нет"),
    remedy: Wording(
      "mezon ingest names the number of each hand-in when it is made",
      "номер каждой сдачи называет mezon ingest, когда она принята"))
  static let unknownPerson = DiagnosticRule(
    "MZ4037", .error,
    Wording("the store has no key of this person", "ключа этого лица в хранилище нет"),
    remedy: Wording(
      "write the value by which the definition names the person, as it was handed in; who was redacted has none any more",
      "напишите значение, которым определение называет лицо, как оно было сдано; у обезличенных ключа уже нет"))
  static let nothingHandedIn = DiagnosticRule(
    "MZ4038", .error,
    Wording("nothing has been handed in for \"{0}\"", "для «{0}» ничего не сдано"),
    remedy: Wording(
      "hand it in: mezon ingest FILE --source {0}; or read a file: --from {0}=FILE",
      "сдайте: mezon ingest ФАЙЛ --source {0}; или прочитайте файл: --from {0}=ФАЙЛ"))
  static let lookedAt = DiagnosticRule(
    "MZ4061", .note,
    Wording(
      "{0} of {1} events were looked at; the others had been added up before, or are of other days",
      "просмотрено событий: {0} из {1}; остальные были сложены раньше или относятся к другим дням"),
    remedy: Wording(
      "to look at all of them again, remove the folder of --keep",
      "чтобы просмотреть все заново, удалите папку --keep"))
  static let keepNeedsStore = DiagnosticRule(
    "MZ4062", .error,
    Wording(
      "--keep is for CSV or appraisals from a store: what was added up can be told apart from what came since only there",
      "--keep годится для CSV и оценок работы из хранилища: только там видно, что сдано после прошлого расчёта"),
    remedy: Wording(
      "hand the files in with mezon ingest and write CSV, or leave --keep out",
      "сдайте файлы командой mezon ingest и пишите CSV или уберите --keep"))
  static let nothingKept = DiagnosticRule(
    "MZ4063", .note,
    Wording(
      "all events were looked at and nothing was kept for the next run",
      "просмотрены все события, и для следующего расчёта ничего не сохранено"),
    remedy: Wording(
      "name indicators that look at each event by itself and share levels, periods and splits, state --as-of DAY where some wait; nothing is kept where rows are refused or warned of; docs/store.md says which can be kept",
      "назовите показатели, которые смотрят на каждое событие отдельно и имеют общие уровни, периоды и разбивки; если есть сроки ожидания, укажите --as-of ДЕНЬ; если строки отклонены или о них есть предупреждения, ничего не сохраняется; что можно сохранить, сказано в docs/store.md"
    ))
  static let keyChanged = DiagnosticRule(
    "MZ4065", .error,
    Wording(
      "another hand-in came first, and the store now tells events of {0} apart by {1}; this one was begun with {2}",
      "другая сдача успела раньше, и хранилище теперь различает события «{0}» по: {1}; эта сдача начата с: {2}"),
    remedy: Wording(
      "hand it in again; if the key of the other one is wrong, state the right one with --key",
      "сдайте ещё раз; если ключ другой сдачи неверен, укажите верный параметром --key"))
  static let keptIsBroken = DiagnosticRule(
    "MZ4066", .warning,
    Wording(
      "what was kept in {0} is damaged, or was changed by somebody without the store's key; it was made anew",
      "сохранённое в {0} повреждено или изменено кем-то без ключа хранилища; оно создано заново"),
    remedy: Wording(
      "see who can write to the folder; it can be removed at any time",
      "проверьте, кто может писать в эту папку; её можно удалить в любое время"), terms: [])
  static let workbookTooLong = DiagnosticRule(
    "MZ4068", .error,
    Wording(
      "the table has {0} lines, and a sheet of a workbook holds {1}",
      "в таблице строк: {0}, а на лист книги помещается {1}"),
    remedy: Wording(
      "ask for less with --level, --split or --period, or write a .csv file",
      "запросите меньше параметрами --level, --split или --period или запишите файл .csv"))
  static let memoryExceeded = DiagnosticRule(
    "MZ4069", .error,
    Wording(
      "the command takes {0} MiB of memory and may take {1}; it was ended: files are written whole or not at all, and a hand-in is wholly in or wholly out",
      "команде нужно {0} МиБ памяти, а разрешено {1}; она остановлена: файлы пишутся целиком или никак, сдача принимается целиком или никак"
    ),
    remedy: Wording(
      "ask for less (a shorter period, fewer indicators, a higher level), hand large files in one by one, end other programs, or allow more with --memory",
      "запросите меньше (короче период, меньше показателей, выше уровень), сдавайте большие файлы по одному, закройте другие программы или разрешите больше параметром --memory"
    ))
  static let badCheckpoint = DiagnosticRule(
    "MZ4039", .error, Wording("it is not a checkpoint", "это не контрольная точка"),
    remedy: Wording(
      "name a copy of the store's file checkpoint, unchanged",
      "укажите неизменённую копию файла checkpoint из хранилища"))
  static let rosterNotText = DiagnosticRule(
    "MZ4040", .error, Wording("a roster must be text in UTF-8", "реестр должен быть текстом в UTF-8"),
    remedy: Wording("save the file as UTF-8", "сохраните файл в UTF-8"))
  static let noRecord = DiagnosticRule(
    "MZ4041", .error,
    Wording(
      "the store has no record {0}, or is shorter than the checkpoint",
      "в хранилище нет записи {0}, или оно короче контрольной точки"),
    remedy: Wording(
      "records are numbered from 0; mezon verify says how many there are",
      "записи нумеруются с 0; их число называет mezon verify"))
  static let handInNeedsFile = DiagnosticRule(
    "MZ4042", .error,
    Wording("there is nothing to hand in", "сдавать нечего"),
    remedy: Wording(
      "name a file; or say that there was nothing: --unit CODE --period P --nil",
      "укажите файл; или сообщите, что ничего не было: --unit КОД --period ПЕРИОД --nil"))
  static let keyContradicts = DiagnosticRule(
    "MZ4056", .error,
    Wording(
      "source {0} tells events apart by {1}, and not by {2}", "источник {0} различает события по {1}, а не по {2}"),
    remedy: Wording("leave --key out, or change the source", "уберите --key или измените источник"))
}
