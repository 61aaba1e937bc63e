// SPDX-License-Identifier: Apache-2.0

/// The sealed identities of a table, ascending by row, as columns: they need the bytes of their file and twenty more each.
struct SealedIdentities: Sendable {
  /// How many rows a thread seals at a time.
  private static let stretchRows = 1 << 12
  static let nonceBytes = 12

  /// Names of fields with child records; empty for events themselves.
  private(set) var fields: [String] = []
  private(set) var rows: [Int32] = []
  private(set) var children: [Int32] = []
  /// Places in ``fields``.
  private(set) var fieldOf: [Int32] = []
  /// Where the bytes of each begin, and the last one's end.
  private(set) var starts: [Int] = [0]
  /// Pseudonym, code and box of each, one behind the other.
  private(set) var body = StoredBytes([])

  /// None.
  init() {}

  /// Those that were read from a file; `starts` has one more than the others.
  init(fields: [String], rows: [Int32], children: [Int32], fieldOf: [Int32], starts: [Int], body: StoredBytes) {
    self.fields = fields
    self.rows = rows
    self.children = children
    self.fieldOf = fieldOf
    self.starts = starts
    self.body = body
  }

  var count: Int { rows.count }
  var isEmpty: Bool { rows.isEmpty }

  /// What a stretch of rows adds.
  private struct Part {
    var rows: [Int32] = []
    var children: [Int32] = []
    var fields: [String] = []
    var lengths: [Int] = []
    var body: [UInt8] = []
    var new: [PersonCode] = []
  }

  /// Seals the identities of the rows of a table. Complexity: O(values).
  /// - Parameters:
  ///   - written: the rows that are written, ascending; nil for all
  ///   - new: gets the persons who have their keys by this, ascending, each once
  /// - Throws: what the cipher refuses
  init(
    _ identities: RowIdentities, written: [Int]?, rowCount: Int, _ keys: PersonKeys, random: PersonKeys.Random,
    threads: Int, new: inout [PersonCode]
  ) throws(StoreFault) {
    let ranges = stretches(of: written?.count ?? rowCount, by: Self.stretchRows)
    // Drawn in order, so that nothing depends on the threads.
    let nonces = ranges.map { _ in random(Self.nonceBytes) }
    var parts = try Self.parts(of: ranges.count, threads: threads) { number throws(StoreFault) in
      try Self.part(ranges[number], identities, written, keys, nonce: nonces[number])
    }
    var body: [UInt8] = []
    body.reserveCapacity(parts.reduce(0) { $0 + $1.body.count })
    var placeOf: [String: Int32] = [:]
    for place in parts.indices {
      let part = parts[place]
      // Its bytes are not kept twice for long.
      parts[place].body = []
      rows += part.rows
      children += part.children
      for name in part.fields {
        if placeOf[name] == nil {
          placeOf[name] = Int32(truncatingIfNeeded: fields.count)
          fields.append(name)
        }
        fieldOf.append(placeOf[name] ?? 0)
      }
      for length in part.lengths { starts.append((starts.last ?? 0) + length) }
      body += part.body
    }
    self.body = StoredBytes(body)
    new = Self.unique(parts.flatMap(\.new))
  }

  /// The parts in their order.
  private static func parts(
    of count: Int, threads: Int, _ part: @Sendable (Int) throws(StoreFault) -> Part
  ) throws(StoreFault) -> [Part] {
    let made = sideBySide(0..<count, threads: threads) { number in
      Result { () throws(StoreFault) in try part(number) }
    }
    var parts: [Part] = []
    for part in made { parts.append(try part.get()) }
    return parts
  }

  private static func part(
    _ range: Range<Int>, _ identities: RowIdentities, _ written: [Int]?, _ keys: PersonKeys, nonce: [UInt8]
  ) throws(StoreFault) -> Part {
    var part = Part()
    for row in range {
      for identity in identities.of(written?[row] ?? row) {
        let sealed = try keys.seal(identity, nonce: Self.nonce(nonce, part.rows.count))
        part.rows.append(Int32(truncatingIfNeeded: row))
        part.children.append(Int32(truncatingIfNeeded: identity.child))
        part.fields.append(identity.field)
        part.lengths.append(2 * SealedIdentity.codeBytes + sealed.box.count)
        part.body += sealed.person.bytes
        part.body += sealed.code
        part.body += sealed.box
        if sealed.isNew { part.new.append(sealed.person) }
      }
    }
    part.new = unique(part.new)
    return part
  }

  /// A nonce of a stretch: random bytes to which the number of the identity is added, so that no two of it are the same.
  private static func nonce(_ random: [UInt8], _ number: Int) -> [UInt8] {
    var nonce = random
    var carry = number
    for place in nonce.indices {
      carry += Int(nonce[place])
      nonce[place] = UInt8(truncatingIfNeeded: carry)
      carry >>= 8
    }
    return nonce
  }

  /// Codes ascending, each once.
  static func unique(_ codes: [PersonCode]) -> [PersonCode] {
    var found: [PersonCode] = []
    for code in codes.sorted() where found.last != code { found.append(code) }
    return found
  }

  // MARK: rows

  /// One of them.
  subscript(index: Int) -> SealedIdentity {
    withBytes(index) { bytes in
      let code = SealedIdentity.codeBytes
      return SealedIdentity(
        row: Int(rows[index]), field: fields[Int(fieldOf[index])], child: Int(children[index]),
        person: Array(bytes[..<code]), code: Array(bytes[code..<(2 * code)]), box: Array(bytes[(2 * code)...]))
    }
  }

  private func withBytes<Result>(_ index: Int, _ body: (Slice<UnsafeRawBufferPointer>) -> Result) -> Result {
    self.body.withUnsafeBytes { bytes in
      let part = UnsafeRawBufferPointer(rebasing: bytes[starts[index]..<starts[index + 1]])
      return body(part[...])
    }
  }

  /// What the row's record holds of one of them. Complexity: O(bytes).
  func digest(_ index: Int) -> Digest256 { withBytes(index) { Digest256(of: UnsafeRawBufferPointer(rebasing: $0)) } }

  /// The first of a row or a later one. Complexity: O(log n).
  func firstIndex(of row: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle] < row { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Those of a row. Complexity: O(log n).
  func of(_ row: Int) -> [SealedIdentity] {
    var found: [SealedIdentity] = []
    var index = firstIndex(of: row)
    while index < count, rows[index] == row {
      found.append(self[index])
      index += 1
    }
    return found
  }

  // MARK: files

  private static let magic = Array("MZIDENT\u{1}".utf8)

  /// The parts of the file of a table's sealed identities; evaluation never opens it. Complexity: O(n log n).
  var parts: [[UInt8]] {
    var writer = ByteWriter()
    writer.append(Self.magic)
    writer.append(count: count)
    writer.append(count: fields.count)
    for field in fields { writer.append(text: field) }
    for column in [rows, children, fieldOf] { IntegerBlock.append(column.map { Int64($0) }, to: &writer) }
    IntegerBlock.append(
      (0..<count).map { Int64(starts[$0 + 1] - starts[$0] - 2 * SealedIdentity.codeBytes) }, to: &writer)
    return [writer.bytes, body.bytes]
  }

  /// The identities in a file, in the order of their rows; nil where it is not one. Complexity: O(n).
  init?(_ file: StoredBytes, rows rowCount: Int) {
    let read = file.withUnsafeBytes { bytes in
      try? Result { () throws(FormatFault) -> SealedIdentities in
        var reader = try ByteReader(bytes)
        guard try reader.array(Self.magic.count) == Self.magic else { throw FormatFault("identities") }
        return try SealedIdentities(&reader, file, rows: rowCount)
      }.get()
    }
    guard let read else { return nil }
    self = read
  }

  private init(_ reader: inout ByteReader, _ file: StoredBytes, rows rowCount: Int) throws(FormatFault) {
    let count = try reader.count(atMost: file.count / (2 * SealedIdentity.codeBytes))
    for _ in 0..<(try reader.count(atMost: reader.remaining)) { fields.append(try reader.text()) }
    let rowOf = try IntegerBlock.read(count, from: &reader)
    let childOf = try IntegerBlock.read(count, from: &reader)
    let fieldNumbers = try IntegerBlock.read(count, from: &reader)
    let lengthOf = try IntegerBlock.read(count, from: &reader)
    starts = [reader.index]
    for index in 0..<count {
      guard rowOf[index] >= 0, rowOf[index] < rowCount, fields.indices.contains(Int(fieldNumbers[index])),
        let row = Int32(exactly: rowOf[index]), let child = Int32(exactly: childOf[index]),
        let field = Int32(exactly: fieldNumbers[index]), index == 0 || rowOf[index] >= rowOf[index - 1],
        lengthOf[index] >= 0, lengthOf[index] <= reader.remaining
      else { throw FormatFault("a place of an identity") }
      starts.append(try reader.take(2 * SealedIdentity.codeBytes + Int(lengthOf[index])).upperBound)
      rows.append(row)
      children.append(child)
      fieldOf.append(field)
    }
    guard reader.remaining == 0 else { throw FormatFault("the end") }
    body = file
  }
}
