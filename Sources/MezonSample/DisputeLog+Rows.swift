// SPDX-License-Identifier: Apache-2.0

// How a dispute is written down.
extension DisputeLog {
  private static let mediators: [StaticString] = [
    "милиция", "группа партнёрства", "махалля", "суд аксакалов", "дружина", "нет",
  ]
  private static let mediation = WeightedChoice([38, 16, 18, 10, 8, 10])
  private static let ages: [StaticString] = ["до 18", "18-29", "30-59", "60+"]
  private static let ageWeights = WeightedChoice([4, 26, 52, 18])
  private static let firstNames: [StaticString] = [
    "Ардан", "Бехрин", "Вадира", "Давлин", "Зармат", "Ильмас", "Кухана", "Латиф", "Мирсана", "Навдар", "Олтина",
    "Парвиз",
    "Рушана", "Самур", "Тавира", "Фархан",
  ]
  private static let familyNames: [StaticString] = [
    "Адырова", "Бодомин", "Вахшаров", "Гулхонин", "Дарёзода", "Заркухин", "Инчунов", "Кайрагоч", "Лоланазар", "Мунзим",
    "Норкуш", "Обшорин", "Пистазор", "Рохдаров", "Сангинзор", "Тутзарин",
  ]

  func append(_ row: Int, _ fault: SampleFault, to buffer: inout RowBuffer) {
    var (dispute, random) = dispute(row)
    if fault == .badDate {
      buffer.badDate(&random, dotted: true)
    } else {
      buffer.dottedTime(dispute.day, dispute.minute)
    }
    appendEnd(of: dispute, fault, &random, to: &buffer)
    buffer.precinct(dispute.precinct, fault)
    buffer.field()
    if let officer = dispute.officer { buffer.appendOfficer(officer) } else { buffer.append("-") }
    buffer.code(0x44, dispute.matter + 1, width: 7)
    switch fault == .foreignCode ? 5 : dispute.kind {
    case 0: buffer.text("земля")
    case 1: buffer.text("соседи")
    case 2: buffer.text("вода")
    case 3: buffer.text("рынок")
    case 4: buffer.text("прочее")
    default: buffer.text("скот")
    }
    switch dispute.outcome {
    case .resolved: buffer.text("урегулирован")
    case .withdrawn: buffer.text("заявление отозвано")
    case .escalated: buffer.text("передан в суд")
    case .pending: buffer.text("рассматривается")
    }
    buffer.text(Self.mediators[Self.mediation.draw(&random)])
    appendParties(&random, to: &buffer)
    buffer.text(fault == .testEntry ? "тестовая запись" : "")
  }

  private func appendEnd(
    of dispute: Dispute, _ fault: SampleFault, _ random: inout SampleRandom, to buffer: inout RowBuffer
  ) {
    if fault == .contradiction {
      buffer.dottedTime(dispute.day - 1 - random.below(9), dispute.minute)
    } else if let closed = dispute.closed {
      buffer.dottedTime(closed, DayClock.office.minute(&random))
    } else {
      buffer.text("-")
    }
  }

  /// Two to four parties: their sex, age, whether they belong to a minority, and their names, in lists of one length.
  private func appendParties(_ random: inout SampleRandom, to buffer: inout RowBuffer) {
    let count = 2 + (random.below(6) == 0 ? 1 : 0) + (random.below(20) == 0 ? 1 : 0)
    appendList(count, to: &buffer) { buffer in
      switch random.below(100) {
      case ..<37: buffer.append("ж")
      case ..<97: buffer.append("м")
      default: break
      }
    }
    appendList(count, to: &buffer) { $0.append(Self.ages[Self.ageWeights.draw(&random)]) }
    appendList(count, to: &buffer) { buffer in
      switch random.below(100) {
      case ..<9: buffer.append("да")
      case ..<60: buffer.append("нет")
      default: break
      }
    }
    appendList(count, to: &buffer) { buffer in
      buffer.append(Self.firstNames[random.below(Self.firstNames.count)])
      buffer.append(byte: 0x20)
      buffer.append(Self.familyNames[random.below(Self.familyNames.count)])
    }
  }

  @inline(__always)
  private func appendList(_ count: Int, to buffer: inout RowBuffer, _ element: (inout RowBuffer) -> Void) {
    buffer.field()
    for index in 0..<count {
      if index > 0 { buffer.append(byte: 0x2F) }
      element(&buffer)
    }
  }
}
