// SPDX-License-Identifier: Apache-2.0

/// The dispatcher's log of calls for help, by zones: each precinct has two.
struct CallLog: SampleLog {
  let name = SampleLogName.calls
  let stream: LogStream
  let delimiter: UInt8 = 0x2C
  let header: StaticString = "no,received_at,arrived_at,zone,prio,type,remark"
  private let picker: PrecinctPicker
  private let types = WeightedChoice([34, 24, 14, 6, 5, 17])
  /// Minutes on the way, besides the distance, from the quickest sixteenth of calls to the slowest.
  private let delays = [3, 4, 5, 6, 6, 7, 8, 9, 10, 11, 13, 15, 18, 22, 30, 48]

  init(_ world: SampleWorld) {
    stream = world.stream(of: name)
    picker = PrecinctPicker(world.country, name, gaps: world.gaps)
  }

  /// The zone of a precinct's half.
  static func appendZone(_ precinct: Int, half: Int, to buffer: inout RowBuffer) {
    buffer.code(0x5A, 2 * precinct + half + 1, width: 5)
  }

  func append(_ row: Int, _ fault: SampleFault, to buffer: inout RowBuffer) {
    var random = stream.random(row)
    let day = stream.schedule.day(of: row)
    let second = 60 * DayClock.roundTheClock.minute(&random) + random.below(60)
    let precinct = picker.precinct(on: day, &random)
    let priority = random.below(100) < 34 ? 1 : 2 + random.below(2)
    buffer.number(row + 1)
    if fault == .badDate { buffer.badDate(&random, dotted: false) } else { buffer.isoTime(day, second) }
    let way = delays[random.below(delays.count)] + picker.country.precincts[precinct].remoteness
    // Help is quicker in the second year, by one minute of ten.
    let minutes = (priority == 1 ? way : 2 * way + 12) * (day < SampleTime.reorganisation ? 10 : 9) / 10
    let arrival = second + 60 * minutes + random.below(60)
    if fault == .contradiction {
      buffer.isoTime(day - 1, second)
    } else if random.chance(perMille: 55) {
      buffer.text("NULL")
    } else {
      buffer.isoTime(day, arrival)
    }
    if fault == .unknownUnit {
      buffer.code(0x5A, 90_000 + precinct, width: 5)
    } else {
      Self.appendZone(precinct, half: random.below(2), to: &buffer)
    }
    buffer.number(fault == .foreignCode ? 9 : priority)
    switch types.draw(&random) {
    case 0: buffer.text("DIST")
    case 1: buffer.text("TRAF")
    case 2: buffer.text("THEFT")
    case 3: buffer.text("FIRE")
    case 4: buffer.text("LOST")
    default: buffer.text("OTH")
    }
    buffer.text(fault == .testEntry ? "test of the line" : "")
  }
}
