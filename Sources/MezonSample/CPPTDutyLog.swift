// SPDX-License-Identifier: Apache-2.0

/// The phone form of who was due at a session and who came.
struct CPPTDutyLog: SampleLog {
  let name = SampleLogName.cpptDuties
  let stream: LogStream
  let delimiter: UInt8 = 0x3B
  let header: StaticString = "start;place/unit;session/id;officer/number;officer/came;officer/absence"
  private let sessions: CPPTSessionLog
  private let absences = WeightedChoice([30, 20, 35, 15])

  init(_ world: SampleWorld) {
    stream = world.stream(of: name)
    sessions = CPPTSessionLog(world)
  }

  func append(_ row: Int, _ fault: SampleFault, to buffer: inout RowBuffer) {
    var random = stream.random(row)
    let total = max(1, stream.count)
    let place = row * sessions.stream.count / total
    let first = (place * total + sessions.stream.count - 1) / max(1, sessions.stream.count)
    // A duplicate stands in the form's list under the number of the row above it, where more inspectors are then due.
    let isAgain = sessions.stream.fault(place) == .duplicate
    let shown = isAgain ? place - 1 : place
    let (session, _) = sessions.session(shown)
    let precinct = duePrecinct(row - first + (isAgain ? 6 : 0), session)
    let officer = sessions.country.officer(of: precinct, on: session.day)
    if fault == .badDate {
      buffer.badDate(&random, dotted: false)
    } else {
      buffer.isoTime(session.day, session.second, zone: "+05:00")
    }
    buffer.precinct(precinct, fault)
    buffer.code(0x54, shown + 1, width: 6)
    buffer.field()
    if let officer { buffer.appendOfficer(officer) }
    let quality = sessions.country.quality(of: precinct, officer, on: session.day)
    let came = random.below(100) < 44 + quality * 40 / 100
    let absence = absences.draw(&random)
    buffer.text(fault == .foreignCode ? "7" : came ? "1" : "0")
    switch came ? 4 : absence {
    case 0: buffer.text("1")
    case 1: buffer.text("2")
    case 2: buffer.text("3")
    case 3: buffer.text("99")
    default: buffer.text("")
    }
  }

  /// The precinct of the *n*-th inspector who is due: those of the sub-district, then of the ones behind it; none that is
  /// vacant.
  private func duePrecinct(_ number: Int, _ session: CPPTSessionLog.Session) -> Int {
    let country = sessions.country
    let precincts = country.eras[country.era(of: session.day)].ofSubdistrict
    var rest = number
    var found: Int?
    for step in precincts.indices {
      for precinct in precincts[(session.subdistrict + step) % precincts.count]
      where country.officer(of: precinct, on: session.day) != nil {
        found = precinct
        if rest == 0 { return precinct }
        rest -= 1
      }
    }
    return found ?? 0
  }
}
