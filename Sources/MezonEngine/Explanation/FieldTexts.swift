// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// Writes the fields of events that a definition uses, as its people may see them.
struct FieldTexts {
  private let evaluator: Evaluator
  private let event: EventSchema
  private let table: EventTable
  private let fields: [Int]
  /// The officer whose code may be shown.
  private let officer: Int32?

  init(_ evaluator: Evaluator, _ plan: IndicatorPlan, subject: Subject) {
    self.evaluator = evaluator
    event = evaluator.programme.events[plan.event.index]
    table = evaluator.dataset.events[plan.event.index]
    officer = if case .officer(let code, _) = subject { code } else { nil }
    var used: Set<Int> = [event.ownTimeField, plan.periodField]
    if let unit = plan.unitField { used.insert(unit) }
    let conditions = [plan.population, plan.counts] + (plan.leavesOut + plan.notHeldAgainst).map(\.condition)
    for node in conditions.compactMap({ $0 }) + plan.value.nodes {
      Self.collect(node, of: plan.event, in: evaluator.programme.graph, &used)
    }
    let schema = event
    fields = used.filter { schema.fields[$0].privacy != .identifying }.sorted()
  }

  /// The fields of the looked-at event that an expression reads.
  private static func collect(_ id: NodeID, of event: EventID, in graph: PlanGraph, _ used: inout Set<Int>) {
    switch graph[id] {
    case .field(event, let field), .memberField(event, let field, _), .element(event, let field): used.insert(field)
    case .linkExists(let link) where link.base == event, .linkFirst(let link, _) where link.base == event:
      used.formUnion(link.keys.map(\.base) + [link.anchorField].compactMap { $0 })
    default: graph[id].operands.forEach { collect($0, of: event, in: graph, &used) }
    }
  }

  /// An event with its place and fields.
  func event(_ row: Int, day: Int32) -> Explanation.Event {
    let file = Int(table.files[row])
    let files = evaluator.dataset.files
    return Explanation.Event(
      file: files.indices.contains(file) ? files[file] : "", line: Int(table.lines[row]),
      day: CalendarDay(daysSinceEpoch: day),
      fields: fields.map { (event.fields[$0].name, text(field: $0, row)) })
  }

  private func text(field: Int, _ row: Int) -> String {
    let schema = event.fields[field]
    switch table.columns[field] {
    case .plain(let column): return text(column, row, schema.type)
    case .list(let list):
      switch schema.type {
      case .list(let element):
        guard let child = list.children.first else { return "" }
        return list.children(of: row).map { text(child, $0, element) }.joined(separator: "; ")
      case .records(let members):
        let shown = members.indices.filter { members[$0].privacy == .open && list.children.indices.contains($0) }
        return list.children(of: row).map { element in
          shown.map { text(list.children[$0], element, members[$0].type) }.joined(separator: " ")
        }.joined(separator: "; ")
      default: return ""
      }
    }
  }

  private func text(_ column: Column, _ row: Int, _ type: ValueType) -> String {
    guard column.isPresent(row) else { return "" }
    switch type {
    case .time:
      return column.value(row, as: Int64.self).map(localTime) ?? ""
    case .day: return column.value(row, as: Int32.self).map { CalendarDay(daysSinceEpoch: $0).description } ?? ""
    case .yesNo: return column.value(row, as: UInt8.self).map { $0 == 0 ? "no" : "yes" } ?? ""
    case .number(_, isWhole: true): return column.value(row, as: Int64.self).map { String($0) } ?? ""
    case .number: return column.value(row, as: Double.self).map { "\($0)" } ?? ""
    case .unit, .text, .choice, .reference: return column.value(row, as: Int32.self).map { code($0, type) } ?? ""
    case .list, .records: return ""
    }
  }

  /// A time on the programme's clocks, to the minute.
  private func localTime(_ microseconds: Int64) -> String {
    let local = evaluator.zone.localTime(of: Instant(microseconds: microseconds))
    let minutes = local.microsecondOfDay / 60_000_000
    let (hour, minute) = (minutes / 60, minutes % 60)
    return "\(local.day) \(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
  }

  private func code(_ code: Int32, _ type: ValueType) -> String {
    switch type {
    case .unit:
      let codes = evaluator.dataset.organisation.codes
      return codes.indices.contains(Int(code)) ? codes[Int(code)] : ""
    case .text: return evaluator.dataset.texts.text(code)
    case .choice(let id):
      let members = evaluator.programme.choices[id.index].members
      return members.indices.contains(Int(code)) ? members[Int(code)] : ""
    case .reference(.officer):
      // Other officers stay unnamed, in an appraisal as anywhere else.
      return code == officer ? evaluator.dataset.domains[0].text(code) : ""
    case .reference(let domain): return evaluator.dataset.domains[domain.index].text(code)
    default: return ""
    }
  }
}
