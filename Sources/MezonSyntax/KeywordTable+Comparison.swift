// SPDX-License-Identifier: Apache-2.0

// The words of fair comparison between officers: exposure, and who is like whom.
extension KeywordTable {
  static let comparison: [Row] = [
    contextual(.lessRosters, "less", "за вычетом"),
    contextual(.proRata, "pro rata", "соразмерно сроку"),
    contextual(.peers, "peers", "сравнимые"),
    contextual(.sameAttribute, "same", "при одинаковом", "при одинаковой", "при одинаковых"),
    contextual(.withinShare, "within", "в пределах"),
    contextual(.ofTheOfficers, "of the officer's", "от величины сотрудника"),
  ]
}
