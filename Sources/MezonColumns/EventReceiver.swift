// SPDX-License-Identifier: Apache-2.0

/// Takes the events of a data set part by part, so that they need not be in memory all at once.
package protocol EventReceiver: Sendable {
  /// Whether the events of a type go to the receiver, all of them; asked before the first of any type is read.
  ///
  /// - Parameters:
  ///   - event: the index of the event type in the programme
  ///   - dataset: everything but events
  func receives(_ event: Int, of dataset: Dataset) -> Bool

  /// The fields of an event type that the receiver looks at, by index; nil where it may look at all of them.
  func fields(of event: Int) -> Set<Int>?

  /// Whether it looks at the files and lines that events come from.
  var looksAtPlaces: Bool { get }

  /// The first and the last local day of the events of a type that the receiver looks at, by their own time; nil where it may look at
  /// any. Others may be given to it all the same.
  func days(of event: Int) -> ClosedRange<Int>?

  /// The dictionaries with which the first event is read, which begin with those of the data set that the receiver was asked about; nil for
  /// these themselves.
  var earlierValues: (domains: [TextDictionary], texts: TextDictionary)? { get }

  /// Takes some events. It is called for several parts at once, in any order: what comes of them must not depend on it.
  ///
  /// - Parameters:
  ///   - part: the events of the type, and everything but the events of others; codes mean the same in all parts, but dictionaries may
  ///     grow from one to the next
  ///   - number: parts with events that come later in the data have greater ones
  func receive(_ event: Int, of part: Dataset, number: Int)

  /// Says that the parts that follow may be taken back, for what they were made by is a guess.
  func begin()

  /// Ends what ``begin()`` began: the parts since then count, or they are forgotten.
  func end(isKept: Bool)
}
