// SPDX-License-Identifier: Apache-2.0

import MezonPublishing
import Testing

@Suite("A personal appraisal")
struct AppraisalTests {
  /// An officer's page in one format and language.
  struct Page: Sendable, CustomTestStringConvertible {
    let ending: String
    let language: Language
    var testDescription: String { language.code + " " + ending }
  }

  static let pages = ["html", "txt"].flatMap { ending in
    [Language.en, .ru].map { Page(ending: ending, language: $0) }
  }

  private func lines(_ figure: FigureContent) -> [String: String] {
    Dictionary(figure.lines.map { ($0.label, $0.text) }) { $1 }
  }

  @Test("that it is a trial comes before everything else", arguments: pages)
  func trialFirst(page: Page) throws {
    let sample = try SampleAppraisal()
    let text = try sample.page("A1", page.ending, page.language)
    let sentence =
      page.language == .ru
      ? "Эта оценка пробная. Она не влияет на оплату и звание."
      : "This appraisal is a trial. It has no effect on pay or rank."
    let body = page.ending == "html" ? "<body>\n<p class=\"trial\">" : "*** "
    #expect(text.contains(body + sentence))
    if page.ending == "txt" { #expect(text.hasPrefix("*** " + sentence)) }
  }

  @Test("the value stands with its formula, target, status and score")
  func formula() throws {
    let item = try #require(SampleAppraisal().content("A1").parts.first?.items.first)
    let said = lines(item.figure)
    #expect(said["Value"] == "50 per cent")
    #expect(said["Formula"] == "100 × 2 / 4 = 50 per cent")
    #expect(said["Target"] == "40 per cent")
    #expect(item.score == "50")
    #expect(item.weight == "60")
  }

  @Test("every event stands under its role with the clause, its reason and its line")
  func roles() throws {
    let item = try #require(SampleAppraisal().content("A1").parts.first?.items.first)
    #expect(
      item.figure.roles.map(\.heading) == [
        "Left out: 1 event", "Not yet due: 1 event", "Counted: 2 events", "Not held against: 2 events",
        "Missed: 1 event",
      ])
    #expect(
      item.figure.roles.map { $0.events.map(\.place) } == [
        ["disputes.csv, line 5"], ["disputes.csv, line 8"], ["disputes.csv, line 2", "disputes.csv, line 3"],
        ["disputes.csv, line 6", "disputes.csv, line 7"], ["disputes.csv, line 4"],
      ])
    let withdrawn = item.figure.roles[3]
    #expect(withdrawn.lines.contains { $0.label == "Reason" && $0.text == "their own decision" })
    #expect(withdrawn.lines.contains { $0.text == "1 event goes beyond the cap and is missed" })
    #expect(withdrawn.events.map { $0.fields.contains { $0.text == "beyond it, so missed" } } == [false, true])
    #expect(withdrawn.events.first?.time == "7 March 2026")
  }

  @Test("nobody else and no identifying field is in it", arguments: pages)
  func onlyOwn(page: Page) throws {
    let text = try SampleAppraisal().page("A1", page.ending, page.language)
    for secret in ["Z9", "B2", "C3", "Ivanova", "Petrova", "Karimova"] { #expect(!text.contains(secret), "\(secret)") }
    #expect(text.contains("canal"), "an open field of the officer's own event is shown")
  }

  @Test("sensitive events never stand one by one, nor in exact small numbers", arguments: pages)
  func sensitive(page: Page) throws {
    let text = try SampleAppraisal().page("A1", page.ending, page.language)
    for trace in ["reports.csv", "April", "апреля", "66.7", "66,7", "/ 3", "3 events", "3 события"] {
      #expect(!text.contains(trace), "\(trace)")
    }
    #expect(text.contains(page.language == .ru ? "Засчитано: менее 5" : "Counted: fewer than 5"))
  }

  @Test("a sensitive kind without any event looks like one with few", arguments: pages)
  func sensitiveZero(page: Page) throws {
    let none = try SampleAppraisal(reports: "reported,unit,by,offered\n")
    let few = try SampleAppraisal(reports: "reported,unit,by,offered\n2026-04-01,P1,A1,yes\n")
    let contexts = try [none, few].map { try $0.content("A1", page.language).context }
    #expect(contexts[0].map(\.roles) == contexts[1].map(\.roles))
    #expect(contexts[0].map(\.value) == contexts[1].map(\.value))
  }

  @Test("markup in a field is inert in the page")
  func injection() throws {
    let page = try SampleAppraisal().page("A1", "html")
    #expect(!page.contains("<script"))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#39;x&#39;"))
  }

  @Test(
    "why there is no overall score is said in the forms of the language",
    arguments: [
      (
        Language.en, "B2",
        "not applicable, because 1 day in post that count are too few: at least 60 days are needed"
      ),
      (
        .ru, "B2",
        "не выводится (неприменимо), потому что учитываемый срок на посту — 1 день, а нужно не менее 60 дней"
      ),
    ])
  func tooShort(language: Language, officer: String, said: String) throws {
    #expect(try SampleAppraisal().content(officer, language).overall.text == said)
  }

  @Test("the overall score is the weighted mean; too much missing gives none")
  func overall() throws {
    let sample = try SampleAppraisal()
    // (60 * 50 + 40 * 200 / 3) / 100
    #expect(try sample.content("A1").overall.text == "56.7 of 100")
    #expect(try sample.content("C3").overall.text.contains("100 per cent of the weight"))
    #expect(try sample.content("C3", .ru).overall.text.contains("100 % веса"))
  }

  @Test("how to object and until when is said", arguments: [(Language.en, "15 days"), (.ru, "15 дней")])
  func objections(language: Language, term: String) throws {
    #expect(try SampleAppraisal().content("A1", language).objections.first?.contains(term) == true)
  }

  @Test("the digests and that nobody is compared stand in it")
  func origin() throws {
    let sample = try SampleAppraisal()
    let content = try sample.content("A1")
    #expect(content.origin.map(\.text).contains(sample.edition.programme.digest))
    #expect(content.origin.map(\.text).contains("d1g357"))
    #expect(content.notes.contains { $0.contains("no rank") && $0.contains("reliable") })
  }

  @Test("twice the same text", arguments: pages)
  func deterministic(page: Page) throws {
    let texts = try (0..<2).map { _ in try SampleAppraisal().page("A1", page.ending, page.language) }
    #expect(texts[0] == texts[1])
  }
}
