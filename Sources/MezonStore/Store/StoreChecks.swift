// SPDX-License-Identifier: Apache-2.0

// What stands against a hand-in and can be known before its rows are read.
extension Store {
  /// Throws where a hand-in cannot take the place of another one. Complexity: O(rows of that one).
  /// - Throws: ``StoreFault/unknownHandIn(_:)`` where no hand-in has the number, and ``StoreFault/needsReason(corrected:retracted:)`` with
  ///   the number of rows that would have to be kept, corrected or retracted, where it has any and it is not said by whom and why.
  package func checkReplacing(_ number: Int, by: String, because: String) throws(StoreFault) {
    let snapshot = try snapshot()
    try snapshot.requireHandIn(number)
    guard by.isEmpty || because.isEmpty else { return }
    let count = snapshot.rows(ofHandIn: number, but: BroughtRows()).count
    if count > 0 { throw .needsReason(corrected: 0, retracted: count) }
  }
}

extension StoreWriter {
  /// Throws where another process writes to a store that is there.
  package static func checkLock(_ folder: String, layer: any FileLayer) throws(StoreFault) {
    if try withLayer({ () throws(LayerFault) in try layer.isLocked(folder + "/lock") }) { throw .locked(folder) }
  }
}
