// SPDX-License-Identifier: Apache-2.0

import MezonSemantics

/// How the cells of a mapping are read many at a time.
///
/// What a form takes for a value it must be certain of, so that a number which a source names among its missing texts has no form.
enum PlainForm: Sendable {
  /// A whole number without a sign.
  case integer
  /// A number of digits and a separator.
  case decimal
  /// A time of ISO 8601.
  case time
  /// A day of ISO 8601.
  case day
  /// Any text, for its like was met before.
  case remembered

  /// The form for the texts of a mapping; nil where there is none.
  init?(_ options: CellReader.Options, _ path: CellReader.Path, _ clock: SourceClock) {
    guard case .direct = path else {
      self = .remembered
      return
    }
    let numbersMissing = options.missingTexts.contains { text in text.contains { $0 &- 0x30 < 10 } }
    let timesMissing = options.missingTexts.contains { [10, 16, 19].contains($0.count) }
    switch options.type {
    case .time where clock.pattern == nil && !timesMissing: self = .time
    case .day where clock.pattern == nil && !timesMissing: self = .day
    case .number(_, let isWhole) where options.levels.isEmpty && options.conversion == nil && !numbersMissing:
      self = isWhole ? .integer : .decimal
    default: return nil
    }
  }
}
