// SPDX-License-Identifier: Apache-2.0

/// The journal of reports of violence in families: no names, no officers, no free text.
struct ViolenceReportLog: SampleLog {
  let name = SampleLogName.violenceReports
  let stream: LogStream
  let delimiter: UInt8 = 0x3B
  let header: StaticString = "№;Поступило;Участок;Пол;Возраст;Направление предложено;Служба;Согласие"
  private let picker: PrecinctPicker
  private let ages = WeightedChoice([9, 33, 48, 10])
  private let services = WeightedChoice([34, 36, 14, 16])

  init(_ world: SampleWorld) {
    stream = world.stream(of: name)
    picker = PrecinctPicker(world.country, name, gaps: world.gaps)
  }

  func append(_ row: Int, _ fault: SampleFault, to buffer: inout RowBuffer) {
    var random = stream.random(row)
    let day = stream.schedule.day(of: row)
    let minute = DayClock.roundTheClock.minute(&random)
    let precinct = picker.precinct(on: day, &random)
    buffer.number(row + 1)
    if fault == .badDate { buffer.badDate(&random, dotted: true) } else { buffer.dottedTime(day, minute) }
    buffer.precinct(precinct, fault)
    switch random.below(100) {
    case ..<88: buffer.text("ж")
    case ..<97: buffer.text("м")
    default: buffer.text("н/д")
    }
    switch ages.draw(&random) {
    case 0: buffer.text("до 18")
    case 1: buffer.text("18-29")
    case 2: buffer.text("30-59")
    default: buffer.text("60+")
    }
    let isOffered = random.below(100) < 52 + picker.country.quality(of: precinct, nil, on: day) * 42 / 100
    let service = services.draw(&random)
    let accepts = random.below(100)
    buffer.text(isOffered ? "да" : "нет")
    switch fault == .foreignCode ? 5 : isOffered ? service : 4 {
    case 0: buffer.text("медицина")
    case 1: buffer.text("психолог")
    case 2: buffer.text("приют")
    case 3: buffer.text("юрист")
    case 4: buffer.text("-")
    default: buffer.text("участковый")
    }
    buffer.text(!isOffered ? "-" : accepts < 58 ? "да" : accepts < 92 ? "нет" : "н/д")
  }
}
