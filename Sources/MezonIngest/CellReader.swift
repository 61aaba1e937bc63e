// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonSemantics

/// Why a cell refuses its row.
struct FieldFault: Sendable {
  let rule: DiagnosticRule
  /// The first is the field's name.
  let arguments: [String]
  var suggestion: String?

  init(_ rule: DiagnosticRule, _ arguments: [String], suggestion: String? = nil) {
    self.rule = rule
    self.arguments = arguments
    self.suggestion = suggestion
  }
}

/// What becomes of a code that no recode lists.
enum OtherCells: Sendable {
  /// The text itself is the value.
  case asWritten
  case refuse
  case missing
  case value(Cell)
}

/// Turns the texts of one mapping into cells.
///
/// How is decided once, when it is made: plain numbers and times are parsed in place, plain texts and references go
/// straight to their dictionary, and everything else (choices, units, recodes) is worked out once per different text and
/// remembered.
struct CellReader: Sendable {
  enum Path {
    case direct
    case encoded(DictionaryPlace)
    case remembered
  }

  /// What the planner decided about the texts of a mapping.
  struct Options: Sendable {
    /// The field's name in messages: `opened`, `parties.sex`.
    var field: String
    var type: ValueType
    /// Members of the field's choice.
    var members: [String] = []
    /// For a rating the levels of its rubric; empty for other numbers.
    var levels: [Int64] = []
    /// Where codes of texts stand; nil for types without codes.
    var dictionary: DictionaryPlace?
    var missingTexts: [[UInt8]] = []
    /// Codes as written, and what they stand for.
    var recodes: [(code: [UInt8], value: Cell)] = []
    var others = OtherCells.asWritten
    var isWholeNumber = false
    /// How numbers are turned into the field's unit of measure; nil where they stand in it.
    var conversion: SpanConversion?
    var usesDecimalComma = false
  }

  let options: Options
  let path: Path
  private var clock: SourceClock
  private let separator: UInt8
  private var recoded = TextDictionary()
  private var recodedCells: [Cell] = []
  private var seen = TextDictionary()
  private var outcomes: [Cell] = []
  private var faultsSeen: [Int32: FieldFault] = [:]
  /// The form in which cells are read many at a time; nil where each is looked at by itself.
  let plainForm: PlainForm?
  /// What short texts became, in front of `seen` and of the dictionaries.
  var memory = TextMemory()
  private var months = MonthMemory()
  /// How many suggestions may still be looked for: a file of another country's codes would ask for too many.
  private var suggestionsLeft = 200
  /// Why the cell read last is unreadable.
  private(set) var fault: FieldFault?

  init(_ options: Options, clock: SourceClock) {
    self.options = options
    self.clock = clock
    separator = options.usesDecimalComma ? 0x2C : 0x2E
    var hasOptions = !options.recodes.isEmpty || options.isWholeNumber
    if case .asWritten = options.others {} else { hasOptions = true }
    switch options.type {
    case .text, .reference: path = hasOptions ? .remembered : .encoded(options.dictionary ?? .texts)
    case .time, .day, .number: path = hasOptions ? .remembered : .direct
    default: path = .remembered
    }
    plainForm = PlainForm(options, path, clock)
    for recode in options.recodes {
      remember(recode.code, recode.value)
      if options.isWholeNumber,
        let whole = recode.code.withUnsafeBytes({ FieldText.wholeNumber($0, separator: separator) })
      {
        remember(whole, recode.value)
      }
    }
  }

  private mutating func remember(_ code: [UInt8], _ value: Cell) {
    let known = recoded.count
    let index = code.withUnsafeBytes { recoded.encode($0) }
    if Int(index) == known { recodedCells.append(value) }
  }

  /// The cell that a text states; where it is unreadable, ``fault`` says why.
  @inline(__always)
  mutating func read(_ raw: UnsafeRawBufferPointer, _ values: inout ValueDictionaries) -> Cell {
    let text = FieldText.trimmed(raw)
    switch path {
    case .direct: return isMissing(text) ? .missing : parse(text, &values)
    case .encoded(let dictionary): return encoded(text, in: dictionary, &values)
    case .remembered: return remembered(text, &values)
    }
  }

  /// The code of a text without blanks around it.
  private mutating func encoded(
    _ text: UnsafeRawBufferPointer, in dictionary: DictionaryPlace, _ values: inout ValueDictionaries
  ) -> Cell {
    isMissing(text) ? .missing : Cell(values.encode(text, in: dictionary))
  }

  /// Reads what is plain; the other cells are unreadable.
  mutating func readPlain(
    _ column: TextColumn, into bits: UnsafeMutableBufferPointer<Int64>,
    _ states: UnsafeMutableBufferPointer<CellState>
  ) -> StatesSeen {
    switch plainForm {
    case .integer: return column.readIntegers(into: bits, states)
    case .decimal: return column.readDecimals(separator: separator, into: bits, states)
    case .time: return clock.readTimes(column, months: &months, into: bits, states)
    case .day: return column.readDays(months: &months, into: bits, states)
    case .remembered, nil:
      states.update(repeating: .unreadable)
      return .unreadable
    }
  }

  /// What a text without blanks around it became before, or becomes now.
  private mutating func remembered(_ text: UnsafeRawBufferPointer, _ values: inout ValueDictionaries) -> Cell {
    let code = seen.encode(text)
    if Int(code) < outcomes.count {
      let outcome = outcomes[Int(code)]
      if outcome.state == .unreadable { fault = faultsSeen[code] }
      return outcome
    }
    let outcome = decode(text, &values)
    outcomes.append(outcome)
    if outcome.state == .unreadable { faultsSeen[code] = fault }
    return outcome
  }

  private func isMissing(_ text: UnsafeRawBufferPointer) -> Bool {
    text.isEmpty || FieldText.isOne(of: options.missingTexts, text)
  }

  /// Recodes, missing texts and whole numbers, in this order; then the text itself.
  private mutating func decode(_ text: UnsafeRawBufferPointer, _ values: inout ValueDictionaries) -> Cell {
    if let known = recoded.code(of: text) { return recodedCells[Int(known)] }
    if isMissing(text) { return .missing }
    guard options.isWholeNumber else { return decodeOthers(text, &values) }
    guard let whole = FieldText.wholeNumber(text, separator: separator) else {
      if case .asWritten = options.others { return unreadable(IngestRule.notWhole, text) }
      return decodeOthers(text, &values)
    }
    return whole.withUnsafeBytes { digits in
      if let known = recoded.code(of: digits) { return recodedCells[Int(known)] }
      return decodeOthers(digits, &values)
    }
  }

  private mutating func decodeOthers(_ text: UnsafeRawBufferPointer, _ values: inout ValueDictionaries) -> Cell {
    switch options.others {
    case .asWritten: parse(text, &values)
    case .refuse: unreadable(IngestRule.unknownCode, text)
    case .missing: .missing
    case .value(let cell): cell
    }
  }

  private mutating func unreadable(
    _ rule: DiagnosticRule, _ text: UnsafeRawBufferPointer, _ more: [String] = [], suggestion: String? = nil
  ) -> Cell {
    fault = FieldFault(rule, [options.field, FieldText.excerpt(text)] + more, suggestion: suggestion)
    return .unreadable
  }

  /// The value that a text states in the field's type.
  private mutating func parse(_ text: UnsafeRawBufferPointer, _ values: inout ValueDictionaries) -> Cell {
    switch options.type {
    case .time: parseTime(text)
    case .day: parseDay(text)
    case .number(_, let isWhole): parseNumber(text, isWhole: isWhole)
    case .text, .reference: Cell(values.encode(text, in: options.dictionary ?? .texts))
    case .choice: parseMember(text)
    case .yesNo: parseTruth(text)
    case .unit: parseUnit(text, values.organisation)
    case .list, .records: .missing
    }
  }

  private mutating func parseTime(_ text: UnsafeRawBufferPointer) -> Cell {
    do {
      return Cell(try clock.instant(text))
    } catch {
      return unreadable(error, text)
    }
  }

  private mutating func parseDay(_ text: UnsafeRawBufferPointer) -> Cell {
    do {
      return Cell(try clock.day(text))
    } catch {
      return unreadable(error, text)
    }
  }

  private mutating func unreadable(_ fault: DateFault, _ text: UnsafeRawBufferPointer) -> Cell {
    switch fault {
    case .empty, .malformed, .tooPrecise: unreadable(IngestRule.notATime, text, [clock.form])
    case .noSuchDay: unreadable(IngestRule.noSuchDay, text)
    case .noSuchTime: unreadable(IngestRule.noSuchTime, text)
    }
  }

  private mutating func parseNumber(_ text: UnsafeRawBufferPointer, isWhole: Bool) -> Cell {
    do {
      if !options.levels.isEmpty { return level(try FieldParser.integer(text), text) }
      if let conversion = options.conversion {
        let value = conversion.value(try FieldParser.decimal(text, separator: separator))
        guard isWhole else { return Cell(value) }
        guard let whole = SpanConversion.whole(value) else { return unreadable(IngestRule.notWhole, text) }
        return Cell(whole)
      }
      return isWhole
        ? Cell(try FieldParser.integer(text)) : Cell(try FieldParser.decimal(text, separator: separator))
    } catch {
      if error == .outOfRange { return unreadable(IngestRule.numberOutOfRange, text) }
      let isDecimal = isWhole && (try? FieldParser.decimal(text, separator: separator)) != nil
      if isDecimal { return unreadable(IngestRule.notWhole, text) }
      return unreadable(IngestRule.notANumber, text, [options.usesDecimalComma ? "\",\"" : "\".\""])
    }
  }

  /// A rating, if its rubric has the level.
  private mutating func level(_ number: Int64, _ text: UnsafeRawBufferPointer) -> Cell {
    if options.levels.contains(number) { return Cell(number) }
    return unreadable(
      IngestRule.notAMember, text, [options.levels.map { String($0) }.joined(separator: ", ")])
  }

  private mutating func parseMember(_ text: UnsafeRawBufferPointer) -> Cell {
    let written = String(decoding: text, as: UTF8.self)
    if let index = options.members.firstIndex(of: written) { return Cell(Int64(index)) }
    return unreadable(
      IngestRule.notAMember, text, [options.members.joined(separator: ", ")],
      suggestion: suggestion(for: written, among: options.members))
  }

  private mutating func parseTruth(_ text: UnsafeRawBufferPointer) -> Cell {
    switch String(decoding: text, as: UTF8.self).lowercased() {
    case "yes", "да", "true", "1": Cell(true)
    case "no", "нет", "false", "0": Cell(false)
    default: unreadable(IngestRule.notYesNo, text)
    }
  }

  private mutating func parseUnit(_ text: UnsafeRawBufferPointer, _ organisation: Organisation) -> Cell {
    let code = String(decoding: text, as: UTF8.self)
    if let index = organisation.index(of: code) { return Cell(index) }
    return unreadable(
      IngestRule.unknownUnit, text, suggestion: suggestion(for: code, among: organisation.codes))
  }

  private mutating func suggestion(for text: String, among known: [String]) -> String? {
    guard suggestionsLeft > 0 else { return nil }
    suggestionsLeft -= 1
    return Spelling.nearest(to: text, among: known)
  }
}
