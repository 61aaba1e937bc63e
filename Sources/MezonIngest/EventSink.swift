// SPDX-License-Identifier: Apache-2.0

package import MezonColumns

/// Takes the events of a hand-in group by group while large files are read, so that only one group is in memory.
///
/// How they are grouped follows from the files alone. What is left at the end is in the data set that was read.
package protocol EventSink: AnyObject {
  /// A file begins whose groups may have to be forgotten.
  func begin()
  /// Takes the events of a group, which are in no data set any more.
  func take(_ group: Dataset)
  /// Forgets what was taken since the file began: it must be read in another way.
  func forget()
}
