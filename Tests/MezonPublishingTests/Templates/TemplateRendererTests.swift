// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonPublishing
import MezonTestSupport
import Synchronization
import Testing

@Suite("Templates")
struct TemplateRendererTests {
  private func renderer(
    _ texts: [String: String], format: Template.Format = .html
  ) throws -> TemplateRenderer {
    try TemplateRenderer(
      texts.sorted { $0.key < $1.key }.map { name, text in
        Template(name: name, format: format, source: SourceText(name: name + ".mustache", text: text))
      })
  }

  static let values: TemplateValue = [
    "unit": "Ғарм & <Рашт>", "trial": true, "final": false, "none": [],
    "officer": ["rank": "капитан", "post": ["place": "№ 3"]],
    "rows": [["label": "a", "unit": "b"], ["label": "c", "unit": "d"]], "names": ["x", "y"],
    "drawing": .markup("<svg/>"),
  ]

  static let renderings: [(template: String, html: String)] = [
    ("", ""), ("plain {text} }} { .", "plain {text} }} { ."), ("{{unit}}", "Ғарм &amp; &lt;Рашт&gt;"),
    ("{{ unit }}!", "Ғарм &amp; &lt;Рашт&gt;!"),
    ("{{{drawing}}}", "<svg/>"), ("{{#trial}}yes{{/trial}}{{^trial}}no{{/trial}}", "yes"),
    ("{{#final}}{{nothing}}{{/final}}", ""),
    ("{{^final}}draft{{/final}}", "draft"), ("{{^none}}empty{{/none}}{{#none}}{{x}}{{/none}}", "empty"),
    ("{{officer.rank}}", "капитан"),
    ("{{#officer}}{{rank}}, {{post.place}}{{/officer}}", "капитан, № 3"),
    ("{{#rows}}{{label}}={{unit}};{{/rows}}", "a=b;c=d;"),
    ("{{#rows}}{{officer.rank}} {{/rows}}", "капитан капитан "), ("{{#names}}[{{.}}]{{/names}}", "[x][y]"),
    ("a{{! a\nnote }}b", "ab"),
    ("<ul>\n{{#names}}\n  <li>{{.}}</li>\n{{/names}}\n</ul>\n", "<ul>\n  <li>x</li>\n  <li>y</li>\n</ul>\n"),
    ("\n\nfirst", "\n\nfirst"),
    ("{{#trial}}\nline\n{{/trial}}\n", "line\n"), ("a\r\n{{#trial}}\r\nb\r\n{{/trial}}\r\nc", "a\r\nb\r\nc"),
  ]

  @Test("are filled", arguments: renderings)
  func render(template: String, html: String) throws {
    #expect(try renderer(["page": template]).render("page", with: Self.values) == html)
  }

  @Test("take a list that is made when it is reached, once for the check and once for the text")
  func madeLists() throws {
    let made = Mutex(0)
    func values(_ count: Int) -> TemplateValue {
      let rows = TemplateList {
        made.withLock { $0 += 1 }
        return (0..<count).map { ["cell": .text("<\($0)>")] }
      }
      return ["rows": .made(rows), "title": "T"]
    }
    let page = try renderer(["page": "{{#rows}}{{title}}{{cell}};{{/rows}}{{^rows}}none{{/rows}}"])
    #expect(try page.render("page", with: values(2)) == "T&lt;0&gt;;T&lt;1&gt;;")
    #expect(try page.render("page", with: values(0)) == "none")
    #expect(made.withLock { $0 } <= 8)
    #expect(throws: PublishingFailure.self) {
      try renderer(["page": "{{#rows}}{{sell}}{{/rows}}"]).render("page", with: values(1))
    }
    #expect(values(2) == values(2))
    #expect(values(2) != values(3))
  }

  @Test("call each other, indented as they stand")
  func partials() throws {
    let texts = [
      "page": "<table>\n  {{>row}}\n</table>\n", "row": "{{#names}}\n<td>{{.}} & {{unit}}</td>\n{{/names}}\n",
    ]
    let html = try renderer(texts).render("page", with: ["names": ["<"], "unit": "\""])
    #expect(html == "<table>\n  <td>&lt; & &quot;</td>\n</table>\n")
    let text = try renderer(texts, format: .plainText).render("page", with: ["names": ["<"], "unit": "\""])
    #expect(text == "<table>\n  <td>< & \"</td>\n</table>\n")
  }

  static let hostile = [
    "<script>alert(1)</script>", "\" onmouseover=\"x", "'", "&amp;", "<\u{301}b", "\"\u{301} onclick=", "&\u{FE0F}lt;",
    ">\u{200D}", "\u{0}\u{1B}",
    "{{unit}}", "{{{drawing}}}",
  ]

  @Test("let no text become HTML, not even under a combining accent", arguments: hostile)
  func escaping(text: String) throws {
    let html = try renderer(["page": "<p title=\"{{text}}\">"]).render("page", with: ["text": .text(text)])
    let inside = html.unicodeScalars.dropFirst(10).dropLast(2)
    #expect(!inside.contains { "<>\"'\u{0}\u{1B}".unicodeScalars.contains($0) })
    let codes: [Unicode.Scalar: String] = ["<": "&lt;", ">": "&gt;", "&": "&amp;", "\"": "&quot;", "'": "&#39;"]
    let expected = text.unicodeScalars.flatMap { scalar -> [Unicode.Scalar] in
      scalar.value < 0x20 ? ["\u{FFFD}"] : codes[scalar].map { Array($0.unicodeScalars) } ?? [scalar]
    }
    #expect(Array(inside) == expected)
  }

  static let holes: [(template: String, code: String, line: Int, column: Int)] = [
    ("a\n {{unti}}", "MZ7111", 2, 2), ("{{officer.name}}", "MZ7111", 1, 1),
    ("{{#rows}}\n{{lable}}{{/rows}}", "MZ7111", 2, 1),
    ("{{#trail}}x{{/trail}}", "MZ7111", 1, 1), ("{{^trail}}x{{/trail}}", "MZ7111", 1, 1),
    ("{{unit.code}}", "MZ7111", 1, 1),
    ("{{rows}}", "MZ7112", 1, 1), ("{{officer}}", "MZ7112", 1, 1), ("{{trial}}", "MZ7112", 1, 1),
    ("{{drawing}}", "MZ7112", 1, 1),
    ("{{{unit}}}", "MZ7112", 1, 1), ("{{#unit}}x{{/unit}}", "MZ7112", 1, 1), ("{{^unit}}x{{/unit}}", "MZ7112", 1, 1),
    ("{{.}}", "MZ7112", 1, 1),
    ("Ғарм {{x}}", "MZ7111", 1, 6),
  ]

  @Test("leave no hole: a name without a fitting value is an error at its place", arguments: holes)
  func hole(template: String, code: String, line: Int, column: Int) throws {
    let renderer = try renderer(["page": template])
    let failure = #expect(throws: PublishingFailure.self) { try renderer.render("page", with: Self.values) }
    #expect(failure?.diagnostics.map(\.rule.code) == [code])
    #expect(failure?.diagnostics.first?.place.prefix == "page.mustache:\(line):\(column): ")
  }

  @Test("tell what was probably meant")
  func suggestion() throws {
    let renderer = try renderer(["page": "{{officer.rank}}{{#rows}}{{labl}}{{/rows}}"])
    let failure = #expect(throws: PublishingFailure.self) { try renderer.render("page", with: Self.values) }
    #expect(failure?.diagnostics.count == 1, "once, not for each row")
    #expect(failure?.diagnostics.first?.suggestion == "label")
    #expect(failure?.description.contains("drawing, final, label, names") == true)
    let unknown = #expect(throws: PublishingFailure.self) { try renderer.render("pag", with: Self.values) }
    #expect(unknown?.diagnostics.first?.rule.code == "MZ7108")
    #expect(unknown?.diagnostics.first?.suggestion == "page")
  }

  static let broken: [(template: String, code: String)] = [
    ("{{unit", "MZ7103"), ("ends with {", "MZ7103"), ("{{unit}", "MZ7103"), ("{{{unit}}", "MZ7103"),
    ("{{unit}}\u{301}", "MZ7103"),
    ("{{#a}}", "MZ7107"),
    ("{{#a}}{{/b}}", "MZ7106"), ("{{/a}}", "MZ7106"), ("{{=<% %>=}}", "MZ7104"), ("{{<layout}}{{/layout}}", "MZ7104"),
    ("{{$x}}{{/x}}", "MZ7104"),
    ("{{%CONTENT_TYPE:HTML}}", "MZ7104"), ("{{&unit}}", "MZ7104"), ("{{*x}}", "MZ7104"),
    ("{{uppercased(unit)}}", "MZ7105"), ("{{}}", "MZ7105"),
    ("{{a b}}", "MZ7105"), ("{{единица}}", "MZ7105"), ("{{.a}}", "MZ7105"), ("{{a.}}", "MZ7105"),
    ("{{>other}}", "MZ7108"), ("{{>page}}", "MZ7109"),
    ("{{>*name}}", "MZ7105"), ("{{\u{301}unit}}", "MZ7105"), ("{{unit\n}}", "MZ7105"),
  ]

  @Test("are refused when their tags are wrong", arguments: broken)
  func brokenTags(template: String, code: String) {
    let failure = #expect(throws: PublishingFailure.self) { try renderer(["page": template]) }
    #expect(failure?.diagnostics.contains { $0.rule.code == code } == true, "\(failure?.description ?? "")")
    #expect(
      failure?.diagnostics.allSatisfy { !$0.message(in: .russian).isEmpty && !$0.remedy(in: .english).isEmpty } == true)
  }

  @Test("include themselves neither directly nor in a circle, and keep to their format")
  func circles() {
    let circle = #expect(throws: PublishingFailure.self) {
      try renderer(["a": "{{>b}}", "b": "{{#x}}{{>c}}{{/x}}", "c": "{{>a}}"])
    }
    #expect(circle?.diagnostics.map(\.rule.code) == ["MZ7109", "MZ7109", "MZ7109"])
    let text = Template(name: "a", format: .plainText, source: SourceText(name: "a", text: "{{>b}}"))
    let html = Template(name: "b", format: .html, source: SourceText(name: "b", text: ""))
    let mixed = #expect(throws: PublishingFailure.self) { try TemplateRenderer([text, html]) }
    #expect(mixed?.diagnostics.map(\.rule.code) == ["MZ7110"])
    let twice = #expect(throws: PublishingFailure.self) { try TemplateRenderer([html, html]) }
    #expect(twice?.diagnostics.map(\.rule.code) == ["MZ7102"])
    let bytes = Template(name: "a", format: .html, source: SourceText(name: "a", bytes: [0xFF]))
    let binary = #expect(throws: PublishingFailure.self) { try TemplateRenderer([bytes]) }
    #expect(binary?.diagnostics.map(\.rule.code) == ["MZ7101"])
  }

  @Test("made of any bytes give a text or the reasons why not", arguments: [UInt64(1), 2, 3, 4])
  func anyBytes(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let pieces = [
      "{{", "}}", "{", "}", "#", "/", "^", ">", "!", "unit", "rows", "label", "trial", ".", " ", "\n", "\r\n", "{{{",
      "}}}", "é", "\u{301}", "ж",
    ]
    var rendered = 0
    for _ in 0..<2_000 {
      let count = Int.random(in: 0...14, using: &generator)
      let text = (0..<count).compactMap { _ in pieces.randomElement(using: &generator) }.joined()
      do {
        _ = try renderer(["page": text]).render("page", with: Self.values)
        rendered += 1
      } catch let failure as PublishingFailure {
        #expect(!failure.diagnostics.isEmpty)
        #expect(
          !failure.diagnostics.contains { $0.rule.code == "MZ7113" },
          "the library refuses what we accept: \(text.debugDescription)")
      }
    }
    #expect(rendered > 100)
  }
}
