// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// The rules of how a source tells events apart and in which units of measure its columns stand, MZ4053 to MZ4058.
package enum SourceKeyRule {
  package static let noKeyField = DiagnosticRule(
    "MZ4053", .error,
    Wording(
      "\"{0}\" cannot tell events apart: it is a list, records, or identifies a person",
      "«{0}» не различает события: это список, записи или поле, опознающее лицо"),
    remedy: Wording(
      "name plain fields that together are the event's own: a number, or a time, a unit and a code",
      "назовите простые поля, которые вместе принадлежат только этому событию: номер или время, подразделение и код"))
  static let keyNamedTwice = DiagnosticRule(
    "MZ4054", .error, Wording("\"{0}\" is named twice", "«{0}» названо дважды"),
    remedy: Wording("name each field once", "назовите каждое поле один раз"))
  static let measuresDiffer = DiagnosticRule(
    "MZ4057", .error,
    Wording(
      "{0} is in {1}, and numbers in {2} cannot be turned into it", "{0} в {1}, и числа в {2} в это не переводятся"),
    remedy: Wording(
      "only lengths of time are converted; let the field have the column's unit of measure, or give it a field of its own",
      "переводятся только длительности; дайте полю единицу столбца или заведите для него своё поле"))
  static let noMeasure = DiagnosticRule(
    "MZ4058", .error,
    Wording("{0} is no number, and has no unit of measure", "{0} — не число, единицы измерения у него нет"),
    remedy: Wording("take the unit of measure out", "уберите единицу измерения"))
  static let keyOfRoster = DiagnosticRule(
    "MZ4055", .error,
    Wording(
      "{0} is a roster, which is handed in as a whole", "{0} — реестр, он сдаётся целиком"),
    remedy: Wording("take the clause out", "уберите это предложение"))
}
