// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonSemantics

/// Which rows of a stored table the programme no longer takes.
extension StoredRows {
  /// Whether some row may be refused. Complexity: O(rows · fields with codes that may).
  func mayRefuse(_ builder: DatasetBuilder) -> Bool { suspects(builder).populationCount > 0 }

  /// Rows that may be refused: with a code that has become unknown, without a time, or of a unit that has not existed on all days.
  func suspects(_ builder: DatasetBuilder) -> Bitmap {
    var suspects = Bitmap(repeating: false, count: table.rowCount)
    guard let time = fields[schema.ownTimeField].members[0], let days = days(builder.zone) else { return ~suspects }
    if let validity = time.column.validity { suspects.formUnion(~validity) }
    let organisation = builder.values.organisation
    for field in fields {
      let isUnit = field.schema.type.element == .unit
      for member in field.members {
        guard let member, !member.codes.isEmpty, isUnit || member.hasUnknown, let codes = member.column.int32s else {
          continue
        }
        let isSuspect = member.codes.map { code in
          code.map { isUnit && !organisation.exists($0, throughout: days) } ?? true
        }
        guard isSuspect.contains(true) else { continue }
        if let lists = field.stored?.lists {
          for row in 0..<table.rowCount where lists.children(of: row).contains(where: { isSuspect[Int(codes[$0])] }) {
            suspects[row] = true
          }
        } else {
          for row in codes.indices where isSuspect[Int(codes[row])] && member.column.isPresent(row) {
            suspects[row] = true
          }
        }
      }
    }
    return suspects
  }

  /// Days among which those of all the table's events are; nil without any.
  private func days(_ zone: TimeZoneRules) -> ClosedRange<CalendarDay>? {
    guard let time = fields[schema.ownTimeField].members[0] else { return nil }
    switch time.column.storage {
    case .int64(let times):
      guard let (least, greatest) = bounds(of: times, time.column.validity) else { return nil }
      // Clocks that are set back over midnight bring a later instant to the day before, and never further.
      let first = zone.day(of: Instant(microseconds: least)) - 1
      return first...max(first, zone.day(of: Instant(microseconds: greatest)) + 1)
    case .int32(let days):
      guard let (first, last) = bounds(of: days, time.column.validity) else { return nil }
      return CalendarDay(daysSinceEpoch: first)...CalendarDay(daysSinceEpoch: last)
    default: return nil
    }
  }

  /// The least and greatest of the values that are present. Complexity: O(rows).
  private func bounds<Value: FixedWidthInteger>(of values: [Value], _ validity: Bitmap?) -> (Value, Value)? {
    var (least, greatest) = (Value.max, Value.min)
    func add(_ value: Value) { (least, greatest) = (min(least, value), max(greatest, value)) }
    if let validity { validity.forEachSetIndex { add(values[$0]) } } else { for value in values { add(value) } }
    return least <= greatest ? (least, greatest) : nil
  }

  func fault(of row: Int, _ builder: inout DatasetBuilder) -> FieldFault? {
    for field in fields {
      for member in field.members {
        guard let member else { continue }
        for place in field.stored?.lists.map({ $0.children(of: row) }) ?? row..<(row + 1) {
          if member.cell(place).state == .unreadable { return unknown(field, member, place) }
        }
      }
    }
    guard let time = fields[schema.ownTimeField].members[0], time.column.isPresent(row),
      let day = builder.day(of: time.cell(row), isInstant: time.type == .time)
    else { return FieldFault(IngestRule.missingValue, [schema.fields[schema.ownTimeField].name]) }
    for field in fields where field.schema.type.element == .unit {
      guard let member = field.members[0] else { continue }
      for place in field.stored?.lists.map({ $0.children(of: row) }) ?? row..<(row + 1) {
        let cell = member.cell(place)
        guard cell.state == .present, let unit = Int32(exactly: cell.bits) else { continue }
        if !builder.values.organisation.exists(unit, from: day, until: day) {
          return FieldFault(
            IngestRule.unitNotThen,
            [field.schema.name, builder.values.organisation.codes[Int(unit)], day.description])
        }
      }
    }
    return nil
  }

  /// Why a code is no value of a field any more.
  private func unknown(_ field: Field, _ member: Member, _ place: Int) -> FieldFault {
    let stored = field.stored?.members.first { $0.column == member.column }
    let code = stored?.column.value(place, as: Int32.self) ?? 0
    let text = stored.map { Int(code) < $0.dictionary.count ? $0.dictionary.text(code) : "" } ?? ""
    if case .unit = member.type { return FieldFault(IngestRule.unknownUnit, [field.schema.name, text]) }
    return FieldFault(IngestRule.unknownCode, [field.schema.name, text])
  }
}

extension Organisation {
  /// Whether a unit existed on every one of some days. Complexity: O(changes of the unit).
  func exists(_ unit: Int32, throughout days: ClosedRange<CalendarDay>) -> Bool {
    guard lineages.indices.contains(Int(unit)) else { return false }
    if lineages[Int(unit)].count == 1 {
      return lineages[Int(unit)][0].from <= days.lowerBound && lineages[Int(unit)][0].until >= days.upperBound
    }
    var next = days.lowerBound
    for lineage in lineages[Int(unit)].sorted(by: { $0.from < $1.from }) where lineage.from <= next {
      if lineage.until >= days.upperBound { return true }
      next = max(next, lineage.until + 1)
    }
    return false
  }
}
