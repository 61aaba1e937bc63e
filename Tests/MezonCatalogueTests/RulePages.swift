// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics

/// The pages under docs/diagnostics, written from the sources' wording, the catalogue and the samples.
struct RulePages {
  private let language: MessageLanguage
  private let words: [String: String]

  init(_ language: MessageLanguage) {
    self.language = language
    let addingARule = language == .english ? "../adding-a-rule.md" : "../../adding-a-rule.md"
    words =
      language == .english
      ? [
        "contents": "What the messages mean", "error": "error", "warning": "warning", "mend": "How to mend it",
        "why": "Why", "before": "An example", "after": "Mended", "said": "What is said of it",
        "made": "These pages are written by the tests from the rules themselves ([how to add a rule](\(addingARule))).",
      ]
      : [
        "contents": "Что означают сообщения", "error": "ошибка", "warning": "предупреждение", "mend": "Как исправить",
        "why": "Зачем", "before": "Пример", "after": "Исправлено", "said": "Что сообщается",
        "made": "Эти страницы пишутся тестами из самих правил ([как добавить правило](\(addingARule))).",
      ]
  }

  private func word(_ name: String) -> String { words[name] ?? name }

  /// The folder of the language's pages.
  var folder: URL {
    let root = SourceRule.checkout.appendingPathComponent("docs/diagnostics")
    return language == .english ? root : root.appendingPathComponent(language.rawValue)
  }

  /// The page that lists all codes.
  func contents() -> String {
    var text = "# \(word("contents"))\n\n\(word("made"))\n"
    for family in RuleCatalogue.families {
      let rules = rules(of: family)
      guard !rules.isEmpty else { continue }
      text += "\n## \(family.title[language.rawValue] ?? "")\n\n"
      for rule in rules {
        let anchor = rule.code.lowercased()
        text += "- [\(rule.code)](\(family.page).md#\(anchor)) \(message(of: rule))\n"
      }
    }
    return text
  }

  /// The page of a family.
  func page(_ family: RuleCatalogue.Family) -> String {
    var text = "# \(family.title[language.rawValue] ?? "")\n\n\(family.why[language.rawValue] ?? "")\n"
    for rule in rules(of: family) { text += "\n" + section(rule) }
    return text
  }

  private func rules(of family: RuleCatalogue.Family) -> [SourceRule] {
    SourceRule.all.filter { family.codes.contains($0.code) }
  }

  private func section(_ rule: SourceRule) -> String {
    let row = RuleCatalogue.rows.first { $0.code == rule.code }
    var text = "## \(rule.code)\n\n\(word(rule.severity)): \(message(of: rule))\n\n"
    if let remedy = rule.remedies[language.rawValue], !remedy.isEmpty {
      text += "\(word("mend")): \(Self.shown(remedy)).\n"
    }
    if let why = row?.why[language.rawValue], !why.isEmpty { text += "\n\(word("why")): \(why)\n" }
    guard let sample = RuleSample.all.first(where: { $0.code == rule.code }) else { return text }
    text += "\n\(word("before")):\n\n" + block(sample.source)
    let said = RuleSample.diagnostics(sample.source).prefix(2).map { $0.rendered(in: language) }
    text += "\n\(word("said")):\n\n```\n\(Self.visible(said.joined(separator: "\n\n")))\n```\n"
    if let mended = sample.mended { text += "\n\(word("after")):\n\n" + block(mended) }
    return text
  }

  private func block(_ source: SourceText) -> String {
    let lines = String(decoding: source.bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    // So many lines are enough to see what is meant; invisible characters are shown by their number.
    let body = lines.filter { !$0.hasPrefix("# SPDX") }.prefix(48).map { line in
      let short = line.count > 110 ? line.prefix(110) + "…" : line
      return Self.visible(String(short))
    }
    return "```\n\(body.joined(separator: "\n").trimmingCharacters(in: .newlines))\n```\n"
  }

  private static func visible(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      scalar.properties.isDefaultIgnorableCodePoint
        ? "<U+\(String(scalar.value, radix: 16, uppercase: true))>" : String(scalar)
    }.joined()
  }

  private func message(of rule: SourceRule) -> String { Self.shown(rule.messages[language.rawValue] ?? "") }

  /// A wording with "…" where facts are filled in.
  private static func shown(_ wording: String) -> String { wording.replacing(/\{\d\}/, with: "…") }
}
