// SPDX-License-Identifier: Apache-2.0

/// Who was the inspector of which precinct when: some change places with a neighbour, some leave and the post stands
/// vacant for a while, and the split precinct gives one officer to each of its parts.
struct PostHistory: Sendable {
  /// The posts of each precinct, ascending by day.
  private(set) var posts: [[SampleCountry.Post]]
  private var nextOfficer: Int

  init(seed: UInt64, precincts: [SampleCountry.Precinct], split: Int) {
    let parts = precincts.count - 2
    posts = (0..<parts).map { precinct in
      var random = SampleRandom(seed: seed, stream: 910, index: precinct)
      let from = SampleTime.first - 30 - random.below(2000)
      return [SampleCountry.Post(officer: precinct, from: from, until: SampleCountry.noEnd)]
    }
    posts += [[], []]
    nextOfficer = parts
    var precinct = 0
    while precinct < parts {
      var random = SampleRandom(seed: seed, stream: 911, index: precinct)
      let day = SampleTime.first + 60 + random.below(SampleTime.workDays - 120)
      let isFree = precinct != split && precinct + 1 != split && precinct + 1 < parts
      switch random.below(100) {
      case ..<9 where isFree:
        exchange(precinct, precinct + 1, on: day)
        precinct += 1
      case 9..<16 where precinct != split:
        replace(precinct, on: day, vacantDays: 15 + random.below(110))
      default: break
      }
      precinct += 1
    }
    divide(split, into: parts)
  }

  /// The day before, and the day of a change.
  private mutating func end(_ precinct: Int, before day: Int) -> Int {
    guard let post = posts[precinct].popLast() else { return 0 }
    posts[precinct].append(SampleCountry.Post(officer: post.officer, from: post.from, until: day - 1))
    return post.officer
  }

  private mutating func start(_ officer: Int, _ precinct: Int, on day: Int) {
    posts[precinct].append(SampleCountry.Post(officer: officer, from: day, until: SampleCountry.noEnd))
  }

  private mutating func exchange(_ first: Int, _ second: Int, on day: Int) {
    let one = end(first, before: day)
    let other = end(second, before: day)
    start(other, first, on: day)
    start(one, second, on: day)
  }

  private mutating func replace(_ precinct: Int, on day: Int, vacantDays: Int) {
    _ = end(precinct, before: day)
    guard day + vacantDays <= SampleTime.last else { return }
    start(nextOfficer, precinct, on: day + vacantDays)
    nextOfficer += 1
  }

  private mutating func divide(_ split: Int, into part: Int) {
    let officer = end(split, before: SampleTime.reorganisation)
    start(officer, part, on: SampleTime.reorganisation)
    start(nextOfficer, part + 1, on: SampleTime.reorganisation)
    nextOfficer += 1
  }
}
