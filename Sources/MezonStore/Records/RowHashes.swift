// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// A hash of what each row says in some fields: rows whose content is the same as text have the same hash, whatever codes their
/// tables use. It stands in indexes (docs/store.md), so that it never changes; where hashes are equal, texts are compared.
///
/// Begun with a constant, for each field that is present, by name, the hash takes in the name's hash and the value; a list its
/// number of children plus 1 and each of them. A time and a day are their number, a number that is whole and up to 2^53 is this integer,
/// another one its bits, a text its own hash.
enum RowHashes {
  static let start: UInt64 = 0x9E37_79B9_7F4A_7C15
  private static let nameFactor: UInt64 = 0xD6E8_FEB8_6659_FD93
  private static let valueFactor: UInt64 = 0xA076_1D64_78BD_642F
  private static let stretchRows = 1 << 14
  /// Of how many rows at a time the fields are taken in.
  private static let tileRows = 1 << 11
  /// Up to so many texts are hashed once each instead of once a row.
  private static let mostTextsAhead = 1 << 16

  /// The hash of each row. Complexity: O(values).
  static func hashes(of table: PortableTable, fields: Set<String>?, threads: Int) -> [UInt64] {
    let text = RecordText(table, commit: 0, only: fields)
    let names = text.members.map { hash(text.names[$0.name]) }
    let fieldNames = text.fields.map { hash(text.names[$0.name]) }
    let texts = text.members.map { textHashes($0.column) }
    return [UInt64](count: table.rowCount, stretch: stretchRows, threads: threads) { rows, hashes in
      hashes.initialize(repeating: start)
      text.withWriter { writer in
        // Few rows at a time, whose hashes stay close to the processor while one field after the other is taken in.
        for tile in stretches(of: rows.count, by: tileRows) {
          let own = UnsafeMutableBufferPointer(rebasing: hashes[tile])
          let first = rows.lowerBound + tile.lowerBound
          for (index, field) in writer.fields.enumerated() {
            if field.isPlain {
              let place = field.members.lowerBound
              add(writer.members[place], texts[place], named: fieldNames[index], from: first, to: own)
            } else {
              for place in own.indices where field.isPresent(first + place) {
                let hash = mixed(own[place] ^ fieldNames[index], nameFactor)
                own[place] = list(field, first + place, writer, names, texts, from: hash)
              }
            }
          }
        }
      }
    }
  }

  /// Takes the values of a plain field into the hashes of rows, from a first one on.
  private static func add(
    _ member: RecordWriter.Member, _ texts: [UInt64], named name: UInt64, from first: Int,
    to hashes: UnsafeMutableBufferPointer<UInt64>
  ) {
    @inline(__always) func add(_ word: (Int) -> UInt64) {
      for place in 0..<hashes.count {
        let row = first &+ place
        guard member.isPresent(row) else { continue }
        hashes[place] = mixed(mixed(hashes[place] ^ name, nameFactor) ^ word(row), valueFactor)
      }
    }
    switch member.kind {
    case .time, .whole: add { UInt64(bitPattern: member.column.int64s[$0]) }
    case _ where !texts.isEmpty:
      texts.withUnsafeBufferPointer { texts in add { texts[Int(member.column.int32s[$0])] } }
    default: add { word(member, $0, texts) }
    }
  }

  private static func list(
    _ field: RecordWriter.Field, _ row: Int, _ writer: RecordWriter, _ names: [UInt64], _ texts: [[UInt64]],
    from start: UInt64
  ) -> UInt64 {
    let children = Int(field.offsets[row])..<Int(field.offsets[row + 1])
    var hash = mixed(start ^ UInt64(children.count + 1), valueFactor)
    for child in children {
      for place in field.members {
        let member = writer.members[place]
        hash = mixed(hash ^ names[place], nameFactor)
        if member.column.isPresent(child) { hash = mixed(hash ^ word(member, child, texts[place]), valueFactor) }
      }
    }
    return hash
  }

  /// A present value in 64 bits.
  @inline(__always)
  private static func word(_ member: RecordWriter.Member, _ row: Int, _ texts: [UInt64]) -> UInt64 {
    switch member.kind {
    case .time, .whole: return UInt64(bitPattern: member.column.int64s[row])
    case .day: return UInt64(bitPattern: Int64(member.column.int32s[row]))
    case .yesNo: return UInt64(member.column.bools[row])
    case .number:
      let value = member.column.float64s[row]
      if value.isNaN { return Double.nan.bitPattern }
      guard value.magnitude <= 0x1p53, value.rounded() == value else { return value.bitPattern }
      return UInt64(bitPattern: Int64(value))
    case .unit, .choice, .reference, .text:
      let code = Int(member.column.int32s[row])
      guard texts.isEmpty else { return texts[code] }
      return hash(UnsafeRawBufferPointer(rebasing: member.texts[member.starts[code]..<member.starts[code + 1]]))
    }
  }

  private static func textHashes(_ member: PortableTable.Member) -> [UInt64] {
    guard member.kind.hasDictionary, member.dictionary.count <= mostTextsAhead else { return [] }
    return member.dictionary.withTexts { texts, starts in
      (0..<(starts.count - 1)).map { hash(UnsafeRawBufferPointer(rebasing: texts[starts[$0]..<starts[$0 + 1]])) }
    }
  }

  @inline(__always)
  private static func mixed(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }

  private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.withUnsafeBytes { hash($0) } }

  /// The hash of a text: eight bytes at a time, little-endian, and at the end those that are left with the length in the highest byte.
  static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash = start
    var index = 0
    while bytes.count - index >= 8 {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      hash = mixed(hash ^ word, nameFactor)
      index &+= 8
    }
    var tail: UInt64 = 0
    var shift: UInt64 = 0
    while index < bytes.count {
      tail |= UInt64(bytes[index]) &<< shift
      shift &+= 8
      index &+= 1
    }
    return mixed(hash ^ tail ^ (UInt64(truncatingIfNeeded: bytes.count) &<< 56), valueFactor)
  }

  /// The hash of the text of each row, for tables whose kinds of values differ. Complexity: O(bytes of the records).
  static func textHashes(_ text: RecordText) -> [UInt64] {
    text.withWriter { writer in
      var buffer = RecordBuffer()
      var hashes: [UInt64] = []
      hashes.reserveCapacity(text.rowCount)
      for row in 0..<text.rowCount {
        buffer.truncate(to: 0)
        writer.writeFields(row, to: &buffer)
        hashes.append(hash(buffer.bytes))
      }
      return hashes
    }
  }

  // MARK: keys

  /// The rows in which every field of a key is present; nil where all are. Complexity: O(rows / 64).
  static func completeRows(_ table: PortableTable, key: [String]) -> Bitmap? {
    var complete: Bitmap?
    for name in key {
      guard let field = table.field(name) else { return Bitmap(repeating: false, count: table.rowCount) }
      guard let present = field.lists.map(\.validity) ?? field.members.first?.column.validity else { continue }
      complete = complete.map { $0 & present } ?? present
    }
    return complete
  }

  /// Whether hashes of two tables can be compared: a field that both have is of kinds that are written alike, and records have
  /// the same members, as a hash takes in the name of each, whether it has a value or not.
  static func areComparable(_ fields: [PortableTable.Field], _ others: [PortableTable.Field], in wanted: Set<String>?)
    -> Bool
  {
    for field in fields where wanted?.contains(field.name) ?? true {
      guard let other = others.first(where: { $0.name == field.name }) else { continue }
      guard field.shape == other.shape, field.members.count == other.members.count else { return false }
      for member in field.members {
        guard let same = other.members.first(where: { $0.name == member.name }), form(member.kind) == form(same.kind)
        else { return false }
      }
    }
    return true
  }

  /// Kinds of one form are hashed alike.
  private static func form(_ kind: PortableTable.Kind) -> UInt8 {
    switch kind {
    case .whole, .number: PortableTable.Kind.number.rawValue
    case .unit, .choice, .reference, .text: PortableTable.Kind.text.rawValue
    case .time, .day, .yesNo: kind.rawValue
    }
  }
}
