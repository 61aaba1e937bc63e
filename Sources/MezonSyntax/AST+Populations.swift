// SPDX-License-Identifier: Apache-2.0

/// `standard population european of age_group { 22,000 child  58,500 adult  19,500 elder }`: how a population is composed.
package struct StandardDeclaration: Sendable {
  package let name: Name
  package let title: TextLiteral?
  package let labels: [LocalizedText]
  /// The choice that tells its groups apart.
  package let choice: Name
  /// How many of the standard population each group has, in any unit.
  package let groups: [(persons: NumberLiteral, member: Name)]
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
