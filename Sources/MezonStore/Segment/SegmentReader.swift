// SPDX-License-Identifier: Apache-2.0

package import MezonColumns

/// A segment's directory, with which its columns are read one by one.
///
/// No bytes, however broken, end the process: what does not fit is a fault that says what was expected.
package struct SegmentReader: Sendable {
  /// What is wrong with a segment.
  package struct Fault: Error, Sendable, Equatable {
    /// What was expected.
    package let expected: String
  }

  let bytes: StoredBytes
  let directory: SegmentDirectory

  /// The table's name.
  package var name: String { directory.name }
  /// The number of rows.
  package var rowCount: Int { directory.rowCount }

  /// The fields of a table without rows: their names, shapes and kinds.
  var emptyFields: [PortableTable.Field] {
    directory.fields.compactMap { field in
      let members = field.members.map { member in
        PortableTable.Member(name: member.name, kind: member.kind, column: Column(storage: member.kind.emptyStorage))
      }
      if field.shape == .plain { return members.first.map { PortableTable.Field(name: field.name, $0) } }
      return ListColumn(offsets: [0], children: members.map(\.column)).map {
        PortableTable.Field(name: field.name, shape: field.shape, lists: $0, members: members)
      }
    }
  }

  /// Reads a segment's directory.
  package init(_ bytes: StoredBytes) throws(Fault) {
    switch bytes.withUnsafeBytes({ SegmentDirectory.read($0) }) {
    case .success(let read): directory = read
    case .failure(let fault): throw Fault(expected: fault.what)
    }
    self.bytes = bytes
  }

  /// Whether pages are read without a look at their checksums, to find out which records a change of them has changed.
  package var ignoresChecksums = false

  /// The first row in a page whose checksum differs; 0 where it is a page of texts or children, which any row may use, and nil
  /// where all pages are whole. Complexity: O(bytes).
  package var firstRowOfBrokenPage: Int? {
    bytes.withUnsafeBytes { bytes in
      func isBroken(_ page: SegmentFormat.Page) -> Bool {
        CRC32C.masked(CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes[page.range]))) != page.checksum
      }
      var first: Int?
      func look(_ pages: [SegmentFormat.Page], areRows: Bool) {
        var row = 0
        for page in pages {
          if isBroken(page) { first = min(first ?? .max, areRows ? row : 0) }
          row += page.count
        }
      }
      look(directory.filePages, areRows: true)
      look(directory.linePages, areRows: true)
      for field in directory.fields {
        look(field.lists, areRows: true)
        for member in field.members {
          look(member.texts, areRows: false)
          look(member.pages, areRows: field.shape == .plain)
        }
      }
      return first
    }
  }

  func pages(_ bytes: UnsafeRawBufferPointer) -> SegmentPages {
    SegmentPages(bytes: bytes, ignoresChecksums: ignoresChecksums)
  }

  // MARK: whole columns

  /// Reads the table, or some of its fields; the others are left out. Complexity: O(values read).
  package func table(fields wanted: Set<String>? = nil, threads: Int = 1) throws(Fault) -> PortableTable {
    let fields = directory.fields.filter { wanted?.contains($0.name) ?? true }
    // The first two columns say where rows come from.
    let columns = sideBySide(0..<(fields.count + 2), threads: threads) { number in
      bytes.withUnsafeBytes { bytes -> Result<PortableTable.Field, FormatFault> in
        Result { () throws(FormatFault) in
          guard number < 2 else { return try pages(bytes).field(fields[number - 2], rowCount: rowCount) }
          let column = try pages(bytes).column(number == 0 ? directory.filePages : directory.linePages, .day)
          return PortableTable.Field(name: "", PortableTable.Member(name: "", kind: .day, column: column))
        }
      }
    }
    var read: [PortableTable.Field] = []
    for column in columns {
      switch column {
      case .success(let field): read.append(field)
      case .failure(let fault): throw Fault(expected: fault.what)
      }
    }
    guard let files = read[0].members[0].column.int32s, let lines = read[1].members[0].column.int32s,
      let table = PortableTable(
        name: name, fields: Array(read[2...]), rowCount: rowCount, files: directory.files, fileOfRow: files,
        lineOfRow: lines)
    else { throw Fault(expected: "columns of \(rowCount) rows") }
    return table
  }

  // MARK: some rows

  /// Reads some rows, ascending, or some of their fields: only the pages that hold them. Complexity: O(values of these pages).
  package func rows(_ rows: [Int], fields wanted: Set<String>? = nil) throws(Fault) -> PortableTable {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(FormatFault) -> PortableTable? in
        let pages = pages(bytes)
        var fields: [PortableTable.Field] = []
        for field in directory.fields where wanted?.contains(field.name) ?? true {
          fields.append(try pages.field(field, rows: rows))
        }
        guard let files = try pages.column(directory.filePages, .day, rows: rows).int32s,
          let lines = try pages.column(directory.linePages, .day, rows: rows).int32s
        else { return nil }
        return PortableTable(
          name: name, fields: fields, rowCount: rows.count, files: directory.files, fileOfRow: files, lineOfRow: lines)
      }
    }
    switch result {
    case .success(let table?): return table
    case .success(nil): throw Fault(expected: "columns of \(rows.count) rows")
    case .failure(let fault): throw Fault(expected: fault.what)
    }
  }
}

extension PortableTable.Kind {
  /// The storage of a column of the kind, without values.
  var emptyStorage: Column.Storage {
    switch self {
    case .time, .whole: .int64([])
    case .number: .float64([])
    case .yesNo: .bool([])
    case .day, .unit, .choice, .reference, .text: .int32([])
    }
  }
}
