// SPDX-License-Identifier: Apache-2.0

/// The registers of days on which inspectors in post could not work: leave, illness, courses, and roads that snow or mud closed.
struct AbsenceRosters: Sendable {
  private let country: SampleCountry

  init(_ world: SampleWorld) { country = world.country }

  /// One annual leave for each inspector and year, illness for about every second, courses for some; some fall ill on leave.
  /// Columns: `officer,from,until,kind`.
  func leave() -> [UInt8] {
    var out = RowBuffer(delimiter: 0x2C, capacity: 1 << 16)
    out.append("officer,from,until,kind\n")
    for officer in 0..<country.inspectorCount {
      for year in 0..<2 {
        var random = SampleRandom(seed: country.seed, stream: 920, index: 2 * officer + year)
        let start = (year == 0 ? SampleTime.first : SampleTime.reorganisation) + 90 + random.below(220)
        let length = 24 + random.below(15)
        append(officer, start, length, "annual", to: &out)
        if random.chance(perMille: 450) {
          let ill = random.chance(perMille: 150) ? start + random.below(length) : start - 80 + random.below(60)
          append(officer, ill, 4 + random.below(20), "sick", to: &out)
        }
        if random.chance(perMille: 150) { append(officer, start + 45, 5 + random.below(6), "course", to: &out) }
      }
    }
    return out.take()
  }

  private func append(_ officer: Int, _ start: Int, _ days: Int, _ kind: StaticString, to out: inout RowBuffer) {
    out.field()
    out.appendOfficer(officer)
    out.isoDay(start)
    out.isoDay(start + days - 1)
    out.text(kind)
    out.endRow()
  }

  /// Remote precincts are cut off in most winters. Columns: `unit,from,until,cause`.
  func closedRoads() -> [UInt8] {
    var out = RowBuffer(delimiter: 0x2C, capacity: 1 << 14)
    out.append("unit,from,until,cause\n")
    // The first days of two winters of which the sample has a part, and of one spring.
    let seasons: [(start: Int, isWinter: Bool)] = [
      (SampleTime.first, true), (SampleTime.first + 85, false), (SampleTime.reorganisation - 20, true),
      (SampleTime.last - 45, true),
    ]
    for (index, precinct) in country.precincts.enumerated() where precinct.remoteness >= 20 {
      for (number, season) in seasons.enumerated() {
        var random = SampleRandom(seed: country.seed, stream: 921, index: 4 * index + number)
        let start = season.start + random.below(18)
        let days = 3 + random.below(season.isWinter ? 22 : 8)
        guard random.chance(perMille: season.isWinter ? 700 : 250), precinct.first <= start,
          start + days <= precinct.last
        else { continue }
        out.precinct(index, .none)
        out.isoDay(start)
        out.isoDay(start + days - 1)
        if season.isWinter { out.text("snow") } else { out.text("mudslide") }
        out.endRow()
      }
    }
    return out.take()
  }
}
