// SPDX-License-Identifier: Apache-2.0

package import MezonColumns

/// Takes the events of a hand-in group by group while large files are read, so that only one group is in memory.
///
/// How they are grouped follows from the files alone. What is left at the end is in the data set that was read.
package protocol EventSink: AnyObject {
  /// Whether nothing more is wanted: reading ends, and what was read is of no use.
  var isStopped: Bool { get }
  /// A file begins whose groups may have to be forgotten.
  func begin()
  /// Takes the events of a group, which are in no data set any more. What is no longer needed of them can be given up before it returns.
  func take(_ group: consuming Dataset)
  /// Forgets what was taken since the file began: it must be read in another way.
  func forget()
}
