// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

// Rules that guard against deception and against definitions that nobody can compute, MZ2091 to MZ2099.
extension SemanticRule {
  package static let confusableName = DiagnosticRule(
    "MZ2091", .error,
    Wording(
      "\"{0}\" looks like \"{1}\", but is another name", "«{0}» выглядит как «{1}», но это другое имя"),
    remedy: Wording("write both with the same letters, or rename one", "напишите оба одними буквами или переименуйте"))
  package static let tooManyCells = DiagnosticRule(
    "MZ2092", .error,
    Wording(
      "the results could have {0} cells, more than {1}; {3} of them are those of \"{2}\"",
      "в итогах может быть {0} ячеек, а допустимо {1}; из них {3} — у «{2}»"),
    remedy: Wording(
      "ask for a shorter period, fewer indicators or a higher level, or split by less",
      "запросите более короткий период, меньше показателей, более высокий уровень или меньше разрезов"))
  package static let tooMany = DiagnosticRule(
    "MZ2093", .error, Wording("{0}: there are {1}, more than {2}", "{0}: здесь {1}, а допустимо {2}"),
    remedy: Wording("keep fewer, or make several of it", "оставьте меньше или разделите на несколько"))
}

/// How much of something a programme may declare.
package enum DefinitionBound {
  /// Members of one choice: each is a group of every split by it.
  package static let members = 1_000
  /// Splits of one indicator.
  package static let splits = 16
  /// Indicators of one programme.
  package static let indicators = 20_000
}
