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
  case source(SourceDeclaration)
  case indicator(IndicatorDeclaration)
  case appraisal(AppraisalDeclaration)
  case report(ReportDeclaration)
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
  package var fields: [FieldDeclaration] = []
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
  /// Where the file lies by default, relative to the programme folder.
  package var file: TextLiteral?
  package var delimiter: TextLiteral?
  /// The row (from 1) that holds the column names.
  package var headerRow: NumberLiteral?
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
  /// This file's key column.
  package let ownColumn: TextLiteral
  /// The joined file's key column.
  package let otherColumn: TextLiteral
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
  package let range: SourceRange

  /// Where a field's text comes from.
  package enum Origin: Sendable {
    /// One or more columns, joined by a blank (`from column "date", "time"`), of this file or a joined one.
    case columns([TextLiteral], table: Name?)
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
