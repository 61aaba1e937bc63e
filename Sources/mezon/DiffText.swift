// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonEngine
import MezonPublishing

/// What `mezon diff` found, as lines for people and as JSON for programs.
struct DiffText {
  /// How many of an indicator's moved figures are shown to people, the farthest first.
  private static let mostShown = 10

  private static let same = Wording("no indicator differs", "показатели не различаются")
  private static let was = Wording("was: {0}", "было: {0}")
  private static let now = Wording("now: {0}", "стало: {0}")
  private static let moved = Wording(
    "{0} of {1} figures move, {2} of them to another band", "меняется значений: {0} из {1}, из них полосу: {2}")
  private static let more = Wording("and {0} more", "и ещё {0}")
  private static let fates: [DefinitionComparison.Fate: Wording] = [
    .added: Wording("new", "новый"), .removed: Wording("removed", "удалён"),
    .changed: Wording("changed: its values can differ", "изменён: значения могут отличаться"),
    .reworded: Wording(
      "changed in words only: its values stay", "изменён только на словах: значения те же"),
  ]

  private static let touches = Wording("used by: {0}", "используется в: {0}")
  private static let kinds = [
    "group": Wording("group", "группа"), "filter": Wording("filter", "отбор"),
    "parameter": Wording("parameter", "параметр"),
  ]
  private static let sharedFates: [DefinitionComparison.Fate: Wording] = [
    .added: Wording("new", "добавлено"), .removed: Wording("removed", "удалено"),
    .changed: Wording("changed", "изменено"),
  ]

  private let definitions: DefinitionComparison
  private let figures: ResultComparison?
  private let language: MessageLanguage
  private let format: LocaleFormat

  init(
    _ definitions: DefinitionComparison, _ figures: ResultComparison?, language: MessageLanguage, format: LocaleFormat
  ) {
    self.definitions = definitions
    self.figures = figures
    self.language = language
    self.format = format
  }

  func lines() -> [String] {
    var lines: [String] = definitions.shared.flatMap { sharedLines($0) }
    guard !definitions.entries.isEmpty else { return lines + [text(Self.same)] }
    for entry in definitions.entries {
      let fate = Self.fates[entry.fate].map { text($0) } ?? entry.fate.rawValue
      lines.append("\(entry.id) \"\(entry.title)\": \(fate)")
      for change in entry.changes {
        lines.append("  \(change.heading)")
        if let old = change.old { lines.append("    " + text(Self.was, old)) }
        if let new = change.new { lines.append("    " + text(Self.now, new)) }
      }
      lines += figureLines(of: entry.id)
    }
    return lines
  }

  private func sharedLines(_ entry: SharedComparison) -> [String] {
    let kind = Self.kinds[entry.kind].map { text($0) } ?? entry.kind
    let fate = Self.sharedFates[entry.fate].map { text($0) } ?? entry.fate.rawValue
    var lines = ["\(kind) \(entry.name) \"\(entry.title)\": \(fate)"]
    if let old = entry.old { lines.append("  " + text(Self.was, old)) }
    if let new = entry.new { lines.append("  " + text(Self.now, new)) }
    if !entry.users.isEmpty { lines.append("  " + text(Self.touches, entry.users.joined(separator: ", "))) }
    return lines
  }

  private func figureLines(of indicator: String) -> [String] {
    guard let figures, let count = figures.counts[indicator] else { return [] }
    let moves = figures.moves.filter { $0.place.indicator == indicator }
    let bands = moves.count(where: \.changesStatus)
    var lines = ["  " + text(Self.moved, String(moves.count), String(count), String(bands))]
    // Figures that come or go are farther than any that both sides have.
    let ordered = moves.enumerated().sorted { left, right in
      let (a, b) = (left.element.distance ?? .infinity, right.element.distance ?? .infinity)
      return a == b ? left.offset < right.offset : a > b
    }
    for (_, move) in ordered.prefix(Self.mostShown) {
      let place = [move.place.period.label, move.place.subject, move.place.split].filter { !$0.isEmpty }
      lines.append("    \(place.joined(separator: ", ")): \(shown(move.old)) -> \(shown(move.new))")
    }
    if moves.count > Self.mostShown { lines.append("    " + text(Self.more, String(moves.count - Self.mostShown))) }
    return lines
  }

  /// `62.5 (met)`, `not_reported`, or `-` for a row that is not there.
  private func shown(_ figure: ResultComparison.Figure?) -> String {
    guard let figure else { return "-" }
    guard let value = figure.value else { return figure.state.rawValue }
    let number = format.number(value, fractionDigits: value == value.rounded() ? 0 : 2)
    return figure.status == .noTarget ? number : "\(number) (\(figure.status.rawValue))"
  }

  private func text(_ wording: Wording, _ arguments: String...) -> String { wording.filled(arguments, in: language) }

  // MARK: JSON

  func json() -> String {
    let entries = definitions.entries.map { entry in
      let changes = entry.changes.map { change in
        let sides = [("old", change.old), ("new", change.new)].map { "\"\($0.0)\":\(quoted($0.1))" }
        return "{\"field\":\(quoted(change.field.rawValue)),\"heading\":\(quoted(change.heading)),"
          + sides.joined(separator: ",") + "}"
      }
      return "{\"id\":\(quoted(entry.id)),\"title\":\(quoted(entry.title)),\"fate\":\(quoted(entry.fate.rawValue)),"
        + "\"old_version\":\(quoted(entry.oldVersion)),\"new_version\":\(quoted(entry.newVersion)),"
        + "\"changes\":[\(changes.joined(separator: ","))]}"
    }
    let shared = definitions.shared.map { sharedJSON($0) }.joined(separator: ",")
    let head = "{\"definitions\":[\(entries.joined(separator: ","))],\"shared\":[\(shared)]"
    guard let figures else { return head + "}" }
    let moves = figures.moves.map { move in
      let place = move.place
      return "{\"indicator\":\(quoted(place.indicator)),\"period\":\(quoted(place.period.label)),"
        + "\"\(place.isOfficer ? "officer" : "unit")\":\(quoted(place.subject)),\"split\":\(quoted(place.split)),"
        + "\"old\":\(json(move.old)),\"new\":\(json(move.new))}"
    }
    return head + ",\"figures\":[\(moves.joined(separator: ","))]}"
  }

  private func sharedJSON(_ entry: SharedComparison) -> String {
    let texts = [
      ("kind", entry.kind), ("name", entry.name), ("title", entry.title), ("fate", entry.fate.rawValue),
      ("old", entry.old), ("new", entry.new),
    ].map { "\"\($0.0)\":\(quoted($0.1))" }
    let users = entry.users.map { quoted($0) }.joined(separator: ",")
    return "{\(texts.joined(separator: ",")),\"users\":[\(users)]}"
  }

  private func json(_ figure: ResultComparison.Figure?) -> String {
    guard let figure else { return "null" }
    let value = figure.value.map { "\($0)" } ?? "null"
    return
      "{\"value\":\(value),\"state\":\(quoted(figure.state.rawValue)),\"status\":\(quoted(figure.status.rawValue))}"
  }

  private func quoted(_ text: String?) -> String { text.map { JSONText.quoted($0) } ?? "null" }
}
