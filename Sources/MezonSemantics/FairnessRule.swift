// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// The rules on comparing officers fairly, MZ2080 to MZ2089.
package enum FairnessRule {
  package static let noDaysToTakeOff = DiagnosticRule(
    "MZ2081", .error,
    Wording(
      "\"{0}\" has no days that could be taken off the days in post",
      "у «{0}» нет дней, которые можно вычесть из срока на посту"),
    remedy: Wording(
      "name a roster that \"holds from ... until ...\" and has a field of type officer or unit",
      "назовите реестр, у которого есть «срок с ... по ...» и поле типа сотрудник или подразделение"))
  package static let noNumberOfUnits = DiagnosticRule(
    "MZ2082", .error,
    Wording(
      "\"{0}\" is no number that units have for the periods of the appraisal",
      "«{0}» — не число, которое есть у подразделений за периоды оценки"),
    remedy: Wording(
      "name an attribute of units that is a number, or an indicator for units that is computed as often as the appraisal",
      "назовите числовой признак подразделения или показатель для подразделений, который вычисляется за те же периоды"))
}
