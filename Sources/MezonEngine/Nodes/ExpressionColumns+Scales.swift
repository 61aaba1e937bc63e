// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonSemantics

// Scales of several questions.
extension ExpressionColumns {
  /// What each respondent scores on each question of a scale, question by question; nil where they gave no answer.
  func scores(_ scale: ScaleSchema, _ event: EventID) -> [[Double?]] {
    let rows = frame(event).rowCount
    return scale.items.map { item in
      let answers = values(of: item.field, event)
      return (0..<rows).map { row in
        guard let place = answers.range(of: row).first else { return nil }
        let member = Int(truncatingIfNeeded: answers.words[place])
        return item.scores.indices.contains(member) ? item.scores[member] : nil
      }
    }
  }

  /// The mean of each respondent's scores, missing where too few questions were answered. Complexity: O(rows · questions).
  func scaleMeans(_ scale: ScaleSchema, _ event: EventID) -> NodeColumn {
    let scores = scores(scale, event)
    var means: [Double] = []
    var presence: [UInt8] = []
    for row in 0..<frame(event).rowCount {
      let given = scores.compactMap { $0[row] }
      let isKnown = given.count >= scale.least
      means.append(isKnown ? given.reduce(0, +) / Double(given.count) : 0)
      presence.append(isKnown ? 1 : 0)
    }
    return .number(Vector(means, presence: presence))
  }
}
