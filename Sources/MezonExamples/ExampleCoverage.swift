// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics
import MezonSemantics
package import MezonSyntax

/// How much the worked examples of some definitions would notice: each clause is changed a little, and an example should fail.
package struct ExampleCoverage: Sendable {
  /// Changes that an example noticed.
  package private(set) var noticed = 0
  /// Changes that none noticed, in reading order.
  package private(set) var survivors: [DefinitionMutant] = []
  /// Changes that made no definition, or none with another meaning; they say nothing of the examples.
  package private(set) var withoutMeaning = 0

  /// Changes that were tried and mean something.
  package var tried: Int { noticed + survivors.count }

  /// The survivors as warnings at their places.
  package var diagnostics: [Diagnostic] {
    survivors.map { mutant in
      let text = mutant.range.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      guard !mutant.replacement.isEmpty else { return Diagnostic(ExampleRule.notNoticed, [text], at: mutant.range) }
      return Diagnostic(ExampleRule.changeNotNoticed, [text, mutant.replacement], at: mutant.range)
    }
  }

  /// Tries all changes of some files. Files without errors are expected; of others nothing is tried.
  /// Complexity: for each of O(tokens) changes one check of all files, and a run of the examples that it may touch.
  package init(of files: [ParsedFile]) {
    guard let programme = Checker.check(files).programme else { return }
    let versions = Set(programme.indicators.map { Self.identity($0) })
    for (place, file) in files.enumerated() {
      for mutant in MutantMaker.mutants(of: file) {
        var changed = files
        changed[place] = Parser.parse(SourceText(name: file.source.name, bytes: mutant.bytes))
        changed[place].tables = file.tables
        guard let mutated = Checker.check(changed).programme else {
          withoutMeaning += 1
          continue
        }
        let touched = mutated.indicators.indices.filter { !versions.contains(Self.identity(mutated.indicators[$0])) }
        if touched.isEmpty {
          withoutMeaning += 1
        } else if ExampleRunner(programme: mutated).hasFailure(ofIndicators: touched) {
          noticed += 1
        } else {
          survivors.append(mutant)
        }
      }
    }
  }

  private static func identity(_ plan: IndicatorPlan) -> String { plan.id + " " + plan.version }
}
