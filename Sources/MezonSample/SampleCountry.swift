// SPDX-License-Identifier: Apache-2.0

/// The made-up country: its units with their dates, its inspectors with their posts, and what makes them differ.
///
/// Four precincts make a sub-district, about three of those a district, about four of those a region. On 2025-01-01 one
/// precinct moves to a sub-district of another district, and one is split in two.
struct SampleCountry: Sendable {
  /// A precinct from a day to a day.
  struct Precinct: Sendable {
    let isUrban: Bool
    /// Residents in 2024.
    let residents: Int
    /// The sub-district it belongs to before and from the day of the reorganisation.
    let subdistricts: [Int]
    let first: Int
    let last: Int
    /// How well reporting, follow-up and mediation work here, 0 to 100.
    let quality: Int
    /// Minutes by which urgent help comes later than in the best precinct.
    let remoteness: Int
  }

  /// An inspector's time in a precinct; both days belong to it.
  struct Post: Sendable, Equatable {
    let officer: Int
    let from: Int
    let until: Int
  }

  /// What holds before, and what from the reorganisation on.
  struct Era: Sendable {
    /// The precincts that exist, ascending.
    let precincts: [Int]
    /// For each of them the residents of those before it, in units of weight; then the total.
    let residentsBefore: [Int]
    /// For each of them how much is done in those before it; then the total.
    let activityBefore: [Int]
    /// The precincts of each sub-district.
    let ofSubdistrict: [[Int]]
  }

  /// The day "without end" of precincts and posts.
  static let noEnd = Int.max

  let seed: UInt64
  let precincts: [Precinct]
  let subdistrictCount: Int
  let districtCount: Int
  let regionCount: Int
  /// The precinct that moves, and the one that is split.
  let moved: Int
  let split: Int
  /// The posts of each precinct, ascending by day.
  let posts: [[Post]]
  /// How many inspectors there ever were; heads of districts are numbered behind them.
  let inspectorCount: Int
  let eras: [Era]
  /// How good each inspector is, -12 to 12.
  let skill: [Int]

  /// Makes a country.
  /// - Parameter inspectors: precincts at the start, each with one inspector; at least 4
  init(seed: UInt64, inspectors: Int) {
    self.seed = seed
    let count = max(4, inspectors)
    let subdistricts = (count + 3) / 4
    let districts = subdistricts < 2 ? 1 : max(2, (subdistricts + 2) / 3)
    subdistrictCount = subdistricts
    districtCount = districts
    regionCount = max(1, (districts + 3) / 4)
    moved = count / 3
    split = 2 * count / 3
    let precincts = Self.precincts(
      seed: seed, count: count, subdistricts: subdistricts, districts: districts, moved: count / 3,
      split: 2 * count / 3)
    self.precincts = precincts
    posts = PostHistory(seed: seed, precincts: precincts, split: 2 * count / 3).posts
    inspectorCount = (posts.joined().map(\.officer).max() ?? -1) + 1
    skill = (0..<inspectorCount).map { officer in
      var random = SampleRandom(seed: seed, stream: 902, index: officer)
      return random.below(25) - 12
    }
    eras = [0, 1].map { Self.era($0, precincts, subdistricts: subdistricts) }
  }

  /// The district of a sub-district.
  func district(ofSubdistrict subdistrict: Int) -> Int { subdistrict * districtCount / subdistrictCount }

  /// The officer who heads the department of a district.
  func head(ofDistrict district: Int) -> Int { inspectorCount + district }

  /// The region of a district.
  func region(ofDistrict district: Int) -> Int { district * regionCount / districtCount }

  /// The index in ``eras`` of a day.
  @inline(__always)
  func era(of day: Int) -> Int { day < SampleTime.reorganisation ? 0 : 1 }

  /// The precinct itself, or once it is split its larger part.
  @inline(__always)
  func successor(of precinct: Int, on day: Int) -> Int {
    day <= precincts[precinct].last ? precinct : precincts.count - 2
  }

  /// The inspector of a precinct on a day; nil where the post is vacant.
  @inline(__always)
  func officer(of precinct: Int, on day: Int) -> Int? {
    for post in posts[precinct] where post.from <= day && day <= post.until { return post.officer }
    return nil
  }

  /// How well work goes in a precinct on a day, 0 to 100: the place, the officer, and a slow improvement.
  @inline(__always)
  func quality(of precinct: Int, _ officer: Int?, on day: Int) -> Int {
    let trend = (day - SampleTime.first) / 120
    let own = officer.map { skill[$0] } ?? 0
    return min(100, max(0, precincts[precinct].quality + own + trend))
  }

  private static func precincts(
    seed: UInt64, count: Int, subdistricts: Int, districts: Int, moved: Int, split: Int
  ) -> [Precinct] {
    var result: [Precinct] = []
    for index in 0..<count {
      let subdistrict = index / 4
      let made = precinct(seed: seed, index: index, subdistricts: [subdistrict, subdistrict])
      // The next sub-district of another district, around the end if need be.
      var target = subdistrict
      for step in 1...max(1, subdistricts) {
        target = (subdistrict + step) % subdistricts
        if target * districts / subdistricts != subdistrict * districts / subdistricts { break }
      }
      switch index {
      case moved: result.append(made.with(subdistricts: [subdistrict, target]))
      case split: result.append(made.with(last: SampleTime.reorganisation - 1))
      default: result.append(made)
      }
    }
    let whole = result[split]
    for part in 0..<2 {
      let residents = part == 0 ? whole.residents * 3 / 5 : whole.residents - whole.residents * 3 / 5
      result.append(whole.with(residents: residents, first: SampleTime.reorganisation, last: noEnd))
    }
    return result
  }

  private static func precinct(seed: UInt64, index: Int, subdistricts: [Int]) -> Precinct {
    var place = SampleRandom(seed: seed, stream: 900, index: subdistricts[0])
    // Towns lie together: a whole sub-district is urban or rural.
    let isUrban = place.chance(perMille: 400)
    let common = place.below(25) - 12
    var random = SampleRandom(seed: seed, stream: 901, index: index)
    let residents = (isUrban ? 4200 : 2100) + random.below(isUrban ? 5200 : 2600)
    return Precinct(
      isUrban: isUrban, residents: residents, subdistricts: subdistricts, first: 0, last: noEnd,
      quality: 46 + common + random.below(37) - 18,
      remoteness: isUrban ? random.below(8) : 6 + random.below(26))
  }

  private static func era(_ number: Int, _ precincts: [Precinct], subdistricts: Int) -> Era {
    let day = number == 0 ? SampleTime.first : SampleTime.reorganisation
    let existing = precincts.indices.filter { precincts[$0].first <= day && day <= precincts[$0].last }
    var residents = [0]
    var activity = [0]
    for index in existing {
      residents.append((residents.last ?? 0) + precincts[index].residents / 100)
      activity.append((activity.last ?? 0) + 8 + precincts[index].quality * precincts[index].quality / 40)
    }
    return Era(
      precincts: existing, residentsBefore: residents, activityBefore: activity,
      ofSubdistrict: (0..<subdistricts).map { subdistrict in
        existing.filter { precincts[$0].subdistricts[number] == subdistrict }
      })
  }
}

extension SampleCountry.Precinct {
  /// The same precinct in other words.
  fileprivate func with(
    residents: Int? = nil, subdistricts: [Int]? = nil, first: Int? = nil, last: Int? = nil
  ) -> SampleCountry.Precinct {
    SampleCountry.Precinct(
      isUrban: isUrban, residents: residents ?? self.residents, subdistricts: subdistricts ?? self.subdistricts,
      first: first ?? self.first, last: last ?? self.last, quality: quality, remoteness: remoteness)
  }
}
