// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonDiagnostics
import MezonSemantics

/// What ``RepeatedRows`` finds of rows, of a hand-in in groups; for lists see ``RepeatedGroupLists``. The rows whose hashes are equal are read again, some at a
/// time, and compared. Beside these a set of rows whose hashes are equal needs about thirty bytes a row, however large it is.
struct RepeatedGroupRows {
  private(set) var same = QualityFindings(QualityRule.sameRow)
  private(set) var different = QualityFindings(QualityRule.otherRow)
  private(set) var excess = QualityFindings(QualityRule.tooManyToCompare)

  /// By which fields rows are of one event.
  struct Telling {
    /// The fields that tell events apart; none where no field does.
    let fields: [String]
    let others: [String]
    /// Whether the fields are a key, of which each part must be there.
    let isKey: Bool

    init(_ schema: EventSchema, _ key: [String]) {
      let telling = RepeatedRows.tellingFields(schema, key: key).map { schema.fields[$0].name }
      fields = telling
      others = schema.fields.map(\.name).filter { !telling.contains($0) }
      isKey = !key.isEmpty
    }

    /// Fields of which none tells events apart.
    init(others: [String]) {
      fields = []
      self.others = others
      isKey = false
    }

    /// Whether a row can be of the same event as another.
    func tells(_ row: RowHashParts.Row, _ rows: ReadRows) -> Bool {
      !fields.isEmpty && (!isKey || rows.isComplete(fields, row))
    }
  }

  /// A row that repeats an earlier one.
  struct Repeat {
    let row: RowHashParts.Row
    let place: DiagnosticPlace
    let arguments: [String]

    /// A row that says what an earlier one says.
    init(_ row: RowHashParts.Row, _ before: RowHashParts.Row, _ rows: ReadRows, _ arguments: [String] = []) {
      let (file, line) = rows.place(row)
      let earlier = rows.place(before)
      self.row = row
      place = .row(file: file, line: line, column: nil)
      self.arguments = [earlier.file, String(earlier.line)] + arguments
    }

    /// A row that says another thing of the event of an earlier one.
    init(_ row: RowHashParts.Row, differingFrom event: RowHashParts.Row, _ rows: ReadRows, _ telling: Telling) {
      let names = telling.others.filter { !rows.isSame([$0], event, row) }
      self.init(row, event, rows, [telling.fields.joined(separator: ", "), names.joined(separator: ", ")])
    }
  }

  /// Repeats of one kind: all of them are counted, and the first ones kept.
  struct Repeats {
    private(set) var count = 0
    private(set) var first: [Repeat] = []

    /// Adds so many, of which the first ones are at hand.
    mutating func add(_ more: [Repeat], of count: Int) {
      self.count += count
      guard !more.isEmpty else { return }
      first = (first + more).sorted { $0.row < $1.row }
      first.removeLast(max(0, first.count - QualityFindings.shownAtMost))
    }
  }

  /// The fields by whose hash rows are kept apart until they are compared: those that tell events apart, or all where there are none.
  static func hashedFields(_ schema: EventSchema, _ key: [String]) -> [String] {
    let telling = Telling(schema, key)
    return telling.fields.isEmpty ? schema.fields.map(\.name) : telling.fields
  }

  /// Complexity: O(rows), and O(values) of the groups that hold rows that may be repeated.
  /// - Parameter rowsAtOnce: about how many rows are read again at a time
  init<Groups: EventGroups>(
    _ schema: EventSchema, key: [String], _ hashes: RowHashParts, rowCount: Int, _ groups: Groups, most: Int,
    threads: Int, rowsAtOnce: Int
  ) throws(Groups.Failure) {
    guard rowCount <= most else {
      excess.note([String(rowCount)], at: .none)
      return
    }
    let telling = Telling(schema, key)
    var (copies, others) = (Repeats(), Repeats())
    var batch: [[RowHashParts.Row]] = []
    var size = 0
    func compare() throws(Groups.Failure) {
      let rows = try ReadRows(batch.joined(), groups, threads: threads)
      var (same, different): ([Pair], [Pair]) = ([], [])
      for set in batch { Self.findRepeats(set, rows, telling, &same, &different) }
      // Of many, the first alone are described.
      copies.add(Self.first(same).map { Repeat($0.row, $0.before, rows) }, of: same.count)
      others.add(
        Self.first(different).map { Repeat($0.row, differingFrom: $0.before, rows, telling) }, of: different.count)
      (batch, size) = ([], 0)
    }
    for first in stride(from: 0, to: RowHashParts.count, by: max(1, threads)) {
      let parts = first..<min(RowHashParts.count, first + max(1, threads))
      for set in sideBySide(parts, threads: threads, { hashes.alike(in: $0) }).joined() {
        if set.count > rowsAtOnce {
          let large = try LargeRepeatedSet(set, groups, telling, rowsAtOnce: rowsAtOnce, threads: threads)
          copies.add(large.same, of: large.sameCount)
          others.add(large.different, of: large.differentCount)
          continue
        }
        if size + set.count > rowsAtOnce, size > 0 { try compare() }
        batch.append(set)
        size += set.count
      }
    }
    if size > 0 { try compare() }
    same.add(copies.first.map { Diagnostic(same.rule, $0.arguments, at: $0.place) }, of: copies.count)
    different.add(others.first.map { Diagnostic(different.rule, $0.arguments, at: $0.place) }, of: others.count)
  }

  /// A row and the earlier one that it repeats.
  private typealias Pair = (row: RowHashParts.Row, before: RowHashParts.Row)

  /// The first pairs in the order of the rows, as many as are shown.
  private static func first(_ pairs: [Pair]) -> ArraySlice<Pair> {
    pairs.sorted { $0.row < $1.row }.prefix(QualityFindings.shownAtMost)
  }

  /// Finds the rows of a set that say what an earlier one says, as a whole or in what tells events apart.
  private static func findRepeats(
    _ set: [RowHashParts.Row], _ rows: ReadRows, _ telling: Telling, _ same: inout [Pair], _ different: inout [Pair]
  ) {
    /// The first rows that tell different events, and by the hash of all fields those that say different things.
    var events: [RowHashParts.Row] = []
    var wholes: [UInt64: [RowHashParts.Row]] = [:]
    for row in set {
      let hash = rows.hash(row)
      let copied = wholes[hash]?.first {
        rows.isSame(telling.fields, $0, row) && rows.isSame(telling.others, $0, row)
      }
      let tells = telling.tells(row, rows)
      let event = tells ? events.first { rows.isSame(telling.fields, $0, row) } : nil
      if copied == nil { wholes[hash, default: []].append(row) }
      if tells, event == nil { events.append(row) }
      if let copied {
        same.append((row, copied))
      } else if let event {
        different.append((row, event))
      }
    }
  }
}
