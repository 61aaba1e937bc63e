// SPDX-License-Identifier: Apache-2.0

/// Chooses the precinct of a row: among those that exist on its day, by residents or by how much is done there, and never
/// one whose log of that quarter was not handed in.
struct PrecinctPicker: Sendable {
  let country: SampleCountry
  let log: SampleLogName
  /// The precincts whose log is missing, by quarter; the last entry stands for the time behind the quarters.
  private let gaps: [[Int]]
  private let byActivity: Bool
  private let needsInspector: Bool

  init(
    _ country: SampleCountry, _ log: SampleLogName, gaps: HandInGaps, byActivity: Bool = false,
    needsInspector: Bool = false
  ) {
    self.country = country
    self.log = log
    self.gaps = (0...SampleTime.quarters).map { gaps.precincts(of: log, quarter: $0) }
    self.byActivity = byActivity
    self.needsInspector = needsInspector
  }

  /// A precinct for a day.
  @inline(__always)
  func precinct(on day: Int, _ random: inout SampleRandom) -> Int {
    let era = country.eras[country.era(of: day)]
    let weights = byActivity ? era.activityBefore : era.residentsBefore
    let position = random.below(max(1, weights[weights.count - 1]))
    var low = 0
    var high = weights.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if weights[middle] <= position { low = middle } else { high = middle }
    }
    var place = low
    for _ in era.precincts.indices {
      let precinct = era.precincts[place]
      if isPossible(precinct, on: day) { return precinct }
      place = place + 1 == era.precincts.count ? 0 : place + 1
    }
    return era.precincts[low]
  }

  /// Whether a row of this log can name a precinct on a day.
  @inline(__always)
  func isPossible(_ precinct: Int, on day: Int) -> Bool {
    if needsInspector, country.officer(of: precinct, on: day) == nil { return false }
    return !gaps[SampleTime.quarter(of: day)].contains(precinct)
  }
}
