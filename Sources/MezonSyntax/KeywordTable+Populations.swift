// SPDX-License-Identifier: Apache-2.0

// Groups of residents, and what a rate is relative to.
extension KeywordTable {
  static let populations: [Row] = [
    contextual(.populationBy, "population by", "население по группам"),
    contextual(.inPost, "in post", "на должности"),
    contextual(.daysInPost, "days in post", "дней на посту"),
  ]
}
