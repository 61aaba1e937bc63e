// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// The rules of comparing units and of looking for signs of gaming, MZ2201 to MZ2219.
package enum ComparisonRule {
  package static let needsShareOrRate = DiagnosticRule(
    "MZ2201", .error,
    Wording(
      "\"{0}\" compares shares and rates of events; the value of \"{1}\" is neither",
      "«{0}» сравнивает доли и частоты событий, а значение показателя «{1}» ни то, ни другое"),
    remedy: Wording(
      "compare an indicator whose value is \"share\" or \"rate per ...\", or use a control chart",
      "сравнивайте показатель со значением «доля» или «число на ...» либо используйте контрольную карту"))
  package static let repeatedComparison = DiagnosticRule(
    "MZ2202", .error,
    Wording("this comparison stands twice", "это сравнение указано дважды"),
    remedy: Wording("keep one of them", "оставьте одно из них"))
  package static let notOfFigures = DiagnosticRule(
    "MZ2203", .error,
    Wording(
      "indicator \"{0}\" has no figures for {1} every {2}, which the audit looks at",
      "у показателя «{0}» нет чисел для: {1}, за период: {2}, на которые смотрит проверка"),
    remedy: Wording(
      "watch an indicator with the same subjects and periods",
      "следите за показателем с теми же подразделениями или сотрудниками и периодами"))
  package static let needsCount = DiagnosticRule(
    "MZ2204", .error,
    Wording(
      "dispersion is that of counts of events; \"{0}\" is no count",
      "разброс бывает у количеств событий, а «{0}» не количество"),
    remedy: Wording(
      "watch an indicator whose value is \"count\"", "следите за показателем со значением «количество»"))
  package static let noWatches = DiagnosticRule(
    "MZ2205", .error, Wording("audit \"{0}\" watches nothing", "проверка «{0}» ни за чем не следит"),
    remedy: Wording("add a clause \"watches\"", "добавьте предложение «следит за»"))
  package static let surveyWatched = DiagnosticRule(
    "MZ2206", .error,
    Wording(
      "survey \"{0}\" is anonymous: no sign can point at its respondents",
      "опрос «{0}» анонимный: признаки не могут указывать на опрошенных"),
    remedy: Wording("watch events instead", "следите за событиями"))
}
