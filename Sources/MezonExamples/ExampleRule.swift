// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// The rules that worked examples can break, MZ3501 to MZ3599.
package enum ExampleRule {
  package static let valueDiffers = DiagnosticRule(
    "MZ3501", .error, Wording("expected {0}, but it is {1}", "ожидалось {0}, а получилось {1}"),
    remedy: Wording("mend the definition or the expectation", "исправьте определение или ожидание"))
  package static let stateDiffers = DiagnosticRule(
    "MZ3502", .error, Wording("expected {0}, but the state is {1} ({2})", "ожидалось {0}, а состояние {1} ({2})"),
    remedy: Wording("mend the definition or the expectation", "исправьте определение или ожидание"))
  package static let noCell = DiagnosticRule(
    "MZ3503", .error,
    Wording("the indicator has no figure for {0}", "у показателя нет числа для: {0}"),
    remedy: Wording(
      "ask for a period of the clause \"every\", and for an officer, unit or group that the facts name",
      "спрашивайте о периоде из «за каждый» и о тех, кто назван в фактах"))
  package static let unknownState = DiagnosticRule(
    "MZ3504", .error, Wording("\"{0}\" is not a state", "«{0}» — не состояние"),
    remedy: Wording("write one of: {1}", "напишите одно из: {1}"))
  package static let noExpectation = DiagnosticRule(
    "MZ3505", .error, Wording("the example expects nothing", "пример ничего не ожидает"),
    remedy: Wording("add: expect 2026-Q1 = 50 %", "добавьте: ожидается 2026-Q1 = 50 %"))
  package static let notNoticed = DiagnosticRule(
    "MZ3506", .warning,
    Wording("no example fails without: {0}", "ни один пример не замечает, если убрать: {0}"),
    remedy: Wording(
      "add an example whose figure depends on it", "добавьте пример, число которого от этого зависит"))
  package static let changeNotNoticed = DiagnosticRule(
    "MZ3507", .warning,
    Wording(
      "no example fails when \"{0}\" becomes \"{1}\"", "ни один пример не замечает, если вместо «{0}» стоит «{1}»"),
    remedy: Wording(
      "add an example on each side of the boundary", "добавьте по примеру с каждой стороны границы"))
}
