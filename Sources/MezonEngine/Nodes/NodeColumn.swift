// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics

/// A condition's value in a row: 0 false, 1 true, 2 unknown.
enum Truth {
  static let no: UInt8 = 0
  static let yes: UInt8 = 1
  static let unknown: UInt8 = 2
}

/// What the codes of a column stand for.
enum CodeSpace: Hashable {
  case choice(ChoiceID)
  case domain(DomainID)
  case texts
  case units
}

/// The value of an expression in every row of an event table, or in every element of a list.
enum NodeColumn {
  /// See ``Truth``; presence is not used.
  case truth(Vector<UInt8>)
  case number(Vector<Double>)
  /// Whole numbers as stored, so that they are added up exactly.
  case whole(Vector<Int64>)
  /// Microseconds since 1970-01-01T00:00Z.
  case time(Vector<Int64>)
  /// Days since 1970-01-01.
  case day(Vector<Int32>)
  case code(Vector<Int32>, CodeSpace)
  /// A text of the definition whose dictionary is that of what it is compared with.
  case text(String)
  /// A local time of the definition.
  case localTime(day: Int32, microseconds: Int64)
  /// A list: only whether it is there.
  case list(presence: [UInt8])
  /// A value that is missing in every row.
  case absent

  /// The column as numbers; nil when it holds none. Complexity: O(rows) for whole numbers.
  var numbers: Vector<Double>? {
    switch self {
    case .number(let vector): vector
    case .whole(let vector):
      vector.isConstant
        ? Vector(constant: Double(vector.values[0]), isPresent: vector.presence.isEmpty)
        : Vector(vector.values.map(Double.init), presence: vector.presence)
    default: nil
    }
  }

  /// The truths, a constant being one value; nil when the column is no condition.
  var truths: Vector<UInt8>? { if case .truth(let vector) = self { vector } else { nil } }

  /// The column over other rows; see ``Vector/gathering(_:filler:)``. Complexity: O(rows).
  func gathering(_ rows: [Int32]) -> NodeColumn {
    switch self {
    case .truth(let vector): .truth(vector.gathering(rows, filler: Truth.unknown))
    case .number(let vector): .number(vector.gathering(rows, filler: 0))
    case .whole(let vector): .whole(vector.gathering(rows, filler: 0))
    case .time(let vector): .time(vector.gathering(rows, filler: 0))
    case .day(let vector): .day(vector.gathering(rows, filler: 0))
    case .code(let vector, let space): .code(vector.gathering(rows, filler: 0), space)
    case .list(let presence):
      .list(presence: rows.map { $0 < 0 ? 0 : presence.isEmpty ? 1 : presence[Int($0)] })
    case .text, .localTime, .absent: self
    }
  }
}

/// A stored column as the type of its field reads it; ``NodeColumn/absent`` when storage and type disagree.
func nodeColumn(_ column: Column, as type: ValueType) -> NodeColumn {
  switch (type, column.storage) {
  case (.time, .int64(let values)): .time(Vector(values, validity: column.validity))
  case (.day, .int32(let values)): .day(Vector(values, validity: column.validity))
  case (.unit, .int32(let values)): .code(Vector(values, validity: column.validity), .units)
  case (.text, .int32(let values)): .code(Vector(values, validity: column.validity), .texts)
  case (.choice(let choice), .int32(let values)): .code(Vector(values, validity: column.validity), .choice(choice))
  case (.reference(let domain), .int32(let values)):
    .code(Vector(values, validity: column.validity), .domain(domain))
  case (.number, .float64(let values)): .number(Vector(values, validity: column.validity))
  case (.number, .int64(let values)): .whole(Vector(values, validity: column.validity))
  case (.yesNo, .bool(let values)): .truth(Vector(truths(values, column.validity)))
  default: .absent
  }
}

/// Yes and no as truths, what is missing as unknown.
private func truths(_ values: [UInt8], _ validity: Bitmap?) -> [UInt8] {
  guard let validity else { return values }
  return values.indices.map { validity[$0] ? values[$0] : Truth.unknown }
}
