// SPDX-License-Identifier: Apache-2.0

/// The phone form of school visits, open days and home visits; each precinct has three schools.
struct OutreachLog: SampleLog {
  let name = SampleLogName.outreach
  let stream: LogStream
  let delimiter: UInt8 = 0x3B
  let header: StaticString = "id;date;place/unit;officers;kind;place/school;participants;remark"
  private let picker: PrecinctPicker
  private let kinds = WeightedChoice([52, 12, 20, 16])

  init(_ world: SampleWorld) {
    stream = world.stream(of: name)
    picker = PrecinctPicker(world.country, name, gaps: world.gaps, byActivity: true, needsInspector: true)
  }

  func append(_ row: Int, _ fault: SampleFault, to buffer: inout RowBuffer) {
    var random = stream.random(row)
    let day = stream.schedule.day(of: row)
    let precinct = picker.precinct(on: day, &random)
    buffer.number(row + 1)
    if fault == .badDate { buffer.badDate(&random, dotted: false) } else { buffer.isoDay(day) }
    buffer.precinct(precinct, fault)
    buffer.field()
    if let officer = picker.country.officer(of: precinct, on: day) { buffer.appendOfficer(officer) }
    let kind = kinds.draw(&random)
    switch fault == .foreignCode ? 4 : kind {
    case 0: buffer.text("school_visit")
    case 1: buffer.text("open_station_day")
    case 2: buffer.text("prevention_day")
    case 3: buffer.text("home_visits")
    default: buffer.text("sports_day")
    }
    // The third school of a precinct is the one that is seldom visited.
    let school = 3 * precinct + (random.below(9) + 1) / 4
    if kind == 0 { buffer.code(0x48, school + 1, width: 5) } else { buffer.text("") }
    buffer.number(8 + random.below(kind == 0 ? 60 : 35))
    buffer.text(fault == .testEntry ? "test of the form" : "")
  }
}
