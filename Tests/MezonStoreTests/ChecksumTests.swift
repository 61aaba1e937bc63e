// SPDX-License-Identifier: Apache-2.0

import MezonStore
import MezonStoreFaults
import Testing

/// The kernels on cases that the oracle files leave out.
@Suite struct ChecksumTests {
  @Test func blake2bOfSeveralBlocks() {
    // RFC 7693, appendix A, and 200 bytes that need two blocks (Python's hashlib).
    #expect(
      Hex.text(BLAKE2b.hash(Array("abc".utf8)))
        == "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
        + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923")
    #expect(
      Hex.text(BLAKE2b.hash([UInt8](0..<200)))
        == "fb3c1f0f56a56f8e316fdf5d853c8c872c39635d083634c3904fc3ac07d1b578"
        + "e85ff0e480e92d44ade33b62e893ee32343e79ddf6ef292e89b582d312502314")
  }

  @Test func checksumsAreThoseOfOneBitAtATime() {
    var random = SeededNumbers(9)
    let bytes = (0..<200).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    for count in 0...bytes.count {
      var value: UInt32 = ~0
      for byte in bytes[..<count] {
        value ^= UInt32(byte)
        for _ in 0..<8 { value = value & 1 == 1 ? (value >> 1) ^ 0x82F6_3B78 : value >> 1 }
      }
      #expect(CRC32C.checksum(bytes[..<count]) == ~value, "\(count) bytes")
    }
  }

  @Test func base64HasOneSpelling() {
    for count in 0..<50 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37) }
      #expect(Base64.bytes(Base64.text(bytes)) == bytes)
    }
    for text in ["AA=A", "AB==", "AAB=", "A===", "====", "AA", "AA==AA==", "A A=", "A\u{41}-_"] {
      #expect(Base64.bytes(text) == nil, "\(text)")
    }
  }

  @Test(arguments: [
    "{\"a\":1,\"a\":2}", "[1,]", "01", "1.", "\"\u{1}\"", "\"\\ud800\"", "nul", "1e999", "[1] 2", "", "{\"a\"}",
  ])
  func notJSON(text: String) { #expect(JSON(Array(text.utf8)) == nil) }

  @Test func deepNestingIsRefused() {
    #expect(JSON(Array(String(repeating: "[", count: 100_000).utf8)) == nil)
  }

  @Test func everyFlippedBitOfASignedCheckpointIsFound() throws {
    let key = try #require(SigningKey(seed: [UInt8](repeating: 7, count: 32)))
    let checkpoint = Checkpoint(origin: "mezon/test", size: 12, root: MerkleTree.leaf([1, 2]))
    let signed = try #require(SignedCheckpoint(checkpoint, signedBy: [("mezon/test", key)]))
    let verifier = VerifierKey(name: "mezon/test", publicKey: key.publicKey)
    #expect(VerifierKey(verifier.text) == verifier)
    #expect(signed.isSigned(by: verifier))
    let bytes = Array(signed.text.utf8)
    for bit in 0..<(bytes.count * 8) {
      var broken = bytes
      broken[bit / 8] ^= 1 << UInt8(bit % 8)
      guard let text = String(validating: broken, as: UTF8.self), let read = SignedCheckpoint(text) else { continue }
      #expect(!read.isSigned(by: verifier), "bit \(bit)")
    }
    let other = VerifierKey(name: "mezon/other", publicKey: key.publicKey)
    #expect(!signed.isSigned(by: other))
  }
}
