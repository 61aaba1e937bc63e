// SPDX-License-Identifier: Apache-2.0

/// Makes the rosters and logs of the sample programme: a made-up country, its officers and two years of their work, as the
/// files that Indicators/sample reads.
///
/// The bytes depend on the seed, the number of events and that of inspectors only: no clock, no locale, no order of hashes
/// and no floating point take part. Each row is made from its own random numbers, so a log of any size is made in bounded
/// memory. Units differ by place and officer, one precinct moves and one is split on 2025-01-01, officers are transferred,
/// hand-ins are missing, and about 0.5 per cent of the rows of a log have each kind of fault, on purpose.
///
/// ```swift
/// let sample = SampleGenerator(seed: 1, events: 100_000)
/// for path in sample.paths {
///   try sample.forEachChunk(of: path) { bytes in try file.write(bytes) }
/// }
/// ```
package struct SampleGenerator: Sendable {
  private let world: SampleWorld

  private static let units = "rosters/units.csv"
  private static let posts = "rosters/posts.csv"
  private static let population = "rosters/population.csv"
  private static let handIns = "rosters/hand_ins.csv"
  private static let leave = "rosters/leave.csv"
  private static let closedRoads = "rosters/closed_roads.csv"
  private static let zones = "codes/dispatch_zones.csv"

  /// A generator.
  /// - Parameters:
  ///   - seed: another seed, another country
  ///   - events: the rows of all logs together, at least 0
  ///   - inspectors: precincts at the start, each with one inspector; 4 to 8,000
  package init(seed: UInt64, events: Int, inspectors: Int = 200) {
    world = SampleWorld(seed: seed, events: max(0, events), inspectors: min(max(4, inspectors), 8_000))
  }

  /// The files' paths within the programme folder: rosters, tables of codes, logs.
  package var paths: [String] {
    [Self.units, Self.posts, Self.population, Self.handIns, Self.leave, Self.closedRoads, Self.zones]
      + SampleLogName.allCases.map { Self.path(of: $0) }
  }

  /// The rows of a log without its header; nil for a roster or an unknown path.
  package func rowCount(of path: String) -> Int? {
    SampleLogName.allCases.first { Self.path(of: $0) == path }.map { world.stream(of: $0).count }
  }

  /// All files. Complexity: O(events), in memory too.
  package func files() -> [(path: String, bytes: [UInt8])] {
    paths.map { path in
      var bytes: [UInt8] = []
      forEachChunk(of: path) { bytes += $0 }
      return (path, bytes)
    }
  }

  /// Calls `body` with the bytes of a file, piece after piece; not at all for an unknown path.
  ///
  /// Complexity: O(rows); logs are made in memory that does not grow with them.
  /// - Parameter chunk: about how many bytes a piece of a log has
  package func forEachChunk<Failure: Error>(
    of path: String, ofBytes chunk: Int = 1 << 20, _ body: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    let rosters = SampleRosters(world)
    switch path {
    case Self.units: try body(rosters.units())
    case Self.posts: try body(rosters.posts())
    case Self.population: try body(rosters.population())
    case Self.handIns: try body(rosters.handIns())
    case Self.leave: try body(AbsenceRosters(world).leave())
    case Self.closedRoads: try body(AbsenceRosters(world).closedRoads())
    case Self.zones: try body(rosters.zones())
    default:
      guard let name = SampleLogName.allCases.first(where: { Self.path(of: $0) == path }) else { return }
      try forEachChunk(of: name, ofBytes: chunk, body)
    }
  }

  private func forEachChunk<Failure: Error>(
    of name: SampleLogName, ofBytes chunk: Int, _ body: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    switch name {
    case .reportingMeetings: try ReportingMeetingLog(world).forEachChunk(ofBytes: chunk, body)
    case .headReports: try HeadReportLog(world).forEachChunk(ofBytes: chunk, body)
    case .agreedActions: try AgreedActionLog(world).forEachChunk(ofBytes: chunk, body)
    case .completedActions: try CompletedActionLog(world).forEachChunk(ofBytes: chunk, body)
    case .cpptSessions: try CPPTSessionLog(world).forEachChunk(ofBytes: chunk, body)
    case .cpptDuties: try CPPTDutyLog(world).forEachChunk(ofBytes: chunk, body)
    case .disputes: try DisputeLog(world).forEachChunk(ofBytes: chunk, body)
    case .calls: try CallLog(world).forEachChunk(ofBytes: chunk, body)
    case .offences: try OffenceLog(world).forEachChunk(ofBytes: chunk, body)
    case .violenceReports: try ViolenceReportLog(world).forEachChunk(ofBytes: chunk, body)
    case .outreach: try OutreachLog(world).forEachChunk(ofBytes: chunk, body)
    case .trainings: try TrainingLog(world).forEachChunk(ofBytes: chunk, body)
    }
  }

  private static func path(of log: SampleLogName) -> String { "logs/\(log.fileName).csv" }
}
