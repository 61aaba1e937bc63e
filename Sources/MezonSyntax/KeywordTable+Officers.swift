// SPDX-License-Identifier: Apache-2.0

// Officers judged by what happens in their unit: which events are looked at, and which of them name the officer.
extension KeywordTable {
  static let officersUnit: [Row] = [
    reserved(
      .ofOfficersUnit, "of the officer's unit while in post", "подразделения сотрудника, пока он на должности",
      "подразделения сотрудника пока он на должности"),
    reserved(.byTheOfficer, "by the officer", "самим сотрудником", "этим сотрудником"),
  ]
}
