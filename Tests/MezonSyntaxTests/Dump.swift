// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

/// Declarations as s-expressions without their places: what a file means, in a form that can be compared and read.
struct Dump {
  private var lines: [String] = []
  private var indent = 0

  /// The dump of a file. The keyword language is left out: it has no meaning.
  static func of(_ file: DefinitionFile) -> String {
    var dump = Dump()
    dump.block("file edition \(number(file.edition))") { dump in
      for declaration in file.declarations { dump.add(declaration) }
      for form in file.forms { dump.line("form \(name(form.form)) of \(name(form.name))") }
    }
    return dump.lines.joined(separator: "\n") + "\n"
  }

  mutating func line(_ text: String) {
    lines.append(String(repeating: "  ", count: indent) + "(" + text + ")")
  }

  mutating func line(_ head: String, _ value: String?) {
    if let value { line("\(head) \(value)") }
  }

  mutating func block(_ head: String, _ body: (inout Dump) -> Void) {
    let start = lines.count
    lines.append(String(repeating: "  ", count: indent) + "(" + head)
    indent += 1
    body(&self)
    indent -= 1
    lines[lines.count - 1] += ")"
    precondition(start < lines.count)
  }

  private mutating func add(_ declaration: Declaration) {
    switch declaration {
    case .programme(let programme): add(programme)
    case .choice(let choice): line("choice \(Self.name(choice.name)) \(Self.names(choice.members))")
    case .domain(let name): line("domain \(Self.name(name))")
    case .unitOfMeasure(let names): line("unit-of-measure \(Self.names(names))")
    case .event(let event): add(event)
    case .rubric(let rubric): add(rubric)
    case .source(let source): add(source)
    case .indicator(let indicator): add(indicator)
    case .appraisal(let appraisal): add(appraisal)
    case .report(let report): add(report)
    case .audit(let audit): add(audit)
    case .uses(let uses): line("uses \(uses.isLibrary ? "library" : "file") \(Self.text(uses.path))")
    case .group(let group):
      block("group \(Self.name(group.name)) \(Self.title(group.title)) \(Self.names(group.members))") { dump in
        dump.labels(group.labels)
      }
    case .filter(let filter):
      block("filter \(Self.name(filter.name)) \(Self.title(filter.title)) of \(Self.name(filter.event))") { dump in
        dump.labels(filter.labels)
        dump.line("where \(Self.expression(filter.condition))")
      }
    case .parameter(let parameter): add(parameter)
    case .standard(let standard):
      block("standard \(Self.name(standard.name)) \(Self.title(standard.title)) of \(Self.name(standard.choice))") {
        dump in
        dump.labels(standard.labels)
        for group in standard.groups { dump.line("\(Self.number(group.persons)) \(Self.name(group.member))") }
        if let table = standard.table { dump.add(table) }
      }
    }
  }

  private mutating func add(_ parameter: ParameterDeclaration) {
    block("parameter \(Self.name(parameter.name)) \(Self.title(parameter.title))") { dump in
      dump.labels(parameter.labels)
      dump.line("in", parameter.measure.map(Self.measure))
      for point in parameter.points { dump.line("\(Self.number(point.value)) from \(Self.time(point.from))") }
    }
  }

  private mutating func add(_ programme: ProgrammeDeclaration) {
    block("programme \(Self.text(programme.title))") { dump in
      dump.labels(programme.labels)
      dump.labels(programme.ministry, "ministry")
      dump.line("time-zone", programme.timeZone.map(Self.text))
      if !programme.languages.isEmpty { dump.line("languages \(Self.names(programme.languages))") }
      dump.line("fiscal-year", programme.fiscalYearFirstMonth.map(Self.number))
      for tree in programme.levelTrees { dump.line("levels \(Self.names(tree))") }
      for field in programme.unitAttributes { dump.line("attribute \(Self.field(field))") }
      if !programme.populationGroups.isEmpty { dump.line("population \(Self.names(programme.populationGroups))") }
      dump.line("protect", programme.protectCellsBelow.map(Self.number))
    }
  }

  private mutating func add(_ event: EventDeclaration) {
    let kind = event.ratings != nil ? "ratings" : event.survey == nil ? "event" : "survey"
    block("\(kind) \(Self.name(event.name)) \(Self.title(event.title))\(event.isSensitive ? " sensitive" : "")") {
      dump in
      dump.labels(event.labels)
      dump.line("nature", event.nature.map { $0.nature?.rawValue ?? "-" })
      for field in event.fields { dump.line("field \(Self.field(field))") }
      if event.isRoster {
        dump.line("roster \(event.term.map { "\(Self.name($0.from)) \($0.until.map(Self.name) ?? "-")" } ?? "-")")
      }
      if let design = event.survey { dump.add(design) }
      if let clauses = event.ratings { dump.add(clauses) }
    }
  }

  private mutating func add(_ appraisal: AppraisalDeclaration) {
    block("appraisal \(Self.name(appraisal.name)) \(Self.title(appraisal.title))") { dump in
      dump.labels(appraisal.labels)
      dump.line("post", appraisal.post.map(Self.name))
      dump.line("every", appraisal.grain?.grain.rawValue)
      dump.line("exposure", appraisal.exposureAtLeast.map(Self.span))
      if !appraisal.exposureLess.isEmpty { dump.line("less \(Self.names(appraisal.exposureLess))") }
      if appraisal.proRata != nil { dump.line("pro-rata") }
      for rule in appraisal.peers { dump.line("peers \(Self.peers(rule))") }
      for part in appraisal.parts { dump.add(part) }
      switch appraisal.missing {
      case .reweight(let most): dump.line("missing reweight \(Self.number(most))")
      case .hold(let score): dump.line("missing hold \(Self.number(score))")
      case .noScore: dump.line("missing no-score")
      case nil: break
      }
      if !appraisal.context.isEmpty { dump.line("context \(Self.names(appraisal.context))") }
      dump.line("objections", appraisal.objectionsWithin.map(Self.span))
      for risk in appraisal.acceptedRisks { dump.line("accepts \(Self.risk(risk))") }
    }
  }

  private static func peers(_ rule: PeerRule) -> String {
    switch rule {
    case .same(let name): "same \(self.name(name))"
    case .within(let name, let most): "\(self.name(name)) within \(number(most))"
    }
  }

  private mutating func add(_ part: AppraisalPart) {
    block("part \(Self.text(part.title)) weight \(Self.number(part.weight))") { dump in
      dump.labels(part.labels)
      for item in part.items {
        let points = item.points.map { "\(Self.number($0.value))->\(Self.number($0.score))" }.joined(separator: " ")
        dump.line("\(Self.name(item.indicator)) weight \(Self.number(item.weight)) score \(points)")
      }
    }
  }

  private mutating func add(_ report: ReportDeclaration) {
    block("report \(Self.name(report.name)) \(Self.title(report.title))") { dump in
      dump.labels(report.labels)
      dump.line("every", report.grain?.grain.rawValue)
      if !report.levels.isEmpty { dump.line("levels \(Self.names(report.levels))") }
      for section in report.sections {
        dump.block("section \(Self.text(section.title))") { dump in
          dump.labels(section.labels)
          dump.line("indicators \(Self.names(section.indicators))")
        }
      }
      dump.line("template", report.template.map(Self.text))
    }
  }

  mutating func labels(_ labels: [LocalizedText], _ head: String = "label") {
    for label in labels { line("\(head) \(label.language.map(Self.name) ?? "-") \(Self.text(label.text))") }
  }
}

// Literals.
extension Dump {
  static func name(_ name: Name) -> String {
    name.text.isEmpty || name.text.contains { " ()\"`\n\t".contains($0) } ? "`\(name.text)`" : name.text
  }

  static func names(_ names: [Name]) -> String { "[" + names.map(name).joined(separator: " ") + "]" }

  static func text(_ literal: TextLiteral) -> String { "\"" + literal.text.replacing("\n", with: "\\n") + "\"" }

  static func title(_ literal: TextLiteral?) -> String { literal.map(text) ?? "-" }

  static func number(_ literal: NumberLiteral?) -> String {
    // A file that does not name its edition is of the first.
    guard let literal else { return "1" }
    if let parameter = literal.parameter { return name(parameter) }
    let digits = literal.isWhole ? String(Int64(literal.value)) : String(literal.value)
    return digits + (literal.isPerCent ? "%" : "")
  }

  static func span(_ span: SpanLiteral) -> String { "\(span.amount)-\(span.unit.rawValue)" }

  static func time(_ time: TimeLiteral) -> String {
    "\(time.day)" + (time.microseconds.map { "+\($0 / 1_000_000)s" } ?? "")
  }

  static func field(_ field: FieldDeclaration) -> String {
    "\(name(field.name)) \(type(field.type))\(field.isOptional ? " optional" : "")"
      + (field.privacy == .open ? "" : " \(field.privacy.rawValue)")
  }

  static func type(_ type: FieldType) -> String {
    switch type {
    case .time: "time"
    case .day: "day"
    case .unit: "unit"
    case .officer: "officer"
    case .text: "text"
    case .yesNo: "yes-no"
    case .number(let measure, let isWhole): (isWhole ? "whole" : "number") + (measure.map { " in \(name($0))" } ?? "")
    case .oneOf(let members): "one-of \(names(members))"
    case .rating(let rubric): "rating \(name(rubric))"
    case .reference(let domain): "reference \(name(domain))"
    case .named(let choice): "named \(name(choice))"
    case .list(let element): "list(\(Dump.type(element)))"
    case .records(let fields): "records(" + fields.map(field).joined(separator: "; ") + ")"
    }
  }
}
