// SPDX-License-Identifier: Apache-2.0

/// The file of a table's sealed identities; evaluation never opens it.
enum IdentityFile {
  private static let magic = Array("MZIDENT\u{1}".utf8)

  /// The file's content. Complexity: O(n log n).
  static func bytes(_ identities: [SealedIdentity]) -> [UInt8] {
    var fields: [String] = []
    for identity in identities where !fields.contains(identity.field) { fields.append(identity.field) }
    var writer = ByteWriter()
    writer.append(magic)
    writer.append(count: identities.count)
    writer.append(count: fields.count)
    for field in fields { writer.append(text: field) }
    IntegerBlock.append(identities.map { Int64($0.row) }, to: &writer)
    IntegerBlock.append(identities.map { Int64($0.child) }, to: &writer)
    IntegerBlock.append(identities.map { Int64(fields.firstIndex(of: $0.field) ?? 0) }, to: &writer)
    IntegerBlock.append(identities.map { Int64($0.box.count) }, to: &writer)
    for identity in identities { writer.append(identity.person + identity.code + identity.box) }
    return writer.bytes
  }

  /// The identities in a file, in the order of their rows; nil where it is not one. Complexity: O(n).
  static func identities(_ bytes: StoredBytes, rows: Int) -> [SealedIdentity]? {
    bytes.withUnsafeBytes { bytes in
      try? Result { () throws(FormatFault) -> [SealedIdentity] in
        var reader = try ByteReader(bytes)
        guard try reader.array(magic.count) == magic else { throw FormatFault("identities") }
        let count = try reader.count(atMost: bytes.count / (2 * SealedIdentity.codeBytes))
        var fields: [String] = []
        for _ in 0..<(try reader.count(atMost: reader.remaining)) { fields.append(try reader.text()) }
        let rowOf = try IntegerBlock.read(count, from: &reader)
        let childOf = try IntegerBlock.read(count, from: &reader)
        let fieldOf = try IntegerBlock.read(count, from: &reader)
        let lengthOf = try IntegerBlock.read(count, from: &reader)
        var identities: [SealedIdentity] = []
        for index in 0..<count {
          guard rowOf[index] >= 0, rowOf[index] < rows, fields.indices.contains(Int(fieldOf[index])),
            let length = Int(exactly: lengthOf[index]), index == 0 || rowOf[index] >= rowOf[index - 1]
          else { throw FormatFault("a place of an identity") }
          identities.append(
            SealedIdentity(
              row: Int(rowOf[index]), field: fields[Int(fieldOf[index])], child: Int(childOf[index]),
              person: try reader.array(SealedIdentity.codeBytes), code: try reader.array(SealedIdentity.codeBytes),
              box: try reader.array(length)))
        }
        guard reader.remaining == 0 else { throw FormatFault("the end") }
        return identities
      }.get()
    }
  }
}
