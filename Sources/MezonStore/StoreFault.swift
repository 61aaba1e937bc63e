// SPDX-License-Identifier: Apache-2.0

/// Why a store cannot do what it is asked.
package enum StoreFault: Error, Sendable, Equatable {
  /// The file system refused; nothing was committed.
  case layer(LayerFault)
  /// There is no store in the folder.
  case noStore(String)
  /// A file is not what it was written as.
  case damaged(file: String, what: String)
  /// Another process writes.
  case locked(String)
  /// A sync failed earlier, after which nobody knows what is on the disk: nothing is written any more until the store is opened anew.
  case writingStopped(LayerFault)
  /// The commit was put in its place, but that could not be synced: after a crash it is either wholly in or wholly out.
  case inDoubt(LayerFault)
  /// Something stored is corrected or retracted, and nobody says who does it and why.
  case needsReason(corrected: Int, retracted: Int)
  /// No hand-in has the number.
  case unknownHandIn(Int)
  /// A hand-in has more rows than so many.
  case tooManyRows(Int)
  /// No key of the person is there: either the person never was in the store, or was redacted.
  case unknownPerson
}

extension StoreFault {
  /// The cipher refuses to seal what names somebody: it is neither kept unsealed nor lost.
  static var cipherRefuses: StoreFault { .layer(LayerFault(.write, "keys", "the cipher refuses to seal")) }
}

/// Calls the file layer and turns its faults into the store's.
func withLayer<Value>(_ body: () throws(LayerFault) -> Value) throws(StoreFault) -> Value {
  do { return try body() } catch { throw .layer(error) }
}
