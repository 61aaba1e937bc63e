// SPDX-License-Identifier: Apache-2.0

/// What a store asks of a file system. The command has the real one; tests have one that loses, tears and reorders what was not
/// synced, fills the disk and fails.
///
/// Only what these calls promise may be relied on: a file's content is on the disk once ``create(_:_:)`` has returned, a name
/// in a folder once ``syncFolder(_:)`` has.
package protocol FileLayer: Sendable {
  /// Makes a folder, and those above it, where they are missing.
  func makeFolder(_ path: String) throws(LayerFault)
  /// The names in a folder, ascending.
  func names(in folder: String) throws(LayerFault) -> [String]
  /// Whether there is a file or folder.
  func exists(_ path: String) -> Bool
  /// The content of a file; it must not change afterwards.
  func read(_ path: String) throws(LayerFault) -> StoredBytes
  /// Writes a file of parts that stand one behind the other, in place of one that stands there, and syncs its content; its name is not yet on the disk.
  func create(_ path: String, _ parts: [[UInt8]]) throws(LayerFault)
  /// Syncs the names in a folder.
  func syncFolder(_ path: String) throws(LayerFault)
  /// Puts a file in the place of another name, at once for all who look.
  func rename(_ path: String, to target: String) throws(LayerFault)
  /// Removes a file.
  func remove(_ path: String) throws(LayerFault)
  /// Removes a folder, which must be empty.
  func removeFolder(_ path: String) throws(LayerFault)
  /// Overwrites a file with zeros, syncs that, and removes it.
  func erase(_ path: String) throws(LayerFault)
  /// Takes a lock that nobody else has until it is let go, at the latest when the process ends; nil where another has it.
  func lock(_ path: String) throws(LayerFault) -> (any FileLock)?
  /// Whether somebody has a lock; whoever asks at the same moment is not taken for one who has it.
  func isLocked(_ path: String) throws(LayerFault) -> Bool
  /// A file without a name, on the disk that a folder is on where its file system can; refused where nothing can be written there.
  func scratchFile(in folder: String) throws(LayerFault) -> any ScratchFile
}

extension FileLayer {
  /// Writes a file, in place of one that stands there, and syncs its content.
  package func create(_ path: String, _ bytes: [UInt8]) throws(LayerFault) { try create(path, [bytes]) }
}

/// A lock that is held as long as it lives.
package protocol FileLock: Sendable, AnyObject {}

/// A file that has no name, so that it is gone with whoever holds it, at the latest when the process ends.
package protocol ScratchFile: Sendable, AnyObject {
  /// Writes parts one behind the other, after what stands there; returns the place of their bytes.
  func append(_ parts: [[UInt8]]) throws(LayerFault) -> Range<Int>
  /// The bytes of a place that was written.
  func read(_ place: Range<Int>) throws(LayerFault) -> StoredBytes
}

/// What a file system refused.
package struct LayerFault: Error, Sendable, Equatable {
  /// What was asked.
  package enum Operation: String, Sendable {
    case makeFolder, list, read, write, sync, rename, remove, lock
  }

  package let operation: Operation
  package let path: String
  /// The system's reason.
  package let reason: String
  /// The system's number of the reason, where it is the system that refused.
  package let number: Int32?

  package init(_ operation: Operation, _ path: String, _ reason: String, number: Int32? = nil) {
    self.operation = operation
    self.path = path
    self.reason = reason
    self.number = number
  }
}
