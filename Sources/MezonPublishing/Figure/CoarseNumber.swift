// SPDX-License-Identifier: Apache-2.0

/// A number of events of a protected kind, as roughly as people may see it (semantics 27): small numbers, 0 among them, look alike.
enum CoarseNumber: String {
  case few, some, many

  /// From so many records on a figure over protected events is shown, without its fraction.
  static let leastRecords = 10

  /// Below 5, from 5 to 9, or from 10 on.
  init(_ count: Int) {
    self = count < 5 ? .few : count < Self.leastRecords ? .some : .many
  }

  /// The number in words: `fewer than 5`.
  func text(_ words: ReportWords) throws(PublishingFailure) -> String { try words.text("coarse." + rawValue) }
}
