// SPDX-License-Identifier: Apache-2.0

/// Writes the definitions of a programme in which figures are compared and officers appraised.
struct PeerDefinitions {
  let grain: String

  /// The columns of each source's file.
  static let columns: [(type: String, columns: [String])] = [
    ("visit", ["held", "at", "by", "kind", "kept", "minutes"]), ("leave", ["begins", "ends", "who"]),
    ("closed_roads", ["begins", "ends", "at"]),
  ]

  func written(_ dice: inout Dice) -> String {
    Self.world + indicators(&dice) + appraisal(&dice)
  }

  private static let world = """
    language 1 keywords en
    programme "Peers" {
      time zone "UTC"
      levels country > region > district
      unit attribute settlement? one of urban, rural
      unit attribute posts? whole number
    }
    event visit {
      held day
      at unit
      by list of officer
      kind one of home, school
      kept yes or no?
      minutes number?
    }
    roster leave {
      begins day
      ends day?
      who officer
      holds from begins until ends
    }
    roster closed_roads {
      begins day
      ends day?
      at unit
      holds from begins until ends
    }
    source visits gives visit {
      held from column "held"
      at from column "at"
      by from column "by" separated by "/"
      kind from column "kind"
      kept from column "kept"
      minutes from column "minutes"
    }
    source leaves gives leave {
      begins from column "begins"
      ends from column "ends"
      who from column "who"
    }
    source roads gives closed_roads {
      begins from column "begins"
      ends from column "ends"
      at from column "at"
    }
    parameter floor { 2 from 2025-01-01  4 from 2026-05-01 }
    parameter late { 3 from 2027-01-01 }

    """

  private func comparisons(_ dice: inout Dice) -> String {
    let funnel = dice.one(
      of: "funnel", "funnel over-dispersed", "funnel winsorised 10 %", "funnel truncated 10 %", "funnel winsorised 25 %"
    )
    let chosen = dice.some(1...3, of: [funnel, "shrinkage", "reliability"])
    return "compared by " + chosen.joined(separator: ", ")
  }

  private func indicators(_ dice: inout Dice) -> String {
    let few = dice.chance(30) ? "too few below \(dice.number(2...20))" : ""
    let chart = "compared by control chart over last \(dice.number(12...16)) periods"
    return """
      indicator kept_share {
        looks at visit
        counts where kept is yes
        value share
        for officer, unit
        every \(grain)
        split by kind
        better when \(dice.one(of: "higher", "lower"))
        target 50 % from 2026
        \(few)
        \(comparisons(&dice))
      }
      indicator visits {
        looks at visit
        value count
        for officer, unit
        every \(grain)
        better when higher
        target \(dice.one(of: "12 from 2026", "floor from 2025"))
        \(dice.chance(30) ? "covers last \(dice.number(1...5)) months" : "")
        \(dice.chance(30) ? "protect cells below \(dice.number(4...8))" : "")
      }
      indicator minutes_spent {
        looks at visit
        value \(dice.one(of: "sum of minutes", "mean of minutes", "distinct kind"))
        for officer
        every \(grain)
        better when higher
      }
      indicator visit_rate {
        looks at visit
        value rate per 1,000 residents a year
        for unit
        every \(grain)
        context only
        \(comparisons(&dice))
      }
      indicator visits_by_days {
        looks at visit
        value rate per 10 days in post
        for officer
        every \(grain)
        better when higher
        \(comparisons(&dice))
      }
      indicator monthly {
        looks at visit
        \(dice.chance(50) ? "counts where kept is yes value share" : "value count")
        for officer, unit
        every month
        \(dice.one(of: "", "better when higher", "better when lower"))
        \(dice.chance(30) ? "split by kind" : "")
        \(chart)
      }

      """
  }

  private func appraisal(_ dice: inout Dice) -> String {
    let tables = [
      "kept_share": ["20 -> 0, 50 -> 60, 80 -> 100", "0 -> 10, 100 -> 90"],
      "visits": ["floor -> 0, 10 -> 50, 30 -> 100", "1 -> 5, 40 -> 100", "late -> 0, 10 -> 100"],
      "minutes_spent": ["0 -> 0, 30 -> 50, 400 -> 100"], "visits_by_days": ["0 -> 0, 1 -> 55, 3 -> 100"],
    ]
    let names = dice.some(2...4, of: tables.keys.sorted())
    let weights = [[60, 40], [50, 30, 20], [40, 30, 20, 10]][names.count - 2]
    let items = zip(names, weights).map { name, weight in
      "\(name) weight \(weight) score \(dice.pick(tables[name] ?? []) ?? "")"
    }
    let off = dice.some(0...2, of: ["leave", "closed_roads"])
    let peers = dice.some(
      0...2,
      of: [
        "same settlement", "same region", "posts within \(dice.number(20...100)) % of the officer's",
        "visit_rate within \(dice.number(20...100)) % of the officer's",
      ])
    return """
      appraisal heads {
        of officers in post head
        every \(grain)
        exposure at least \(dice.one(of: "1 days", "20 days", "60 days", "8 weeks"))\
      \(off.isEmpty ? "" : " less " + off.joined(separator: ", "))
        \(dice.chance(60) ? "pro rata" : "")
        \(peers.isEmpty ? "" : "peers " + peers.joined(separator: ", "))
        part "All" weight 100 {
          \(items.joined(separator: "\n    "))
        }
        missing \(dice.one(of: "re-weight up to 50 %", "re-weight up to 20 %", "hold at 40", "no score"))
      }

      """
  }
}
