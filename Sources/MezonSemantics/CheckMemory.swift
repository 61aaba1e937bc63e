// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

/// What a checker remembers from one check to the next, so that an editor need not wait for what has not changed.
///
/// An indicator's plan and faults are taken from memory as long as its file is the same one, and with it every file that
/// holds anything but indicators, and where it is made from others, those too. The result is the same as without
/// memory, but for the numbering of plan nodes. Files are the same where their parsed form was kept.
///
///     var memory = CheckMemory()
///     files[place] = Parser.parse(changed)
///     let (programme, diagnostics) = Checker.check(files, remembering: &memory)
package struct CheckMemory: Sendable {
  /// What came of checking one indicator.
  struct Outcome: Sendable {
    let plan: IndicatorPlan?
    let diagnostics: [Diagnostic]
    /// What is wrong with its incentives, where they hang on nothing but its own definition and the surroundings.
    var incentives: [Diagnostic]?
  }

  /// Nodes of former definitions are kept up to so many times the number that one check makes.
  private static let greatestGrowth = 8

  /// The files that hold anything but indicators, or forms of names, in their order.
  private var surroundings: [SourceText] = []
  /// By name and its place: the indicators of a funnel share their place.
  private var outcomes: [Name: Outcome] = [:]
  private(set) var graph = PlanGraph()
  private var leastNodes = 0

  /// How many indicators the last check took from here.
  package private(set) var recalled = 0

  /// An empty memory.
  package init() {}

  /// Forgets everything unless some files have the surroundings that are remembered.
  mutating func prepare(for files: [ParsedFile]) {
    recalled = 0
    // A form of a name that one file declares changes what another one says.
    let now = files.filter {
      !$0.definitions.declarations.allSatisfy(\.isIndicator) || !$0.definitions.forms.isEmpty
    }.flatMap { file in [file.source] + file.tables.sorted { $0.key < $1.key }.map(\.value.source) }
    let isSame = now.count == surroundings.count && zip(now, surroundings).allSatisfy { $0 === $1 }
    if isSame, graph.nodes.count <= Self.greatestGrowth * leastNodes { return }
    self = CheckMemory()
    surroundings = now
  }

  /// What came of the indicator whose name stands at a place; nil where it is new.
  mutating func recall(_ name: Name) -> Outcome? {
    guard let outcome = outcomes[name] else { return nil }
    recalled += 1
    return outcome
  }

  /// Keeps what came of a check's indicators, and forgets those that were not among them.
  mutating func keep(_ outcomes: [Name: Outcome], _ graph: PlanGraph) {
    self.outcomes = outcomes
    self.graph = graph
    if leastNodes == 0 { leastNodes = graph.nodes.count }
  }
}

extension Declaration {
  /// Whether it is an indicator.
  fileprivate var isIndicator: Bool { if case .indicator = self { true } else { false } }
}
