// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar
package import MezonSyntax

/// Index of a node in a ``PlanGraph``.
package struct NodeID: Hashable, Sendable, Comparable {
  package let index: Int
  package init(_ index: Int) { self.index = index }
  package static func < (left: NodeID, right: NodeID) -> Bool { left.index < right.index }
}

/// A constant in a plan.
package enum PlanLiteral: Hashable, Sendable {
  case number(Double)
  case truth(Bool)
  /// A member of a choice, by index.
  case member(ChoiceID, Int)
  /// A text or a code of a reference domain or of a unit, as written.
  case text(String)
  /// A day, in days since 1970-01-01.
  case day(Int32)
  /// A local time: day and microseconds after its midnight, on the programme's clocks.
  case localTime(day: Int32, microseconds: Int64)
}

/// A node of the plan: an expression over the rows of one event type, with three-valued logic (docs/evaluation.md, 2).
///
/// Nodes are hash-consed: equal expressions are one node, whichever indicators use them, so each is computed once.
package indirect enum PlanNode: Hashable, Sendable {
  /// A field of the event.
  case field(EventID, Int)
  /// A field of child records; stands only inside `quantified` over the list field.
  case memberField(EventID, list: Int, member: Int)
  /// An element of a list of plain values; stands only inside `quantified`.
  case element(EventID, list: Int)
  /// An attribute of the event's unit (by the given field) on the day of the event's own time.
  case unitAttribute(EventID, unitField: Int, attribute: Int)
  case literal(PlanLiteral)
  /// The day as of which a roster is looked at.
  case lastDay
  /// Both sides have one type; a comparison of a day and a time compares days.
  case compare(ComparisonOperator, NodeID, NodeID)
  case isMissing(NodeID)
  case matches(NodeID, pattern: String)
  case not(NodeID)
  case and(NodeID, NodeID)
  case or(NodeID, NodeID)
  case arithmetic(ArithmeticOperator, NodeID, NodeID)
  /// Elapsed time as a number of the unit; for days and weeks between local days.
  case elapsed(SpanUnit, from: NodeID, to: NodeID)
  /// `later within span of anchor`.
  case within(later: NodeID, span: Int, unit: SpanUnit, anchor: NodeID)
  /// A condition on the elements of a list field.
  case quantified(Quantifier, EventID, list: Int, body: NodeID)
  /// Of some numbers the one that holds on a time's local day; missing before the first.
  case dated([DatedNumber], day: NodeID)
  /// Whether a linked event exists.
  case linkExists(PlanLink)
  /// The local day so many months later, or the last day of that month where it is shorter.
  case monthsLater(NodeID, Int)
  /// Whether a field names the officer whose row it is, one or among others; false where it names nobody.
  case namesOfficer(EventID, field: Int)
  /// The mean answer of a scale; missing where too few questions were answered.
  case scale(EventID, ScaleSchema)
  /// A field of the earliest linked event.
  case linkFirst(PlanLink, field: Int)
}

/// A number that holds from a day until the next one's day.
package struct DatedNumber: Hashable, Sendable {
  package let from: CalendarDay
  package let value: Double
}

/// What links two events.
package struct PlanLink: Hashable, Sendable {
  package let base: EventID
  package let target: EventID
  /// A condition over the target's rows.
  package let condition: NodeID?
  /// Pairs of field indices that must share a value: (of the base, of the target).
  package let keys: [PlanLinkKey]
  /// Whether the linked event must lie at or after the anchor.
  package let isOrdered: Bool
  /// The field of the base from which order and window run; nil for its own time.
  package let anchorField: Int?
  package let span: PlanSpan?
}

/// A pair of fields that must share a value.
package struct PlanLinkKey: Hashable, Sendable {
  package let base: Int
  package let target: Int
}

/// A window's length.
package enum PlanSpan: Hashable, Sendable {
  case elapsed(Int, SpanUnit)
  /// Up to the same day so many months later, or the last day of that month where it is shorter.
  case months(Int)

  /// The length that was written.
  package init(_ span: SpanLiteral) {
    if let unit = SpanUnit(span.unit) {
      self = .elapsed(span.amount, unit)
    } else {
      self = .months(span.months ?? 0)
    }
  }
}

/// The hash-consed expressions of a programme.
package struct PlanGraph: Sendable {
  /// The nodes; a node's operands always come before it.
  package private(set) var nodes: [PlanNode] = []
  private var indices: [PlanNode: NodeID] = [:]

  /// An empty graph.
  package init() {}

  /// The node of an expression, made if it is new. Complexity: O(1) on average.
  package mutating func intern(_ node: PlanNode) -> NodeID {
    if let known = indices[node] { return known }
    let id = NodeID(nodes.count)
    nodes.append(node)
    indices[node] = id
    return id
  }

  /// The node behind an id of this graph.
  package subscript(_ id: NodeID) -> PlanNode { nodes[id.index] }
}
