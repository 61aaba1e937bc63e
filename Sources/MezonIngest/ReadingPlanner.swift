// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonSemantics
import MezonSyntax

/// Resolves a source's definition against the headers of the files that were handed in.
///
/// It goes on after a fault, so that one run names all columns that are missing.
struct ReadingPlanner {
  let programme: Programme
  let zone: TimeZoneRules
  private(set) var diagnostics: [Diagnostic] = []
  /// What is to be said about joined files; it keeps nothing from being read.
  private(set) var warnings: [Diagnostic] = []
  /// What was resolved so far.
  var mappings: [ReadingPlan.Mapping] = []
  private var readers: [CellReader] = []
  private var selection: SelectedColumns
  private var joins: [OpenJoin] = []
  let table: HandedInTable
  private(set) var constants: ConstantReader
  private var missingTexts: [[UInt8]] = []
  private var totals = ReadingPlan.Totals()
  let fields: [FieldSchema]
  /// How many fields of a roster table are fixed; nil for events.
  private let rosterFieldCount: Int?

  /// A joined file whose wanted columns are being gathered.
  private struct OpenJoin {
    let name: String
    let keys: [Int]
    let file: JoinedFile
    let keyColumns: [Int]
    var columns: [Int] = []
  }

  init(
    programme: Programme, zone: TimeZoneRules, table: HandedInTable, fields: [FieldSchema], roster: RosterTable?
  ) {
    rosterFieldCount = roster.map { RosterSchema.fields(of: $0, unitAttributes: []).count }
    self.programme = programme
    self.zone = zone
    self.table = table
    self.fields = fields
    selection = SelectedColumns(columnCount: table.names.count)
    constants = ConstantReader(programme: programme, clock: SourceClock(programme: zone))
  }

  /// Runs a step, and keeps its failure.
  private mutating func attempt(_ step: (inout ReadingPlanner) throws(ReadingFailure) -> Void) {
    do {
      try step(&self)
    } catch {
      diagnostics.append(error.diagnostic)
    }
  }

  /// The plan of a source; nil, and ``diagnostics``, when something it names is not there.
  mutating func plan(
    _ source: SourcePlan, joined: [String: OpenFile], values: inout ValueDictionaries,
    joinLogs: inout [RejectionLog]
  ) -> ReadingPlan? {
    let declaration = source.declaration
    missingTexts = declaration.missingTexts.map { FieldText.trimmedBytes($0.text) }
    if !declaration.totalTexts.isEmpty {
      totals.texts = declaration.totalTexts.map { FieldText.trimmedBytes($0.text) }
      totals.columns = table.names.indices.map { .own(selection.place(of: $0)) }
    }
    attempt { planner throws(ReadingFailure) in try planner.setClock(declaration) }
    for join in declaration.joins {
      attempt { planner throws(ReadingFailure) in try planner.open(join, of: declaration.name.text, joined) }
    }
    for entry in source.mappings {
      attempt { planner throws(ReadingFailure) in
        try planner.add(entry.mapping, field: entry.field, member: entry.member, declaration, &values)
      }
    }
    requireMappings(source)
    if case .roster(.units) = source.target { checkAttributes(at: .definition(declaration.name.range)) }
    var rules: [ReadingPlan.Rule] = []
    for rule in declaration.rowRules {
      attempt { planner throws(ReadingFailure) in
        let condition = try rule.condition.map { expression throws(ReadingFailure) in
          try planner.condition(expression)
        }
        rules.append(
          ReadingPlan.Rule(effect: rule.effect, condition: condition, reason: rule.reason?.text ?? rule.range.text))
      }
    }
    guard diagnostics.isEmpty else { return nil }
    let plan = finish(source: source.name, target: source.target, rules: rules, logs: &joinLogs)
    return diagnostics.isEmpty ? plan : nil
  }

  /// The plan of a roster file whose columns are named as the table's fields.
  mutating func plan(_ roster: RosterTable) -> ReadingPlan? {
    let known = fields.map(\.name)
    for (column, name) in table.names.enumerated() {
      guard let field = known.firstIndex(of: name) else {
        diagnostics.append(
          Diagnostic(
            IngestRule.unusedColumn, [name, table.file, roster.rawValue, known.joined(separator: ", ")],
            at: .file(table.file), suggestion: Spelling.nearest(to: name, among: known)))
        continue
      }
      guard !mappings.contains(where: { $0.field == field }) else {
        diagnostics.append(
          Diagnostic(IngestRule.repeatedColumn, [name, table.file, "2"], at: .file(table.file)))
        continue
      }
      append(
        field: field, member: nil, origin: .columns([.own(selection.place(of: column))]), separator: nil,
        options: CellReader.Options(field: name, type: fields[field].type), isRosterCode: isRosterCode(field))
    }
    for field in fields where !field.isOptional && !table.names.contains(field.name) {
      diagnostics.append(
        Diagnostic(
          IngestRule.noColumn, [field.name, table.file, table.shownHeader], at: .file(table.file),
          suggestion: Spelling.nearest(to: field.name, among: table.names)))
    }
    if roster == .units { checkAttributes(at: .file(table.file)) }
    guard !diagnostics.hasErrors else { return nil }
    var logs: [RejectionLog] = []
    return finish(source: roster.rawValue, target: .roster(roster), rules: [], logs: &logs)
  }

  private mutating func finish(
    source: String, target: SourcePlan.Target, rules: [ReadingPlan.Rule], logs: inout [RejectionLog]
  ) -> ReadingPlan {
    var ofField = [Int?](repeating: nil, count: fields.count)
    var ofMembers: [[Int?]] = fields.map { field in
      if case .records(let members) = field.type { Array(repeating: nil, count: members.count) } else { [] }
    }
    for (index, mapping) in mappings.enumerated() {
      if let member = mapping.member {
        ofMembers[mapping.field][member] = index
      } else {
        ofField[mapping.field] = index
      }
    }
    var read: [ReadingPlan.Join] = []
    for join in joins {
      var log = RejectionLog(source: source, joinedAs: join.name, file: join.file.table.file)
      do throws(ReadingFailure) {
        func table(_ file: JoinedFile) throws(ReadingFailure) -> JoinedTable? {
          try JoinedTable(keyColumns: join.keyColumns, columns: join.columns, of: file, report: &log)
        }
        var found = try table(join.file)
        if found == nil { found = try table(try join.file.held()) }
        guard let found else { continue }
        read.append(ReadingPlan.Join(name: join.name, keys: join.keys, table: found))
        warnings += join.file.warnings
      } catch {
        diagnostics.append(error.diagnostic)
      }
      logs.append(log)
    }
    var checks: EventChecks?
    if case .event(let event) = target {
      checks = EventChecks(
        programme.events[event.index], mappingOfField: ofField, mappingsOfMembers: ofMembers)
    }
    return ReadingPlan(
      source: source, target: target, fields: fields, mappings: mappings, mappingOfField: ofField,
      mappingsOfMembers: ofMembers, checks: checks, rules: rules, totals: totals, joins: read,
      selection: selection, missingTexts: missingTexts,
      clock: constants.clock, readers: readers)
  }
}

// The parts of a source's definition.
extension ReadingPlanner {
  private mutating func setClock(_ declaration: SourceDeclaration) throws(ReadingFailure) {
    var sourceZone: TimeZoneRules?
    if let name = declaration.timeZone {
      guard let known = TimeZoneRules(identifier: name.text) else {
        throw ReadingFailure(Diagnostic(IngestRule.unknownTimeZone, [name.text], at: name.range))
      }
      sourceZone = known
    }
    var pattern: DatePattern?
    if let format = declaration.timeFormat {
      do {
        pattern = try DatePattern(format.text)
      } catch {
        throw ReadingFailure(
          Diagnostic(IngestRule.badTimeFormat, [format.text, words(for: error)], at: format.range))
      }
    }
    constants = ConstantReader(
      programme: programme,
      clock: SourceClock(
        programme: zone, source: sourceZone, pattern: pattern, readsDateCells: table.lines != nil))
  }

  /// What keeps a pattern from being used, as the letters at fault.
  private func words(for fault: DatePattern.Fault) -> String {
    switch fault {
    case .unknownLetters(let letters): letters
    case .repeated(let letter): "\(letter) \(letter)"
    case .incomplete: "yyyy MM dd? HH mm ss?"
    case .ambiguous: "d, M, H, h + 0-9"
    case .unclosedApostrophe: "'"
    }
  }

  private mutating func open(
    _ join: JoinClause, of source: String, _ joined: [String: OpenFile]
  ) throws(ReadingFailure) {
    var own: [Int] = []
    for column in join.ownColumns { own.append(try table.column(column)) }
    guard let handedIn = joined[join.table.text] else {
      throw ReadingFailure(Diagnostic(IngestRule.noJoinedFile, [join.table.text, source], at: join.range))
    }
    var layout = TableLayout()
    layout.sheet = join.sheet?.text
    layout.sheetRange = join.sheet?.range
    let file = try JoinedFile(handedIn, layout: layout)
    warnings += file.table.warnings
    var keys: [Int] = []
    for column in join.otherColumns { keys.append(try file.table.column(column)) }
    guard keys.count == own.count, !keys.isEmpty else { return }
    joins.append(
      OpenJoin(
        name: join.table.text, keys: own.map { selection.place(of: $0) }, file: file, keyColumns: keys))
  }

  /// The column that a definition names.
  mutating func column(_ name: TextLiteral, of joinName: Name?) throws(ReadingFailure) -> ColumnReference {
    guard let joinName else { return .own(selection.place(of: try table.column(name))) }
    guard let join = joins.firstIndex(where: { $0.name == joinName.text }) else {
      throw ReadingFailure(
        Diagnostic(
          IngestRule.unknownName, [joinName.text], at: joinName.range,
          suggestion: Spelling.nearest(to: joinName.text, among: joins.map(\.name))))
    }
    let column = try joins[join].file.table.column(name)
    if let known = joins[join].columns.firstIndex(of: column) { return .joined(join, known) }
    joins[join].columns.append(column)
    return .joined(join, joins[join].columns.count - 1)
  }

  private mutating func add(
    _ mapping: FieldMapping, field: Int, member: Int?, _ declaration: SourceDeclaration,
    _ values: inout ValueDictionaries
  ) throws(ReadingFailure) {
    var type = fields[field].type.element
    var name = fields[field].name
    if let member, case .records(let members) = fields[field].type, members.indices.contains(member) {
      type = members[member].type
      name += "." + members[member].name
    }
    if case .records = type {
      throw ReadingFailure(Diagnostic(IngestRule.notInSource, at: mapping.range))
    }
    var options = CellReader.Options(field: name, type: type)
    options.missingTexts = missingTexts
    options.isWholeNumber = mapping.asWholeNumber
    options.conversion = SpanConversion(mapping.measure?.text, to: type)
    options.usesDecimalComma = declaration.usesDecimalComma
    let isRosterCode = isRosterCode(field)
    options.dictionary = isRosterCode ? .roster : type.dictionary
    for recode in mapping.recodes {
      let cell = try constants.cell(recode.value, type, name: name, dictionary: options.dictionary, &values)
      options.recodes.append((FieldText.trimmedBytes(recode.code.text), cell))
    }
    switch mapping.others {
    case nil: options.others = .asWritten
    case .refuse: options.others = .refuse
    case .missing: options.others = .missing
    case .value(let expression):
      options.others = .value(
        try constants.cell(expression, type, name: name, dictionary: options.dictionary, &values))
    }
    let origin = try origin(of: mapping, type: type, name: name, dictionary: options.dictionary, &values)
    append(
      field: field, member: member, origin: origin, separator: mapping.separator.map { Array($0.text.utf8) },
      options: options, isRosterCode: isRosterCode)
  }

  private mutating func origin(
    of mapping: FieldMapping, type: ValueType, name: String, dictionary: DictionaryPlace?,
    _ values: inout ValueDictionaries
  ) throws(ReadingFailure) -> ReadingPlan.Origin {
    switch mapping.origin {
    case .columns(let names, let joinName):
      var references: [ColumnReference] = []
      for column in names { references.append(try self.column(column, of: joinName)) }
      return .columns(references)
    case .numbered(let number, let heading):
      return .columns([.own(selection.place(of: try table.column(number, under: heading)))])
    case .fileName: return .fixed(Self.stem(table.fileName))
    case .cell(let place):
      guard let text = table.cells[place.text], !text.isEmpty else {
        throw ReadingFailure(Diagnostic(IngestRule.noCell, [table.file, place.text], at: place.range))
      }
      return .fixed(Array(text.utf8))
    case .digitRuns(let least, let most, let column):
      return .digitRuns(least: Int(least.value), most: Int(most.value), try self.column(column, of: nil))
    case .constant(let expression):
      if case .arithmetic = expression { return .computed(try quantity(expression, for: type, name: name)) }
      return .constant(try constants.cell(expression, type, name: name, dictionary: dictionary, &values))
    case .computed(let expression): return .computed(try quantity(expression, for: type, name: name))
    }
  }

  /// The name of a file without its folder and its ending.
  private static func stem(_ path: String) -> [UInt8] {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return Array(name.utf8) }
    return Array(name[..<dot].utf8)
  }

  /// Whether a field of a roster table is a code that becomes something else.
  private func isRosterCode(_ field: Int) -> Bool {
    guard case .text = fields[field].type else { return false }
    return rosterFieldCount.map { field < $0 } ?? false
  }

  private mutating func append(
    field: Int, member: Int?, origin: ReadingPlan.Origin, separator: [UInt8]?, options: CellReader.Options,
    isRosterCode: Bool
  ) {
    var options = options
    if case .choice(let choice) = options.type { options.members = programme.choices[choice.index].members }
    if case .number(.level(let rubric), _) = options.type {
      options.levels = programme.rubrics[rubric.index].levels.map { Int64($0.number) }
    }
    let ownDictionary: DictionaryPlace? =
      if isRosterCode, case .text = options.type { .roster } else { options.type.dictionary }
    options.dictionary = ownDictionary
    var isRequired = !fields[field].isOptional && !fields[field].type.isList
    if let member, case .records(let members) = fields[field].type { isRequired = !members[member].isOptional }
    mappings.append(
      ReadingPlan.Mapping(
        field: field, member: member, origin: origin, separator: separator, type: options.type,
        isList: fields[field].type.isList, isRequired: isRequired, name: options.field, dictionary: ownDictionary,
        levels: options.levels))
    readers.append(CellReader(options, clock: constants.clock))
  }

  /// Attributes of units are kept as 32-bit codes; other types have no place there.
  private mutating func checkAttributes(at place: DiagnosticPlace) {
    for attribute in programme.unitAttributes {
      switch attribute.type {
      case .day, .text, .yesNo, .choice, .reference, .number(_, isWhole: true): break
      default: diagnostics.append(Diagnostic(IngestRule.unfitAttribute, [attribute.name], at: place))
      }
    }
  }

  private mutating func requireMappings(_ source: SourcePlan) {
    for (index, field) in fields.enumerated() where !field.isOptional && !field.type.isList {
      guard !source.mappings.contains(where: { $0.field == index }) else { continue }
      diagnostics.append(
        Diagnostic(
          IngestRule.unmappedField, [field.name, source.name], at: source.declaration.name.range))
    }
  }
}
