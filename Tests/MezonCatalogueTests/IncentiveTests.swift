// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSemantics
import MezonSyntax
import Testing

@Suite("Incentives")
struct IncentiveTests {
  /// The codes that a programme of one event and one indicator gives.
  private static func codes(
    event: String = "event thing { made time  at unit  by officer  kind one of a, b }", _ indicator: String,
    _ appraisal: String = ""
  ) -> [String] {
    let pair = "indicator other { looks at thing counts where kind is b value share context only }"
    let text = "language 1 keywords en\n\(event)\n\(pair)\nindicator figure {\n\(indicator)\n}\n\(appraisal)\n"
    let source = SourceText(name: "incentives.mezon", text: text)
    return Checker.check([Parser.parse(source)]).diagnostics.map(\.rule.code)
  }

  @Test(
    "A label that sounds like what nobody may be judged by is noticed in six languages",
    arguments: [
      ("Arrests made", "MZ2511"), ("Closed cases", "MZ2511"), ("Tickets written", "MZ2511"),
      ("Число задержаний", "MZ2511"), ("Раскрываемость", "MZ2511"), ("Закрытые дела", "MZ2511"),
      ("Шумораи дастгиршудагон", "MZ2511"), ("Ҷаримаҳо", "MZ2511"), ("Hibsga olinganlar", "MZ2511"),
      ("Жарималар сони", "MZ2511"), ("Камакка алынгандар", "MZ2511"), ("Айыппұлдар", "MZ2511"),
      ("Complaints against officers", "MZ2512"), ("Жалобы граждан", "MZ2512"), ("Сообщения о насилии", "MZ2512"),
      ("Шикоятҳои шаҳрвандон", "MZ2512"), ("Shikoyatlar soni", "MZ2512"), ("Шағымдар саны", "MZ2512"),
      ("Crimes prevented", "MZ2513"), ("Предотвращённые кражи", "MZ2513"), ("Пешгирии ҷиноят", "MZ2513"),
    ])
  func sounds(_ label: String, _ code: String) {
    let found = Self.codes("label ru \"\(label)\" looks at thing value rate per 100 officers better when higher")
    #expect(found == [code])
    let context = Self.codes("label ru \"\(label)\" looks at thing value rate per 100 officers context only")
    #expect(context == [])
    let silenced = Self.codes(
      """
      label ru "\(label)" looks at thing value rate per 100 officers better when higher
      accepts risk \(code) because "it is something else"
      """)
    #expect(silenced == [])
  }

  @Test(
    "Ordinary words raise no suspicion",
    arguments: ["Meetings held", "Споры, урегулированные за 60 дней", "Доля мероприятий", "Offices opened", "Классы"])
  func innocent(_ label: String) {
    #expect(Self.codes("label ru \"\(label)\" looks at thing value rate per 100 officers better when higher") == [])
  }

  @Test("A stated nature is an error that nothing silences", arguments: ActivityNature.allCases)
  func stated(_ nature: ActivityNature) {
    let word = KeywordTable.canonical(nature.keyword, .english)
    let event = "event thing { nature \(word)\n made time  at unit  by officer  kind one of a, b }"
    for form in ["rate per 100 officers", "count", "distinct kind"] {
      let found = Self.codes(event: event, "looks at thing value \(form) better when higher")
      #expect(found.contains { ["MZ2504", "MZ2505", "MZ2506"].contains($0) }, "\(nature) \(form)")
    }
    let own = Self.codes("nature \(word) looks at thing value rate per 100 officers better when higher")
    #expect(own.count == 1 && own[0] < "MZ2507")
    #expect(Self.codes(event: event, "looks at thing value count context only") == [])
  }

  @Test("A sensitive or stated event type is found behind a link, but not where it must be absent")
  func links() {
    let base = "event thing { made time  at unit  by officer  kind one of a, b  key reference key }\n"
    let arrest = base + "event custody { nature arrest\n made time  key reference key }"
    func figure(_ link: String) -> String {
      "looks at thing counts where \(link) custody with same key within 9 days value share better when higher"
    }
    #expect(Self.codes(event: arrest, figure("followed by")) == ["MZ2504"])
    #expect(Self.codes(event: arrest, figure("not followed by")) == [])
    let harm = base + "sensitive event custody { made time  key reference key }"
    #expect(Self.codes(event: harm, figure("not followed by")) == ["MZ2501"])
    let excused =
      "looks at thing counts where kind is a value share better when higher leaves out where linked to custody"
      + " with same key because \"x\""
    #expect(Self.codes(event: harm, excused) == ["MZ2501"])
  }

  @Test(
    "A cliff is more than five points for a hundredth of the scale",
    arguments: [
      ("0 -> 0, 20 -> 100", 0), ("0 -> 0, 19.9 -> 100", 1), ("30 -> 0, 60 -> 50, 61 -> 55", 0),
      ("30 -> 0, 60 -> 50, 61 -> 55.5", 1), ("0 -> 100, 10 -> 0", 1),
    ])
  func cliffs(_ points: String, _ count: Int) {
    let figure = "looks at thing counts where kind is a value share for officer better when higher paired with other"
    let appraisal = "appraisal x { of officers in post p part \"w\" weight 100 { figure weight 100 score \(points) } }"
    #expect(Self.codes(figure, appraisal) == Array(repeating: "MZ2516", count: count))
  }

  /// The codes that an indicator made from `figure`, an indicator of some nature that is not judged itself, gives.
  private static func codes(
    event: String, figure: String, _ derived: String, _ others: String = ""
  ) -> [String] {
    let text = """
      language 1 keywords en
      programme "p" { levels country > district }
      \(event)
      event walk { made time  at unit  by officer  kind one of a, b }
      indicator walks { looks at walk value count every month, year for unit }
      indicator figure { looks at thing \(figure) every month, year for unit }
      \(others)
      \(derived)
      """
    let source = SourceText(name: "derived.mezon", text: text)
    return Checker.check([Parser.parse(source)]).diagnostics.map(\.rule.code)
  }

  /// Ways to make an indicator from `figure`, each with a direction.
  private static let derivations = [
    "value change of figure on previous period", "value gap of figure to the unit above",
    "value mean of figure over district", "value computed as 2 * figure", "value computed as figure / walks",
    "value computed as walks - figure",
  ]

  @Test("A nature goes through every derivation", arguments: ActivityNature.allCases)
  func derived(_ nature: ActivityNature) {
    let word = KeywordTable.canonical(nature.keyword, .english)
    let event = "event thing { nature \(word)\n made time  at unit  by officer  kind one of a, b }"
    let plain = "event thing { made time  at unit  by officer  kind one of a, b }"
    let code =
      switch nature {
      case .arrest, .ticket, .caseClosure: "MZ2504"
      case .complaint, .protectionOrder, .violenceReport: "MZ2505"
      case .preventionClaim: "MZ2506"
      }
    for derivation in Self.derivations {
      let derived = "indicator d { \(derivation) better when lower }"
      let ofEvent = Self.codes(event: event, figure: "value rate per 100 officers", derived)
      #expect(ofEvent.filter { $0 < "MZ2511" } == [code], "\(nature): \(derivation)")
      let ofIndicator = Self.codes(event: plain, figure: "nature \(word) value rate per 100 officers", derived)
      #expect(ofIndicator.filter { $0 < "MZ2511" } == [code], "\(nature): \(derivation)")
      let shown = "indicator d { \(derivation) context only }"
      #expect(Self.codes(event: event, figure: "value rate per 100 officers", shown) == [], "\(derivation)")
    }
  }

  @Test("A nature goes through several derivations and into an index, but not through a divisor")
  func derivedFurther() {
    let arrest = "event thing { nature arrest\n made time  at unit  by officer  kind one of a, b }"
    let twice = "indicator e { value computed as 100 - d better when higher }"
    let change = "indicator d { value change of figure on previous period }"
    #expect(Self.codes(event: arrest, figure: "value rate per 100 officers", twice, change) == ["MZ2504"])
    let each = "indicator d { value computed as walks / figure better when higher }"
    #expect(Self.codes(event: arrest, figure: "value rate per 100 officers", each) == [])
    // How complaints are answered may be judged, and so may its change.
    let complaint = "event thing { nature complaint\n made time  at unit  by officer  kind one of a, b }"
    let better = "indicator d { value change of figure on previous period better when higher }"
    #expect(Self.codes(event: complaint, figure: "counts where kind is a value share", better) == [])
    let own = "nature complaint counts where kind is a value share"
    #expect(Self.codes(event: complaint, figure: own, better) == [])
  }

  @Test(
    "A bare number stays one, unless it is divided by another figure",
    arguments: [
      ("value change of figure on previous period", true), ("value gap of figure to the unit above", true),
      ("value maximum of figure over district", true), ("value computed as 2 * figure", true),
      ("value computed as figure / 12", true), ("value computed as 100 * figure / walks", false),
    ])
  func bareNumber(_ derivation: String, _ isBare: Bool) {
    let event = "event thing { made time  at unit  by officer  kind one of a, b }"
    let found = Self.codes(event: event, figure: "value count", "indicator d { \(derivation) better when higher }")
    #expect(found == (isBare ? ["MZ2515"] : []), "\(derivation)")
    let accepted = "indicator d { \(derivation) better when higher accepts risk MZ2515 because \"few units\" }"
    #expect(Self.codes(event: event, figure: "value count", accepted) == (isBare ? [] : ["MZ2524"]))
  }

  @Test("What sounds like it does so through derivation, until one of them gives a reason")
  func derivedSound() {
    let event = "event thing { made time  at unit  by officer  kind one of a, b }"
    let derived = "indicator d { value change of figure on previous period better when higher }"
    let figure = "label ru \"Число задержаний\" value rate per 100 officers"
    #expect(Self.codes(event: event, figure: figure, derived) == ["MZ2511"])
    let judged = figure + " better when lower accepts risk MZ2511 because \"delays of trains\""
    #expect(Self.codes(event: event, figure: judged, derived) == [])
  }

  @Test("A pair with itself is no counter-indicator")
  func ownPair() {
    let figure = "looks at thing counts where kind is a value share better when higher target 80 % from 2027"
    #expect(Self.codes(figure + " paired with figure") == ["MZ2517"])
    #expect(Self.codes(figure + " paired with other") == [])
  }

  @Test(
    "What only hangs on the end of a period, or on the own records, is noticed in what is made from it too",
    arguments: [
      ("value share of months having at least 1  every month", "MZ2523"),
      ("value share of officers having at least 2  every quarter  for unit", "MZ2522"),
      ("value ratio of count to distinct kind  every month  for officer", "MZ2521"),
      (
        "counts where kind is a  not held against where kind is b because \"x\"  value share  every month  for officer",
        "MZ2520"
      ),
    ])
  func derivedForms(_ form: String, _ code: String) {
    let officer = form.contains("for officer") ? "for officer" : ""
    let event = """
      event thing { made time  at unit  by officer  kind one of a, b }
      indicator piece { looks at thing  \(form) }
      indicator judged_piece { looks at thing  \(form)  better when higher  accepts risk \(code) because "its own reason" }
      """
    func codes(_ operand: String, _ more: String) -> [String] {
      Self.codes(event: event, "value computed as 2 * \(operand)  \(officer)  \(more)")
    }
    #expect(codes("piece", "better when higher") == [code])
    #expect(codes("piece", "context only") == [])
    #expect(codes("piece", "better when higher  accepts risk \(code) because \"as agreed\"") == [])
    #expect(codes("judged_piece", "better when higher") == [], "it is warned of where it stands")
  }
}
