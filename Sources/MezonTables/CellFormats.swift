// SPDX-License-Identifier: Apache-2.0

/// What the cell formats of a workbook show of a number: only they tell a date from a number.
///
/// Source: ECMA-376 Part 1, 18.8.30 (number formats built in) and 18.8.31 (format codes).
final class CellFormats: XMLHandler {
  private var codes: [Int: SerialDate.Shown] = [:]
  private var isInCellFormats = false
  /// By the place of a format.
  private var shown: [SerialDate.Shown] = []
  let isFinished = false

  /// What a cell with a format shows of its number.
  func shown(style: Int?) -> SerialDate.Shown {
    guard let style, shown.indices.contains(style) else { return .number }
    return shown[style]
  }

  func start(_ name: XMLName, _ attributes: XMLAttributes) {
    switch name {
    case "numFmt":
      if let id = attributes.number("numFmtId"), let code = attributes.text("formatCode") {
        codes[id] = Self.shown(code: code)
      }
    case "cellXfs": isInCellFormats = true
    case "xf" where isInCellFormats:
      let id = attributes.number("numFmtId") ?? 0
      shown.append(codes[id] ?? Self.builtIn(id))
    default: break
    }
  }

  func end(_ name: XMLName) {
    if case "cellXfs" = name { isInCellFormats = false }
  }

  func text(_ bytes: UnsafeRawBufferPointer) {}

  private static func builtIn(_ id: Int) -> SerialDate.Shown {
    switch id {
    case 14...17, 27...31, 36, 50...54, 57, 58: .day
    case 22: .dayAndTime
    // 46, hours that go on beyond 24, is a length of time and stays a number of days.
    case 18...21, 32...35, 45, 47, 55, 56: .timeOfDay
    default: .number
    }
  }

  /// What a format code shows, by its first section: the letters outside of quotes, brackets and escapes.
  static func shown(code: String) -> SerialDate.Shown {
    var (hasDay, hasTime, minutesOrMonths) = (false, false, false)
    var characters = Array(code.utf8)[...]
    loop: while let byte = characters.popFirst() {
      switch byte {
      case 0x22: skip(&characters, to: 0x22)
      case 0x5B:
        // [h], [mm], [ss] show a length of time; [Red], [$-419] and conditions show nothing.
        let inside = characters.prefix { $0 != 0x5D }
        if let first = inside.first, inside.allSatisfy({ $0 | 0x20 == first | 0x20 }),
          [0x68, 0x6D, 0x73].contains(first | 0x20)
        {
          return .number
        }
        skip(&characters, to: 0x5D)
      // A backslash shows the next character as it is; _ leaves its width free, * repeats it.
      case 0x5C, 0x5F, 0x2A: _ = characters.popFirst()
      case 0x3B: break loop
      case 0x64, 0x44, 0x79, 0x59: hasDay = true
      case 0x68, 0x48, 0x73, 0x53: hasTime = true
      case 0x6D, 0x4D: minutesOrMonths = true
      // General is a word, not a form of a date.
      case 0x47, 0x67: if characters.starts(with: Array("eneral".utf8)) { return .number }
      case 0x30, 0x23, 0x3F: if !hasDay, !hasTime, !minutesOrMonths { return .number }
      default: break
      }
    }
    if minutesOrMonths, !hasTime { hasDay = true }
    return hasDay ? (hasTime ? .dayAndTime : .day) : (hasTime ? .timeOfDay : .number)
  }

  private static func skip(_ characters: inout ArraySlice<UInt8>, to end: UInt8) {
    while let byte = characters.popFirst(), byte != end {}
  }
}
