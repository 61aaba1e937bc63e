// SPDX-License-Identifier: Apache-2.0

/// A checkpoint with the signatures under it.
///
/// Its text is a signed note: the checkpoint, an empty line, and for each signature a line
/// `— name base64(hash of the key || signature)`.
package struct SignedCheckpoint: Hashable, Sendable {
  /// A signature, by whom.
  package struct Line: Hashable, Sendable {
    package let name: String
    package let keyHash: [UInt8]
    package let signature: [UInt8]
  }

  package let checkpoint: Checkpoint
  package let lines: [Line]

  /// Signs a checkpoint with each of some keys; nil where a key refuses.
  package init?(_ checkpoint: Checkpoint, signedBy keys: [(name: String, key: SigningKey)]) {
    self.checkpoint = checkpoint
    var lines: [Line] = []
    for (name, key) in keys {
      guard let signature = key.signature(of: Array(checkpoint.text.utf8)) else { return nil }
      let verifier = VerifierKey(name: name, publicKey: key.publicKey)
      lines.append(Line(name: name, keyHash: verifier.hash, signature: signature))
    }
    self.lines = lines
  }

  /// Reads a signed note; nil where it is not written exactly as ``text`` writes it.
  package init?(_ text: String) {
    let rows = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    guard rows.count >= 6, rows[3].isEmpty, rows.last == "", let size = UInt64(rows[1]),
      let root = Base64.bytes(rows[2]).flatMap({ Digest256($0) })
    else { return nil }
    checkpoint = Checkpoint(origin: rows[0], size: size, root: root)
    var lines: [Line] = []
    for row in rows[4..<(rows.count - 1)] {
      let parts = row.split(separator: " ", omittingEmptySubsequences: false)
      guard parts.count == 3, parts[0] == "—", let bytes = Base64.bytes(parts[2]), bytes.count == 68 else { return nil }
      lines.append(Line(name: String(parts[1]), keyHash: Array(bytes[..<4]), signature: Array(bytes[4...])))
    }
    self.lines = lines
    guard Array(self.text.utf8) == Array(text.utf8) else { return nil }
  }

  /// The signed note.
  package var text: String {
    checkpoint.text + "\n" + lines.map { "— \($0.name) \(Base64.text($0.keyHash + $0.signature))\n" }.joined()
  }

  /// Whether one of the signatures is a key's, and valid.
  package func isSigned(by key: VerifierKey) -> Bool {
    lines.contains { line in
      line.name == key.name && line.keyHash == key.hash
        && Ed25519.isValid(line.signature, of: Array(checkpoint.text.utf8), by: key.publicKey)
    }
  }
}
