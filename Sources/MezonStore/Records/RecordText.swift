// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns

/// The text of each row's record, of which its leaf in the tree is the hash: canonical JSON (RFC 8785) with the row's fields,
/// the number of its hand-in, its table, the file and line that it came from, and digests of its sealed values.
///
/// Days and times stand in ISO 8601, codes as their texts, records as objects; what is missing is left out. What does not depend
/// on the row is made ready once; see ``RecordWriter`` for the rows.
struct RecordText: Sendable {
  /// A field, or a part of one: where its name stands in ``names``, and its members, of which the first is the first in order.
  struct Field: Sendable {
    let name: Range<Int>
    let shape: PortableTable.Shape
    let lists: ListColumn?
    let members: Range<Int>
  }

  /// One column behind a field.
  struct Member: Sendable {
    let name: Range<Int>
    let column: PortableTable.Member
    /// Where ``quotedStarts`` has the first of its texts; nil where these are not made ready.
    let quoted: Int?
    /// How many bytes of name and comma stand before each of its texts.
    let prefixCount: Int
  }

  /// The texts of larger dictionaries are quoted row by row.
  private static let mostQuoted = 1 << 16
  /// What stands before the fields.
  static let head = Array("{\"fields\":{".utf8)

  let fields: [Field]
  let members: [Member]
  /// Names in quotes with a colon, one behind the other, a comma before each.
  let names: [UInt8]
  /// Texts of dictionaries in quotes, each behind the name that stands before it, one behind the other, and where each of these begins and
  /// the last one ends.
  let quoted: [UInt8]
  let quotedStarts: [Int]
  /// For each file what stands between the fields and the line, one behind the other.
  let fileTexts: [UInt8]
  /// Where the text of each file stands in ``fileTexts``.
  let files: [Range<Int>]
  let fileOfRow: [Int32]
  let lineOfRow: [Int32]
  /// What stands behind the line: so many bytes.
  let tail: [UInt8]
  let tailCount: Int
  let rowCount: Int

  /// The texts of a table's rows in a hand-in.
  /// - Parameter only: the fields that are written; nil for all
  init(_ table: PortableTable, commit: Int, only wanted: Set<String>? = nil) {
    var names: [UInt8] = []
    var members: [Member] = []
    var texts = QuotedTexts()
    func add(_ name: String) -> Range<Int> {
      names.append(0x2C)
      let start = names.count
      JSONText.append(name, to: &names)
      names.append(0x3A)
      return start..<names.count
    }
    fields = table.fields.filter { wanted?.contains($0.name) ?? true }
      .sorted { JSONText.precedes($0.name, $1.name) }.map { field in
        let name = add(field.name)
        let start = members.count
        for member in field.members.sorted(by: { JSONText.precedes($0.name, $1.name) }) {
          let isSmall = member.kind.hasDictionary && member.dictionary.count <= Self.mostQuoted
          let own = add(member.name)
          // Elements of plain lists have no names.
          let before: Range<Int>? =
            switch field.shape {
            case .plain: name
            case .records: own
            case .list: nil
            }
          let prefix = before.map { names[($0.lowerBound - 1)..<$0.upperBound] } ?? []
          members.append(
            Member(
              name: own, column: member, quoted: isSmall ? texts.add(member.dictionary, behind: prefix) : nil,
              prefixCount: prefix.count))
        }
        return Field(name: name, shape: field.shape, lists: field.lists, members: start..<members.count)
      }
    self.members = members
    self.names = names + RecordText.padding
    quoted = texts.bytes + RecordText.padding
    quotedStarts = texts.starts
    var fileTexts: [UInt8] = []
    files = table.files.map { file in
      let start = fileTexts.count
      fileTexts += "},\"file\":".utf8
      JSONText.append(file, to: &fileTexts)
      fileTexts += ",\"hand_in\":\(commit),\"line\":".utf8
      return start..<fileTexts.count
    }
    self.fileTexts = fileTexts + RecordText.padding
    var tail = Array(",\"table\":".utf8)
    JSONText.append(table.name, to: &tail)
    tail.append(0x7D)
    tailCount = tail.count
    self.tail = tail + RecordText.padding
    fileOfRow = table.fileOfRow
    lineOfRow = table.lineOfRow
    rowCount = table.rowCount
  }

  /// Bytes that may be read behind what is copied, and are never a part of a record.
  private static let padding = [UInt8](repeating: 0, count: RecordBuffer.padding)

  /// The record of one row. For many rows use ``withWriter(_:)``.
  func record(_ row: Int, sealed: [Digest256]) -> [UInt8] {
    withWriter { writer in
      var buffer = RecordBuffer()
      writer.write(row, sealed: sealed, to: &buffer)
      return Array(buffer.bytes)
    }
  }

  /// Calls `body` with a writer of records, which must not outlive the call. Complexity: O(fields).
  func withWriter<Result>(_ body: (RecordWriter) -> Result) -> Result {
    withMembers(0, []) { members in
      withFields(0, []) { fields in
        members.withUnsafeBufferPointer { members in
          fields.withUnsafeBufferPointer { fields in
            withFiles { texts, files in withPlaces(fields, members, texts, files, body) }
          }
        }
      }
    }
  }

  private func withPlaces<Result>(
    _ fields: UnsafeBufferPointer<RecordWriter.Field>, _ members: UnsafeBufferPointer<RecordWriter.Member>,
    _ fileTexts: UnsafeRawBufferPointer, _ files: UnsafeBufferPointer<Range<Int>>, _ body: (RecordWriter) -> Result
  ) -> Result {
    names.withUnsafeBytes { names in
      withTexts { quoted, starts, tail in
        fileOfRow.withUnsafeBufferPointer { fileOfRow in
          lineOfRow.withUnsafeBufferPointer { lineOfRow in
            body(
              RecordWriter(
                fields: fields, members: members, names: names, quoted: quoted, quotedStarts: starts,
                fileTexts: fileTexts, files: files, fileOfRow: fileOfRow, lineOfRow: lineOfRow, tail: tail))
          }
        }
      }
    }
  }

  private func withTexts<Result>(
    _ body: (UnsafeRawBufferPointer, UnsafeBufferPointer<Int>, UnsafeRawBufferPointer) -> Result
  ) -> Result {
    quoted.withUnsafeBytes { quoted in
      quotedStarts.withUnsafeBufferPointer { starts in
        tail.withUnsafeBytes { body(quoted, starts, UnsafeRawBufferPointer(rebasing: $0[..<tailCount])) }
      }
    }
  }

  // Each column adds a call that holds its arrays in place; there are few columns, but a hand-in may have any number of files.

  private func withMembers<Result>(
    _ index: Int, _ found: [RecordWriter.Member], _ body: ([RecordWriter.Member]) -> Result
  ) -> Result {
    guard index < members.count else { return body(found) }
    let member = members[index].column
    return member.column.withRawColumn { column in
      member.dictionary.withTexts { texts, starts in
        let raw = RecordWriter.Member(
          name: members[index].name, kind: member.kind, column: column, texts: texts, starts: starts,
          quoted: members[index].quoted ?? -1, prefixCount: members[index].prefixCount)
        return withMembers(index + 1, found + [raw], body)
      }
    }
  }

  private func withFields<Result>(
    _ index: Int, _ found: [RecordWriter.Field], _ body: ([RecordWriter.Field]) -> Result
  ) -> Result {
    guard index < fields.count else { return body(found) }
    let field = fields[index]
    return (field.lists?.offsets ?? []).withUnsafeBufferPointer { offsets in
      (field.lists?.validity?.words ?? []).withUnsafeBufferPointer { validity in
        let raw = RecordWriter.Field(
          name: field.name, shape: field.shape, isPlain: field.shape == .plain, members: field.members,
          offsets: offsets, validity: validity)
        return withFields(index + 1, found + [raw], body)
      }
    }
  }

  private func withFiles<Result>(
    _ body: (UnsafeRawBufferPointer, UnsafeBufferPointer<Range<Int>>) -> Result
  ) -> Result {
    fileTexts.withUnsafeBytes { texts in files.withUnsafeBufferPointer { body(texts, $0) } }
  }
}

/// Texts of dictionaries in quotes, each behind a name, one behind the other.
private struct QuotedTexts {
  private(set) var bytes: [UInt8] = []
  private(set) var starts = [0]

  /// Adds the texts of a dictionary, and returns where the first of them has its beginning. Complexity: O(bytes).
  mutating func add(_ dictionary: TextDictionary, behind prefix: ArraySlice<UInt8>) -> Int {
    let first = starts.count - 1
    dictionary.withTexts { texts, ends in
      for code in 0..<dictionary.count {
        bytes += prefix
        JSONText.append(UnsafeRawBufferPointer(rebasing: texts[ends[code]..<ends[code + 1]]), to: &bytes)
        starts.append(bytes.count)
      }
    }
    return first
  }
}
