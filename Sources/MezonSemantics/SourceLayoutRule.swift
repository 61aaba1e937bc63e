// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// The rules of how a source says that its table is laid out.
package enum SourceLayoutRule {
  package static let headerBackwards = DiagnosticRule(
    "MZ2095", .error,
    Wording(
      "the header ends in row {1}, before it starts in row {0}",
      "заголовок кончается в строке {1}, до начала в строке {0}"),
    remedy: Wording("write the upper row first", "напишите сначала верхнюю строку"))
  package static let keysDiffer = DiagnosticRule(
    "MZ2096", .error,
    Wording(
      "{0} key columns of the source are compared with {1} of \"{2}\"",
      "ключевых столбцов у источника {0}, а у «{2}» их {1}"),
    remedy: Wording("name as many columns on both sides of \"is\"", "назовите с обеих сторон поровну столбцов"))
  package static let notACell = DiagnosticRule(
    "MZ2097", .error, Wording("\"{0}\" is no place of a cell", "«{0}» — не место ячейки"),
    remedy: Wording(
      "write the letters of its column and its row, such as D3", "напишите буквы столбца и строку, например D3"))
  package static let sameNames = DiagnosticRule(
    "MZ2098", .error,
    Wording(
      "the column of the heading and the column of the cell are both called \"{0}\"",
      "столбец заголовка и столбец ячейки названы одинаково: «{0}»"),
    remedy: Wording("give them two names", "дайте им два имени"))
}
