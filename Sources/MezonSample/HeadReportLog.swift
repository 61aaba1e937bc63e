// SPDX-License-Identifier: Apache-2.0

/// The register of public reports that heads of district departments give.
struct HeadReportLog: SampleLog {
  let name = SampleLogName.headReports
  let stream: LogStream
  let delimiter: UInt8 = 0x2C
  let header: StaticString = "no,held_at,unit,officer,audience"
  private let country: SampleCountry
  private let audiences = WeightedChoice([55, 30, 15])

  init(_ world: SampleWorld) {
    stream = world.stream(of: name)
    country = world.country
  }

  func append(_ row: Int, _ fault: SampleFault, to buffer: inout RowBuffer) {
    var random = stream.random(row)
    var district = random.below(country.districtCount)
    // One head of four reports half as often as the others.
    if district % 4 == 1, random.chance(perMille: 500) { district = random.below(country.districtCount) }
    buffer.number(row + 1)
    if fault == .badDate {
      buffer.badDate(&random, dotted: false)
    } else {
      buffer.isoTime(stream.schedule.day(of: row), 60 * DayClock.office.minute(&random))
    }
    buffer.code(0x44, fault == .unknownUnit ? 9000 + district % 1000 : district + 1, width: 2)
    buffer.field()
    buffer.appendOfficer(country.head(ofDistrict: district))
    switch fault == .foreignCode ? 3 : audiences.draw(&random) {
    case 0: buffer.text("R")
    case 1: buffer.text("C")
    case 2: buffer.text("P")
    default: buffer.text("TV")
    }
  }
}
