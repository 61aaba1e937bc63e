// SPDX-License-Identifier: Apache-2.0

import MezonTestSupport

/// Writes right definition files at random, from the grammar, badly laid out.
struct RandomProgramme {
  private var generator: SeededGenerator
  private var depth = 0

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

  mutating func pick(_ choices: String...) -> String { choices[below(choices.count)] }

  /// The text, or nothing.
  mutating func maybe(_ text: String) -> String { below(2) == 0 ? "" : text }

  mutating func several(_ most: Int, _ separator: String, _ text: (inout RandomProgramme) -> String) -> String {
    var texts: [String] = []
    for _ in 0...below(most) { texts.append(text(&self)) }
    return texts.joined(separator: separator)
  }

  mutating func name() -> String {
    pick(
      "a", "b", "kind", "matter_2", "at", "вид", "показатель", "и", "не", "с", "указано", "подразделения",
      "`value`", "`event`", "`in`", "`present`", "`my name`", "`если`", "`where`", "`a\\`b`", "`text`", "`days`", "`c`")
  }

  mutating func names(_ most: Int) -> String { several(most, pick(", ", ",")) { $0.name() } }

  mutating func number() -> String { pick("0", "1", "5", "21", "1,000", "12.5", "0.667", "1000", "100,000.25") }

  mutating func whole() -> String { pick("1", "2", "5", "11", "21", "1,000") }

  mutating func text() -> String { pick("\"a\"", "\"\"", "\"\\\"quoted\\\" # no comment\"", "\"текст\"", "\"a\\\\\"") }

  mutating func day() -> String { pick("2026-01-05", "2026-12-31T10:30", "05.01.2026") }

  mutating func period() -> String { pick("2026", "2026-Q1", "2026-H2", "2026-01", "2026-W31", "FY2026", "2026..2027") }

  mutating func span() -> String { "\(whole()) \(pick("days", "day", "weeks", "minutes", "hours"))" }

  /// A blank, a line end or a comment, where a line may end.
  mutating func gap() -> String {
    switch below(12) {
    case 0: "\n"
    case 1: "   "
    case 2: "  # why \(below(100))\n"
    case 3: "\n\n\n  # alone \(below(100))\n"
    default: " "
    }
  }

  mutating func file() -> String {
    let declarations = several(6, "\n") { writer in writer.gap() + writer.declaration() }
    return "language 1 keywords en\n\(declarations)\n\(gap())"
  }

  private mutating func declaration() -> String {
    depth = 0
    switch below(12) {
    case 11: return ratings()
    case 10: return rubric()
    case 8: return survey()
    case 9: return audit()
    case 0: return "choice \(name()) one of \(names(12))"
    case 1: return "domain \(name())"
    case 2: return event()
    case 3: return source()
    case 4: return appraisal()
    default: return indicator()
    }
  }

  private mutating func event() -> String {
    let fields = several(6, "\n") { writer in writer.gap() + "\n" + writer.field() }
    return "\(pick("event", "sensitive event")) \(name()) \(maybe(text())) {\n\(fields)\n\(gap())}"
  }

  private mutating func survey() -> String {
    var clauses = [
      "weighted by", "stratified by", "clustered by", "then clustered by", "stratum size in", "speaks for",
    ]
    .map { "\($0) \(name())" }
    clauses.append(
      "scale \(name()) of \(name()), reversed \(name())\(maybe(" without answers \(names(2))"))\(maybe(" at least 1"))")
    clauses.append("lonely strata \(pick("centred", "averaged", "certain"))")
    clauses.append(pick("panel by \(name())", "replicate weights in \(name()) \(name())"))
    clauses.append("variance by \(name())\(maybe(" 80"))\(maybe(" seed 7"))")
    clauses.append("\(pick("post-stratified", "raked")) by \(name()) to \(name()) 5, \(name()) \(pick("7.5", name()))")
    let items = several(6, "\n") { writer in
      let clause = writer.below(2) == 0 ? clauses.popLast() : nil
      return writer.gap() + "\n" + (clause ?? writer.field())
    }
    return "survey \(name()) \(maybe(text())) {\n\(items)\n\(gap())}"
  }

  private mutating func audit() -> String {
    let watches = several(4, "\n") { writer in writer.gap() + "\nwatches " + writer.watch() }
    return
      "audit \(name()) \(maybe(text())) {\(maybe(" every month"))\(maybe(" for officer, \(name())"))\n\(watches)\n\(maybe("false discoveries at most \(number()) %"))}"
  }

  private mutating func watch() -> String {
    let among = " among \(name())\(maybe(" where \(condition())"))"
    switch below(10) {
    case 0: return "terminal digits of \(quantity())" + among
    case 1: return "first digits of \(quantity())" + among
    case 2: return "period-end share of \(name()) over last \(pick("1", "5", "21")) days" + among
    case 3: return "bunching of \(quantity()) at \(number()) width \(number())" + among
    case 4: return "jump of \(quantity()) at \(number()) width \(number())" + among
    case 5: return "downgrading of \(name()) to \(names(3)) within each \(name())" + among
    case 6: return "identical lists of \(name())" + among
    case 7: return "outliers of \(name())"
    case 8: return "change points of \(name()) over last \(pick("1", "2", "12", "24")) periods"
    default: return "dispersion of \(name()) over last \(pick("1", "2", "12", "24")) periods"
    }
  }

  private mutating func comparison() -> String {
    pick(
      "funnel", "funnel over-dispersed", "funnel winsorised 10 %", "funnel truncated 5 %", "shrinkage", "reliability",
      "control chart over last 24 periods")
  }

  private mutating func field() -> String {
    "\(name()) \(fieldType())\(pick("", "?", " sensitive", "? identifying"))"
  }

  private mutating func fieldType() -> String {
    switch below(8) {
    case 7: return "rating on \(name())"
    case 0: return pick("time", "day", "unit", "officer", "text", "yes or no", "number", "number in \(name())")
    case 1: return "one of \(names(5))"
    case 2: return pick("reference \(name())", "list of officer", "list of reference \(name())")
    case 3: return name()
    case 4: return ""
    case 5:
      let separator = pick("\n", "\n # c\n")
      let fields = several(3, separator) { "\($0.name()) text sensitive" }
      return "list of person {\(separator)\(fields)\(separator)}"
    default:
      let fields = several(4, ", ") { "\($0.name()) \($0.pick("text", "day?", "unit sensitive"))" }
      return "list of { \(fields) }"
    }
  }

  private mutating func indicator() -> String {
    var clauses: [String] = []
    for kind in (0..<15).shuffled(using: &generator).prefix(below(15)) { clauses.append(clause(kind)) }
    for _ in 0..<below(3) {
      clauses.append("leaves out where \(condition()) because \(text())\(maybe(" at most 10 %"))")
    }
    clauses.append(maybe("label ru \(text())"))
    clauses.append(maybe(example()))
    var body = ""
    for clause in clauses where !clause.isEmpty { body += gap() + clause }
    return "indicator \(name())\(gap()){\(gap())\(body)\(gap())}"
  }

  /// A clause that may stand once.
  private mutating func clause(_ kind: Int) -> String {
    switch kind {
    case 0: return "looks at \(name())\(maybe(" in force on the last day"))\(maybe("\(gap())where \(condition())"))"
    case 1: return "counts where\(gap())\(condition())"
    case 2: return "value\(gap())\(value())"
    case 3: return "every " + several(3, ", ") { $0.pick("day", "week", "month", "two months", "half-year", "year") }
    case 4: return "for " + several(3, ",") { $0.pick("officer", "unit", $0.name(), "`unit`") }
    case 5: return "split by " + several(3, ", ") { $0.name() + $0.maybe(" of any \($0.name())") }
    case 6: return "target \(pick("steps ", "line ", ""))" + several(4, ", ") { "\($0.number()) % from \($0.period())" }
    case 7: return "baseline \(number())\(gap())in \(period())"
    case 8: return "interval \(pick("none", "wilson 95 %", "`none`"))"
    case 9: return "exposure at least \(span())"
    case 10: return pick("context only", "better when higher", "better when lower")
    case 11: return "effective from \(day())\(maybe(" until \(day())"))"
    case 12: return "too few below \(whole())"
    case 13: return "compared by " + several(3, ", ") { $0.comparison() }
    default: return "owner \(text())"
    }
  }

  private mutating func persons() -> String {
    switch below(4) {
    case 0: "days in post"
    case 1: "officers\(maybe(" in post \(name())"))\(maybe(" a year"))"
    default: "residents\(maybe("\(gap())where \(condition())"))\(maybe(" a year"))"
    }
  }

  private mutating func value() -> String {
    let measure = maybe(" in \(pick("per cent", "days", name()))")
    switch below(9) {
    case 8: return "agreement on \(name()) by \(agreement())\(measure)"
    case 7: return "median of \(name())\(gap())\(panel())\(measure)"
    case 5: return "share answering \(names(4)) to \(name())\(measure)"
    case 6: return "share naming each \(name())\(measure)"
    case 0: return "share\(measure)"
    case 1: return aggregate() + measure
    case 2:
      let sides = (aggregate() + maybe(" where \(condition())"), aggregate() + maybe(" where \(condition())"))
      return "ratio of \(sides.0) to \(sides.1)\(measure)"
    case 3: return "rate per \(number()) \(persons())\(measure)"
    default:
      let base = pick("months", "units", "officers", "half-years", name())
      var post = ""
      if base != "months", base != "half-years" {
        let keyword = base == "officers" ? "in post" : "with officer in post"
        post = maybe(" \(keyword) \(name())\(maybe(" at least \(span())"))")
      }
      return
        "share of \(base)\(post) having \(bound())\(maybe(" and having \(bound())"))\(maybe(" in every week"))\(measure)"
    }
  }

  private mutating func bound() -> String {
    let limit = pick("at least \(whole())", "at most 50 %", "none")
    return limit + maybe(" " + name()) + maybe(" where \(condition())")
  }

  private mutating func aggregate() -> String {
    switch below(7) {
    case 6: "median term"
    case 0: "count"
    case 1: "distinct \(name())"
    case 2: "sum of \(quantity())"
    case 3: "median of \(quantity())"
    case 4: "mean of hours from \(name()) to \(name())"
    default: "quantile 0.9 of \(quantity())"
    }
  }
}

// Conditions, sources, examples and appraisals.
extension RandomProgramme {
  private mutating func quantity() -> String {
    depth += 1
    defer { depth -= 1 }
    guard depth < 5 else { return name() }
    switch below(12) {
    case 0: return number()
    case 1: return text()
    case 2: return day()
    case 3: return pick("yes", "no")
    case 4: return "\(quantity()) \(pick("+", "-", "*", "/")) \(name())"
    case 5: return "(\(quantity())\(gap()))"
    case 6: return "\(pick("minutes", "days")) from \(name()) to \(name())"
    case 7: return "\(name()) of any \(name())"
    case 8: return "each \(name())"
    case 9: return "\(name()) of first \(link())"
    default: return name()
    }
  }

  private mutating func link() -> String {
    let condition = below(2) == 0 ? "" : " where \(self.condition())"
    let keys = several(2, ", ") { "\($0.name())\($0.maybe(" as \($0.name())"))" }
    return "\(name())\(condition) with same \(keys)\(maybe(" within \(span())\(maybe(" of \(name())"))"))"
  }

  private mutating func condition() -> String {
    depth += 1
    defer { depth -= 1 }
    guard depth < 5 else { return "\(name()) is \(name())" }
    switch below(12) {
    case 0, 1: return "\(condition())\(gap())and \(condition())"
    case 2: return "\(condition()) or\(gap())\(condition())"
    case 3: return "not \(condition())"
    case 4: return "(\(condition()))"
    case 5: return "\(name())\(gap())\(pick("is one of", "is not one of")) \(names(9))"
    case 6: return "\(name()) \(pick("is missing", "is present", "is not missing"))"
    case 7: return "\(name()) within \(span()) \(pick("of", "after")) \(name())"
    case 8: return "\(name()) \(pick("at least", "at most")) \(span()) \(pick("before", "after")) \(name())"
    case 9: return "\(pick("followed by", "not followed by", "linked to", "not linked to")) \(link())"
    case 10: return "\(name()) matches \(text())"
    default:
      let comparison = pick("is", "is not", "at least", "at most", "more than", "less than", "<", "<=", ">", ">=", "=")
      return "\(name()) \(comparison) \(quantity())"
    }
  }

  private mutating func example() -> String {
    let facts = several(5, "\n") { writer in writer.gap() + writer.fact() }
    return "example \(text())\(maybe(" as of \(day())"))\(maybe(" ignoring too few")) {\n\(facts)\n}"
  }

  private mutating func fact() -> String {
    switch below(6) {
    case 0: return "unit \"P\" level \(name())\(maybe(" in \"D\""))\(maybe(" from \(day())"))"
    case 1: return "post \"O\" in \"P\" as \(name()) from \(day())"
    case 2: return "residents \(number()) in \"P\""
    case 3: return "expect \(period())\(maybe(" for officer \"O\"")) = \(maybe("-"))\(number()) % (1 of 2)"
    case 4: return "expect \(period()) split by \(name()) \(name()) is undefined"
    default:
      let fields = several(6, ", ") { "\($0.name()) \($0.pick("a", "5", "\"x\", \"y\"", "(b 1), (c 2)"))" }
      return "\(maybe("\(whole()) "))\(name()) \(maybe(fields))"
    }
  }

  private mutating func source() -> String {
    let items = several(5, "\n") { writer in writer.gap() + "\n" + writer.sourceItem() }
    return "source \(name()) gives \(name()) {\n\(maybe("delimiter \(text())\n"))\(items)\n}"
  }

  private mutating func sourceItem() -> String {
    switch below(7) {
    case 0: return "\(name()) of \(name()) from column \(text()) separated by \"/\""
    case 1: return "\(name()) computed as \(quantity())"
    case 2: return "\(name()) constant \(name())"
    case 3: return "refuse where \(condition()) because \(text())"
    case 4: return "joins \(name()) \"x.csv\" where \(text()) is \(text())"
    case 5: return "\(name()) from numbers of 3 to 4 digits in column \(text())"
    default:
      let columns = several(2, ", ") { $0.text() }
      let recodes = several(9, ", ") { "\($0.text()) -> \($0.name())" }
      let others = pick("", " others refuse", " others missing", " others as \(name())")
      return
        "\(name()) from column \(columns)\(maybe(" of \(name())"))\(maybe(" as whole number recode \(recodes)"))\(others)"
    }
  }

  private mutating func appraisal() -> String {
    let items = several(3, "\n") { writer in
      let points = writer.several(20, ", ") { "\($0.pick($0.number(), $0.name())) -> \($0.number())" }
      return "\(writer.name()) weight \(writer.number()) score \(points)"
    }
    let rule = pick("missing no score", "missing hold at 50", "missing re-weight up to 30 %", "")
    let part = "part \(text())\(maybe(" label ru \(text())")) weight 5 {\n\(items)\n}"
    let exposure = "exposure at least \(span())\(maybe(" less \(names(3))"))"
    let peers = several(3, ", ") { writer in
      writer.pick("same \(writer.name())", "\(writer.name()) within 25 % of the officer's")
    }
    let fair = "\(maybe(exposure))\n\(maybe("pro rata"))\n\(maybe("peers \(peers)"))"
    return "appraisal \(name()) {\(gap())\(fair)\n\(part) \(rule)\(gap())}"
  }
}
