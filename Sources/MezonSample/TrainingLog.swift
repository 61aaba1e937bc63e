// SPDX-License-Identifier: Apache-2.0

/// The register of trainings.
struct TrainingLog: SampleLog {
  let name = SampleLogName.trainings
  let stream: LogStream
  let delimiter: UInt8 = 0x7C
  let header: StaticString = "no|date|unit|officer|course|hours"
  private let picker: PrecinctPicker
  private let courses = WeightedChoice([34, 28, 22, 16])

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
    switch fault == .foreignCode ? 4 : courses.draw(&random) {
    case 0: buffer.text("CP")
    case 1: buffer.text("GS")
    case 2: buffer.text("ME")
    case 3: buffer.text("FA")
    default: buffer.text("ZZ")
    }
    buffer.number(4 * (1 + random.below(6)))
  }
}
