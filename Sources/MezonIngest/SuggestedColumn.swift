// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// What the cells of a column seem to be.
struct SuggestedColumn: Sendable {
  /// The most different texts that are proposed as a choice.
  static let choiceLimit = 12

  enum Kind: Sendable, Equatable {
    case empty, wholeNumber, decimalPoint, decimalComma, yesNo, text
    /// In ISO 8601, or in the form of the pattern.
    case day(pattern: String?)
    case time(pattern: String?)
    /// One of a few texts, in the order of the alphabet.
    case choice([String])
  }

  /// Its name in the header.
  let header: String
  /// Its number in the file, from 1.
  let number: Int
  private(set) var cellCount = 0
  private(set) var emptyCount = 0
  private var texts: Set<String> = []
  private var hasManyTexts = false
  private var fits = Dictionary(uniqueKeysWithValues: Trial.allCases.map { ($0, true) })

  init(header: String, number: Int) {
    self.header = header
    self.number = number
  }

  private enum Trial: CaseIterable {
    case wholeNumber, decimalPoint, decimalComma, yesNo, isoDay, isoTime
    case dottedDay, dottedTime, slashedDay, slashedTime

    var pattern: DatePattern? {
      switch self {
      case .dottedDay: Self.dottedDayPattern
      case .dottedTime: Self.dottedTimePattern
      case .slashedDay: Self.slashedDayPattern
      case .slashedTime: Self.slashedTimePattern
      default: nil
      }
    }

    private static let dottedDayPattern = try? DatePattern("dd.MM.yyyy")
    private static let dottedTimePattern = try? DatePattern("dd.MM.yyyy HH:mm")
    private static let slashedDayPattern = try? DatePattern("dd/MM/yyyy")
    private static let slashedTimePattern = try? DatePattern("dd/MM/yyyy HH:mm")

    func takes(_ text: UnsafeRawBufferPointer) -> Bool {
      switch self {
      case .wholeNumber: return (try? FieldParser.integer(text)) != nil
      case .decimalPoint: return (try? FieldParser.decimal(text, separator: 0x2E)) != nil
      case .decimalComma: return (try? FieldParser.decimal(text, separator: 0x2C)) != nil
      case .yesNo:
        return ["yes", "no", "да", "нет", "true", "false"].contains(String(decoding: text, as: UTF8.self).lowercased())
      case .isoDay: return (try? FieldParser.date(text)) != nil
      case .isoTime: return (try? FieldParser.dateTime(text)) != nil
      default: return pattern.map { (try? $0.parse(text)) != nil } ?? false
      }
    }
  }

  /// Takes the next cell.
  mutating func take(_ raw: UnsafeRawBufferPointer) {
    cellCount += 1
    let text = FieldText.trimmed(raw)
    guard !text.isEmpty else {
      emptyCount += 1
      return
    }
    for trial in Trial.allCases where fits[trial] == true && !trial.takes(text) { fits[trial] = false }
    guard !hasManyTexts else { return }
    texts.insert(String(decoding: text, as: UTF8.self))
    if texts.count > Self.choiceLimit {
      hasManyTexts = true
      texts = []
    }
  }

  var isOptional: Bool { emptyCount > 0 }

  /// What fits all cells, the narrowest first.
  var kind: Kind {
    guard cellCount > emptyCount else { return .empty }
    func all(_ trial: Trial) -> Bool { fits[trial] == true }
    if all(.isoDay) { return .day(pattern: nil) }
    if all(.dottedDay) { return .day(pattern: "dd.MM.yyyy") }
    if all(.slashedDay) { return .day(pattern: "dd/MM/yyyy") }
    if all(.isoTime) { return .time(pattern: nil) }
    if all(.dottedTime) { return .time(pattern: "dd.MM.yyyy HH:mm") }
    if all(.slashedTime) { return .time(pattern: "dd/MM/yyyy HH:mm") }
    if all(.wholeNumber) { return .wholeNumber }
    if all(.decimalPoint) { return .decimalPoint }
    if all(.decimalComma) { return .decimalComma }
    if all(.yesNo) { return .yesNo }
    if !hasManyTexts, texts.count > 1, (cellCount - emptyCount) >= 4 * texts.count { return .choice(texts.sorted()) }
    return .text
  }

  /// Whether the header speaks of what could name a person, or reach one.
  var couldName: Bool {
    let words = [
      "name", "surname", "phone", "mail", "address", "passport", "birth", "фио", "ф.и.о", "фамил", "телефон", "адрес",
      "паспорт", "рожден", "инн", "иин", "ному насаб", "аты-жөн",
    ]
    let small = header.lowercased()
    return words.contains { small.contains($0) }
  }

  /// Whether the header speaks of a unit of the police or of a place.
  var couldBeUnit: Bool {
    let words = [
      "unit", "district", "precinct", "beat", "region", "station", "участок", "район", "область", "подразделение",
      "овд",
      "ноҳия", "аудан", "аймак", "туман", "calendarid",
    ]
    let small = header.lowercased()
    return words.contains { small.contains($0) }
  }

  /// Latin letters for the header, as names in definitions have them; `column_3` where none are left.
  var name: String {
    var result = ""
    for character in header.lowercased() {
      if let latin = Self.latin[character] {
        result += latin
      } else if character.isASCII, character.isLetter || character.isNumber {
        result.append(character)
      } else if !result.hasSuffix("_"), !result.isEmpty {
        result.append("_")
      }
      if result.count > 40 { break }
    }
    while result.hasSuffix("_") { result.removeLast() }
    guard let first = result.first, first.isLetter else { return "column_\(number)" }
    return result
  }

  private static let latin: [Character: String] = {
    let pairs = zip(
      "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїәғқңөұүһҳҷӣӯў",
      [
        "a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh",
        "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya", "yo", "i", "yi", "a", "gh", "q", "ng", "o", "u", "u",
        "h",
        "h", "j", "i", "u", "o",
      ])
    return Dictionary(uniqueKeysWithValues: pairs.map { ($0, $1) })
  }()
}
