// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// The rules on standard populations that a file says: MZ2338 to MZ2341 on the definition, MZ3041 to MZ3049 on the file.
package enum StandardTableRule {
  package static let writtenAndRead = DiagnosticRule(
    "MZ2338", .error,
    Wording(
      "standard population \"{0}\" is both written out and read from a file",
      "стандартное население «{0}» и выписано, и читается из файла"),
    remedy: Wording("remove the numbers, or the file", "уберите числа или файл"))
  package static let incomplete = DiagnosticRule(
    "MZ2339", .error,
    Wording(
      "it is not said where standard population \"{0}\" stands: the clause \"{1}\" is missing",
      "не сказано, где стоит стандартное население «{0}»: нет предложения «{1}»"),
    remedy: Wording(
      "write the file, and the columns that hold the groups and the persons",
      "напишите файл и столбцы, в которых стоят группы и численность"))
  package static let notRead = DiagnosticRule(
    "MZ2340", .error,
    Wording(
      "the file of standard population \"{0}\" has not been read: {1}",
      "файл стандартного населения «{0}» не прочитан: {1}"),
    remedy: Wording(
      "check the folder of the programme, which the path counts from this file in",
      "проверяйте папку программы; путь отсчитывается от этого файла"))
  package static let recodeNeedsMember = DiagnosticRule(
    "MZ2341", .error,
    Wording("a group is recoded to a member of \"{0}\"", "группа перекодируется в значение «{0}»"),
    remedy: Wording("write one of: {1}", "напишите одно из: {1}"))
  package static let unknownGroup = DiagnosticRule(
    "MZ3041", .error,
    Wording("there is no member \"{0}\" of choice \"{1}\"", "в перечне «{1}» нет значения «{0}»"),
    remedy: Wording(
      "recode \"{0}\" in the definition; a row that is no group, such as a total, is passed over with: others missing",
      "перекодируйте «{0}» в определении; строки, которые не группы, например итоги, пропускает: прочие отсутствуют"))
  package static let repeatedGroup = DiagnosticRule(
    "MZ3042", .error,
    Wording("group \"{0}\" stands on more than one row", "группа «{0}» стоит более чем в одной строке"),
    remedy: Wording("keep one row of each group", "оставьте по одной строке на группу"))
  package static let noRows = DiagnosticRule(
    "MZ3043", .error, Wording("{0} has no rows below its header", "в {0} под заголовком нет строк"),
    remedy: Wording("name the sheet and the row of the header", "укажите лист и строку заголовка"))
}
