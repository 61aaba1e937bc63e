// SPDX-License-Identifier: Apache-2.0

/// How far raters agree, from the textbooks' formulas over all pairs (docs/evaluation.md, 9a).
struct NaiveAgreement {
  /// One rater's rating of an item.
  struct Rating {
    let item: String
    let rater: String
    let value: Double
  }

  let method: String
  let scale: String
  let tolerance: Double
  /// The levels that there are; nil for those that occur.
  let levels: [Double]?

  /// The statistic, or why there is none.
  func value(_ ratings: [Rating]) -> (value: Double?, reason: String) {
    let items = Dictionary(grouping: ratings, by: \.item).values.map { $0 }
    guard items.contains(where: { $0.count >= 2 }) else { return (nil, "nothing_rated_twice") }
    switch method {
    case "percent":
      let paired = items.filter { $0.count >= 2 }.map { $0.map(\.value) }
      let agreeing = paired.filter { ($0.max() ?? 0) - ($0.min() ?? 0) <= tolerance }.count
      return (100 * Double(agreeing) / Double(paired.count), "")
    case "krippendorff": return krippendorff(items.filter { $0.count >= 2 }.map { $0.map(\.value) })
    default: return chanceCorrected(items)
    }
  }

  // MARK: Krippendorff

  private func krippendorff(_ items: [[Double]]) -> (Double?, String) {
    let all = items.flatMap { $0 }
    func squared(_ a: Double, _ b: Double) -> Double {
      if a == b { return 0 }
      switch scale {
      case "nominal": return 1
      case "ordinal":
        let (low, high) = (min(a, b), max(a, b))
        let between = all.filter { $0 >= low && $0 <= high }.count
        let ends = Double(all.filter { $0 == low }.count + all.filter { $0 == high }.count)
        return (Double(between) - ends / 2) * (Double(between) - ends / 2)
      case "ratio_scale": return (a - b) / (a + b) * (a - b) / (a + b)
      default: return (a - b) * (a - b)
      }
    }
    func pairs(_ values: [Double]) -> Double {
      values.indices.reduce(0) { sum, i in
        sum + values.indices.reduce(0) { $0 + (i == $1 ? 0 : squared(values[i], values[$1])) }
      }
    }
    let n = Double(all.count)
    let observed = items.reduce(0) { $0 + pairs($1) / Double($1.count - 1) } / n
    let expected = pairs(all) / (n * (n - 1))
    return expected == 0 ? (nil, "one_category") : (1 - observed / expected, "")
  }

  // MARK: Kappa and its kin

  private func weight(_ a: Double, _ b: Double, _ categories: [Double]) -> Double {
    if a == b { return 1 }
    let (low, high) = (categories.min() ?? 0, categories.max() ?? 0)
    switch scale {
    case "nominal": return 0
    case "linear": return 1 - abs(a - b) / (high - low)
    case "quadratic": return 1 - (a - b) * (a - b) / ((high - low) * (high - low))
    case "ordinal":
      let between = Double(categories.filter { $0 >= min(a, b) && $0 <= max(a, b) }.count)
      let all = Double(categories.count)
      return 1 - between * (between - 1) / (all * (all - 1))
    default:
      let far = (high - low) / (high + low)
      return 1 - (a - b) / (a + b) * (a - b) / (a + b) / (far * far)
    }
  }

  private func chanceCorrected(_ all: [[Rating]]) -> (Double?, String) {
    let raters = Set(all.flatMap { $0 }.map(\.rater)).sorted()
    let isPair = method == "cohen" && raters.count == 2
    let items = isPair ? all.filter { $0.count == 2 } : all
    let used = Set(items.flatMap { $0 }.map(\.value))
    let categories = used.union(levels ?? []).sorted()
    guard used.count >= 2 else { return (nil, "one_category") }
    let paired = items.filter { $0.count >= 2 }
    let observed =
      paired.reduce(0.0) { sum, item in
        var weights = 0.0
        for i in item.indices {
          for j in item.indices where i != j { weights += weight(item[i].value, item[j].value, categories) }
        }
        return sum + weights / Double(item.count * (item.count - 1))
      } / Double(paired.count)
    func share(_ category: Double, _ item: [Rating]) -> Double {
      Double(item.filter { $0.value == category }.count) / Double(item.count)
    }
    func mean(_ category: Double) -> Double { items.reduce(0) { $0 + share(category, $1) } / Double(items.count) }
    func sum(_ first: (Double) -> Double, _ second: (Double) -> Double) -> Double {
      categories.reduce(0) { total, a in
        total + categories.reduce(0) { $0 + weight(a, $1, categories) * first(a) * second($1) }
      }
    }
    let expected: Double
    switch method {
    case "fleiss": expected = sum(mean, mean)
    case "gwet":
      let weights = sum({ _ in 1 }, { _ in 1 })
      let count = Double(categories.count)
      expected = weights / (count * (count - 1)) * categories.reduce(0) { $0 + mean($1) * (1 - mean($1)) }
    default:
      let own = raters.map { rater in items.flatMap { $0 }.filter { $0.rater == rater } }
      var pairs: [Double] = []
      for i in own.indices {
        for j in own.indices where i != j { pairs.append(sum({ share($0, own[i]) }, { share($0, own[j]) })) }
      }
      guard !pairs.isEmpty else { return (nil, "one_category") }
      expected = pairs.reduce(0, +) / Double(pairs.count)
    }
    return expected >= 1 - 1e-14 ? (nil, "one_category") : ((observed - expected) / (1 - expected), "")
  }
}
