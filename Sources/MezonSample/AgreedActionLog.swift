// SPDX-License-Identifier: Apache-2.0

/// The register of what reporting meetings agreed to do.
struct AgreedActionLog: SampleLog {
  let name = SampleLogName.agreedActions
  let stream: LogStream
  let delimiter: UInt8 = 0x2C
  let header: StaticString = "agreed_on,unit,officer,action_id,meeting_id,kind,remark"
  private let meetings: ReportingMeetingLog
  private let kinds = WeightedChoice([18, 20, 14, 12, 16, 12, 8])

  init(_ world: SampleWorld) {
    stream = world.stream(of: name)
    meetings = ReportingMeetingLog(world)
  }

  /// The meeting of an action, by its row in the journal, and the numbers for the rest of the row.
  @inline(__always)
  func meeting(ofAction row: Int) -> (row: Int, meeting: ReportingMeetingLog.Meeting, random: SampleRandom) {
    var random = stream.random(row)
    let last = max(0, meetings.stream.count - 1)
    var place = min(last, row * meetings.stream.count / max(1, stream.count) + random.below(2))
    // A duplicate stands in the journal under the number of the row above it.
    if meetings.stream.fault(place) == .duplicate { place -= 1 }
    return (place, meetings.meeting(place).0, random)
  }

  func append(_ row: Int, _ fault: SampleFault, to buffer: inout RowBuffer) {
    var (place, meeting, random) = meeting(ofAction: row)
    if fault == .badDate { buffer.badDate(&random, dotted: false) } else { buffer.isoDay(meeting.day) }
    buffer.precinct(meeting.precinct, fault)
    buffer.field()
    if let officer = meeting.officer { buffer.appendOfficer(officer) }
    buffer.code(0x41, row + 1, width: 6)
    buffer.code(0x4D, place + 1, width: 6)
    switch fault == .foreignCode ? 7 : kinds.draw(&random) {
    case 0: buffer.text("lighting")
    case 1: buffer.text("road")
    case 2: buffer.text("school")
    case 3: buffer.text("market")
    case 4: buffer.text("water")
    case 5: buffer.text("youth_place")
    case 6: buffer.text("other")
    default: buffer.text("lightning")
    }
    buffer.text(fault == .testEntry ? "test entry" : "")
  }
}
