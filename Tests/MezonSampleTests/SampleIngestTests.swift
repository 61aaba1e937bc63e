// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonDiagnostics
import MezonIngest
import MezonSemantics
import Testing

@testable import MezonSample

@Suite("The sample, read by its own sources")
struct SampleIngestTests {
  private static let world = SampleWorld(seed: 2026, events: 30_000, inspectors: 80)

  @Test("Every wrong row is refused or set aside by its rule, and no other row")
  func faults() throws {
    let programme = try SampleProgrammeFiles.sample()
    let sample = SampleGenerator(seed: 2026, events: 30_000, inspectors: 80)
    let (dataset, report) = try SampleProgrammeFiles.dataset(of: sample, programme)
    #expect(report.diagnostics.isEmpty, "\(report.diagnostics.map { $0.rendered(in: .english) })")
    for log in SampleLogName.allCases {
      let stream = Self.world.stream(of: log)
      var expected: [SampleFault: Int] = [:]
      for row in 0..<stream.count { expected[stream.fault(row), default: 0] += 1 }
      let read = try #require(report.files.first { $0.source == log.fileName && $0.joinedAs == nil })
      #expect(read.rowsRead == stream.count)
      let setAside = expected[.duplicate, default: 0] + expected[.testEntry, default: 0]
      #expect(read.setAsideCount == setAside, "\(log): \(read.setAside.map { "\($0.subject) \($0.count)" })")
      let refused = stream.count - expected[.none, default: 0] - setAside
      #expect(
        read.refusedCount == refused, "\(log): \(read.refused.map { "\($0.rule.code) \($0.subject) \($0.count)" })")
      #expect(read.accepted == expected[.none, default: 0])
      let event = try #require(programme.event(named: log.event))
      #expect(dataset.events[event.index].rowCount == read.accepted)
    }
  }

  @Test("Each kind of fault stands in about 0.5 per cent of the rows of a log")
  func rates() {
    let stream = SampleWorld(seed: 2026, events: 100_000, inspectors: 200).stream(of: .calls)
    var counts: [SampleFault: Int] = [:]
    for row in 0..<stream.count { counts[stream.fault(row), default: 0] += 1 }
    for fault in SampleFault.allCases where fault != .none {
      #expect(
        (140...260).contains(counts[fault, default: 0]), "\(fault): \(counts[fault, default: 0]) of \(stream.count)")
    }
  }

  @Test("Every roster row is accepted, and the rosters are whole")
  func rosters() throws {
    let programme = try SampleProgrammeFiles.sample()
    let (dataset, report) = try SampleProgrammeFiles.dataset(
      of: SampleGenerator(seed: 1, events: 2_000, inspectors: 6), programme)
    for file in report.files where file.source != "calls" && !file.file.hasPrefix("logs/") {
      #expect(file.refusedCount == 0 && file.setAsideCount == 0, "\(file.file)")
      #expect(file.accepted == file.rowsRead, "\(file.file)")
    }
    #expect(dataset.posts.count >= 8 && dataset.population.count > 16 && dataset.handIns.count > 400)
    #expect(dataset.organisation.codes.count == 1 + 1 + 2 + 2 + 8)
  }
}
