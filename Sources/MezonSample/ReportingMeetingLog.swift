// SPDX-License-Identifier: Apache-2.0

/// The journal of reporting meetings.
struct ReportingMeetingLog: SampleLog {
  /// What other logs know of a meeting.
  struct Meeting {
    let day: Int
    let minute: Int
    let precinct: Int
    let officer: Int?
    let quality: Int
  }

  let name = SampleLogName.reportingMeetings
  let stream: LogStream
  let delimiter: UInt8 = 0x3B
  let header: StaticString =
    "Дата и время;Участок;Табельные номера;Номер собрания;Объявлено;Способ оповещения;Присутствовало;Из них женщин;Из них молодёжь;Вопросов;Примечание"
  private let picker: PrecinctPicker
  private let channels = WeightedChoice([30, 35, 20, 15])

  init(_ world: SampleWorld) {
    stream = world.stream(of: name)
    picker = PrecinctPicker(world.country, name, gaps: world.gaps, byActivity: true, needsInspector: true)
  }

  /// The meeting of a row, with the numbers from which the rest of the row is made.
  @inline(__always)
  func meeting(_ row: Int) -> (Meeting, SampleRandom) {
    var random = stream.random(row)
    let day = stream.schedule.day(of: row)
    let minute = DayClock.evening.minute(&random)
    let precinct = picker.precinct(on: day, &random)
    let officer = picker.country.officer(of: precinct, on: day)
    let quality = picker.country.quality(of: precinct, officer, on: day)
    return (Meeting(day: day, minute: minute, precinct: precinct, officer: officer, quality: quality), random)
  }

  func append(_ row: Int, _ fault: SampleFault, to buffer: inout RowBuffer) {
    var (meeting, random) = meeting(row)
    if fault == .badDate {
      buffer.badDate(&random, dotted: true)
    } else {
      buffer.dottedTime(meeting.day, meeting.minute)
    }
    buffer.precinct(meeting.precinct, fault)
    appendOfficers(meeting, &random, to: &buffer)
    buffer.code(0x4D, row + 1, width: 6)
    appendAnnouncement(meeting, fault, &random, to: &buffer)
    switch fault == .foreignCode ? 4 : channels.draw(&random) {
    case 0: buffer.text("доска")
    case 1: buffer.text("мессенджер")
    case 2: buffer.text("старейшина")
    case 3: buffer.text("обход")
    default: buffer.text("радио")
    }
    appendPeople(meeting, fault, &random, to: &buffer)
    buffer.text(fault == .testEntry ? "тест журнала" : "")
  }

  private func appendOfficers(_ meeting: Meeting, _ random: inout SampleRandom, to buffer: inout RowBuffer) {
    buffer.field()
    guard let officer = meeting.officer else { return }
    buffer.appendOfficer(officer)
    // In one meeting of twelve the neighbouring inspector reports too.
    let neighbour = meeting.precinct ^ 1
    if random.below(12) == 0, neighbour < picker.country.posts.count,
      let second = picker.country.officer(of: neighbour, on: meeting.day), second != officer
    {
      buffer.append(byte: 0x2C)
      buffer.appendOfficer(second)
    }
  }

  private func appendAnnouncement(
    _ meeting: Meeting, _ fault: SampleFault, _ random: inout SampleRandom, to buffer: inout RowBuffer
  ) {
    let isInTime = random.below(100) < 45 + meeting.quality * 45 / 100
    let days = isInTime ? 3 + random.below(8) : random.below(3)
    let minute = 9 * 60 + random.below(9 * 60)
    if fault == .contradiction {
      buffer.dottedTime(meeting.day + 1 + random.below(5), minute)
    } else if random.chance(perMille: 40) {
      buffer.text("н/д")
    } else {
      buffer.dottedTime(meeting.day - days, days == 0 ? min(minute, meeting.minute) : minute)
    }
  }

  private func appendPeople(
    _ meeting: Meeting, _ fault: SampleFault, _ random: inout SampleRandom, to buffer: inout RowBuffer
  ) {
    let isUrban = picker.country.precincts[meeting.precinct].isUrban
    let attendees = 4 + meeting.quality / 8 + random.below(isUrban ? 24 : 16) + random.below(isUrban ? 22 : 12)
    let women = attendees * (18 + random.below(42)) / 100
    let youth = attendees * random.below(40) / 100
    if random.chance(perMille: 15) {
      for _ in 0..<4 { buffer.text("-") }
      return
    }
    buffer.number(attendees)
    if fault == .testEntry || !random.chance(perMille: 60) { buffer.number(women) } else { buffer.text("-") }
    buffer.number(youth)
    buffer.number(random.below(3 + attendees / 4))
  }
}
