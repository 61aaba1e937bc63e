// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// The rules on funnels of stages, MZ2083 and MZ2084.
package enum FunnelRule {
  package static let noPart = DiagnosticRule(
    "MZ2083", .error,
    Wording(
      "the funnel \"{0}\" has several figures: it is not said which of them is expected",
      "у воронки «{0}» несколько значений: не сказано, какое из них ожидается"),
    remedy: Wording(
      "write behind the period: reaching STAGE, lost before STAGE or days to STAGE",
      "напишите после периода: дошло до этапа ЭТАП, выбыло перед этапом ЭТАП или дней до этапа ЭТАП"))
  package static let partOutsideFunnel = DiagnosticRule(
    "MZ2084", .error,
    Wording("\"{0}\" is no funnel and has no stages", "«{0}» — не воронка, этапов у него нет"),
    remedy: Wording("expect the value itself", "укажите само значение"))
}
