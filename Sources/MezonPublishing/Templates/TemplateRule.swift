// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

/// What can be wrong with a template, or with a template and what it is filled with.
enum TemplateRule {
  static let notUTF8 = DiagnosticRule(
    "MZ7101", .error, Wording("the template is not UTF-8 text", "шаблон не в кодировке UTF-8"),
    remedy: Wording("save the file as UTF-8", "сохраните файл в UTF-8"))
  static let duplicateName = DiagnosticRule(
    "MZ7102", .error, Wording("there are two templates named \"{0}\"", "два шаблона с именем «{0}»"),
    remedy: Wording("rename one of the two", "переименуйте один из них"))
  static let openTag = DiagnosticRule(
    "MZ7103", .error, Wording("the tag is not closed", "тег не закрыт"),
    remedy: Wording("close it with as many braces as it was opened with", "закройте его столькими же скобками"))
  static let unknownTag = DiagnosticRule(
    "MZ7104", .error,
    Wording("templates have no tag that begins with \"{0}\"", "в шаблонах нет тега, который начинается с «{0}»"),
    remedy: Wording(
      "use name, {name}, #name, ^name, /name, >name or !comment between double braces",
      "между двойными скобками пишите имя, {имя}, #имя, ^имя, /имя, >имя или !примечание"))
  static let badName = DiagnosticRule(
    "MZ7105", .error, Wording("\"{0}\" is no name", "«{0}» — не имя"),
    remedy: Wording(
      "use Latin letters, digits, _ and -, with dots between the parts",
      "используйте латинские буквы, цифры, _ и -, части разделяйте точкой"))
  static let notOpened = DiagnosticRule(
    "MZ7106", .error, Wording("no section \"{0}\" is open here", "раздел «{0}» здесь не открыт"),
    remedy: Wording("close the section that was opened last", "закройте раздел, открытый последним"))
  static let notClosed = DiagnosticRule(
    "MZ7107", .error, Wording("the section \"{0}\" is not closed", "раздел «{0}» не закрыт"),
    remedy: Wording("end it with a tag that begins with a slash", "завершите его тегом с косой чертой"))
  static let noTemplate = DiagnosticRule(
    "MZ7108", .error, Wording("there is no template \"{0}\"", "нет шаблона «{0}»"),
    remedy: Wording("add the file, or use the name of one that exists", "добавьте файл или укажите имя существующего"))
  static let includesItself = DiagnosticRule(
    "MZ7109", .error, Wording("the template \"{0}\" includes itself", "шаблон «{0}» включает сам себя"),
    remedy: Wording("take the partial out of itself", "уберите вложение шаблона в самого себя"))
  static let otherFormat = DiagnosticRule(
    "MZ7110", .error, Wording("\"{0}\" is written in another format", "«{0}» записан в другом формате"),
    remedy: Wording(
      "include HTML in HTML and plain text in plain text only", "включайте HTML только в HTML, а текст — только в текст"
    ))
  static let noValue = DiagnosticRule(
    "MZ7111", .error,
    Wording("nothing named \"{0}\" is given to the template", "шаблону не передано ничего с именем «{0}»"),
    remedy: Wording("use one of the names: {1}", "используйте одно из имён: {1}"))
  static let otherKind = DiagnosticRule(
    "MZ7112", .error, Wording("\"{0}\" is {1}, which this tag cannot show", "«{0}» — {2}, этот тег его не показывает"),
    remedy: Wording(
      "use a plain tag for a text, three braces for HTML, a section for a list, record or flag",
      "для текста используйте простой тег, для HTML — тройные скобки, для списка, записи и признака — раздел"))
  static let refused = DiagnosticRule(
    "MZ7113", .error, Wording("the template cannot be read: {0}", "шаблон нельзя прочитать: {0}"),
    remedy: Wording("simplify the tags of the template", "упростите теги шаблона"))
}
