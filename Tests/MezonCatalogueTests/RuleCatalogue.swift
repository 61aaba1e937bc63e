// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The table of all rules (catalogue.tsv): each code once, with how it is tried and why the rule exists.
struct RuleCatalogue: Sendable {
  /// A row of the table.
  struct Row: Sendable {
    let code: String
    /// `sample` where Samples holds a file that breaks the rule; else the test or the input that shows it, in words.
    let shownBy: String
    /// Why the rule exists, by language; empty where the family's reason says it all.
    let why: [String: String]
  }

  /// Rules that share a page.
  struct Family: Sendable {
    /// The name of the page.
    let page: String
    let codes: ClosedRange<String>
    let title: [String: String]
    let why: [String: String]
  }

  static let rows: [Row] = {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("catalogue.tsv")
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) + ["", "", ""]
      return Row(code: cells[0], shownBy: cells[1], why: ["en": cells[2], "ru": cells[3]])
    }
  }()

  static let families: [Family] = [
    Family(
      page: "syntax", codes: "MZ1001"..."MZ1999",
      title: ["en": "How a definition is written", "ru": "Как пишется определение"],
      why: [
        "en":
          "A file is read without guessing: what has two readings is refused, and everything else is still checked.",
        "ru": "Файл читается без догадок: двусмысленное отклоняется, остальное всё равно проверяется.",
      ]),
    Family(
      page: "meaning", codes: "MZ2001"..."MZ2099",
      title: ["en": "What a definition means", "ru": "Что означает определение"],
      why: [
        "en": "What cannot be computed, or has no meaning, is found before any data are read.",
        "ru": "Что нельзя вычислить или не имеет смысла, находится до чтения данных.",
      ]),
    Family(
      page: "derived", codes: "MZ2100"..."MZ2199",
      title: ["en": "Indicators made from others", "ru": "Производные показатели"],
      why: [
        "en": "A figure made from others can say no more than they do, and only of what they are computed for.",
        "ru": "Производное число говорит не больше, чем его части, и только о том, для чего они вычислены.",
      ]),
    Family(
      page: "comparing", codes: "MZ2200"..."MZ2299",
      title: ["en": "Comparing units and signs of gaming", "ru": "Сравнение подразделений и признаки приписок"],
      why: [
        "en": "A comparison must leave to chance what is chance, and a sign is a lead to look into, never a judgement.",
        "ru": "Сравнение оставляет случайности то, что случайно, а признак — повод проверить, но не приговор.",
      ]),
    Family(
      page: "surveys", codes: "MZ2300"..."MZ2319",
      title: ["en": "Surveys", "ru": "Опросы"],
      why: [
        "en": "Respondents were promised that nobody learns who they are; a sample speaks only for whom it was drawn.",
        "ru": "Опрошенным обещано, что их не узнают, а выборка говорит только о тех, для кого сделана.",
      ]),
    Family(
      page: "ratings", codes: "MZ2320"..."MZ2337",
      title: ["en": "Ratings by several raters", "ru": "Оценки нескольких оценщиков"],
      why: [
        "en": "Raters speak freely only if none of them can be picked out, and a rating is worth what they agree on.",
        "ru":
          "Оценщики говорят свободно, только если ни одного не узнать, а оценка стоит своего согласия.",
      ]),
    Family(
      page: "standards", codes: "MZ2338"..."MZ2341",
      title: ["en": "Standard populations", "ru": "Стандартное население"],
      why: [
        "en": "Rates brought in line with a population of which a group is missing or counted twice are all wrong.",
        "ru": "Если в стандартном населении пропала группа или учтена дважды, неверны все частоты.",
      ]),
    Family(
      page: "undeclared", codes: "MZ2342"..."MZ2342",
      title: ["en": "Names of what is not declared at all", "ru": "Имена того, что вовсе не описано"],
      why: [
        "en": "Where nothing of the kind is declared, a file is missing more often than a letter is wrong.",
        "ru": "Если ничего такого не описано, чаще забыт файл, чем ошибочна буква.",
      ]),
    Family(
      page: "posts", codes: "MZ2343"..."MZ2399",
      title: ["en": "Posts that officers hold", "ru": "Должности сотрудников"],
      why: [
        "en": "A post is held by an officer in a unit; of anything else it says nothing, and must not seem to.",
        "ru":
          "Должность занимает сотрудник в подразделении; о прочем она ничего не говорит и не должна казаться условием.",
      ]),
    Family(
      page: "shared-names", codes: "MZ2400"..."MZ2499",
      title: ["en": "Shared names and versions", "ru": "Общие имена и версии"],
      why: [
        "en": "A name stands for one thing wherever it is used, and what was published keeps its meaning.",
        "ru": "Имя везде означает одно и то же, а опубликованное сохраняет свой смысл.",
      ]),
    Family(
      page: "incentives", codes: "MZ2500"..."MZ2999",
      title: ["en": "What a judged figure does to people", "ru": "К чему подталкивает оценка"],
      why: [
        "en": "People do and write down what they are judged by; these figures are known to harm or to be made up.",
        "ru": "Люди делают и записывают то, за что их оценивают; такие числа вредят или приписываются.",
      ]),
    Family(
      page: "hand-ins", codes: "MZ3001"..."MZ3499",
      title: ["en": "What is handed in", "ru": "Сданные данные"],
      why: [
        "en": "A row that is doubtful is kept with its reason and never guessed at: figures decide about people.",
        "ru": "Сомнительная строка хранится с причиной, а не додумывается: числа решают судьбы.",
      ]),
    Family(
      page: "examples", codes: "MZ3500"..."MZ3999",
      title: ["en": "Worked examples", "ru": "Примеры в определениях"],
      why: [
        "en": "An example says on paper what was meant; where it and the definition differ, one of them is wrong.",
        "ru": "Пример говорит, что имелось в виду; если он расходится с определением, одно из двух неверно.",
      ]),
    Family(
      page: "commands", codes: "MZ4001"..."MZ4999",
      title: ["en": "Commands and files", "ru": "Команды и файлы"],
      why: [
        "en": "A command that cannot do its work says so, and leaves nothing half-written.",
        "ru": "Команда, которая не может сделать работу, говорит об этом и не оставляет недописанных файлов.",
      ]),
    Family(
      page: "others", codes: "MZ5001"..."MZ6999",
      title: ["en": "Other rules", "ru": "Прочие правила"], why: ["en": "", "ru": ""]),
    Family(
      page: "publications", codes: "MZ7001"..."MZ9999",
      title: ["en": "Wording and layout of publications", "ru": "Тексты и вид публикаций"],
      why: [
        "en": "A publication with a gap in its wording would mislead its readers.",
        "ru": "Публикация с пробелом в тексте ввела бы читателя в заблуждение.",
      ]),
  ]
}
