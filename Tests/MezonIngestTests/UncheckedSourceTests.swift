// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonIngest
import MezonSyntax
import Testing

@testable import MezonSemantics

/// The checker refuses these sources before a file is read. Reading does not rely on it: a plan that no checker has seen is refused with the place of its fault.
@Suite("A source that was not checked is refused all the same")
struct UncheckedSourceTests {
  private static let definitions = """
    programme "Test" { levels district }
    event note {
      at     time
      size   number?
      kind   one of land, other?
      words  list of text
      guests list of person { age whole number? }
    }
    """

  /// The codes of what is said about a source with these clauses, and the texts at fault.
  private func read(_ clauses: String) throws -> [String] {
    let handIn = try HandIn(Self.definitions)
    let text = "language 1 keywords en\nsource notes gives note { \(clauses) }"
    let parsed = Parser.parse(SourceText(name: "source.mezon", text: text))
    #expect(parsed.diagnostics.map(\.rule.code) == [])
    let declared = parsed.definitions.declarations.compactMap { declaration -> SourceDeclaration? in
      if case .source(let source) = declaration { source } else { nil }
    }
    let declaration = try #require(declared.first)
    let event = try #require(handIn.programme.event(named: "note"))
    let fields = handIn.programme.events[event.index].fields
    let mappings = declaration.fields.compactMap { mapping in
      fields.firstIndex { $0.name == mapping.field.text }.map {
        (mapping: mapping, field: $0, member: Int?.none)
      }
    }
    let plan = SourcePlan(
      name: "notes", target: .event(event), fields: fields, mappings: mappings, declaration: declaration)
    let (dataset, report) = Ingestion(programme: handIn.programme).dataset(from: [
      .source(plan, file: "notes.csv", bytes: Array("at,size\n2026-01-05,1\n".utf8))
    ])
    #expect(dataset.events[event.index].rowCount == (report.diagnostics.isEmpty ? 1 : 0))
    return report.diagnostics.map { diagnostic in
      guard case .definition(let range) = diagnostic.place else { return "\(diagnostic.rule.code) nowhere" }
      return "\(diagnostic.rule.code) \(range.text)"
    }
  }

  @Test(arguments: [
    ("at from column \"at\" size from column \"size\"", []),
    ("time zone \"Asia/Nowhere\" at from column \"at\"", ["MZ3007 \"Asia/Nowhere\""]),
    ("at from column \"at\" size constant \"many\"", ["MZ3010 \"many\""]),
    ("at from column \"at\" size computed as at", ["MZ3010 at"]),
    (
      "at from column \"at\" size constant 1 refuse where followed by note with same kind because \"x\"",
      ["MZ3011 followed by note with same kind"]
    ),
    ("at from column \"at\" guests from column \"size\"", ["MZ3011 guests from column \"size\""]),
    ("size from column \"size\"", ["MZ3012 notes"]),
    ("at from column \"at\" size from column \"size\" of beside", ["MZ3013 beside"]),
    ("at from column \"at\" refuse where heft > 3 because \"x\"", ["MZ3013 heft"]),
    ("refuse where at > 2026-01-01 because \"x\" size from column \"size\"", ["MZ3013 at", "MZ3012 notes"]),
    ("at from column \"at\" refuse where any words is \"a\" because \"x\"", ["MZ3013 words"]),
  ])
  func isRefused(clauses: String, codes: [String]) throws {
    #expect(try read(clauses).sorted() == codes.sorted())
  }
}
