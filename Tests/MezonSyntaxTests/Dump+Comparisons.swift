// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

extension Dump {
  static func comparison(_ clause: ComparisonClause) -> String {
    switch clause.form {
    case .funnel(.byChanceAlone): "funnel"
    case .funnel(.overDispersed): "(funnel over-dispersed)"
    case .funnel(.winsorised(let share)): "(funnel winsorised \(number(share)))"
    case .funnel(.truncated(let share)): "(funnel truncated \(number(share)))"
    case .shrinkage: "shrinkage"
    case .reliability: "reliability"
    case .controlChart(let periods): "(control-chart \(number(periods)))"
    }
  }

  mutating func add(_ audit: AuditDeclaration) {
    block("audit \(Self.name(audit.name)) \(Self.title(audit.title))") { dump in
      dump.labels(audit.labels)
      dump.line("every", audit.grain?.grain.rawValue)
      for subject in audit.subjects {
        switch subject {
        case .officer: dump.line("for @officer")
        case .anyUnit: dump.line("for @unit")
        case .level(let name): dump.line("for \(Self.name(name))")
        }
      }
      for watch in audit.watches {
        let event = watch.event.map { " among \(Self.name($0))" } ?? ""
        let condition = watch.condition.map { " where \(Self.expression($0))" } ?? ""
        dump.line("watches \(Self.sign(watch.form))\(event)\(condition)")
      }
      dump.line("false-discoveries", audit.falseDiscoveries.map(Self.number))
    }
  }

  private static func sign(_ form: WatchForm) -> String {
    switch form {
    case .terminalDigits(let quantity): "(terminal-digits \(expression(quantity)))"
    case .leadingDigits(let quantity): "(first-digits \(expression(quantity)))"
    case .periodEnd(let field, let days): "(period-end \(name(field)) \(number(days)))"
    case .bunching(let quantity, let at, let width):
      "(bunching \(expression(quantity)) \(number(at)) \(number(width)))"
    case .jump(let quantity, let at, let width): "(jump \(expression(quantity)) \(number(at)) \(number(width)))"
    case .downgrading(let field, let members, let stratum):
      "(downgrading \(name(field)) \(names(members)) \(name(stratum)))"
    case .identicalLists(let field): "(identical-lists \(name(field)))"
    case .outliers(let indicator): "(outliers \(name(indicator)))"
    case .changePoints(let indicator, let periods): "(change-points \(name(indicator)) \(number(periods)))"
    case .dispersion(let indicator, let periods): "(dispersion \(name(indicator)) \(number(periods)))"
    }
  }
}
