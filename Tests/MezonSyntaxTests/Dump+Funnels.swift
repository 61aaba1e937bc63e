// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

extension Dump {
  static func funnel(_ funnel: FunnelClause) -> String {
    let stages = funnel.stages.map { stage in
      let labels = stage.labels.map { "\($0.language.map(name) ?? "-") \(text($0.text))" }
      return "(\(([name(stage.name), title(stage.title)] + labels).joined(separator: " ")))"
    }
    let entry = funnel.entry.map { entry in
      let keys = entry.keys.map { "\(name($0.linked))=\(name($0.own))" }
      return "\(name(entry.field)) \(entry.event.map(name) ?? "-") [\(keys.joined(separator: " "))]"
    }
    let window = funnel.window.map { "\($0.amount) \($0.unit.rawValue)" }
    return "[\(stages.joined(separator: " "))] \(entry ?? "-") \(window ?? "-")"
  }

  static func part(_ part: FunnelPart?) -> String {
    part.map { " \($0.kind.rawValue) \(name($0.stage))" } ?? ""
  }
}
