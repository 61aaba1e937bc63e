// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

/// The beginnings of words that give away what is counted, in the six languages of the region's definitions.
///
/// Only a lead: a name can mean something else, so what it finds is a warning, never an error. `nature` is how a
/// definition states it. The words of a stem with a blank must all occur, in any order.
struct IncentiveWords {
  /// What a name sounds like.
  enum Topic { case activity, reports, prevention, refusal, violence }

  /// The names and labels that are searched, each as words in small letters.
  private let texts: [[[UInt8]]]

  init(_ texts: [String]) {
    self.texts = texts.map { text in
      var words: [[UInt8]] = []
      var isInWord = false
      for scalar in text.lowercased().unicodeScalars where !Self.isApostrophe(scalar) {
        guard scalar.properties.isAlphabetic else {
          isInWord = false
          continue
        }
        if !isInWord { words.append([]) }
        isInWord = true
        words[words.count - 1] += Array(String(scalar).utf8)
      }
      return words
    }
  }

  /// Apostrophes are letters in Uzbek.
  private static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "'", "’", "‘", "ʻ", "ʼ", "`": true
    default: false
    }
  }

  /// The first stem of a topic that occurs in one of the texts. Complexity: O(words · stems).
  func first(of topic: Topic) -> String? {
    for words in texts {
      for stem in Self.stems(of: topic) where Self.occurs(stem, in: words) { return stem.text }
    }
    return nil
  }

  private static func occurs(_ stem: Stem, in words: [[UInt8]]) -> Bool {
    stem.parts.allSatisfy { part in words.contains { $0.starts(with: part) } }
  }

  /// The beginnings of the words that must all occur.
  private struct Stem {
    let text: String
    let parts: [[UInt8]]

    init(_ text: String) {
      self.text = text
      parts = text.split(separator: " ").map { Array($0.utf8) }
    }
  }

  private static func stems(of topic: Topic) -> [Stem] {
    switch topic {
    case .activity: activity
    case .reports: reports
    case .prevention: prevention
    case .refusal: refusal
    case .violence: violence
    }
  }

  // English; Russian; Tajik; Uzbek in Latin and Cyrillic; Kyrgyz; Kazakh.
  private static let activity = [
    "arrest", "detain", "detention", "ticket", "fines", "case clos", "case clear", "clearance",
    "арест", "задержан", "штраф", "дел закрыт", "дел раскрыт", "раскрываем", "протокол составлен",
    "дастгир", "боздошт", "ҷарима", "парванда пӯшида",
    "hibsga", "ushlangan", "jarima", "ish yopil", "ҳибсга", "ушланган", "жарима",
    "камакка", "кармал", "айып", "иш жабыл",
    "қамауға", "ұсталған", "айыппұл", "іс жабыл",
  ].map(Stem.init)
  private static let reports = [
    "complaint", "grievance", "protection order", "restraining order", "violence report", "reports violence",
    "жалоб", "охранн ордер", "защитн предписан", "сообщен насили", "заявлен насили",
    "шикоят", "хабар хушунат", "фармон ҳимоя",
    "shikoyat", "himoya order", "шикоят", "ҳимоя ордер",
    "арыз зомбулук", "даттан", "коргоо ордер",
    "шағым", "қорғау нұсқама", "зорлық хабар",
  ].map(Stem.init)
  private static let prevention = [
    "prevented", "averted", "prevention claim", "предотвращ", "предупрежд преступлен",
    "пешгирӣ шуда", "пешгирии ҷиноят", "oldi olingan", "олди олинган", "алдын алынган", "алды алынған",
  ].map(Stem.init)
  private static let refusal = [
    "accepted", "consent", "refus", "declin", "agreed to refer",
    "согласи", "принял", "принято предложен", "отказ",
    "розигӣ", "рад кард", "rozilik", "rad etil", "розилик", "рад этил", "макулдук", "баш тарт", "келісім", "бас тарт",
  ].map(Stem.init)
  private static let violence = [
    "violence", "rape", "domestic abuse", "sexual", "насили", "изнасил", "хушунат", "zoravonlik", "зўравонлик",
    "зомбулук", "зорлық",
  ].map(Stem.init)
}
