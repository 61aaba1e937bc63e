// SPDX-License-Identifier: Apache-2.0

/// Whether a cell holds a value.
package enum CellState: UInt8, Sendable {
  case present
  case missing
  /// Something stands there that is no value of the field's type, or not one that the reader of plain forms knows; what asks about it gets
  /// no answer.
  case unreadable

  // The usual comparison of enumerations with raw values is generic, and is not inlined in other rooms.
  @inlinable @inline(__always)
  package static func == (left: CellState, right: CellState) -> Bool {
    switch (left, right) {
    case (.present, .present), (.missing, .missing), (.unreadable, .unreadable): true
    default: false
    }
  }

  @inlinable @inline(__always)
  package static func != (left: CellState, right: CellState) -> Bool { !(left == right) }
}

/// Which states other than a value's some cells have.
package struct StatesSeen: OptionSet, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let missing = StatesSeen(rawValue: CellState.missing.rawValue)
  package static let unreadable = StatesSeen(rawValue: CellState.unreadable.rawValue)
}
