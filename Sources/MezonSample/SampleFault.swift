// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a row of a sample log, on purpose: the sources refuse such rows or set them aside.
enum SampleFault: Int, Sendable, CaseIterable {
  case none
  /// The unit does not exist.
  case unknownUnit
  /// The row's own time is no date.
  case badDate
  /// A code that stands in no enumeration.
  case foreignCode
  /// An end before its start, or a part that is larger than its whole.
  case contradiction
  /// The row above once more.
  case duplicate
  /// Somebody tried the form out.
  case testEntry
}
