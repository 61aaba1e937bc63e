// SPDX-License-Identifier: Apache-2.0

/// "Did you mean": the nearest known spelling to an unknown one.
package enum Spelling {
  /// The candidate nearest to a word by edit distance with transpositions, if it is near enough: at most a third of the
  /// longer one's letters differ. Ties go to the first in code-point order, so the answer does not depend on hash order.
  ///
  /// Complexity: O(candidates · *n*²) in letters; words over 64 letters are not compared.
  package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let target = Array(word.lowercased())
    guard !target.isEmpty, target.count <= 64 else { return nil }
    var best: (distance: Int, text: String)?
    for candidate in Set(candidates).sorted() where candidate != word && candidate.count <= 64 {
      let letters = Array(candidate.lowercased())
      let allowed = max(1, max(letters.count, target.count) / 3)
      let distance = editDistance(target, letters)
      if distance <= allowed, distance < best?.distance ?? Int.max { best = (distance, candidate) }
    }
    return best?.text
  }

  /// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours each cost one.
  static func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    var rows = [Array(0...b.count), [Int](repeating: 0, count: b.count + 1), [Int](repeating: 0, count: b.count + 1)]
    for i in a.indices {
      rows[1][0] = i + 1
      for j in b.indices {
        let same = a[i] == b[j]
        var cost = min(rows[0][j + 1] + 1, rows[1][j] + 1, rows[0][j] + (same ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, rows[2][j - 1] + 1) }
        rows[1][j + 1] = cost
      }
      rows = [rows[1], rows[2], rows[0]]
    }
    return rows[0][b.count]
  }
}
