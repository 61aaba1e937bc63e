// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonIngest
import MezonStore

extension HandInReport {
  /// The report as one JSON document.
  func json(in language: MessageLanguage) -> String {
    var members: [String: JSON] = [
      "source": .string(source), "dry_run": .bool(isTrial), "accepted": .count(outcome.accepted),
      "unchanged": .count(outcome.unchanged), "corrected": .count(outcome.corrected),
      "retracted": .count(outcome.retracted), "refused": .count(refused), "unmatched": .count(outcome.unmatched),
      "alike": .count(outcome.alike), "files": .array(reading.files.map { Self.json($0, in: language) }),
      "findings": .array(findings.map { Self.json($0, in: language) }),
    ]
    if let commit = outcome.commit {
      members["hand_in"] = .count(commit)
      members["recorded"] = recorded.map { .string($0) }
    }
    if let quality {
      members["completeness"] = .array(quality.completeness.map(Self.json))
      if let days = quality.daysAfterPeriod { members["days_after_period"] = .count(days) }
      if let lateness = quality.lateness {
        members["lateness"] = .object([
          "median_days": .count(lateness.medianDays), "longest_days": .count(lateness.longestDays),
        ])
      }
    }
    return String(decoding: JSON.object(members).canonical() ?? [], as: UTF8.self)
  }

  private static func json(_ file: IngestReport.FileReport, in language: MessageLanguage) -> JSON {
    func tallies(_ tallies: [IngestReport.Tally]) -> JSON {
      .array(
        tallies.map { tally in
          .object([
            "code": .string(tally.rule.code), "subject": .string(tally.subject), "count": .count(tally.count),
            "first_reason": .string(tally.first.diagnostic.message(in: language)),
            "lines": .array(tally.lines.map { .count($0) }),
          ])
        })
    }
    var members: [String: JSON] = [
      "source": .string(file.source), "file": .string(file.file), "rows_read": .count(file.rowsRead),
      "accepted": .count(file.accepted), "set_aside": tallies(file.setAside), "refused": tallies(file.refused),
    ]
    if let joined = file.joinedAs { members["joined_as"] = .string(joined) }
    return .object(members)
  }

  private static func json(_ period: HandInCompleteness) -> JSON {
    func texts(_ codes: [String]) -> JSON { .array(codes.map { .string($0) }) }
    var members: [String: JSON] = [
      "period": .string(period.period), "expected": .count(period.expected), "reported": texts(period.reported),
      "nil": texts(period.reportedNil), "events_without_hand_in": texts(period.withEventsOnly),
    ]
    guard let share = period.share else {
      // Where nobody states hand-ins, nobody can be said not to have reported.
      members["without_events"] = texts(period.notReported.filter { !period.withEventsOnly.contains($0) })
      return .object(members)
    }
    members["not_reported"] = texts(period.notReported)
    members["share"] = .number(share)
    return .object(members)
  }

  private static func json(_ findings: QualityFindings, in language: MessageLanguage) -> JSON {
    let first = findings.first.map { finding in
      var members: [String: JSON] = ["message": .string(finding.message(in: language))]
      if case .row(let file, let line, _) = finding.place {
        members["file"] = .string(file)
        members["line"] = .count(line)
      }
      return JSON.object(members)
    }
    return .object([
      "code": .string(findings.rule.code), "count": .count(findings.count), "first": .array(first),
      "remedy": .string(findings.rule.remedy.filled([], in: language)),
    ])
  }
}
