// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonIngest
import MezonStore

/// What became of a hand-in, and what is to be looked at in it: the report of data quality, as text and as JSON.
struct HandInReport {
  let source: String
  /// Whether nothing was changed, because it was only tried.
  let isTrial: Bool
  /// When it was recorded, in ISO 8601.
  let recorded: String?
  let outcome: HandInOutcome
  let reading: IngestReport
  let quality: HandInQuality?
  /// Published reports whose figures it may change, and publications of which this cannot be said.
  let published: [QualityFindings]

  /// The number of rows of the source's files that were refused.
  var refused: Int { reading.files.filter { $0.source == source }.reduce(0) { $0 + $1.refusedCount } }

  /// All findings, by code; none of them empty.
  var findings: [QualityFindings] {
    ((quality?.findings ?? []) + published).filter { $0.count > 0 }.sorted { $0.rule.code < $1.rule.code }
  }

  // MARK: text

  /// The report for a person, line by line.
  func lines(in language: MessageLanguage) -> [String] {
    func filled(_ wording: Wording, _ arguments: [String]) -> String { wording.filled(arguments, in: language) }
    let counts = [outcome.accepted, outcome.unchanged, outcome.corrected, outcome.retracted, refused]
    var lines = [filled(Self.counts, [source] + counts.map(String.init))]
    if outcome.unmatched > 0 { lines.append(filled(Self.unmatched, [String(outcome.unmatched)])) }
    if outcome.alike > 0 { lines.append(filled(Self.alike, [String(outcome.alike)])) }
    if let commit = outcome.commit {
      lines.append(filled(Self.committed, [String(commit), recorded ?? ""]))
    } else {
      lines.append(filled(isTrial ? Self.tried : Self.nothing, []))
    }
    if let quality {
      lines += quality.completeness.map { Self.line($0, in: language) }
      if let days = quality.daysAfterPeriod { lines.append(filled(Self.afterPeriod, [String(days)])) }
      if let lateness = quality.lateness {
        lines.append(filled(Self.late, [String(lateness.medianDays), String(lateness.longestDays)]))
      }
    }
    for finding in findings {
      lines += finding.first.map { "\($0.place.prefix)\(finding.rule.code): \($0.message(in: language))" }
      let more = finding.count - finding.first.count
      if more > 0 { lines.append(filled(Self.more, [finding.rule.code, String(more)])) }
      lines.append("  = " + finding.rule.remedy.filled([], in: language))
    }
    return lines
  }

  private static func line(_ period: HandInCompleteness, in language: MessageLanguage) -> String {
    guard let share = period.share else {
      let numbers = [period.expected, period.withEventsOnly.count].map(String.init)
      return unstated.filled([period.period] + numbers, in: language)
    }
    let numbers = [period.expected, period.reported.count, period.reportedNil.count, period.notReported.count]
    // Rounded down, so that only what is whole is called whole.
    let tenths = Int((share * 1000).rounded(.down))
    return stated.filled(
      [period.period] + numbers.map(String.init) + ["\(tenths / 10).\(tenths % 10)"], in: language)
  }

  private static let counts = Wording(
    "{0}: accepted {1}, unchanged {2}, corrected {3}, retracted {4}, refused {5}",
    "{0}: принято {1}, без изменений {2}, исправлено {3}, отозвано {4}, отклонено {5}")
  private static let unmatched = Wording(
    "{0} rows name no event that is there to be retracted", "строк, для которых нет отзываемого события: {0}")
  private static let alike = Wording(
    "{0} rows equal rows of earlier hand-ins and count beside them; if this file continues an earlier one, name the fields that tell events apart with --key, or the earlier hand-in with --replaces",
    "строк, равных строкам прежних сдач и учтённых вместе с ними: {0}; если файл продолжает прежний, назовите поля, отличающие события, через --key или прежнюю сдачу через --replaces"
  )
  private static let committed = Wording("hand-in {0}, recorded {1}", "сдача {0}, записана {1}")
  private static let tried = Wording("tried only: nothing was changed", "только проверка: ничего не изменено")
  private static let nothing = Wording("nothing was changed", "ничего не изменено")
  private static let stated = Wording(
    "{0}: of {1} units {2} handed in, {3} state that there was nothing, {4} are not reported; {5} % of their days are covered",
    "{0}: из подразделений ({1}) сдали {2}, сообщили, что ничего не было, {3}, не сдали {4}; охвачено их дней: {5} %")
  private static let unstated = Wording(
    "{0}: no unit states that it hands in, so that units without events cannot be told from those that had none; {2} of {1} units have events in this file",
    "{0}: ни одно подразделение не сообщает о сдаче, поэтому не сдавших не отличить от тех, у кого событий не было; в файле есть события подразделений: {2} из {1}"
  )
  private static let afterPeriod = Wording(
    "handed in {0} days after the end of the period", "сдано через {0} дн. после конца периода")
  private static let late = Wording(
    "events came in {0} days after they happened by the median, {1} at the longest",
    "события сданы через {0} дн. после того, как произошли (медиана), самое большее — через {1}")
  private static let more = Wording("{0}: {1} more", "{0}: ещё {1}")
}
