// SPDX-License-Identifier: Apache-2.0

// Rosters: rows that hold from a day until a day, and what is asked of them.
extension KeywordTable {
  static let rosters: [Row] = [
    reserved(.roster, "roster", "реестр"),
    reserved(.holdsFrom, "holds from", "срок с"),
    reserved(
      .inForceOnLastDay, "in force on the last day", "действующие на последний день", "действующее на последний день",
      "действующий на последний день", "действующая на последний день"),
    reserved(
      .inForceDuring, "in force during the period", "действующие в течение периода", "действующее в течение периода",
      "действующий в течение периода", "действующая в течение периода"),
    reserved(.lastDay, "the last day", "последний день", "последнего дня"),
    reserved(.listedIn, "listed in", "состоящих на учёте в", "состоящих на учете в"),
    reserved(.andHaving, "and having", "и имеющих", "и имеющие"),
    contextual(.noneOfThem, "none", "ни одного", "ни одной"),
    contextual(.medianTerm, "median term", "медиана срока", "медианы срока", "медиане срока"),
  ]
}
