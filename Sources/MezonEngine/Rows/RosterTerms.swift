// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
import MezonColumns
package import MezonSemantics

/// On which days a row of a roster holds, and of whom or where it speaks.
package struct RosterTerm: Sendable {
  /// The officers that it names, each once.
  package let officers: [Int32]
  /// Its unit; nil where it has none.
  package let unit: Int32?
  package let from: CalendarDay
  /// The last day, inclusive.
  package let until: CalendarDay
}

extension Evaluator {
  /// The rows of a roster that are known at the end of the as-of day: those that begin later are not seen.
  ///
  /// - Parameters:
  ///   - event: the roster; of an event type that has no term there are no rows.
  ///   - officerFields: the fields that name officers.
  ///   - unitField: the field of the unit; nil for none.
  /// - Complexity: O(rows + officers named).
  package func terms(of event: EventID, officerFields: [Int], unitField: Int?) -> [RosterTerm] {
    guard dataset.events.indices.contains(event.index), programme.events[event.index].term != nil else { return [] }
    let frame = EventFrame(
      event: event, schema: programme.events[event.index], table: dataset.events[event.index], zone: zone, asOf: asOf)
    let (from, until) = frame.terms()
    let lists = frame.officers(fields: officerFields, dayField: frame.ownTimeField, roster: nil)
    var units: [Int32?] = Array(repeating: nil, count: frame.rowCount)
    if let unitField, frame.table.columns.indices.contains(unitField),
      case .plain(let column) = frame.table.columns[unitField], let codes = column.int32s
    {
      units = codes.indices.map { column.isPresent($0) ? codes[$0] : nil }
    }
    return from.indices.compactMap { row in
      guard frame.isSeen[row] != 0, from[row] <= until[row] else { return nil }
      return RosterTerm(
        officers: Array(lists.officers[lists.range(of: row)]), unit: units[row],
        from: CalendarDay(daysSinceEpoch: from[row]), until: CalendarDay(clampingDaysSinceEpoch: Int(until[row])))
    }
  }
}
