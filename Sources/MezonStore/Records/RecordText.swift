// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns

/// The text of each row's record, of which its leaf in the tree is the hash: canonical JSON (RFC 8785) with the row's fields,
/// the number of its hand-in, its table, the file and line that it came from, and digests of its sealed values.
///
/// Days and times stand in ISO 8601, codes as their texts, records as objects; what is missing is left out.
struct RecordText {
  private let table: PortableTable
  private let head: [UInt8]
  private let tail: [UInt8]
  private let fields: [(name: [UInt8], field: PortableTable.Field)]
  private let files: [[UInt8]]

  /// The texts of a table's rows in a hand-in.
  init(_ table: PortableTable, commit: Int) {
    self.table = table
    fields = table.fields.sorted { JSONText.precedes($0.name, $1.name) }.map { (Self.name($0.name), $0) }
    head = Array("{\"fields\":{".utf8)
    var tail = Array(",\"table\":".utf8)
    JSONText.append(table.name, to: &tail)
    tail.append(0x7D)
    self.tail = tail
    files = table.files.map { file in
      var bytes = Array("},\"file\":".utf8)
      JSONText.append(file, to: &bytes)
      bytes += ",\"hand_in\":\(commit),\"line\":".utf8
      return bytes
    }
  }

  private static func name(_ name: String) -> [UInt8] {
    var bytes: [UInt8] = []
    JSONText.append(name, to: &bytes)
    bytes.append(0x3A)
    return bytes
  }

  /// Replaces `bytes` by the record of a row.
  func write(_ row: Int, sealed: [Digest256], to bytes: inout [UInt8]) {
    bytes.removeAll(keepingCapacity: true)
    bytes += head
    appendFields(row, only: nil, to: &bytes)
    bytes += files[Int(table.fileOfRow[row])]
    bytes += String(table.lineOfRow[row]).utf8
    if !sealed.isEmpty {
      bytes += ",\"sealed\":[".utf8
      for (index, digest) in sealed.enumerated() {
        if index > 0 { bytes.append(0x2C) }
        bytes.append(0x22)
        bytes += digest.hex.utf8
        bytes.append(0x22)
      }
      bytes.append(0x5D)
    }
    bytes += tail
  }

  /// The fields of a row, or some of them, as the inside of an object.
  func content(_ row: Int, only wanted: Set<String>? = nil) -> [UInt8] {
    var bytes: [UInt8] = []
    appendFields(row, only: wanted, to: &bytes)
    return bytes
  }

  private func appendFields(_ row: Int, only wanted: Set<String>?, to bytes: inout [UInt8]) {
    var isFirst = true
    for (name, field) in fields where wanted?.contains(field.name) ?? true {
      let before = bytes.count
      if !isFirst { bytes.append(0x2C) }
      bytes += name
      if append(field, row, to: &bytes) { isFirst = false } else { bytes.removeLast(bytes.count - before) }
    }
  }

  /// Adds a field's value; false where it is missing.
  private func append(_ field: PortableTable.Field, _ row: Int, to bytes: inout [UInt8]) -> Bool {
    guard let lists = field.lists else { return append(field.members[0], row, to: &bytes) }
    guard lists.isPresent(row) else { return false }
    bytes.append(0x5B)
    for (index, child) in lists.children(of: row).enumerated() {
      if index > 0 { bytes.append(0x2C) }
      if field.shape == .list {
        if !append(field.members[0], child, to: &bytes) { bytes += "null".utf8 }
      } else {
        append(record: field.members, child, to: &bytes)
      }
    }
    bytes.append(0x5D)
    return true
  }

  private func append(record members: [PortableTable.Member], _ child: Int, to bytes: inout [UInt8]) {
    bytes.append(0x7B)
    var isFirst = true
    for member in members.sorted(by: { JSONText.precedes($0.name, $1.name) }) {
      let before = bytes.count
      if !isFirst { bytes.append(0x2C) }
      JSONText.append(member.name, to: &bytes)
      bytes.append(0x3A)
      if append(member, child, to: &bytes) { isFirst = false } else { bytes.removeLast(bytes.count - before) }
    }
    bytes.append(0x7D)
  }

  private func append(_ member: PortableTable.Member, _ row: Int, to bytes: inout [UInt8]) -> Bool {
    guard member.column.isPresent(row) else { return false }
    switch member.column.storage {
    case .int64(let values):
      if member.kind == .time {
        Self.append(quoted: Instant(microseconds: values[row]).description, to: &bytes)
      } else if values[row].magnitude <= 1 << 53 {
        NumberFormat.append(values[row], to: &bytes)
      } else {
        Self.append(quoted: String(values[row]), to: &bytes)
      }
    case .int32(let values):
      if member.kind.hasDictionary {
        member.dictionary.withBytes(values[row]) { JSONText.append($0, to: &bytes) }
      } else {
        Self.append(quoted: CalendarDay(daysSinceEpoch: values[row]).description, to: &bytes)
      }
    case .float64(let values):
      if values[row].isFinite {
        JSONText.append(values[row], to: &bytes)
      } else {
        Self.append(quoted: values[row].description, to: &bytes)
      }
    case .bool(let values): bytes += (values[row] == 0 ? "false" : "true").utf8
    }
    return true
  }

  private static func append(quoted text: String, to bytes: inout [UInt8]) {
    bytes.append(0x22)
    bytes += text.utf8
    bytes.append(0x22)
  }
}
