// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

// The rules on incentives that are warnings, MZ2511 to MZ2599: "accepts risk" with a reason silences them.
extension IncentiveRule {
  package static let looksLikeActivity = DiagnosticRule(
    "MZ2511", .warning,
    Wording(
      "\"{0}\" sounds like arrests, tickets or closed cases (\"{1}\"), which nobody may be judged by",
      "«{0}» похоже на задержания, штрафы или закрытые дела («{1}»), а по ним нельзя оценивать"),
    remedy: Wording(
      "mark the indicator \"context only\"; if it is something else, write: accepts risk MZ2511 because \"...\"",
      "отметьте показатель «только справочно»; если это другое: допускается риск MZ2511 потому что \"...\""))
  package static let looksLikeReports = DiagnosticRule(
    "MZ2512", .warning,
    Wording(
      "\"{0}\" sounds like a number of complaints or reports of violence (\"{1}\"), whose growth may mean trust",
      "«{0}» похоже на число жалоб или сообщений о насилии («{1}»): его рост может означать доверие"),
    remedy: Wording(
      "mark the indicator \"context only\"; if it is something else, write: accepts risk MZ2512 because \"...\"",
      "отметьте показатель «только справочно»; если это другое: допускается риск MZ2512 потому что \"...\""))
  package static let looksLikePrevention = DiagnosticRule(
    "MZ2513", .warning,
    Wording(
      "\"{0}\" sounds like claims of prevented incidents (\"{1}\"), which nobody can check",
      "«{0}» похоже на заявления о предотвращённом («{1}»), которые нельзя проверить"),
    remedy: Wording(
      "mark the indicator \"context only\"; if it is something else, write: accepts risk MZ2513 because \"...\"",
      "отметьте показатель «только справочно»; если это другое: допускается риск MZ2513 потому что \"...\""))
  package static let looksLikeRefusal = DiagnosticRule(
    "MZ2514", .warning,
    Wording(
      "\"{0}\" sounds like the answer of the person concerned: a refusal would count as a failure",
      "«{0}» похоже на ответ самого человека: отказ засчитался бы как неудача"),
    remedy: Wording(
      "count what was offered; if it is something else, write: accepts risk MZ2514 because \"...\"",
      "засчитывайте предложенное; если это другое: допускается риск MZ2514 потому что \"...\""))
  package static let rawCount = DiagnosticRule(
    "MZ2515", .warning,
    Wording(
      "\"{0}\" judges a bare number: whoever has more events, residents or days looks better or worse",
      "«{0}» оценивает голое число: у кого больше событий, жителей или дней, тот выглядит лучше или хуже"),
    remedy: Wording(
      "use a share, a ratio or a rate, or write: accepts risk MZ2515 because \"...\"",
      "используйте долю, отношение или число на жителей либо: допускается риск MZ2515 потому что \"...\""))
  package static let cliff = DiagnosticRule(
    "MZ2516", .warning,
    Wording(
      "between {1} and {2} the score of \"{0}\" jumps by {3} points: a hair's breadth decides, and pulls figures over it",
      "между {1} и {2} балл «{0}» скачет на {3}: решает волосок, и числа подтягивают к порогу"),
    remedy: Wording(
      "spread the points, at most 5 for a hundredth of the scale, or write: accepts risk MZ2516 because \"...\"",
      "растяните ступень: не более 5 баллов на сотую долю шкалы, либо: допускается риск MZ2516 потому что \"...\""))
  package static let noCounterIndicator = DiagnosticRule(
    "MZ2517", .warning,
    Wording(
      "\"{0}\" has a target or a score, but nothing stands beside it that shows what was lost to reach it",
      "у «{0}» есть цель или балл, но рядом нет показателя, который покажет, чего это стоило"),
    remedy: Wording(
      "add: paired with ..., or write: accepts risk MZ2517 because \"...\"",
      "добавьте: в паре с ... либо: допускается риск MZ2517 потому что \"...\""))
  package static let targetNearLimit = DiagnosticRule(
    "MZ2518", .warning,
    Wording(
      "the target {1} % of \"{0}\" leaves no room: the last cases are won by not recording the others",
      "цель {1} % для «{0}» не оставляет запаса: последнее добирают, не записывая неудачи"),
    remedy: Wording(
      "keep the target between 5 and 95 %, or write: accepts risk MZ2518 because \"...\"",
      "оставьте цель от 5 до 95 % либо: допускается риск MZ2518 потому что \"...\""))
  package static let growthWithoutEnd = DiagnosticRule(
    "MZ2519", .warning,
    Wording(
      "the target of \"{0}\" rises {1} times without a limit: what grows every year is at last made up",
      "цель «{0}» растёт {1} раза подряд без предела: что растёт каждый год, то в конце концов приписывают"),
    remedy: Wording(
      "end with a level that is held (the last two points equal), or write: accepts risk MZ2519 because \"...\"",
      "закончите удерживаемым уровнем (две последние точки равны) либо: допускается риск MZ2519 потому что \"...\""))
  package static let uncappedRole = DiagnosticRule(
    "MZ2520", .warning,
    Wording(
      "whoever is judged by \"{0}\" writes down what is taken out here, and may take out any number",
      "кого оценивают по «{0}», тот сам и записывает исключаемое, и сколько угодно"),
    remedy: Wording(
      "add: at most ... %, or write: accepts risk MZ2520 because \"...\"",
      "добавьте: не более ... % либо: допускается риск MZ2520 потому что \"...\""))
  package static let denominatorControlled = DiagnosticRule(
    "MZ2521", .warning,
    Wording(
      "the denominator of \"{0}\" comes from the records of whoever is judged: fewer records make a better figure",
      "знаменатель «{0}» — из записей того, кого оценивают: чем меньше записей, тем лучше число"),
    remedy: Wording(
      "use a denominator that others keep, or write: accepts risk MZ2521 because \"...\"",
      "возьмите знаменатель из чужого учёта либо: допускается риск MZ2521 потому что \"...\""))
  package static let bunching = DiagnosticRule(
    "MZ2522", .warning,
    Wording(
      "\"{0}\" asks only that it be done by the end of the period: it will be done in the last week",
      "«{0}» требует лишь успеть до конца периода: всё сделают в последнюю неделю"),
    remedy: Wording(
      "add: in every month, or write: accepts risk MZ2522 because \"...\"",
      "добавьте: в каждый месяц либо: допускается риск MZ2522 потому что \"...\""))
  package static let allOrNothing = DiagnosticRule(
    "MZ2523", .warning,
    Wording(
      "in a single period \"{0}\" can only be 0 or 100 %", "за один период «{0}» может быть только 0 или 100 %"),
    remedy: Wording(
      "ask for it every longer period, or write: accepts risk MZ2523 because \"...\"",
      "считайте за более длинный период либо: допускается риск MZ2523 потому что \"...\""))
  package static let needlessRisk = DiagnosticRule(
    "MZ2524", .warning,
    Wording("the warning {0} does not arise here", "предупреждения {0} здесь и так нет"),
    remedy: Wording("remove the clause \"accepts risk\"", "уберите предложение «допускается риск»"))
  package static let unmarkedSensitive = DiagnosticRule(
    "MZ2525", .warning,
    Wording(
      "\"{0}\" sounds like violence against people close by (\"{1}\"), but is not marked sensitive",
      "«{0}» похоже на насилие над близкими («{1}»), но не отмечено как чувствительное"),
    remedy: Wording(
      "write \"sensitive event\", or write: accepts risk MZ2525 because \"...\"",
      "напишите «чувствительное событие» либо: допускается риск MZ2525 потому что \"...\""))

  /// All warnings that a reason can silence.
  package static let acceptable: [DiagnosticRule] = [
    looksLikeActivity, looksLikeReports, looksLikePrevention, looksLikeRefusal, rawCount, cliff, noCounterIndicator,
    targetNearLimit, growthWithoutEnd, uncappedRole, denominatorControlled, bunching, allOrNothing,
    unmarkedSensitive,
  ]
}
