// SPDX-License-Identifier: Apache-2.0

// Audits as canonical text.
extension PlanText {
  /// The text of an audit: one clause a line. Labels and how a watch is written are not part of it.
  func text(of plan: AuditPlan) -> String {
    let levels = plan.levels.map { symbols.levels[$0].name }.joined(separator: " ")
    var lines = [
      "audit \(plan.id)", "every \(plan.grain.rawValue)", "for officers \(plan.isForOfficers) levels \(levels)",
    ]
    lines += plan.watches.map { "watches \(text(of: $0))" }
    lines.append("false-discoveries \(plan.falseDiscoveryRate)")
    return lines.joined(separator: "\n")
  }

  /// What a watch looks at.
  func text(of watch: AuditPlan.Watch) -> String {
    let event = watch.event.map { " among \(symbols.events[$0.index].name)" } ?? ""
    return text(watch.sign, watch.event) + event + (watch.condition.map { " where \(text($0))" } ?? "")
  }

  private func text(_ sign: AuditPlan.Sign, _ event: EventID?) -> String {
    func name(_ field: Int) -> String {
      event.map { symbols.events[$0.index].fields }.flatMap { $0.indices.contains(field) ? $0[field].name : nil } ?? "-"
    }
    switch sign {
    case .terminalDigits(let node): return "(terminal-digits \(text(node)))"
    case .leadingDigits(let node): return "(leading-digits \(text(node)))"
    case .periodEnd(let field, let days): return "(period-end \(name(field)) \(days))"
    case .bunching(let node, let threshold, let width): return "(bunching \(text(node)) \(threshold) \(width))"
    case .jump(let node, let cutOff, let width): return "(jump \(text(node)) \(cutOff) \(width))"
    case .downgrading(let field, let milder, let stratum):
      return "(downgrading \(name(field)) \(milder.map(String.init).joined(separator: " ")) \(name(stratum)))"
    case .identicalLists(let field): return "(identical-lists \(name(field)))"
    case .outliers(let id): return "(outliers \(id))"
    case .changePoints(let id, let periods): return "(change-points \(id) \(periods))"
    case .dispersion(let id, let periods): return "(dispersion \(id) \(periods))"
    }
  }
}
