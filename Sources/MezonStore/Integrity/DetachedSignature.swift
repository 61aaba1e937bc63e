// SPDX-License-Identifier: Apache-2.0

import Crypto

/// Signatures that stand in a file beside what they sign, as minisign and OpenSSH make them: with one of these a witness
/// outside of the programme can sign a checkpoint.
package enum DetachedSignature {
  /// Whether a minisign signature file is valid for a message under a public key file.
  ///
  /// Both forms are taken: `Ed` signs the message, `ED` its BLAKE2b digest. The trusted comment has a signature of its own over
  /// the first one and the comment. Source: minisign's published file format.
  package static func isValidMinisign(_ signatureFile: String, publicKeyFile: String, message: [UInt8]) -> Bool {
    let keyLines = lines(publicKeyFile)
    let lines = lines(signatureFile)
    guard keyLines.count == 2, keyLines[0].hasPrefix("untrusted comment:"), let key = Base64.bytes(keyLines[1]),
      key.count == 42, key[0] == 0x45, key[1] == 0x64,
      lines.count == 4, lines[0].hasPrefix("untrusted comment:"), lines[2].hasPrefix("trusted comment: "),
      let signature = Base64.bytes(lines[1]), signature.count == 74, signature[0] == 0x45,
      let global = Base64.bytes(lines[3]), global.count == 64,
      signature[2..<10] == key[2..<10]
    else { return false }
    let publicKey = Array(key[10...])
    let raw = Array(signature[10...])
    let signed: [UInt8]
    switch signature[1] {
    case 0x64: signed = message
    case 0x44: signed = BLAKE2b.hash(message)
    default: return false
    }
    let comment = Array(lines[2].utf8.dropFirst("trusted comment: ".utf8.count))
    return Ed25519.isValid(raw, of: signed, by: publicKey) && Ed25519.isValid(global, of: raw + comment, by: publicKey)
  }

  /// Whether an OpenSSH signature file (`ssh-keygen -Y sign`) is valid for a message and a namespace under a public key line.
  ///
  /// Ed25519 keys only. Source: PROTOCOL.sshsig of OpenSSH.
  package static func isValidSSH(
    _ signatureFile: String, publicKey line: String, namespace: String, message: [UInt8]
  ) -> Bool {
    let key = line.split(separator: " ")
    let lines = lines(signatureFile)
    guard key.count >= 2, key[0] == "ssh-ed25519", let keyBlob = Base64.bytes(key[1]),
      lines.first == "-----BEGIN SSH SIGNATURE-----", lines.last == "-----END SSH SIGNATURE-----",
      let blob = Base64.bytes(lines.dropFirst().dropLast().joined())
    else { return false }
    var reader = SSHReader(blob)
    guard reader.take(6) == Array("SSHSIG".utf8), reader.take(4) == [0, 0, 0, 1], reader.string() == keyBlob,
      reader.string() == Array(namespace.utf8), let reserved = reader.string(), let hashName = reader.string(),
      let signature = reader.string(), reader.isAtEnd
    else { return false }
    var keyReader = SSHReader(keyBlob)
    var signatureReader = SSHReader(signature)
    let type = Array("ssh-ed25519".utf8)
    guard keyReader.string() == type, let publicKey = keyReader.string(), keyReader.isAtEnd,
      signatureReader.string() == type, let raw = signatureReader.string(), signatureReader.isAtEnd
    else { return false }
    let digest: [UInt8]
    switch String(decoding: hashName, as: UTF8.self) {
    case "sha512": digest = Array(SHA512.hash(data: message))
    case "sha256": digest = Array(SHA256.hash(data: message))
    default: return false
    }
    let signed = Array("SSHSIG".utf8) + [Array(namespace.utf8), reserved, hashName, digest].flatMap(SSHReader.string)
    return Ed25519.isValid(raw, of: signed, by: publicKey)
  }

  /// The lines of a text without line ends, and without an empty one at the end.
  private static func lines(_ text: String) -> [Substring] {
    // A line feed behind a carriage return is one character of Swift's, so lines are taken by scalars.
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { Substring($0) }
    if lines.last == "" { lines.removeLast() }
    return lines.map { $0.unicodeScalars.last == "\r" ? Substring($0.unicodeScalars.dropLast()) : $0 }
  }
}

/// Reads the fields of SSH's wire format (RFC 4251, section 5).
private struct SSHReader {
  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { index == bytes.count }

  mutating func take(_ count: Int) -> [UInt8]? {
    guard count <= bytes.count - index else { return nil }
    defer { index += count }
    return Array(bytes[index..<(index + count)])
  }

  mutating func string() -> [UInt8]? {
    guard let head = take(4) else { return nil }
    return take(Int(head.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }))
  }

  static func string(_ bytes: [UInt8]) -> [UInt8] {
    let count = UInt32(bytes.count)
    return (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * UInt32($0))) } + bytes
  }
}
