// SPDX-License-Identifier: Apache-2.0

/// The journal of disputes. Every sixteenth is an old quarrel that came back; the last hundredth came back in the five
/// months after the two years, while the journal still followed up what began in them.
struct DisputeLog: SampleLog {
  /// What is known of a dispute before its row is written.
  struct Dispute {
    var day: Int
    var minute: Int
    var precinct: Int
    var officer: Int?
    var matter: Int
    var kind: Int
    var outcome: Outcome
    /// The day on which it was closed, none while it is pending.
    var closed: Int?
  }

  enum Outcome: Int {
    case resolved, withdrawn, escalated, pending
  }

  let name = SampleLogName.disputes
  let stream: LogStream
  let delimiter: UInt8 = 0x3B
  let header: StaticString =
    "Обратились;Закрыт;Участок;Табельные номера;Дело;Вид спора;Исход;Посредник;Пол сторон;Возраст сторон;Меньшинство;Стороны;Примечание"
  private let picker: PrecinctPicker
  /// How many disputes came in the two years, and how many came back after them.
  private let regular: Int
  private let kinds = WeightedChoice([24, 30, 20, 12, 14])
  /// Days until a dispute is closed, in tenths of the usual time.
  private let delays = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 20, 25, 32, 45]

  init(_ world: SampleWorld) {
    let whole = world.stream(of: name)
    regular = whole.count - max(min(1, whole.count), whole.count / 100)
    stream = LogStream(
      seed: whole.seed, number: whole.number, count: whole.count,
      schedule: DaySchedule(rows: regular, months: name.months, weekdays: name.weekdays, holidays: name.holidays),
      faults: whole.faults)
    picker = PrecinctPicker(world.country, name, gaps: world.gaps)
  }

  /// The dispute of a row, with the numbers from which the rest of the row is made.
  func dispute(_ row: Int) -> (Dispute, SampleRandom) {
    guard row < regular else { return followUp(row) }
    var (dispute, random) = fresh(row, on: stream.schedule.day(of: row))
    if row % 16 == 15, row >= 64 {
      let span = max(16, regular * 100 / SampleTime.workDays)
      if let earlier = settled(row - 1 - random.below(span), before: dispute.day) { comeBack(earlier, in: &dispute) }
    }
    return (dispute, random)
  }

  /// A quarrel of the two years that came back in the months after them.
  private func followUp(_ row: Int) -> (Dispute, SampleRandom) {
    let number = row - regular
    let months = SampleTime.end - SampleTime.last
    let day = SampleTime.last + (number + 1) * months / max(1, stream.count - regular)
    var (dispute, random) = fresh(row, on: day)
    let span = max(1, min(regular, regular * 120 / SampleTime.workDays))
    for _ in 0..<12 {
      guard let earlier = settled(regular - 1 - random.below(span), before: day) else { continue }
      comeBack(earlier, in: &dispute)
      break
    }
    return (dispute, random)
  }

  /// A dispute that was resolved before a day, if the one at a row is such a one.
  private func settled(_ row: Int, before day: Int) -> Dispute? {
    let place = row % 16 == 15 ? row - 1 : row
    guard place >= 0, stream.fault(place) == .none else { return nil }
    let (earlier, _) = fresh(place, on: stream.schedule.day(of: place))
    guard earlier.outcome == .resolved, let closed = earlier.closed, closed < day else { return nil }
    return earlier
  }

  private func comeBack(_ earlier: Dispute, in dispute: inout Dispute) {
    let country = picker.country
    let precinct = country.precincts[earlier.precinct]
    guard precinct.first <= dispute.day, dispute.day <= precinct.last,
      picker.isPossible(earlier.precinct, on: dispute.day)
    else { return }
    dispute.precinct = earlier.precinct
    dispute.officer = country.officer(of: earlier.precinct, on: dispute.day)
    dispute.matter = earlier.matter
    dispute.kind = earlier.kind
  }

  /// A quarrel that nobody has heard of before.
  private func fresh(_ row: Int, on day: Int) -> (Dispute, SampleRandom) {
    var random = stream.random(row)
    let country = picker.country
    let precinct = picker.precinct(on: day, &random)
    let officer = country.officer(of: precinct, on: day)
    let quality = country.quality(of: precinct, officer, on: day)
    let minute = DayClock.office.minute(&random)
    let resolved = 44 + quality * 40 / 100
    let outcome: Outcome =
      switch random.below(100) {
      case ..<resolved: .resolved
      case ..<(resolved + 8): .withdrawn
      case ..<(resolved + 14): .escalated
      default: .pending
      }
    let usual = 14 + (100 - quality) / 5
    let days = 1 + delays[random.below(delays.count)] * usual / 10
    var closed: Int? = outcome == .pending ? nil : day + days
    if let last = closed, last > SampleTime.end { closed = nil }
    return (
      Dispute(
        day: day, minute: minute, precinct: precinct, officer: officer, matter: row, kind: kinds.draw(&random),
        outcome: closed == nil ? .pending : outcome, closed: closed), random
    )
  }
}
