// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("What generated programmes are made of")
struct DerivedGenerationTests {
  @Test("Values made from others, windows and indices are among them")
  func forms() {
    let written = (1...UInt64(300)).map { ProgrammeGenerator(seed: $0).definitions }.joined()
    let forms = [
      "change of", "on previous period", "on same period last year", "among units where",
      "minus the same among all units", "minus the same among units where", "gap of", "and units where",
      "and all units", "to the unit above", "minimum of",
      "maximum of",
      "over groups of", "over region", "computed as", "covers last 12 months", "covers year to date",
      "covers since", "made of", "combine geometric", "combine harmonic", "normalise min-max", "normalise rank",
      "normalise percentile", "normalise z-score", "normalise distance to target", "else none",
      "directly standardised", "indirectly standardised", "by rates of", "standard population", "groups from column",
      "share of region where",
    ]
    for form in forms { #expect(written.contains(form), "\(form)") }
  }
}
