// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonCalendar
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

  /// The reports below a folder, by name, period and release; a file that is not one of a report is passed over.
  static func all(in folder: String, _ programme: Programme) -> [PublishedReport] {
    let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix(".meta.json") }.sorted().compactMap { path in
      guard let bytes = try? InputFile.bytes(folder + "/" + path), let meta = JSON(bytes) else { return nil }
      return PublishedReport(meta, programme)
    }.sorted { ($0.name, $0.period.label, $0.release) < ($1.name, $1.period.label, $1.release) }
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
