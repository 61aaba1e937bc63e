// SPDX-License-Identifier: Apache-2.0

/// The head of a store's tree: whose it is, how many records it has, and its root.
///
/// Its text is a checkpoint of transparency logs (C2SP, tlog-checkpoint): origin, size, root in base64, one a line.
package struct Checkpoint: Hashable, Sendable {
  package let origin: String
  package let size: UInt64
  package let root: Digest256

  package init(origin: String, size: UInt64, root: Digest256) {
    self.origin = origin
    self.size = size
    self.root = root
  }

  /// The text that is signed.
  package var text: String { "\(origin)\n\(size)\n\(Base64.text(root.bytes))\n" }
}
