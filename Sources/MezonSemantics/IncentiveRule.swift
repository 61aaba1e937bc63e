// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// The rules on incentives and on the protection of people that are errors, MZ2501 to MZ2510: nothing silences them.
package enum IncentiveRule {
  package static let sensitiveScored = DiagnosticRule(
    "MZ2501", .error,
    Wording(
      "\"{0}\" is a sensitive event type: its outcome or its speed cannot be scored, given a direction or a target",
      "«{0}» — чувствительное событие: его исход и скорость нельзя оценивать, и у них нет направления и цели"),
    remedy: Wording(
      "mark the indicator \"context only\", or count only what was offered (a field of type yes or no)",
      "отметьте показатель «только справочно» или считайте только предложенное (поле да или нет)"))
  package static let contextScored = DiagnosticRule(
    "MZ2502", .error,
    Wording("\"{0}\" is context only and cannot be scored", "«{0}» — только справочно, балла быть не может"),
    remedy: Wording("move it to: show ... as context", "перенесите в: показать ... справочно"))
  package static let contextWithTarget = DiagnosticRule(
    "MZ2503", .error,
    Wording(
      "\"{0}\" is context only, so it has no direction and no target",
      "«{0}» — только справочно: ни направления, ни цели"),
    remedy: Wording("remove \"better when\" and \"target\"", "уберите «тем лучше, чем» и «целевое значение»"))
  package static let activityScored = DiagnosticRule(
    "MZ2504", .error,
    Wording(
      "\"{0}\" is by its nature {1}: arrests, tickets and closed cases have no direction, no target and no score",
      "«{0}» — по сути {1}: у задержаний, штрафов и закрытых дел нет направления, цели и балла"),
    remedy: Wording(
      "mark the indicator \"context only\", or measure what residents gain by it",
      "отметьте показатель «только справочно» или измеряйте пользу для жителей"))
  package static let reportsScored = DiagnosticRule(
    "MZ2505", .error,
    Wording(
      "\"{0}\" is by its nature {1}: more of them may mean more trust, so their number has no direction, target or score",
      "«{0}» — по сути {1}: рост может означать рост доверия, поэтому у числа нет направления, цели и балла"),
    remedy: Wording(
      "mark the indicator \"context only\", or measure how they were answered",
      "отметьте показатель «только справочно» или измеряйте, как на них ответили"))
  package static let preventionScored = DiagnosticRule(
    "MZ2506", .error,
    Wording(
      "\"{0}\" is a claim of prevented incidents, which nobody can check: it has no direction, no target and no score",
      "«{0}» — заявленное предотвращение, которое нельзя проверить: ни направления, ни цели, ни балла"),
    remedy: Wording(
      "mark the indicator \"context only\" and show the evidence beside it",
      "отметьте показатель «только справочно» и покажите рядом доказательства"))
  package static let refusalIsFailure = DiagnosticRule(
    "MZ2507", .error,
    Wording(
      "\"{0}\" is the answer of the person concerned: a refusal would count as a failure",
      "«{0}» — ответ самого человека: отказ засчитался бы как неудача"),
    remedy: Wording(
      "count what was offered, or leave the refusals out with a reason",
      "засчитывайте предложенное или исключите отказы с указанием причины"))
  package static let targetBeyondReach = DiagnosticRule(
    "MZ2508", .error,
    Wording(
      "no share can be {0} %: the target cannot be met", "доля не может быть {0} %: цель недостижима"),
    remedy: Wording("write a target between 0 and 100 %", "напишите цель от 0 до 100 %"))
  package static let unknownRisk = DiagnosticRule(
    "MZ2509", .error, Wording("there is no warning \"{0}\"", "предупреждения «{0}» нет"),
    remedy: Wording(
      "write the code that the warning shows: {1}", "напишите код, который показывает предупреждение: {1}"))
  package static let errorAccepted = DiagnosticRule(
    "MZ2510", .error,
    Wording("{0} is an error, and no reason silences an error", "{0} — ошибка, и никакая причина её не снимает"),
    remedy: Wording(
      "mend what {0} reports, and remove this clause", "исправьте то, о чём {0}, и уберите это предложение"))

  /// What nobody may be judged by, whatever the reason.
  package static let forbidden: [DiagnosticRule] = [
    sensitiveScored, contextScored, contextWithTarget, activityScored, reportsScored, preventionScored,
    refusalIsFailure, targetBeyondReach,
  ]
}
