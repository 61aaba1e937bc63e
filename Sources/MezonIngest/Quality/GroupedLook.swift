// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonColumns
package import MezonSemantics
import Synchronization

/// A look at a hand-in whose events come group by group, so that no more than one of them is in memory; what it finds is what
/// ``HandInQuality`` finds of all of them together.
package struct GroupedLook: Sendable {
  private let event: EventID
  private let programme: Programme
  private let stated: Period?
  private let recorded: Instant?
  private let key: [String]
  private let today: CalendarDay?
  private let mostCompared: Int
  private let comparedAtOnce: Int
  private let threads: Int
  private var days = DayCounts([])
  private var counts: EventCounts?
  private var tallies: [NumberTally]
  private let numberFields: [String]
  private var hashes = RowHashParts()
  /// For each list that names somebody those of its rows.
  private var listHashes: [RowHashParts]
  private let listFields: [String]
  private var rowCount = 0

  private var schema: EventSchema { programme.events[event.index] }

  /// - Parameters:
  ///   - key: the fields that tell events apart
  ///   - stated: the period for which the hand-in says that it is
  ///   - recorded: when it was recorded, or would be
  ///   - mostCompared: of how many rows at most repeated ones are looked for
  ///   - mostNumbers: up to how many different numbers of a field are counted by themselves; nothing that is found depends on it
  ///   - comparedAtOnce: about how many rows that may be repeated are read again at a time; nothing that is found depends on it
  package init(
    _ event: EventID, programme: Programme, key: [String] = [], stated: Period?, recorded: Instant?,
    mostCompared: Int = HandInQuality.mostCompared, mostNumbers: Int = HandInQuality.mostNumbers,
    comparedAtOnce: Int = 1 << 19, threads: Int
  ) {
    self.event = event
    self.programme = programme
    self.stated = stated
    self.recorded = recorded
    self.key = key
    self.mostCompared = mostCompared
    self.comparedAtOnce = comparedAtOnce
    self.threads = threads
    numberFields = ImplausibleValues.numberFields(programme.events[event.index])
    tallies = numberFields.map { _ in NumberTally(most: mostNumbers) }
    listFields = RepeatedGroupLists.fields(programme.events[event.index])
    listHashes = listFields.map { _ in RowHashParts() }
    var cursor = TimeZoneCursor(TimeZoneRules(identifier: programme.timeZone) ?? .utc)
    today = recorded.map { cursor.day(of: $0) }
  }

  /// The end of the month of the hand-in.
  private var lastDay: CalendarDay {
    guard let today else { return .last }
    let calendar = PeriodCalendar()
    return calendar.period(ordinal: calendar.ordinal(of: today, grain: .month), grain: .month).last
  }

  /// Looks at a group. Complexity: O(values).
  /// - Parameter table: its events with all their fields
  /// - Returns: for each event the local day of its own time, as days since 1970-01-01
  @discardableResult
  package mutating func look(at dataset: Dataset, _ table: PortableTable) -> [Int32] {
    let events = HandedInEvents(event, of: dataset, programme: programme)
    let own = DayCounts(events.days)
    days.add(own)
    // The last month may have begun in another group alone; it is counted besides those that are looked at without it.
    let most = HandInQuality.mostMonths + 1
    let periods = HandInQuality.periods(schema, own, stated: stated, through: lastDay, most: most)
    let more = EventCounts(events, in: periods)
    if counts == nil { counts = more } else { counts?.add(more, keeping: most) }
    // Each is taken out, so that the thread that adds to it has it alone.
    let before = Mutex<[NumberTally?]>(tallies)
    let fields = numberFields
    tallies = []
    tallies = sideBySide(0..<fields.count, threads: threads) { place in
      var tally = before.withLock { tallies in
        defer { tallies[place] = nil }
        return tallies[place] ?? NumberTally(most: 0)
      }
      if let column = table.field(fields[place])?.members.first?.column { tally.add(column) }
      return tally
    }
    rowCount += table.rowCount
    if rowCount <= mostCompared {
      hashes.append(table, fields: RepeatedGroupRows.hashedFields(schema, key), threads: threads)
      for (place, field) in listFields.enumerated() { RepeatedGroupLists.append(table, field, to: &listHashes[place]) }
    } else {
      hashes = RowHashParts()
      listHashes = listFields.map { _ in RowHashParts() }
    }
    return events.days
  }

  /// What is to be looked at in all groups together.
  /// - Parameters:
  ///   - groups: what was looked at, to be read again
  ///   - handIns: all hand-ins that are stated, earlier ones too
  package func quality<Groups: EventGroups>(
    _ groups: Groups, handIns: [HandInRow], _ organisation: Organisation
  ) throws(Groups.Failure) -> HandInQuality {
    let periods = HandInQuality.periods(schema, days, stated: stated, through: today ?? .last)
    let implausible = try ImplausibleValues(
      schema, programme, groups, Dictionary(uniqueKeysWithValues: zip(numberFields, tallies)), days: days,
      recorded: recorded, threads: threads)
    let repeated = try RepeatedGroupRows(
      schema, key: key, hashes, rowCount: rowCount, groups, most: mostCompared, threads: threads,
      rowsAtOnce: comparedAtOnce)
    let repeatedLists = try RepeatedGroupLists(
      schema, listHashes, groups, threads: threads, rowsAtOnce: comparedAtOnce)
    let found = [
      implausible.late, implausible.far, implausible.negative, repeated.same, repeated.different, repeatedLists.lists,
    ]
    return HandInQuality(
      event, organisation, handIns: handIns, stated: stated, today: today, days, counts ?? EventCounts(), periods,
      days: [], found, excess: repeated.excess)
  }
}
