// SPDX-License-Identifier: Apache-2.0

/// The register of offences.
struct OffenceLog: SampleLog {
  let name = SampleLogName.offences
  let stream: LogStream
  let delimiter: UInt8 = 0x2C
  let header: StaticString = "case,date,unit,article,place"
  private let picker: PrecinctPicker
  private let articles = WeightedChoice([34, 10, 6, 18, 12, 10, 10])
  private let places = WeightedChoice([34, 16, 9, 26, 15])

  init(_ world: SampleWorld) {
    stream = world.stream(of: name)
    picker = PrecinctPicker(world.country, name, gaps: world.gaps)
  }

  func append(_ row: Int, _ fault: SampleFault, to buffer: inout RowBuffer) {
    var random = stream.random(row)
    let day = stream.schedule.day(of: row)
    let precinct = picker.precinct(on: day, &random)
    buffer.number(row + 1)
    if fault == .badDate { buffer.badDate(&random, dotted: false) } else { buffer.isoDay(day) }
    buffer.precinct(precinct, fault)
    switch fault == .foreignCode ? 7 : articles.draw(&random) {
    case 0: buffer.text("T1")
    case 1: buffer.text("T2")
    case 2: buffer.text("R1")
    case 3: buffer.text("H1")
    case 4: buffer.text("V1")
    case 5: buffer.text("F1")
    case 6: buffer.text("X")
    default: buffer.text("T9")
    }
    switch places.draw(&random) {
    case 0: buffer.text("street")
    case 1: buffer.text("market")
    case 2: buffer.text("transport")
    case 3: buffer.text("home")
    default: buffer.text("other")
    }
  }
}
