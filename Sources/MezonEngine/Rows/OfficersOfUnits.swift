// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// By which fields events are paired with the officers of their units: the unit's, and that of the day on which the officer must be
/// in post there.
struct OfficerPairing: Hashable {
  let unitField: Int
  let dayField: Int
}

extension IndicatorPlan {
  /// The pairing of an indicator that looks at events of the officer's unit; nil for others.
  var pairing: OfficerPairing? {
    guard isOfOfficersUnit, let unitField else { return nil }
    return OfficerPairing(unitField: unitField, dayField: periodField)
  }
}

extension EventFrame {
  /// For each event the officers who hold a post in its unit, or in one above it, on its day, ascending by code.
  /// Complexity: O(rows + pairs), and O(posts of the units above) for each different unit and day.
  func officersOfUnits(
    _ pairing: OfficerPairing, _ roster: PostRoster, _ organisation: OrganisationIndex
  ) -> OfficerLists {
    let lineages = lineages(unitField: pairing.unitField, dayField: pairing.dayField, in: organisation)
    let days = days(pairing.dayField)
    var known: [UInt64: [Int32]] = [:]
    var officers: [Int32] = []
    var offsets: [Int32] = [0]
    offsets.reserveCapacity(rowCount + 1)
    for row in 0..<rowCount {
      if lineages[row] >= 0 {
        let key = UInt64(UInt32(bitPattern: lineages[row])) << 32 | UInt64(UInt32(bitPattern: days[row]))
        if let found = known[key] {
          officers += found
        } else {
          let chain = organisation.lineages[Int(lineages[row])].chain
          let found = roster.officers(inPostIn: chain, on: CalendarDay(daysSinceEpoch: days[row]))
          known[key] = found
          officers += found
        }
      }
      offsets.append(Int32(truncatingIfNeeded: officers.count))
    }
    return OfficerLists(officers: officers, offsets: offsets)
  }
}

/// Which rows one pass over an indicator reads: the events, or the pairs of an event and an officer of its unit.
struct PassRows {
  /// The space in which the indicator's conditions are computed.
  let space: Int
  /// The event of each row; nil where the rows are the events.
  let events: [Int32]?
  /// How many rows there are.
  let count: Int

  /// A column of the events over the rows.
  func gathering<Element>(_ column: [Element]) -> [Element] {
    guard let events else { return column }
    return events.map { column[Int($0)] }
  }

  /// The event of a row.
  func event(of row: Int) -> Int { events.map { Int($0[row]) } ?? row }
}

extension ExpressionColumns {
  /// The rows that an indicator is about.
  func passRows(of plan: IndicatorPlan) -> PassRows {
    guard let pairing = plan.pairing else {
      let space = baseSpace(plan.event)
      return PassRows(space: space, events: nil, count: spaces[space].count)
    }
    let space = pairSpace(plan.event, pairing)
    return PassRows(space: space, events: spaces[space].events, count: spaces[space].count)
  }

  /// A condition's truth in every row; unknown throughout when the node is no condition.
  func truths(_ node: NodeID, in rows: PassRows) -> Vector<UInt8> {
    column(node, in: rows.space).truths ?? Vector(constant: Truth.unknown)
  }

  /// Whether a field names the officer of each row.
  func officerIsNamed(_ event: EventID, _ field: Int, in space: Int) -> NodeColumn {
    let rows = spaces[space]
    guard rows.event == event, rows.pairing != nil, let column = fieldColumn(event, field) else {
      return .truth(Vector(constant: Truth.no))
    }
    let truths = rows.officers.indices.map { row -> UInt8 in
      let event = Int(rows.events[row])
      switch column {
      case .plain(let column):
        return column.isPresent(event) && column.int32s?[event] == rows.officers[row] ? Truth.yes : Truth.no
      case .list(let lists):
        guard let child = lists.children.first else { return Truth.no }
        let isNamed = lists.children(of: event).contains {
          child.isPresent($0) && child.int32s?[$0] == rows.officers[row]
        }
        return isNamed ? Truth.yes : Truth.no
      }
    }
    return .truth(Vector(truths))
  }
}
