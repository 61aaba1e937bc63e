// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonSyntax

/// What stands in place of a linked row.
enum LinkedRow {
  /// No event is linked.
  static let none: Int32 = -1
  /// The anchor is missing, so it is unknown whether one is.
  static let unknown: Int32 = -2
}

extension ExpressionColumns {
  func linkExists(_ link: PlanLink) -> NodeColumn {
    let truths = linkedRows(link).map { row in
      row >= 0 ? Truth.yes : row == LinkedRow.none ? Truth.no : Truth.unknown
    }
    return .truth(Vector(truths))
  }

  func linkFirst(_ link: PlanLink, _ field: Int) -> NodeColumn {
    guard let type = fieldType(link.target, field), case .plain(let column)? = fieldColumn(link.target, field) else {
      return .absent
    }
    return nodeColumn(column, as: type).gathering(linkedRows(link))
  }

  /// For each event of the base the row of the earliest linked event, or what ``LinkedRow`` says.
  ///
  /// Complexity: O(n log n) in the events of both types.
  func linkedRows(_ link: PlanLink) -> [Int32] {
    if let known = linked[link] { return known }
    let base = frame(link.base)
    let forms = link.keys.map { KeyValues.form(fieldType(link.base, $0.base), fieldType(link.target, $0.target)) }
    var rows = [Int32](repeating: LinkedRow.none, count: base.rowCount)
    let known = forms.compactMap { $0 }
    // Fields of types that have no value in common link nothing.
    if known.count == forms.count {
      let search = LinkSearch(
        link: link, index: linkIndex(link, forms: known), base: base, isTargetTimed: frame(link.target).isTimed,
        anchor: anchor(of: link), zone: zone)
      let keys = zip(link.keys, known).map { key, form in
        KeyValues(
          fieldColumn(link.base, key.base), type: fieldType(link.base, key.base), form: form, rows: base.rowCount,
          zone: zone)
      }
      rows = search.rows(keys: keys)
    }
    linked[link] = rows
    return rows
  }

  private func linkIndex(_ link: PlanLink, forms: [KeyValues.Form]) -> LinkIndex {
    let key = LinkIndex.Key(
      target: link.target, condition: link.condition, fields: link.keys.map(\.target), forms: forms)
    if let known = linkIndices[key] { return known }
    let target = frame(link.target)
    let values = zip(link.keys, forms).map { key, form in
      KeyValues(
        fieldColumn(link.target, key.target), type: fieldType(link.target, key.target), form: form,
        rows: target.rowCount, zone: zone)
    }
    let holds = link.condition.map {
      operand($0, in: baseSpace(link.target)).truths ?? Vector(constant: Truth.unknown)
    }
    let made = LinkIndex(frame: target, holds: holds, keys: values)
    linkIndices[key] = made
    return made
  }

  private func anchor(of link: PlanLink) -> LinkAnchor? {
    let frame = frame(link.base)
    let field = link.anchorField ?? frame.ownTimeField
    guard let type = fieldType(link.base, field), case .plain(let column)? = fieldColumn(link.base, field) else {
      return nil
    }
    switch nodeColumn(column, as: type) {
    case .time(let vector): return LinkAnchor(instants: vector, days: localDays(vector, zone), isTimed: true)
    case .day(let vector): return LinkAnchor(instants: midnights(vector, zone), days: vector, isTimed: false)
    default: return nil
    }
  }
}

/// The times from which order and window run.
struct LinkAnchor {
  /// Microseconds; of a day its midnight.
  let instants: Vector<Int64>
  let days: Vector<Int32>
  /// Whether the field holds times.
  let isTimed: Bool
}

/// Finds for each event the earliest one that is linked to it.
struct LinkSearch {
  let link: PlanLink
  let index: LinkIndex
  let base: EventFrame
  /// Whether the linked events' own times are instants.
  let isTargetTimed: Bool
  let anchor: LinkAnchor?
  let zone: TimeZoneRules

  private var isBounded: Bool { link.isOrdered || link.span != nil }

  /// The linked rows; see ``ExpressionColumns/linkedRows(_:)``.
  func rows(keys: [KeyValues]) -> [Int32] {
    var scratch = KeyScratch()
    let excludesItself = link.base == link.target
    var results: [Int32] = []
    results.reserveCapacity(base.rowCount)
    for row in 0..<base.rowCount {
      let itself = excludesItself ? Int32(truncatingIfNeeded: row) : -1
      var found = LinkedRow.none
      var foundTime = Int64.max
      let bounds = isBounded ? bounds(of: row) : .some(Bounds())
      if let bounds {
        index.forEachBucket(keys, row: row, &scratch) { bucket in
          guard let entry = first(in: bucket, bounds, without: itself) else { return }
          let (time, linked) = (index.times[entry], index.rows[entry])
          if found < 0 || time < foundTime || (time == foundTime && linked < found) {
            found = linked
            foundTime = time
          }
        }
      } else {
        found = LinkedRow.unknown
      }
      results.append(found)
    }
    return results
  }

  /// Where a linked event's own time must lie.
  private struct Bounds {
    var leastTime = Int64.min
    var leastDay = Int32.min
    var mostTime = Int64.max
    var mostDay = Int32.max
  }

  /// nil when the anchor is missing.
  private func bounds(of row: Int) -> Bounds? {
    guard let anchor, let instant = anchor.instants.value(row), let day = anchor.days.value(row) else { return nil }
    var bounds = Bounds()
    // Elapsed time runs between instants; otherwise a day and a time are compared as days.
    let isElapsed = if case .elapsed(_, let unit) = link.span { unit.elapsedMicroseconds != nil } else { false }
    if isElapsed || (anchor.isTimed && isTargetTimed) { bounds.leastTime = instant } else { bounds.leastDay = day }
    switch link.span {
    case .elapsed(let amount, let unit):
      if let length = unit.elapsedMicroseconds {
        bounds.mostTime = saturatingSum(instant, saturatingProduct(Int64(amount), length))
      } else {
        let days = saturatingProduct(Int64(amount), Int64(unit.localDays))
        bounds.mostDay = Int32(clamping: saturatingSum(Int64(day), days))
      }
    case .months(let months):
      bounds.mostDay = CalendarDay(daysSinceEpoch: day).adding(months: months).daysSinceEpoch
    case nil: break
    }
    return bounds
  }

  /// The first entry of a bucket within bounds that is not the event itself.
  private func first(in bucket: Range<Int>, _ bounds: Bounds, without itself: Int32) -> Int? {
    guard index.areDaysAscending else {
      return bucket.first { index.rows[$0] != itself && isWithin($0, bounds) }
    }
    // Both bounds from below are ascending along the entries, and so are those from above.
    var low = bucket.lowerBound
    var high = bucket.upperBound
    while low < high {
      let middle = low + (high - low) / 2
      if isBefore(middle, bounds) { low = middle + 1 } else { high = middle }
    }
    if low < bucket.upperBound, index.rows[low] == itself { low += 1 }
    guard low < bucket.upperBound, !isAfter(low, bounds) else { return nil }
    return low
  }

  private func isBefore(_ entry: Int, _ bounds: Bounds) -> Bool {
    if index.days[entry] < bounds.leastDay { return true }
    return bounds.leastTime != .min && instant(of: entry) < bounds.leastTime
  }

  private func isAfter(_ entry: Int, _ bounds: Bounds) -> Bool {
    if index.days[entry] > bounds.mostDay { return true }
    return bounds.mostTime != .max && instant(of: entry) > bounds.mostTime
  }

  /// The own time of an entry; of a day its midnight.
  private func instant(of entry: Int) -> Int64 {
    isTargetTimed
      ? index.times[entry] : zone.startOfDay(CalendarDay(daysSinceEpoch: index.days[entry])).microseconds
  }

  private func isWithin(_ entry: Int, _ bounds: Bounds) -> Bool {
    !isBefore(entry, bounds) && !isAfter(entry, bounds)
  }
}
