// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns

/// Writes records of rows from plain pointers, so that a row counts no references and makes no `String`.
///
/// It comes from ``RecordText/withWriter(_:)`` alone and must not outlive that call. Rows, codes and children are within their
/// columns: a ``PortableTable`` has been checked, by the one that made it or by the reader of a segment.
struct RecordWriter {
  struct Field {
    let name: Range<Int>
    let shape: PortableTable.Shape
    /// Whether it has one value a row.
    let isPlain: Bool
    let members: Range<Int>
    /// Empty for a plain field.
    let offsets: UnsafeBufferPointer<Int32>
    /// Empty where every row has a list.
    let validity: UnsafeBufferPointer<UInt64>
  }

  struct Member {
    let name: Range<Int>
    let kind: PortableTable.Kind
    let column: RawColumn
    let texts: UnsafeRawBufferPointer
    let starts: UnsafeBufferPointer<Int>
    /// Where the writer's quoted texts have the first of the member's; -1 where these are not made ready.
    let quoted: Int
    /// How many bytes of name and comma stand before each of its quoted texts.
    let prefixCount: Int

    /// Whether a row has a value.
    @inline(__always)
    func isPresent(_ row: Int) -> Bool {
      column.validity.isEmpty || column.validity[row &>> 6] &>> UInt64(row & 63) & 1 == 1
    }
  }

  let fields: UnsafeBufferPointer<Field>
  let members: UnsafeBufferPointer<Member>
  let names: UnsafeRawBufferPointer
  /// Texts of dictionaries in quotes, each behind a comma and its name, and where each begins and the last one ends.
  let quoted: UnsafeRawBufferPointer
  let quotedStarts: UnsafeBufferPointer<Int>
  let fileTexts: UnsafeRawBufferPointer
  /// Where the text of each file stands.
  let files: UnsafeBufferPointer<Range<Int>>
  let fileOfRow: UnsafeBufferPointer<Int32>
  let lineOfRow: UnsafeBufferPointer<Int32>
  let tail: UnsafeRawBufferPointer

  /// Adds the record of a row.
  func write(_ row: Int, sealed: [Digest256], to buffer: inout RecordBuffer) {
    RecordText.head.withUnsafeBytes { buffer.append($0) }
    writeFields(row, to: &buffer)
    write(endOf: row, sealed: sealed, to: &buffer)
  }

  /// Adds what stands behind the fields in the record of a row.
  @inline(__always)
  func write(endOf row: Int, sealed: [Digest256], to buffer: inout RecordBuffer) {
    buffer.append(padded: UnsafeRawBufferPointer(rebasing: fileTexts[files[Int(fileOfRow[row])]]))
    buffer.append(Int64(lineOfRow[row]))
    if !sealed.isEmpty {
      buffer.append(",\"sealed\":[")
      for (index, digest) in sealed.enumerated() {
        if index > 0 { buffer.append(0x2C) }
        buffer.append(0x22)
        buffer.append(Array(digest.hex.utf8))
        buffer.append(0x22)
      }
      buffer.append(0x5D)
    }
    buffer.append(padded: tail)
  }

  /// Adds the fields of a row as the inside of an object.
  func writeFields(_ row: Int, to buffer: inout RecordBuffer) {
    var isFirst = true
    for field in fields {
      if field.isPlain {
        guard members[field.members.lowerBound].isPresent(row) else { continue }
        write(field.members.lowerBound, named: field.name, row, isFirst: isFirst, to: &buffer)
      } else if field.isPresent(row) {
        write(name: field.name, isFirst: isFirst, to: &buffer)
        write(field, row, to: &buffer)
      } else {
        continue
      }
      isFirst = false
    }
  }

  /// Adds a member's value, which must be there, with the name that stands before it.
  @inline(__always)
  private func write(_ place: Int, named name: Range<Int>, _ row: Int, isFirst: Bool, to buffer: inout RecordBuffer) {
    let quoted = members[place].quoted
    if quoted >= 0 {
      let text = quoted &+ Int(members[place].column.int32s[row])
      let start = quotedStarts[text] &+ (isFirst ? 1 : 0)
      return buffer.append(padded: UnsafeRawBufferPointer(rebasing: self.quoted[start..<quotedStarts[text &+ 1]]))
    }
    write(name: name, isFirst: isFirst, to: &buffer)
    write(members[place], row, to: &buffer)
  }

  /// Adds a name, behind a comma where it is not the first one.
  @inline(__always)
  func write(name: Range<Int>, isFirst: Bool, to buffer: inout RecordBuffer) {
    let place = isFirst ? name : (name.lowerBound &- 1)..<name.upperBound
    buffer.append(padded: UnsafeRawBufferPointer(rebasing: names[place]))
  }

  /// Adds a field's value, which must be there.
  @inline(__always)
  func write(_ field: Field, _ row: Int, to buffer: inout RecordBuffer) {
    guard !field.isPlain else { return write(members[field.members.lowerBound], row, to: &buffer) }
    buffer.append(0x5B)
    let children = Int(field.offsets[row])..<Int(field.offsets[row + 1])
    for child in children {
      if child > children.lowerBound { buffer.append(0x2C) }
      if field.shape == .list {
        let member = members[field.members.lowerBound]
        if member.isPresent(child) { write(member, child, to: &buffer) } else { buffer.append("null") }
      } else {
        write(recordOf: field.members, child, to: &buffer)
      }
    }
    buffer.append(0x5D)
  }

  private func write(recordOf members: Range<Int>, _ child: Int, to buffer: inout RecordBuffer) {
    buffer.append(0x7B)
    var isFirst = true
    for member in members where self.members[member].isPresent(child) {
      write(member, named: self.members[member].name, child, isFirst: isFirst, to: &buffer)
      isFirst = false
    }
    buffer.append(0x7D)
  }

  /// Adds a value, which must be there.
  @inline(__always)
  private func write(_ member: Member, _ row: Int, to buffer: inout RecordBuffer) {
    switch member.kind {
    case .time: Self.write(time: member.column.int64s[row], to: &buffer)
    case .day:
      buffer.append(0x22)
      Self.write(day: CalendarDay(daysSinceEpoch: member.column.int32s[row]), to: &buffer)
      buffer.append(0x22)
    case .whole:
      let value = member.column.int64s[row]
      let isNumber = value.magnitude <= 1 << 53
      if !isNumber { buffer.append(0x22) }
      buffer.append(value)
      if !isNumber { buffer.append(0x22) }
    case .number: Self.write(number: member.column.float64s[row], to: &buffer)
    case .yesNo: buffer.append(member.column.bools[row] == 0 ? "false" : "true")
    case .unit, .choice, .reference, .text:
      let code = Int(member.column.int32s[row])
      if member.quoted >= 0 {
        let place = member.quoted &+ code
        let start = quotedStarts[place] &+ member.prefixCount
        buffer.append(padded: UnsafeRawBufferPointer(rebasing: quoted[start..<quotedStarts[place &+ 1]]))
      } else {
        buffer.append(
          quoted: UnsafeRawBufferPointer(rebasing: member.texts[member.starts[code]..<member.starts[code + 1]]))
      }
    }
  }

  // MARK: values

  private static let microsecondsPerSecond: Int64 = 1_000_000

  /// Adds a time in quotes, as `Instant.description` writes it.
  private static func write(time: Int64, to buffer: inout RecordBuffer) {
    let local = LocalTime(microsecondsSinceEpoch: time)
    buffer.append(0x22)
    write(day: local.day, to: &buffer)
    let second = local.microsecondOfDay / microsecondsPerSecond
    let fraction = local.microsecondOfDay &- second &* microsecondsPerSecond
    guard fraction != 0 else { return buffer.append(endOfTime: Int32(truncatingIfNeeded: second)) }
    buffer.append(timeOfDay: Int32(truncatingIfNeeded: second))
    buffer.append(0x2E)
    buffer.append(fraction, digits: 6)
    buffer.append(0x5A)
    buffer.append(0x22)
  }

  @inline(__always)
  private static func write(day: CalendarDay, to buffer: inout RecordBuffer) {
    buffer.append(day: day.daysSinceEpoch) { write(newDay: day, to: &$0) }
  }

  private static func write(newDay day: CalendarDay, to buffer: inout RecordBuffer) {
    let (year, month, dayOfMonth) = day.civil
    guard (0...9999).contains(year) else { return buffer.append(Array(day.description.utf8)) }
    buffer.append(twoDigits: year / 100)
    buffer.append(twoDigits: year % 100)
    buffer.append(0x2D)
    buffer.append(twoDigits: month)
    buffer.append(0x2D)
    buffer.append(twoDigits: dayOfMonth)
  }

  private static let powers: [Double] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]

  /// Adds a number as RFC 8785 does; one that is not finite stands as a text.
  private static func write(number value: Double, to buffer: inout RecordBuffer) {
    guard value.isFinite else {
      buffer.append(0x22)
      buffer.append(Array(value.description.utf8))
      return buffer.append(0x22)
    }
    // A decimal of at most fifteen digits that reads back as the value is the only one of so few digits, hence the shortest.
    let magnitude = value.magnitude
    var power = 1.0
    for places in 0...6 {
      let scaled = (magnitude * power).rounded()
      guard scaled < 1e15 else { break }
      if scaled / power == magnitude {
        return write(UInt64(scaled), places: places, isNegative: value < 0, to: &buffer)
      }
      power *= 10
    }
    var bytes: [UInt8] = []
    JSONText.append(value, to: &bytes)
    buffer.append(bytes)
  }

  /// Adds a decimal with some places behind the point, of which the last is no zero.
  private static func write(_ scaled: UInt64, places: Int, isNegative: Bool, to buffer: inout RecordBuffer) {
    if isNegative { buffer.append(0x2D) }
    var divisor: UInt64 = 1
    for _ in 0..<places { divisor *= 10 }
    buffer.append(Int64(scaled / divisor))
    guard places > 0 else { return }
    buffer.append(0x2E)
    buffer.append(Int64(scaled % divisor), digits: places)
  }
}

extension RecordWriter.Field {
  /// Whether a row has a list.
  @inline(__always)
  func isPresent(_ row: Int) -> Bool { validity.isEmpty || validity[row >> 6] >> UInt64(row & 63) & 1 == 1 }
}
