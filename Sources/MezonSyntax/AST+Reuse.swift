// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// `uses "../common/events.mezon"` or `uses library "community/meetings.mezon"`: another file that belongs to the programme.
package struct UsesDeclaration: Sendable {
  /// Whether the path is one of the shipped library rather than relative to the file.
  package let isLibrary: Bool
  package let path: TextLiteral
  package let range: SourceRange
}

/// `group street_crime "Street crime" one of robbery, snatching`: members of choices under one name.
package struct GroupDeclaration: Sendable {
  package let name: Name
  package let title: TextLiteral?
  package let labels: [LocalizedText]
  /// Members of a choice, or other groups.
  package let members: [Name]
}

/// `filter urgent_call of call where priority is urgent`: a condition under a name.
package struct FilterDeclaration: Sendable {
  package let name: Name
  package let title: TextLiteral?
  package let labels: [LocalizedText]
  /// The record type that the condition is about.
  package let event: Name
  package let condition: Expression
}

/// `parameter norm in people { 3,000 from 2026-01-01 }`: a number under a name that changes with time.
package struct ParameterDeclaration: Sendable, Hashable {
  package let name: Name
  package let title: TextLiteral?
  package let labels: [LocalizedText]
  /// What it counts; nil for a bare number.
  package let measure: MeasureName?
  package let points: [ParameterPoint]
}

/// A value that holds from a day until the next point's.
package struct ParameterPoint: Sendable, Hashable {
  package let value: NumberLiteral
  package let from: TimeLiteral
}
