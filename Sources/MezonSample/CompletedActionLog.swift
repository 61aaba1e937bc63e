// SPDX-License-Identifier: Apache-2.0

/// The register of actions that were completed.
struct CompletedActionLog: SampleLog {
  let name = SampleLogName.completedActions
  let stream: LogStream
  let delimiter: UInt8 = 0x2C
  let header: StaticString = "completed_on,unit,action_id,confirmed_by"
  private let country: SampleCountry
  private let actions: AgreedActionLog
  private let confirmations = WeightedChoice([46, 26, 22, 6])
  /// Days until completion, from the quickest sixteenth of actions to the slowest.
  private let delays = [9, 16, 22, 28, 34, 40, 47, 54, 61, 69, 77, 86, 97, 110, 126, 146]

  init(_ world: SampleWorld) {
    stream = world.stream(of: name)
    country = world.country
    actions = AgreedActionLog(world)
  }

  func append(_ row: Int, _ fault: SampleFault, to buffer: inout RowBuffer) {
    var random = stream.random(row)
    var action = row * actions.stream.count / max(1, stream.count)
    if actions.stream.fault(action) == .duplicate { action -= 1 }
    let meeting = actions.meeting(ofAction: action).meeting
    let speed = random.below(16) + (50 - meeting.quality) / 10
    let day = meeting.day + delays[min(max(0, speed), delays.count - 1)] + random.below(4)
    if fault == .badDate { buffer.badDate(&random, dotted: false) } else { buffer.isoDay(day) }
    buffer.precinct(country.successor(of: meeting.precinct, on: day), fault)
    buffer.code(0x41, action + 1, width: 6)
    switch fault == .foreignCode ? 4 : confirmations.draw(&random) {
    case 0: buffer.text("residents")
    case 1: buffer.text("local_council")
    case 2: buffer.text("partnership")
    case 3: buffer.text("police")
    default: buffer.text("nobody")
    }
  }
}
