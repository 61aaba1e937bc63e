// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// The rules on populations, MZ2060 to MZ2079.
package enum PopulationRule {
  package static let needsGroup = DiagnosticRule(
    "MZ2060", .error,
    Wording(
      "groups of residents are chosen by the columns of the population and their members only",
      "группы жителей выбираются только по графам населения и их значениям"),
    remedy: Wording("write for example: where sex is female", "напишите, например: где пол равно женщина"))
  package static let nobody = DiagnosticRule(
    "MZ2061", .error,
    Wording("no group of residents satisfies this condition", "этому условию не отвечает ни одна группа жителей"),
    remedy: Wording("mend the condition", "исправьте условие"))
  package static let tooManyGroups = DiagnosticRule(
    "MZ2062", .error,
    Wording(
      "a population has at most {0} columns and {1} groups", "у населения не более {0} граф и {1} групп"),
    remedy: Wording("leave out a column, or join members of its choice", "уберите графу или объедините её значения"))
  package static let noPopulationOfSplit = DiagnosticRule(
    "MZ2063", .error,
    Wording(
      "a rate can only be split by what residents are counted apart by",
      "число на жителей можно делить только по тому, по чему отдельно сосчитаны жители"),
    remedy: Wording(
      "add the choice to \"population by\" and hand in residents by it, or remove the clause \"split by\"",
      "добавьте перечень в «население по группам» и сдайте жителей по нему или уберите предложение «в разрезе»"))
  package static let incompleteStandard = DiagnosticRule(
    "MZ2064", .error,
    Wording(
      "standard population \"{0}\" must give every member of \"{1}\" once, and somebody must be in it",
      "стандартное население «{0}» должно назвать каждое значение «{1}» один раз и не быть пустым"),
    remedy: Wording("give these: {2}", "назовите: {2}"))
}
