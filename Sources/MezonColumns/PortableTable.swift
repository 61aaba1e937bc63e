// SPDX-License-Identifier: Apache-2.0

/// Rows of one table that mean the same whatever programme reads them: fields have names, and codes carry their texts.
///
/// It is what a store keeps. An ``EventTable`` speaks of the indices of one programme and one data set instead.
package struct PortableTable: Sendable {
  /// What the values of a column are.
  package enum Kind: UInt8, Sendable, CaseIterable {
    /// Microseconds since 1970-01-01T00:00Z, as int64.
    case time = 1
    /// Days since 1970-01-01, as int32.
    case day = 2
    /// Whole numbers, as int64.
    case whole = 3
    /// Other numbers, as float64.
    case number = 4
    /// 0 or 1, as bool.
    case yesNo = 5
    /// Codes of units, as int32 codes of the column's dictionary; so are those that follow.
    case unit = 6
    /// Members of an enumeration.
    case choice = 7
    /// Codes of a reference domain.
    case reference = 8
    case text = 9

    /// Whether values are codes of a dictionary.
    package var hasDictionary: Bool { rawValue >= Kind.unit.rawValue }
  }

  /// One column: a plain field, the elements of a list, or one member of child records.
  package struct Member: Sendable {
    /// The member's name; empty where the field is no record.
    package let name: String
    package let kind: Kind
    package let column: Column
    /// The texts behind codes; empty for other kinds.
    package let dictionary: TextDictionary

    package init(name: String, kind: Kind, column: Column, dictionary: TextDictionary = TextDictionary()) {
      self.name = name
      self.kind = kind
      self.column = column
      self.dictionary = dictionary
    }
  }

  /// How many values a row has.
  package enum Shape: UInt8, Sendable {
    case plain = 0
    case list = 1
    case records = 2
  }

  /// A field of all rows.
  package struct Field: Sendable {
    package let name: String
    package let shape: Shape
    /// Where each row's children begin and at last end; nil for a plain field.
    package let lists: ListColumn?
    /// One column for a plain field or a list, any number of them for records.
    package let members: [Member]

    /// A plain field.
    package init(name: String, _ member: Member) {
      self.name = name
      shape = .plain
      lists = nil
      members = [member]
    }

    /// A list whose children are the members' columns.
    package init(name: String, shape: Shape, lists: ListColumn, members: [Member]) {
      self.name = name
      self.shape = shape
      self.lists = lists
      self.members = members
    }

    /// The number of rows.
    package var rowCount: Int { lists?.count ?? members.first?.column.count ?? 0 }
  }

  /// The table's name: an event type's, or a roster's.
  package let name: String
  package let fields: [Field]
  package let rowCount: Int
  /// Names of the files that rows came from.
  package let files: [String]
  /// For each row its file, as an index into ``files``; none where the table does not tell, as with lines.
  package let fileOfRow: [Int32]
  /// For each row the line on which it starts, from 1.
  package let lineOfRow: [Int32]

  /// A table without fields and rows.
  package init(emptyNamed name: String) {
    self.name = name
    fields = []
    rowCount = 0
    files = []
    fileOfRow = []
    lineOfRow = []
  }

  /// Puts a table together; nil where a number of rows or a file's index does not fit.
  package init?(
    name: String, fields: [Field], rowCount: Int, files: [String], fileOfRow: [Int32], lineOfRow: [Int32]
  ) {
    guard fileOfRow.count == rowCount, lineOfRow.count == rowCount,
      fields.allSatisfy({ $0.rowCount == rowCount || ($0.members.isEmpty && $0.lists == nil) }),
      fileOfRow.allSatisfy({ files.indices.contains(Int($0)) })
    else { return nil }
    self.name = name
    self.fields = fields
    self.rowCount = rowCount
    self.files = files
    self.fileOfRow = fileOfRow
    self.lineOfRow = lineOfRow
  }

  /// Puts a table together that does not tell where its rows came from; nil where a number of rows does not fit.
  package init?(name: String, fields: [Field], rowCount: Int, filesOfNoRow files: [String]) {
    guard fields.allSatisfy({ $0.rowCount == rowCount || ($0.members.isEmpty && $0.lists == nil) }) else { return nil }
    self.name = name
    self.fields = fields
    self.rowCount = rowCount
    self.files = files
    fileOfRow = []
    lineOfRow = []
  }

  /// The field of a name; nil where there is none.
  package func field(_ name: String) -> Field? { fields.first { $0.name == name } }
}

extension PortableTable {
  /// The rows named, in the order named, of a table without lists, with the same codes; each must lie in `0..<rowCount`.
  /// Complexity: O(rows).
  package func keeping(_ rows: [Int]) -> PortableTable {
    let kept = fields.map { field in
      guard field.lists == nil, let member = field.members.first else { return field }
      return PortableTable.Field(
        name: field.name,
        PortableTable.Member(
          name: member.name, kind: member.kind, column: member.column.gathering(rows), dictionary: member.dictionary))
    }
    return with(kept, rows)
  }

  /// The rows named, in the order named; each must lie in `0..<rowCount`. Complexity: O(rows and their children).
  package func gathering(_ rows: [Int]) -> PortableTable {
    with(fields.map { $0.gathering(rows) }, rows)
  }

  /// A table of some rows, with fields that have these rows alone.
  private func with(_ fields: [Field], _ rows: [Int]) -> PortableTable {
    guard fileOfRow.count == rowCount else {
      return PortableTable(name: name, fields: fields, rowCount: rows.count, filesOfNoRow: files) ?? self
    }
    return PortableTable(
      name: name, fields: fields, rowCount: rows.count, files: files, fileOfRow: rows.map { fileOfRow[$0] },
      lineOfRow: rows.map { lineOfRow[$0] }) ?? self
  }
}

extension PortableTable.Field {
  /// The rows named, in the order named.
  func gathering(_ rows: [Int]) -> PortableTable.Field {
    guard let lists else {
      guard let member = members.first else { return self }
      return PortableTable.Field(name: name, member.gathering(rows))
    }
    var (builder, children) = lists.gathering(rows)
    let gathered = members.map { $0.gathering(children) }
    guard let taken = builder.finish(children: gathered.map(\.column)) else { return self }
    return PortableTable.Field(name: name, shape: shape, lists: taken, members: gathered)
  }
}

extension PortableTable.Member {
  /// The values of some rows, with a dictionary of only the texts that these use, in the order in which they are met.
  func gathering(_ rows: [Int]) -> PortableTable.Member {
    let taken = column.gathering(rows)
    guard kind.hasDictionary, case .int32(let codes) = taken.storage else {
      return PortableTable.Member(name: name, kind: kind, column: taken)
    }
    var used = TextDictionary()
    var codeOfOld = [Int32](repeating: -1, count: dictionary.count)
    var builder = ColumnBuilder<Int32>(capacity: codes.count)
    for (row, code) in codes.enumerated() {
      guard taken.isPresent(row) else {
        builder.appendMissing()
        continue
      }
      if codeOfOld[Int(code)] < 0 { codeOfOld[Int(code)] = dictionary.withBytes(code) { used.encode($0) } }
      builder.append(codeOfOld[Int(code)])
    }
    return PortableTable.Member(name: name, kind: kind, column: builder.finish(), dictionary: used)
  }
}
