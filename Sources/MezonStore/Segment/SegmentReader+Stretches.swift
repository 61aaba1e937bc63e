// SPDX-License-Identifier: Apache-2.0

package import MezonColumns

/// Reading a table a stretch of rows at a time, all stretches with the same codes.
extension SegmentReader {
  /// How many pages of rows are read at once.
  private static let pagesOfStretch = 4

  /// How many stretches the table has.
  package var stretchCount: Int {
    (directory.linePages.count + Self.pagesOfStretch - 1) / Self.pagesOfStretch
  }

  /// The pages of a stretch, as numbers of those of any plain field.
  func pages(ofStretch number: Int) -> Range<Int> {
    number * Self.pagesOfStretch..<min((number + 1) * Self.pagesOfStretch, directory.linePages.count)
  }

  /// The first row of a stretch.
  func firstRow(ofStretch number: Int) -> Int {
    directory.linePages.prefix(number * Self.pagesOfStretch).reduce(0) { $0 + $1.count }
  }

  /// Whether some fields can be read by stretches: those that are no lists.
  package func canStretch(_ wanted: Set<String>) -> Bool {
    directory.fields.allSatisfy { $0.shape == .plain || !wanted.contains($0.name) }
  }

  /// The table without its rows, with the texts behind the codes of some members. Complexity: O(bytes of these texts).
  package func beginning(
    texts wanted: (_ field: String, _ kind: PortableTable.Kind) -> Bool
  ) throws(Fault) -> PortableTable {
    var fields: [PortableTable.Field] = []
    for (field, empty) in zip(directory.fields, emptyFields) {
      guard field.shape == .plain, let member = field.members.first, wanted(field.name, member.kind) else {
        fields.append(empty)
        continue
      }
      let dictionary = try read { pages throws(FormatFault) in try pages.dictionary(member) }
      fields.append(
        PortableTable.Field(
          name: field.name,
          PortableTable.Member(
            name: member.name, kind: member.kind, column: Column(storage: member.kind.emptyStorage),
            dictionary: dictionary)))
    }
    guard
      let table = PortableTable(
        name: name, fields: fields, rowCount: 0, files: directory.files, fileOfRow: [], lineOfRow: [])
    else { throw Fault(expected: "a table's beginning") }
    return table
  }

  /// The rows of a stretch, with some fields, none of them a list, and with the texts of the table's beginning.
  ///
  /// Complexity: O(values read).
  ///
  /// - Parameters:
  ///   - changes: for fields with texts what their codes become, one for each text of the beginning; the texts stay as they are
  ///   - places: whether it is wanted where rows come from; else the table does not tell
  package func stretch(
    _ number: Int, fields wanted: Set<String>, of beginning: PortableTable, changing changes: [String: [Int32]] = [:],
    places: Bool = true
  ) throws(Fault) -> PortableTable {
    let pages = pages(ofStretch: number)
    let rowCount = rowCount(ofStretch: number)
    var fields: [PortableTable.Field] = []
    for (field, known) in zip(directory.fields, beginning.fields) where wanted.contains(field.name) {
      guard field.shape == .plain, let member = field.members.first, let texts = known.members.first?.dictionary,
        member.pages.indices.contains(pages.upperBound - 1)
      else { throw Fault(expected: "a column of all rows") }
      let change = changes[field.name]
      guard change.map({ member.kind.hasDictionary && $0.count == texts.count }) ?? true else {
        throw Fault(expected: "a change of each code")
      }
      let codes = member.kind.hasDictionary ? (texts.count, change) : nil
      let column = try read { reader throws(FormatFault) in
        try reader.column(Array(member.pages[pages]), member.kind, codes: codes)
      }
      fields.append(
        PortableTable.Field(
          name: field.name,
          PortableTable.Member(name: member.name, kind: member.kind, column: column, dictionary: texts)))
    }
    guard directory.filePages.indices.contains(pages.upperBound - 1),
      directory.linePages.indices.contains(pages.upperBound - 1)
    else { throw Fault(expected: "a column of all rows") }
    func numbers(_ all: [SegmentFormat.Page]) throws(Fault) -> [Int32]? {
      try read { reader throws(FormatFault) in try reader.column(Array(all[pages]), .day) }.int32s
    }
    guard places else {
      guard let table = PortableTable(name: name, fields: fields, rowCount: rowCount, filesOfNoRow: directory.files)
      else { throw Fault(expected: "columns of \(rowCount) rows") }
      return table
    }
    guard let files = try numbers(directory.filePages), let lines = try numbers(directory.linePages),
      let table = PortableTable(
        name: name, fields: fields, rowCount: rowCount, files: directory.files, fileOfRow: files, lineOfRow: lines)
    else { throw Fault(expected: "columns of \(rowCount) rows") }
    return table
  }

  func read<Value: Sendable>(
    _ body: (SegmentPages) throws(FormatFault) -> Value
  ) throws(Fault) -> Value {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(FormatFault) in try body(pages(bytes)) }
    }
    switch result {
    case .success(let value): return value
    case .failure(let fault): throw Fault(expected: fault.what)
    }
  }
}
