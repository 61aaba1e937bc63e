// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonSemantics

/// The data set as it grows.
struct DatasetBuilder: Sendable {
  let programme: Programme
  let zone: TimeZoneRules
  /// How many elements the lists of one field may have in all rows together.
  let mostListElements: Int
  /// How many different texts there may be of one kind before more are read.
  let mostTexts: Int
  var values: ValueDictionaries
  var tables: [EventTableBuilder]
  var rosters = RosterRows()
  /// Remembers the stretch between changes of clocks in which most neighbouring events lie.
  private var cursor: TimeZoneCursor
  private(set) var files: [String] = []
  private var fileIndices: [String: Int32] = [:]
  /// The rows that were read already of sources that set exact duplicates aside.
  private var seen = RowsSeenBefore()

  init(
    programme: Programme, zone: TimeZoneRules, mostListElements: Int = Ingestion.mostListElements,
    mostTexts: Int = Ingestion.mostTexts
  ) {
    self.programme = programme
    self.zone = zone
    self.mostListElements = mostListElements
    self.mostTexts = mostTexts
    cursor = TimeZoneCursor(zone)
    values = ValueDictionaries(domainCount: programme.domains.count)
    tables = programme.events.map { EventTableBuilder($0) }
  }

  /// The index of a file's name.
  mutating func fileIndex(of file: String) -> Int32 {
    if let known = fileIndices[file] { return known }
    let index = Int32(truncatingIfNeeded: files.count)
    files.append(file)
    fileIndices[file] = index
    return index
  }

  /// Whether there are too many texts for more of them to be read.
  var isFull: Bool {
    max(values.texts.count, values.roster.count) > mostTexts || values.domains.contains { $0.count > mostTexts }
      || seen.mostRows > mostTexts
  }

  /// Throws where there are too many texts for more of a file to be read.
  func checkRoom(for file: String) throws(ReadingFailure) {
    guard isFull else { return }
    throw ReadingFailure(Diagnostic(IngestRule.tooMuchAtOnce, [String(mostTexts)], at: .file(file)))
  }

  /// Which set of rows seen belongs to files of a source with one layout.
  mutating func rowsSeen(by source: String, layout: String) -> Int { seen.set(of: source, layout: layout) }

  /// Where an equal row stood first; nil, and the row is remembered, when it is new.
  mutating func earlierRow(_ set: Int, like bytes: [UInt8], _ place: RowPlace) -> RowPlace? {
    seen.earlier(set, like: bytes, at: place)
  }

  /// The rows that were read already, which are no longer here, so that whoever adds to them need not copy them.
  mutating func takeRowsSeen() -> RowsSeenBefore {
    defer { seen = RowsSeenBefore() }
    return seen
  }

  /// Takes such rows in the place of its own.
  mutating func giveRowsSeen(_ rows: consuming RowsSeenBefore) { seen = rows }

  /// Why the target does not take a row; a row of a roster that it takes is kept at once.
  mutating func fault(of row: Int, cells: [MappingCells], plan: ReadingPlan, place: RowPlace) -> FieldFault? {
    switch plan.target {
    case .event(let event): eventFault(event, row, cells, plan)
    case .roster(let roster): takeRosterRow(roster, RosterCells(row: row, cells: cells, plan: plan), place)
    }
  }

  /// A builder for a part of a file of events, which knows what is known here and has no events yet.
  func forPart() -> DatasetBuilder {
    var part = self
    part.tables = programme.events.map { EventTableBuilder($0) }
    return part
  }

  /// Puts the parts that were added behind the rows before them. Complexity: O(rows).
  mutating func joinParts(threads: Int) {
    for table in tables.indices { tables[table].joinParts(threads: threads) }
  }

  /// The events of a type, which are no longer here, as a data set by themselves. Complexity: O(rows).
  mutating func takeEvents(of event: EventID, threads: Int) -> Dataset {
    var taken = forPart().finished()
    taken.events[event.index] = takeTable(of: event, threads: threads)
    return taken
  }

  /// Makes room for so many events of a type in all.
  mutating func reserve(_ event: EventID, rows: Int) {
    tables[event.index].reserve(rows: tables[event.index].rowCount + rows)
  }

  /// How many elements the lists of an event type have in all rows.
  func listElements(of event: EventID) -> Int { tables[event.index].fields.reduce(0) { $0 + $1.childCount } }

  /// Adds the events of a part, which began with some values and counts lines from its beginning; they must be joined before anything else is
  /// added.
  mutating func append(
    _ part: DatasetBuilder, of event: EventID, begunWith base: ValueDictionaries, linesBefore: Int
  ) {
    let codes = merge(part.values, begunWith: base)
    tables[event.index].append(contentsOf: part.tables[event.index], codes: codes, linesBefore: linesBefore)
  }

  /// Adds the texts of a part, which began with some values, and returns for each dictionary what the part's codes become.
  mutating func merge(_ other: ValueDictionaries, begunWith base: ValueDictionaries) -> [DictionaryPlace: [Int32]] {
    var codes: [DictionaryPlace: [Int32]] = [.texts: values.texts.merge(other.texts, sharing: base.texts.count)]
    for domain in values.domains.indices {
      codes[.domain(domain)] = values.domains[domain].merge(
        other.domains[domain], sharing: base.domains[domain].count)
    }
    return codes
  }

  /// Hands out the events of a type and leaves none.
  mutating func takeTable(of event: EventID, threads: Int) -> EventTable {
    defer { tables[event.index] = EventTableBuilder(programme.events[event.index]) }
    return tables[event.index].finish(threads: threads)
  }

  /// Adds accepted rows of a batch, with the lines of all its rows where they are kept; those of rosters are already there.
  mutating func append(_ rows: TakenRows, cells: [MappingCells], plan: ReadingPlan, file: Int32, lines: [Int32]?) {
    guard case .event(let event) = plan.target, rows.count > 0 else { return }
    tables[event.index].append(rows, cells: cells, plan: plan, file: file, lines: lines)
  }

  /// Whether rows must be looked at one by one before they are taken: rosters take each by itself, and of events lists have a limit,
  /// terms an order, and units days on which they were.
  func looksAtRows(_ cells: [MappingCells], _ plan: ReadingPlan) -> Bool {
    guard case .event = plan.target, let checks = plan.checks else { return true }
    guard checks.lists.isEmpty, checks.termEnd == nil else { return true }
    if checks.units.isEmpty { return false }
    guard values.organisation.isUnchanging, let own = checks.ownTime else { return true }
    // Some days off the ends of the calendar: where zones move a time to another day, it is one that can be read.
    let ends = Int64(CalendarDay.first.daysSinceEpoch + 9)...Int64(CalendarDay.last.daysSinceEpoch - 9)
    let unit = checks.isInstant ? LocalTime.microsecondsPerDay : 1
    let (first, last) = (ends.lowerBound * unit, ends.upperBound * unit)
    return cells[own].bits.contains { $0 < first || $0 > last }
  }

  /// A unit that did not exist on the event's day, or lists that no longer fit.
  private mutating func eventFault(
    _ event: EventID, _ row: Int, _ cells: [MappingCells], _ plan: ReadingPlan
  ) -> FieldFault? {
    guard let checks = plan.checks else { return nil }
    for list in checks.lists {
      let added = cells[list.mapping].elements(of: row).count
      if tables[event.index].fields[list.field].childCount + added > mostListElements {
        return FieldFault(IngestRule.tooManyElements, [list.name])
      }
    }
    if let end = checks.termEnd, let first = ownDay(checks, row, cells),
      let last = day(of: cells[end.mapping].cell(row), isInstant: end.isInstant), last < first
    {
      return FieldFault(IngestRule.endsBeforeStart, [end.name, last.description, first.description])
    }
    guard !checks.units.isEmpty, let day = ownDay(checks, row, cells) else { return nil }
    for field in checks.units {
      for index in field.isList ? cells[field.mapping].elements(of: row) : row..<(row + 1) {
        let cell = cells[field.mapping].cell(index)
        guard cell.state == .present, let unit = Int32(exactly: cell.bits) else { continue }
        if !values.organisation.exists(unit, from: day, until: day) {
          return FieldFault(
            IngestRule.unitNotThen, [field.name, values.organisation.codes[Int(unit)], day.description])
        }
      }
    }
    return nil
  }

  /// The local day of a row's own time.
  private mutating func ownDay(_ checks: EventChecks, _ row: Int, _ cells: [MappingCells]) -> CalendarDay? {
    guard let mapping = checks.ownTime else { return nil }
    return day(of: cells[mapping].cell(row), isInstant: checks.isInstant)
  }

  mutating func day(of cell: Cell, isInstant: Bool) -> CalendarDay? {
    guard cell.state == .present else { return nil }
    return isInstant
      ? cursor.day(of: Instant(microseconds: cell.bits)) : CalendarDay(clampingDaysSinceEpoch: Int(cell.bits))
  }

  /// The data set of all that was taken so far, which stays here too.
  func finished() -> Dataset {
    var copy = self
    return copy.finish()
  }

  /// The data set of all that was taken.
  mutating func finish(threads: Int = 1) -> Dataset {
    Dataset(
      events: tables.indices.map { tables[$0].finish(threads: threads) }, domains: values.domains, texts: values.texts,
      organisation: values.organisation, posts: rosters.posts, population: rosters.population,
      handIns: rosters.handIns, audits: rosters.audits, files: files)
  }
}
