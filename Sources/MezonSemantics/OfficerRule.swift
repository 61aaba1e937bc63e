// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// The rules on figures of officers from the events of their unit, MZ2080 and MZ2088, and on the posts that they hold, MZ2343.
package enum OfficerRule {
  package static let nobodyIsMeant = DiagnosticRule(
    "MZ2080", .error,
    Wording(
      "\"by the officer\" means nobody here: no officer's figure is made from these events",
      "«самим сотрудником» здесь ни о ком: по этим событиям не считают показатель сотрудника"),
    remedy: Wording(
      "use it where an indicator looks at events \"of the officer's unit while in post\"",
      "используйте его там, где рассматриваются события «подразделения сотрудника, пока он на должности»"))
  package static let noPlaceWithUnit = DiagnosticRule(
    "MZ2088", .error,
    Wording(
      "events of the officer's unit make figures of officers only, each of all of them: \"{0}\" has no place here",
      "события подразделения сотрудника дают показатели только сотрудников, и каждый — по всем этим событиям: «{0}» здесь не к месту"
    ),
    remedy: Wording(
      "leave it out, or define a second indicator of the units",
      "уберите это или опишите второй показатель — для подразделений"))
  package static let postOfNoUnit = DiagnosticRule(
    "MZ2343", .error,
    Wording(
      "only a unit is served by an officer in post \"{0}\", and this share is taken of something else",
      "сотрудник на должности «{0}» служит только в подразделении, а эта доля — среди другого"),
    remedy: Wording(
      "leave the post out, or take the share of units or of a level",
      "уберите должность или возьмите долю среди подразделений или уровня"))
}
