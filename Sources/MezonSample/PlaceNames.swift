// SPDX-License-Identifier: Apache-2.0

/// Made-up names of places, all different within a kind.
enum PlaceNames {
  /// The kinds of place; each begins elsewhere in the combinations, so that few names recur.
  enum Kind: Int {
    case region, district, subdistrict, precinct
  }

  private static let beginnings = [
    "Ab", "Bah", "Chor", "Dil", "Er", "Far", "Gul", "Hav", "Ilm", "Juv", "Kuh", "Lol", "Mir", "Nav", "Oft", "Par",
    "Rav",
    "Sar", "Tav", "Um", "Vah", "Yor", "Zar",
  ]
  private static let endings = [
    "amin", "bel", "dara", "fona", "garm", "hisor", "iston", "jar", "kent", "lang", "mard", "nisor", "obod", "pul",
    "rud", "shor", "tepa", "vodi", "zamin",
  ]

  /// The name of the place with a number. Past the combinations, of which there are 437, names are numbered.
  static func name(_ number: Int, of kind: Kind) -> String {
    // The two lists' lengths have no common factor, so stepping through both meets every combination once.
    let place = 101 * kind.rawValue + 7 * number
    let name = beginnings[place % beginnings.count] + endings[place % endings.count]
    let round = number / (beginnings.count * endings.count)
    return round == 0 ? name : "\(name) \(round + 1)"
  }
}
