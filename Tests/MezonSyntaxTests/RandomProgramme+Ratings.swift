// SPDX-License-Identifier: Apache-2.0

// Rubrics, ratings, panels.
extension RandomProgramme {
  mutating func rubric() -> String {
    let levels = several(5, "\n") { writer in
      writer.gap() + "\(writer.whole()) \(writer.maybe("ru ")) \(writer.text())"
    }
    return "rubric \(name()) \(maybe(text())) {\n\(levels)\n\(gap())}"
  }

  mutating func ratings() -> String {
    var clauses = ["rates", "rater in", "body in", "narrative in", "evidence in"].map { "\($0) \(name())" }
    let items = several(6, "\n") { writer in
      let clause = writer.below(2) == 0 ? clauses.popLast() : nil
      return writer.gap() + "\n" + (clause ?? "\(writer.name()) \(writer.pick("text", "rating on \(writer.name())?"))")
    }
    return "ratings \(name()) \(maybe(text())) {\n\(items)\n\(gap())}"
  }

  mutating func panel() -> String {
    let bodies = maybe(" from \(names(3)) pooled")
    let agreement = maybe("\(gap())agreement \(agreement())\(maybe(" at least 0.667"))")
    return
      "by at least \(whole()) raters\(bodies)\(agreement)\(maybe(" narrative required"))\(maybe(" evidence required"))"
  }

  mutating func agreement() -> String {
    pick("krippendorff ordinal", "percent within 1", "percent", "gwet\(gap())linear", "`my method`")
  }
}
