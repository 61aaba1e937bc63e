// SPDX-License-Identifier: Apache-2.0

/// `standard population european of age_group { 22,000 child  58,500 adult  19,500 elder }`: how a population is composed.
package struct StandardDeclaration: Sendable {
  package let name: Name
  package let title: TextLiteral?
  package let labels: [LocalizedText]
  /// The choice that tells its groups apart.
  package let choice: Name
  /// How many of the standard population each group has, in any unit; empty where a table says it.
  package let groups: [(persons: NumberLiteral, member: Name)]
  /// The table that says it; nil where it is written out.
  package let table: StandardTableClause?
}

/// Where a standard population stands: `file "standards/europe.csv" groups from column "Age" persons from column "Number"`.
package struct StandardTableClause: Sendable {
  /// How the table stands in its file: of a source's clauses `file`, `sheet`, `header in row` and the like.
  package var layout: SourceDeclaration
  /// The column that names the groups.
  package var groups: TextLiteral?
  /// The column that holds how many persons each has.
  package var persons: TextLiteral?
  /// Which member of the choice the texts of the file stand for; rows of one member are added up.
  package var recodes: [Recode] = []
  /// What becomes of texts that are neither recoded nor members; nil and `refuse`: an error.
  package var others: OtherCodes?
}

/// Whom or what a rate is relative to.
package enum ExposureClause: Sendable {
  /// `residents where sex is female`: all residents, or those of some groups of the population.
  case residents(where: Expression?)
  /// `officers in post precinct_inspector`: all officers in post, or those in one post.
  case officers(post: Name?)
  /// `days in post`: each officer's days, added up.
  case daysInPost
}
