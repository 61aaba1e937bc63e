// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// One definition file: its keyword language and its declarations in order.
package struct DefinitionFile: Sendable {
  /// The language edition; 1 today.
  package var edition: NumberLiteral?
  /// In which language its keywords are written.
  package var keywordLanguage: KeywordLanguage
  /// The declarations.
  package var declarations: [Declaration]
  /// The forms of names that it declares.
  package var forms: [NameForm] = []
  /// The names that it declares, as written.
  package var declaredNames: [Name] = []
  /// The text.
  package let source: SourceText
}

/// A declaration at the top of a file.
package enum Declaration: Sendable {
  case programme(ProgrammeDeclaration)
  case choice(ChoiceDeclaration)
  case domain(Name)
  case unitOfMeasure([Name])
  case event(EventDeclaration)
  case rubric(RubricDeclaration)
  case source(SourceDeclaration)
  indirect case indicator(IndicatorDeclaration)
  case appraisal(AppraisalDeclaration)
  case report(ReportDeclaration)
  case audit(AuditDeclaration)
  case uses(UsesDeclaration)
  case group(GroupDeclaration)
  case filter(FilterDeclaration)
  case parameter(ParameterDeclaration)
  case standard(StandardDeclaration)
}

/// `programme "Name" { ... }`: what holds for all definitions of a programme folder.
package struct ProgrammeDeclaration: Sendable {
  package var title: TextLiteral
  package var labels: [LocalizedText] = []
  /// The ministry that publishes, in several languages.
  package var ministry: [LocalizedText] = []
  /// The zone whose midnights bound the periods, such as `Asia/Dushanbe`.
  package var timeZone: TextLiteral?
  /// The languages of publications, such as `en, ru`.
  package var languages: [Name] = []
  /// The month in which the fiscal year starts.
  package var fiscalYearFirstMonth: NumberLiteral?
  /// `levels country > region > district`: trees from the top down; more than one where tiers stand apart.
  package var levelTrees: [[Name]] = []
  /// Attributes of units, such as settlement, with their types.
  package var unitAttributes: [FieldDeclaration] = []
  /// `population by sex, age_group`: the choices by which residents are counted apart.
  package var populationGroups: [Name] = []
  /// The default threshold below which cells are protected.
  package var protectCellsBelow: NumberLiteral?
  package let range: SourceRange
}

/// `choice sex one of female, male`: an enumeration that several fields share.
package struct ChoiceDeclaration: Sendable {
  package let name: Name
  package let members: [Name]
}

/// `event dispute "..." { ... }`.
package struct EventDeclaration: Sendable {
  package let name: Name
  package var title: TextLiteral?
  package var labels: [LocalizedText] = []
  /// Whether the event type is sensitive (violence, complaints, child victims).
  package let isSensitive: Bool
  /// What it is in essence, where that decides about scores.
  package var nature: NatureClause?
  package var fields: [FieldDeclaration] = []
  /// Whether it was declared as a roster, whose rows hold for a time.
  package var isRoster = false
  /// From which day until which day a row of a roster holds.
  package var term: TermClause?
  /// For `survey` its design; nil for an event.
  package var survey: SurveyDesign?
  /// For `ratings` who rated what; nil for other event types.
  package var ratings: RatingsClauses?
  package let range: SourceRange
}

/// `holds from joined until left`: the fields that say on which days a row of a roster holds, the last one included.
package struct TermClause: Sendable {
  package let from: Name
  /// nil where rows hold without end.
  package let until: Name?
  package let range: SourceRange
}

/// A field: name, type, whether it may be missing, and who may see it.
package struct FieldDeclaration: Sendable {
  package let name: Name
  package let type: FieldType
  package let isOptional: Bool
  package let privacy: Privacy
  package let range: SourceRange
}

/// Who may see a field's values.
package enum Privacy: String, Sendable, Hashable {
  case open, sensitive, identifying
}

/// The type of a field as written.
package indirect enum FieldType: Sendable {
  case time, day, unit, officer, text, yesNo
  case number(measure: Name?, isWhole: Bool)
  case oneOf([Name])
  /// A level of a rubric: `rating on engagement`.
  case rating(Name)
  /// A reference domain: `reference matter`.
  case reference(Name)
  /// A declared choice or domain by name.
  case named(Name)
  /// `list of officer`, `list of reference beat`.
  case list(FieldType)
  /// `list of person { ... }`: child records.
  case records([FieldDeclaration])
}

/// `source caps gives beat_meeting { ... }`: how the columns and codes of a file become events or roster rows.
package struct SourceDeclaration: Sendable {
  package let name: Name
  /// The event type, or one of the roster tables units, posts, population, hand_ins, audits.
  package let target: Name
  package var title: TextLiteral?
  package var labels: [LocalizedText] = []
  /// Where the file lies by default, relative to the programme folder.
  package var file: TextLiteral?
  package var delimiter: TextLiteral?
  /// The encoding of a text; nil: it is found out.
  package var encoding: TextLiteral?
  /// The sheet of a workbook, or the table of another file of tables; nil: the first that is shown.
  package var sheet: TextLiteral?
  /// The row (from 1) that holds the column names; the first of several rows that hold them together.
  package var headerRow: NumberLiteral?
  /// The last row of a header of several rows.
  package var lastHeaderRow: NumberLiteral?
  /// The fields that tell events apart; none where each row is an event of its own.
  package var key: [Name] = []
  /// Texts with which rows begin that sum up others.
  package var totalTexts: [TextLiteral] = []
  /// Columns of which each makes a row of its own.
  package var unpivot: UnpivotClause?
  /// Texts that mean "missing", besides the empty one.
  package var missingTexts: [TextLiteral] = []
  package var timeFormat: TextLiteral?
  package var timeZone: TextLiteral?
  package var usesDecimalComma = false
  package var joins: [JoinClause] = []
  package var fields: [FieldMapping] = []
  package var rowRules: [RowRule] = []
  package let range: SourceRange
}

/// `joins officers where "trr_id" is "trr_id"`: a second file whose columns are looked up by a key; at most one row matches.
package struct JoinClause: Sendable {
  /// The name by which mappings call it: `column "unit" of officers`.
  package let table: Name
  package var file: TextLiteral?
  /// The sheet or table of the joined file.
  package var sheet: TextLiteral?
  /// This file's key columns.
  package let ownColumns: [TextLiteral]
  /// The joined file's key columns, as many.
  package let otherColumns: [TextLiteral]
  package let range: SourceRange
}

/// `rows from columns "2015" to "2017" heading as "year" cell as "cases"`: a wide table made long.
package struct UnpivotClause: Sendable {
  /// Each column, or from the first to the last where the second is set.
  package let columns: [(first: TextLiteral, last: TextLiteral?)]
  /// The name of the column that holds what stood in the header.
  package let heading: TextLiteral
  /// The name of the column that holds the cell.
  package let cell: TextLiteral
  package let range: SourceRange
}

/// How one field (or one member of child records, `parties.sex`) gets its value.
package struct FieldMapping: Sendable {
  package let field: Name
  /// The member of a list of records, for `parties.sex`.
  package let member: Name?
  package let origin: Origin
  /// For lists: the text between elements.
  package var separator: TextLiteral?
  package var recodes: [Recode] = []
  /// What happens to a code nobody listed; nil: the text itself is the value.
  package var others: OtherCodes?
  /// Whether `013`, `13.0` and `13` are the same code `13`.
  package var asWholeNumber = false
  /// The unit of measure in which the numbers stand; nil: the field's own.
  package var measure: Name?
  package let range: SourceRange

  /// Where a field's text comes from.
  package enum Origin: Sendable {
    /// One or more columns, joined by a blank (`from column "date", "time"`), of this file or a joined one.
    case columns([TextLiteral], table: Name?)
    /// A column by its place: of the file (`from column 3`), or among those below a heading (`from column 3 under "All"`).
    case numbered(NumberLiteral, under: TextLiteral?)
    /// The file's name without folder and ending.
    case fileName
    /// One cell of the sheet, above the table or beside it: `from cell "D3"`.
    case cell(TextLiteral)
    /// The same for every row.
    case constant(Expression)
    /// Runs of so many digits in a column: `numbers of 3 to 4 digits in column "title"`.
    case digitRuns(least: NumberLiteral, most: NumberLiteral, TextLiteral)
    /// Computed from fields mapped above it.
    case computed(Expression)
  }
}

/// `"YES" -> yes`.
package struct Recode: Sendable {
  package let code: TextLiteral
  package let value: Expression
}

/// What happens to a code that no recode lists.
package enum OtherCodes: Sendable {
  case refuse, missing
  case value(Expression)
}

/// A rule that refuses rows or sets them aside, with its reason.
package struct RowRule: Sendable {
  package enum Effect: String, Sendable { case refuse, setAside, setAsideDuplicates }
  package let effect: Effect
  /// nil only for duplicates.
  package let condition: Expression?
  package let reason: TextLiteral?
  package let range: SourceRange
}
