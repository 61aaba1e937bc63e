// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSemantics
import MezonSyntax

/// The words of one definition that every explanation of its figures repeats.
struct IndicatorWords: Sendable {
  let title: String
  /// When an event can be judged.
  let maturity: String
  /// What makes an event count; empty where every event does.
  let counts: String
  /// The conditions of the clauses that leave out, in order.
  let leavesOut: [String]
  /// The conditions of the clauses by which an event is not held against anybody, in order.
  let notHeldAgainst: [String]

  init(_ plan: IndicatorPlan, programme: Programme, words: ReportWords) throws(PublishingFailure) {
    let declaration = plan.declaration
    title = words.label(declaration.labels, title: declaration.title?.text, name: plan.id)
    maturity = try MethodSheetBuilder(programme: programme, plan: plan, words: words).maturity()
    let conditions = ConditionWords(words: words, events: programme.events)
    if let condition = declaration.counts { counts = try conditions.text(condition) } else { counts = "" }
    var out: [String] = []
    for clause in declaration.leavesOut { out.append(try conditions.text(clause.condition)) }
    leavesOut = out
    var excepted: [String] = []
    for clause in declaration.notHeldAgainst { excepted.append(try conditions.text(clause.condition)) }
    notHeldAgainst = excepted
  }
}
