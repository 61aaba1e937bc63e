// SPDX-License-Identifier: Apache-2.0

import Foundation

extension TimeZoneRules {
  /// The rules of the zone of that name in the IANA database, or nil when there is none.
  ///
  /// This is the only place that asks the system about zones. Complexity: linear in the number of changes of the offset.
  package init?(identifier: String) {
    guard let zone = TimeZone(identifier: identifier) else { return nil }
    var transitions: [Transition] = []
    // 1900-01-01 and 2101-01-01, both in UTC.
    var moment = Date(timeIntervalSince1970: -2_208_988_800)
    let end = Date(timeIntervalSince1970: 4_133_980_800)
    let initialOffset = Int64(zone.secondsFromGMT(for: moment)) * 1_000_000
    while let next = zone.nextDaylightSavingTimeTransition(after: moment), next > moment, next < end {
      let start = Int64(next.timeIntervalSince1970.rounded())
      let offset = Int64(zone.secondsFromGMT(for: next)) * 1_000_000
      transitions.append(Transition(start: start * 1_000_000, offset: offset))
      moment = next
    }
    self.init(identifier: identifier, initialOffset: initialOffset, transitions: transitions)
  }
}
