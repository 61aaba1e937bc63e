// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonExamples
import MezonSemantics
import MezonTestSupport
import Testing

/// The library under Indicators/library: what the sources ask for, each with examples that are worth something.
@Suite("The library of indicators")
struct LibraryTests {
  /// The least share of small changes to the definitions that an example must notice.
  private static let leastNoticed = 0.9

  private static func programme() throws -> Programme {
    try #require(Checker.check(try SampleProgrammeFiles.parsed("library")).programme)
  }

  @Test("Each definition says what it is for, in English and Russian, and where it comes from")
  func complete() throws {
    for plan in try Self.programme().indicators {
      let written = plan.declaration
      #expect(written.title != nil, "\(plan.id)")
      for texts in [written.labels, written.purpose.filter { $0.language != nil }] {
        #expect(texts.contains { $0.language?.text == "ru" }, "\(plan.id) lacks Russian")
      }
      #expect(written.purpose.contains { $0.language == nil }, "\(plan.id) has no purpose")
      // An index stands on its parts, which carry sources and ids.
      if case .derived(.index) = plan.value {
      } else {
        #expect(written.sourceNote != nil, "\(plan.id)")
        #expect(!written.catalogue.isEmpty, "\(plan.id) carries no id of the catalogue")
      }
      #expect(written.owner != nil, "\(plan.id)")
      #expect(!written.examples.isEmpty, "\(plan.id) has no example")
      #expect(plan.isContextOnly || plan.isHigherBetter != nil, "\(plan.id) has no direction and is no context")
    }
  }

  @Test(
    "Every id of the catalogue has a definition, and no other",
    .enabled(if: SharedData.shouldRun, "skipped, no shared data"))
  func catalogue() throws {
    let lines = try SharedData.text("domain/metrics.csv").split(whereSeparator: \.isNewline).dropFirst()
    let known = Set(lines.compactMap { $0.split(separator: ",").first.map(String.init) })
    let defined = Set(try Self.programme().indicators.flatMap { $0.declaration.catalogue.map(\.text) })
    #expect(known.count == 121)
    #expect(defined.subtracting(known).sorted() == [])
    #expect(known.subtracting(defined).sorted() == [])
  }

  @Test("Examples notice at least nine in ten small changes to the definitions; what they do not notice has a reason")
  func mutants() throws {
    let coverage = ExampleCoverage(of: try SampleProgrammeFiles.parsed("library"))
    let share = Double(coverage.noticed) / Double(max(1, coverage.tried))
    #expect(share >= Self.leastNoticed, "\(coverage.noticed) of \(coverage.tried)")
    let listed = try Self.listedSurvivors()
    let found = coverage.survivors.map { mutant -> String in
      let source = mutant.range.source
      let line = source.line(source.position(of: mutant.range.lower).line)
      let parts = [source.name, mutant.range.text, mutant.replacement, line]
      return parts.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }.joined(separator: "\t")
    }
    let unlisted = found.filter { listed[$0] == nil }.joined(separator: "\n")
    #expect(unlisted.isEmpty, "mend the examples, or give a reason in survivors.tsv:\n\(unlisted)")
    let gone = Set(listed.keys).subtracting(found).sorted().joined(separator: "\n")
    #expect(gone.isEmpty, "an example notices these by now; take them out of survivors.tsv:\n\(gone)")
    #expect(listed.values.allSatisfy { !$0.isEmpty })
  }

  /// The changes that no example needs to notice, each with its reason: file, what stood there, what stands there now, the line.
  private static func listedSurvivors() throws -> [String: String] {
    let place = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("survivors.tsv")
    let rows = try String(contentsOf: place, encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    return Dictionary(
      rows.filter { $0.count == 5 }.map { ($0.prefix(4).joined(separator: "\t"), $0[4]) }, uniquingKeysWith: { $1 })
  }
}
