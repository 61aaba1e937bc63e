// SPDX-License-Identifier: Apache-2.0

import MezonStore

extension OracleRegistry {
  /// Checksums, trees, signatures and canonical JSON; all exact.
  static let integrityReaders: [OracleReader] = [
    .elements("integrity", "crc32c.json") { element, comparison in
      let checksum = CRC32C.checksum(try bytes(element["hex"]))
      comparison.same("checksum", padded(checksum), element["crc32c"].text)
      comparison.same("masked checksum", padded(CRC32C.masked(checksum)), element["masked"].text)
    },
    .elements("integrity", "detached_signatures.json", name: "name") { element, comparison in
      try compareDetached(element, &comparison)
    },
    .elements("integrity", "ed25519_sign.json") { element, comparison in
      guard let key = SigningKey(seed: try bytes(element["seed"])) else { return comparison.unknown("a seed") }
      let message = try bytes(element["msg"])
      comparison.same("public key", Hex.text(key.publicKey), element["pub"].text)
      // The reference signature is checked; the signature made is checked too, for a library may sign with chosen randomness.
      comparison.same(
        "reference signature", Ed25519.isValid(try bytes(element["sig"]), of: message, by: key.publicKey), true)
      let made = key.signature(of: message) ?? []
      comparison.same("signature made", Ed25519.isValid(made, of: message, by: key.publicKey), true)
      comparison.same("of another message", Ed25519.isValid(made, of: message + [0], by: key.publicKey), false)
    },
    .elements("integrity", "jcs_rfc8785.json") { element, comparison in
      let json = JSON(Array((element["input_json"].string ?? "").utf8))
      let canonical = json?.canonical()
      comparison.same("canonical text", canonical.map { Hex.text($0) }, element["canonical_utf8_hex"].text)
      comparison.same("digest", canonical.map { Digest256(of: $0).hex }, element["sha256"].text)
      comparison.same("read again", canonical.flatMap { JSON($0) }, json)
    },
    OracleReader("integrity", "merkle_generated.json", cases: generatedTrees),
    .elements("integrity", "merkle_proofs_transparency_dev.json", name: "file") { element, comparison in
      let isProved = element["kind"].text == "inclusion" ? isIncluded(element) : isConsistent(element)
      comparison.same("proved", isProved, element["wantErr"].bool == false)
    },
    OracleReader("integrity", "wycheproof_ed25519_test.json") { file in
      try file.json()["testGroups"].elements.flatMap { group in
        let key = try bytes(group["publicKey"]["pk"])
        return group["tests"].elements.map { test in
          OracleCase("tcId \(test["tcId"].text ?? "")") { comparison in
            let isValid = Ed25519.isValid(try bytes(test["sig"]), of: try bytes(test["msg"]), by: key)
            comparison.same("valid", isValid, test["result"].text == "valid")
          }
        }
      }
    },
  ]

  private static func bytes(_ value: JSONValue) throws -> [UInt8] {
    guard let text = value.string, let bytes = Hex.bytes(text) else {
      throw OracleTable.Fault(description: "\(value) is no hexadecimal text")
    }
    return bytes
  }

  private static func padded(_ value: UInt32) -> String {
    Hex.text((0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32($0))) })
  }

  private static func compareDetached(_ element: JSONValue, _ comparison: inout Comparison) throws {
    let message = try bytes(element["message_hex"])
    let file = element["signature_file"].string ?? ""
    let isExpected = element["verify_exit"].int == 0
    if element["format"].text == "minisign" {
      let key = element["public_key_file"].string ?? ""
      func isValid(_ message: [UInt8]) -> Bool {
        DetachedSignature.isValidMinisign(file, publicKeyFile: key, message: message)
      }
      comparison.same("valid", isValid(message), isExpected)
      comparison.same("of another message", isValid(message + [0x0A]), false)
    } else {
      let key = element["public_key"].string ?? ""
      let namespace = element["namespace"].string ?? ""
      func isValid(_ message: [UInt8], _ namespace: String) -> Bool {
        DetachedSignature.isValidSSH(file, publicKey: key, namespace: namespace, message: message)
      }
      comparison.same("valid", isValid(message, namespace), isExpected)
      comparison.same("of another message", isValid(message + [0x0A], namespace), false)
      comparison.same(
        "in another namespace", isValid(message, namespace + "x"), element["verify_wrong_namespace_exit"].int == 0)
    }
  }

  private static func digest(_ value: JSONValue) -> Digest256? {
    value.string.flatMap { Base64.bytes($0) }.flatMap { Digest256($0) }
  }

  /// A root of a consistency proof. One case proves nothing but that two equal texts are equal, and writes texts that are no
  /// hashes: their own digests stand for such ones.
  private static func root(_ value: JSONValue) -> Digest256? {
    value.string.flatMap { Base64.bytes($0) }.map { Digest256($0) ?? Digest256(of: $0) }
  }

  /// A number; one beyond what a double holds exactly stands for one that no tree has.
  private static func number(_ value: JSONValue) -> UInt64 {
    value.double.flatMap { UInt64(exactly: $0) } ?? .max
  }

  /// Hashes of a proof; nil where one is none.
  private static func proof(_ value: JSONValue) -> [Digest256]? {
    let steps = value.elements.map { digest($0) }
    return steps.contains(nil) ? nil : steps.compactMap(\.self)
  }

  private static func isIncluded(_ element: JSONValue) -> Bool {
    guard let leaf = digest(element["leafHash"]), let root = digest(element["root"]),
      let proof = proof(element["proof"])
    else { return false }
    return MerkleTree.isIncluded(
      leaf, at: number(element["leafIdx"]), ofSize: number(element["treeSize"]), root: root, proof: proof)
  }

  private static func isConsistent(_ element: JSONValue) -> Bool {
    guard let old = root(element["root1"]), let new = root(element["root2"]), let proof = proof(element["proof"])
    else { return false }
    return MerkleTree.isConsistent(
      number(element["size1"]), old, with: number(element["size2"]), new, proof: proof)
  }

  private static func generatedTrees(_ file: OracleFile) throws -> [OracleCase] {
    let json = try file.json()
    let small = json["leaves_hex"].elements
    let roots = OracleCase("roots of small trees") { comparison in
      for (size, root) in json["roots_by_size"].elements.enumerated() {
        let leaves = try small.prefix(size).map { MerkleTree.leaf(try bytes($0)) }
        comparison.same("root of size \(size)", MerkleTree.root(leaves).hex, root.text)
      }
    }
    return [roots]
      + json["generated"].elements.map { tree in
        OracleCase("size \(tree["tree_size"].text ?? "")") { try compareTree(tree, &$0) }
      }
  }

  private static func compareTree(_ tree: JSONValue, _ comparison: inout Comparison) throws {
    let leaves = (0..<(tree["tree_size"].int ?? 0)).map { MerkleTree.leaf(Array("event-\($0)".utf8)) }
    let root = MerkleTree.root(leaves)
    comparison.same("root", root.hex, tree["root"].text)
    let size = UInt64(leaves.count)
    for entry in tree["inclusion"].elements {
      guard let index = entry["index"].int, leaves.indices.contains(index) else { return comparison.unknown("a leaf") }
      let proof = MerkleTree.inclusionProof(of: index, in: leaves) ?? []
      comparison.same("inclusion of \(index)", proof.map(\.hex), entry["proof"].elements.compactMap(\.text))
      let isIncluded = MerkleTree.isIncluded(leaves[index], at: UInt64(index), ofSize: size, root: root, proof: proof)
      comparison.same("proof of \(index)", isIncluded, true)
      let isElsewhere = MerkleTree.isIncluded(
        leaves[index], at: UInt64(index) + 1, ofSize: size, root: root, proof: proof)
      comparison.same("proof of \(index) at another place", isElsewhere, false)
    }
    for entry in tree["consistency"].elements {
      guard let old = entry["old"].int, old <= leaves.count else { return comparison.unknown("a tree") }
      let oldRoot = MerkleTree.root(leaves.prefix(old))
      comparison.same("root of \(old)", oldRoot.hex, entry["old_root"].text)
      let proof = MerkleTree.consistencyProof(from: old, in: leaves) ?? []
      comparison.same("consistency with \(old)", proof.map(\.hex), entry["proof"].elements.compactMap(\.text))
      comparison.same(
        "proof of \(old)",
        MerkleTree.isConsistent(UInt64(old), oldRoot, with: size, root, proof: proof), true)
    }
  }
}

extension JSONValue {
  /// The text of a string; nil for every other value.
  fileprivate var string: String? { if case .string(let text) = self { text } else { nil } }
}
