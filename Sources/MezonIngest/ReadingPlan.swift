// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSemantics
import MezonSyntax

/// How one file of a source is read, with every column, code and condition resolved.
struct ReadingPlan: Sendable {
  /// Where a mapping's cells come from.
  enum Origin: Sendable {
    case columns([ColumnReference])
    case digitRuns(least: Int, most: Int, ColumnReference)
    case constant(Cell)
    /// A text that is the same for every row, read as a cell's would be.
    case fixed([UInt8])
    case computed(RowExpression)
  }

  /// How one field, or one member of child records, gets its cells.
  struct Mapping: Sendable {
    let field: Int
    let member: Int?
    let origin: Origin
    /// The text between the elements of a list; nil when a cell is one element.
    let separator: [UInt8]?
    /// The type of a cell or element.
    let type: ValueType
    /// Whether rows have lists of cells.
    let isList: Bool
    /// Whether a missing cell refuses the row.
    let isRequired: Bool
    /// The field's name in messages.
    let name: String
    let dictionary: DictionaryPlace?
    /// For a rating the levels of its rubric; empty for other numbers.
    let levels: [Int64]
  }

  /// A rule about whole rows.
  struct Rule: Sendable {
    let effect: RowRule.Effect
    /// nil for duplicates.
    let condition: RowExpression?
    let reason: String
  }

  /// Which rows sum up others: the words that they begin with, and the columns in their order.
  struct Totals: Sendable {
    var texts: [[UInt8]] = []
    var columns: [ColumnReference] = []
  }

  /// A joined file: the own columns that hold the key, and the file.
  struct Join: Sendable {
    let name: String
    let keys: [Int]
    let table: JoinedTable
  }

  let source: String
  let target: SourcePlan.Target
  let fields: [FieldSchema]
  let mappings: [Mapping]
  /// For each field its mapping; nil for records and for fields without one.
  let mappingOfField: [Int?]
  /// For each field of child records the mappings of its members.
  let mappingsOfMembers: [[Int?]]
  /// What is asked of events; nil for rosters.
  let checks: EventChecks?
  let rules: [Rule]
  let totals: Totals
  let joins: [Join]
  let selection: SelectedColumns
  let missingTexts: [[UInt8]]
  let clock: SourceClock
  let readers: [CellReader]

  /// Whether a row is compared with all rows before it.
  var setsDuplicatesAside: Bool { rules.contains { $0.effect == .setAsideDuplicates } }
}
