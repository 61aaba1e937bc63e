// SPDX-License-Identifier: Apache-2.0

/// The phone form of partnership sessions; each sub-district's team meets in turn.
struct CPPTSessionLog: SampleLog {
  /// What the form of duties knows of a session.
  struct Session {
    let day: Int
    let second: Int
    let subdistrict: Int
  }

  let name = SampleLogName.cpptSessions
  let stream: LogStream
  let delimiter: UInt8 = 0x3B
  let header: StaticString =
    "start;place/unit;session/id;session/topic;present/members;present/women;present/youth;session/remark"
  let country: SampleCountry
  private let topics = WeightedChoice([22, 18, 18, 14, 16, 12])

  init(_ world: SampleWorld) {
    stream = world.stream(of: name)
    country = world.country
  }

  /// The session of a row, with the numbers from which the rest of the row is made.
  @inline(__always)
  func session(_ row: Int) -> (Session, SampleRandom) {
    var random = stream.random(row)
    let second = 60 * DayClock.office.minute(&random) + random.below(60)
    let session = Session(
      day: stream.schedule.day(of: row), second: second, subdistrict: row % country.subdistrictCount)
    return (session, random)
  }

  func append(_ row: Int, _ fault: SampleFault, to buffer: inout RowBuffer) {
    var (session, random) = session(row)
    if fault == .badDate {
      buffer.badDate(&random, dotted: false)
    } else {
      buffer.isoTime(session.day, session.second, zone: "+05:00")
    }
    buffer.code(0x53, fault == .unknownUnit ? 9000 + session.subdistrict % 1000 : session.subdistrict + 1, width: 3)
    buffer.code(0x54, row + 1, width: 6)
    switch fault == .foreignCode ? 6 : topics.draw(&random) {
    case 0: buffer.text("water")
    case 1: buffer.text("land")
    case 2: buffer.text("youth")
    case 3: buffer.text("traffic")
    case 4: buffer.text("safety_of_women")
    case 5: buffer.text("other")
    default: buffer.text("topic_12")
    }
    let members = 7 + random.below(9)
    let women = members * (12 + random.below(40)) / 100
    buffer.number(members)
    buffer.number(fault == .contradiction ? members + 3 : women)
    if random.below(10) == 0 { buffer.text("") } else { buffer.number(random.below(members / 2)) }
    buffer.text(fault == .testEntry ? "test of the form" : "")
  }
}
