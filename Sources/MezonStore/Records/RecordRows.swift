// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// Writes the records of rows that follow one another, some of them at a time: field by field the text of each row's value is looked up or made,
/// then row by row the texts are put together.
///
/// The values of a field lie one behind the other. Whoever goes through them row by row waits for each in turn, as it is in other memory
/// than the one before; field by field many are on their way at once. What is written is what ``RecordWriter/write(_:sealed:to:)`` writes.
struct RecordRows: ~Copyable {
  /// How many rows are made ready at a time: their pieces lie close to the processor.
  private static let most = 32
  /// About how many days are remembered with their texts: those of some years.
  private static let days = 2048

  private let writer: RecordWriter
  /// Up to where there are rows.
  private let end: Int
  /// The rows that are ready.
  private var rows: Range<Int>
  /// For each of them the pieces of its fields, one behind the other; empty ones for what is missing.
  private var pieces: [RecordPiece]
  /// For each field from where the places of its pieces are counted.
  private var bases: [UnsafeRawPointer]
  /// The texts of values that stand in no dictionary, each behind comma and name.
  private var made = RecordBuffer(capacity: 1 << 14, days: Self.days)

  /// For rows up to an end. It must not outlive the writer.
  init(_ writer: RecordWriter, upTo end: Int) {
    self.writer = writer
    self.end = end
    rows = 0..<0
    pieces = Array(repeating: RecordPiece(place: 0, count: 0), count: Self.most * writer.fields.count)
    bases = writer.fields.compactMap { _ in writer.quoted.baseAddress }
  }

  /// Adds the fields of a row as the inside of an object, behind its opening brace.
  @inline(__always)
  mutating func writeFields(_ row: Int, to buffer: inout RecordBuffer) {
    if !rows.contains(row) { prepare(row..<min(end, row + Self.most)) }
    let count = writer.fields.count
    let first = (row &- rows.lowerBound) &* count
    pieces.withUnsafeBufferPointer { pieces in
      bases.withUnsafeBufferPointer { bases in
        buffer.append(pieces: UnsafeBufferPointer(rebasing: pieces[first..<(first &+ count)]), from: bases)
      }
    }
  }

  private mutating func prepare(_ rows: Range<Int>) {
    self.rows = rows
    made.truncate(to: 0)
    for (number, field) in writer.fields.enumerated() {
      if field.isPlain, writer.members[field.members.lowerBound].quoted >= 0 {
        find(writer.members[field.members.lowerBound], number)
      } else {
        make(field, number)
      }
    }
    made.reserve(RecordBuffer.padding)
    // What was made lies still from here on.
    guard let base = made.bytes.baseAddress else { return }
    for (number, field) in writer.fields.enumerated()
    where !field.isPlain || writer.members[field.members.lowerBound].quoted < 0 {
      bases[number] = base
    }
  }

  /// Looks up the texts of a field among those that are quoted.
  private mutating func find(_ member: RecordWriter.Member, _ number: Int) {
    let count = writer.fields.count
    let (rows, starts) = (rows, writer.quotedStarts)
    pieces.withUnsafeMutableBufferPointer { pieces in
      var place = number
      for row in rows {
        // A row without a value may have any code.
        let isThere = member.isPresent(row)
        let text = isThere ? member.quoted &+ Int(member.column.int32s[row]) : 0
        let start = starts[text]
        pieces[place] = RecordPiece(place: start, count: isThere ? starts[text &+ 1] &- start : 0)
        place &+= count
      }
    }
  }

  /// Writes the texts of a field.
  private mutating func make(_ field: RecordWriter.Field, _ number: Int) {
    var place = number
    for row in rows {
      let start = made.count
      let isThere = field.isPlain ? writer.members[field.members.lowerBound].isPresent(row) : field.isPresent(row)
      if isThere {
        writer.write(name: field.name, isFirst: false, to: &made)
        writer.write(field, row, to: &made)
      }
      pieces[place] = RecordPiece(place: start, count: made.count &- start)
      place &+= writer.fields.count
    }
  }
}
