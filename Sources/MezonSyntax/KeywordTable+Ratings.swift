// SPDX-License-Identifier: Apache-2.0

// Rubrics, and ratings on them by several raters.
extension KeywordTable {
  static let ratings: [Row] = [
    contextual(.rubric, "rubric", "рубрика"),
    contextual(.ratings, "ratings", "оценки экспертов", "оценки оценщиков"),
    contextual(.ratingOn, "rating on", "оценка по рубрике"),
    contextual(.rates, "rates", "предмет оценки"),
    contextual(.raterIn, "rater in", "оценщик в поле"),
    contextual(.bodyIn, "body in", "орган в поле"),
    contextual(.narrativeIn, "narrative in", "пояснение в поле"),
    contextual(.evidenceIn, "evidence in", "подтверждение в поле"),
    contextual(.byAtLeast, "by at least", "от не менее", "от не менее чем"),
    contextual(.raters, "raters", "оценщиков", "оценщика"),
    contextual(.fromBodies, "from", "из органов"),
    contextual(.pooled, "pooled", "вместе"),
    contextual(.agreement, "agreement", "согласие"),
    contextual(.agreementOn, "agreement on", "согласие по полю"),
    contextual(.byMethod, "by", "методом"),
    contextual(.withinTolerance, "within", "в пределах"),
    contextual(.narrativeRequired, "narrative required", "пояснение обязательно"),
    contextual(.evidenceRequired, "evidence required", "подтверждение обязательно"),
  ]
}
