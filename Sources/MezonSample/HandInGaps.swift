// SPDX-License-Identifier: Apache-2.0

/// Which precincts did not hand in which log of which quarter.
struct HandInGaps: Sendable {
  private let precinctsOfLog: [SampleLogName: (quarter: Int, precincts: [Int])]

  init(_ country: SampleCountry) {
    let possible = country.eras[1].precincts.filter {
      country.precincts[$0].first == 0 && $0 != country.moved
    }
    var gaps: [SampleLogName: (quarter: Int, precincts: [Int])] = [:]
    for (log, quarter) in [
      (SampleLogName.reportingMeetings, 7), (.disputes, 6), (.calls, 5), (.outreach, 2),
    ] where possible.count >= 8 {
      var random = SampleRandom(seed: country.seed, stream: 920, index: log.rawValue)
      let count = 1 + possible.count / 100
      gaps[log] = (quarter, (0..<count).map { _ in possible[random.below(possible.count)] })
    }
    precinctsOfLog = gaps
  }

  /// The precincts whose log of a quarter is missing.
  func precincts(of log: SampleLogName, quarter: Int) -> [Int] {
    guard let gap = precinctsOfLog[log], gap.quarter == quarter else { return [] }
    return gap.precincts
  }
}
