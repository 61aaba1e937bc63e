// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonCalendar
import MezonDiagnostics
import MezonSemantics
import MezonStore

/// A report that was published, as the file of what made it says.
struct PublishedReport {
  /// The report's name.
  let name: String
  let period: Period
  let release: Int
  /// What the file says.
  let meta: JSON

  /// The reports below a folder, by name, period and release, and the files that say of no publication what made it; the file of another
  /// publication is passed over.
  /// - Throws: what keeps a folder from being read.
  static func all(in folder: String, _ programme: Programme) throws -> (
    reports: [PublishedReport], unreadable: [String]
  ) {
    var reports: [PublishedReport] = []
    var unreadable: [String] = []
    for path in try metaFiles(below: folder) {
      guard let bytes = try? InputFile.bytes(path), let meta = JSON(bytes) else {
        unreadable.append(path)
        continue
      }
      if let report = PublishedReport(meta, programme) {
        reports.append(report)
      } else if meta["report"] != nil {
        // It is one of a report, and does not say of which days.
        unreadable.append(path)
      }
    }
    reports.sort { ($0.name, $0.period.label, $0.release) < ($1.name, $1.period.label, $1.release) }
    return (reports, unreadable)
  }

  /// The files below a folder that say what made a publication; none where there is no folder.
  private static func metaFiles(below folder: String) throws -> [String] {
    guard InputFile.isFolder(folder) else { return [] }
    var fault: CommandFailure?
    let files = FileManager.default.enumerator(
      at: URL(fileURLWithPath: folder), includingPropertiesForKeys: nil, options: []
    ) { place, error in
      fault = CommandFailure(.cannotRead, CommandRule.cannotRead, [SystemReason.text(of: error)], file: place.path)
      return false
    }
    // Names are shown as the folder is named, wherever it lies.
    let root = URL(fileURLWithPath: folder).path + "/"
    let names = (files?.compactMap { ($0 as? URL)?.path } ?? []).filter { $0.hasSuffix(".meta.json") }
    if let fault { throw fault }
    return names.map { $0.hasPrefix(root) ? folder + "/" + $0.dropFirst(root.count) : $0 }.sorted()
  }

  private init?(_ meta: JSON, _ programme: Programme) {
    let calendar = PeriodCalendar(fiscalYearFirstMonth: programme.fiscalYearFirstMonth) ?? PeriodCalendar()
    guard let name = meta["report"]?.text, let label = meta["period"]?.text, let release = meta["release"]?.int,
      case .success(let period) = calendar.parse(label)
    else { return nil }
    self.name = name
    self.period = period
    self.release = release
    self.meta = meta
  }

  /// Whether its figures need an event type; one that the programme no longer knows may.
  func needs(_ event: EventID, _ programme: Programme) -> Bool {
    guard let plan = programme.reports.first(where: { $0.id == name }) else { return true }
    let shown = plan.sections.flatMap(\.indicators)
    let indicators = programme.indicators.indices.filter { shown.contains(programme.indicators[$0].id) }
    return programme.events(neededBy: indicators).contains(event)
  }
}
