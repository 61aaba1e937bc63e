// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// The values of an expression, one per row, and which of them are present; a constant holds one value for all rows.
///
/// Loops read it through ``withBuffers(_:)`` with two masks: a row's place is `row & mask`, and the mask of a constant is 0, so one
/// loop serves constants and columns alike.
struct Vector<Element: Sendable>: Sendable {
  let values: [Element]
  /// 1 where a value is present, else 0; empty when all are.
  let presence: [UInt8]
  let isConstant: Bool

  /// A column of values; `presence` is empty or has one byte a value.
  init(_ values: [Element], presence: [UInt8] = []) {
    precondition(presence.isEmpty || presence.count == values.count, "one byte of presence a value")
    self.values = values
    self.presence = presence
    isConstant = false
  }

  /// One value for all rows.
  init(constant: Element, isPresent: Bool = true) {
    values = [constant]
    presence = isPresent ? [] : [0]
    isConstant = true
  }

  /// The values of a stored column with its bitmap unpacked. Complexity: O(rows) when values are missing.
  init(_ values: [Element], validity: Bitmap?) {
    self.init(values, presence: validity.map(unpack) ?? [])
  }

  /// The value of a row, which must exist; nil where it is missing.
  func value(_ row: Int) -> Element? {
    let place = isConstant ? 0 : row
    guard presence.isEmpty || presence[place] != 0 else { return nil }
    return values[place]
  }

  /// Buffers and the masks that turn a row into a place in them.
  struct Buffers {
    let values: UnsafeBufferPointer<Element>
    let presence: UnsafeBufferPointer<UInt8>
    let mask: Int
    let presenceMask: Int
  }

  /// Calls `body` with the buffers; they hold at least `count` rows when the vector does or is constant.
  @inline(__always)
  func withBuffers<Result>(rows count: Int, _ body: (Buffers) throws -> Result) rethrows -> Result {
    precondition(isConstant || values.count >= count, "a vector is shorter than the rows asked of it")
    let present: [UInt8] = presence.isEmpty ? [1] : presence
    return try values.withUnsafeBufferPointer { values in
      try present.withUnsafeBufferPointer { present in
        try body(
          Buffers(
            values: values, presence: present, mask: isConstant ? 0 : -1,
            presenceMask: isConstant || presence.isEmpty ? 0 : -1))
      }
    }
  }

  /// The vector over other rows: `rows[i]` is the old row of the new row `i`, negative for a missing value.
  /// Complexity: O(rows).
  func gathering(_ rows: [Int32], filler: Element) -> Vector<Element> {
    let hasAbsent = rows.contains { $0 < 0 }
    if isConstant, !hasAbsent { return self }
    var gathered: [Element] = []
    gathered.reserveCapacity(rows.count)
    var present: [UInt8] = []
    let tracksPresence = hasAbsent || !presence.isEmpty
    if tracksPresence { present.reserveCapacity(rows.count) }
    for row in rows {
      let place = isConstant ? 0 : Int(row)
      gathered.append(row < 0 ? filler : values[place])
      if tracksPresence { present.append(row < 0 ? 0 : presence.isEmpty ? 1 : presence[place]) }
    }
    return Vector(gathered, presence: present)
  }
}

/// One byte a bit. Complexity: O(bits), eight at a time.
func unpack(_ bitmap: Bitmap) -> [UInt8] {
  let words = bitmap.words
  return [UInt8](unsafeUninitializedCapacity: bitmap.count) { bytes, count in
    let raw = UnsafeMutableRawBufferPointer(bytes)
    let whole = bitmap.count & ~7
    for index in stride(from: 0, to: whole, by: 8) {
      // Each bit of eight in a byte of its own, and there made the lowest.
      let bits = (words[index >> 6] &>> UInt64(truncatingIfNeeded: index & 63)) & 0xFF
      let apart = (bits &* 0x0101_0101_0101_0101) & 0x8040_2010_0804_0201
      let ones = ((apart &+ 0x7F7F_7F7F_7F7F_7F7F) &>> 7) & 0x0101_0101_0101_0101
      raw.storeBytes(of: ones.littleEndian, toByteOffset: index, as: UInt64.self)
    }
    for index in whole..<bitmap.count {
      raw[index] = UInt8(truncatingIfNeeded: words[index >> 6] &>> UInt64(truncatingIfNeeded: index & 63)) & 1
    }
    count = bitmap.count
  }
}

/// Combines two vectors row by row; where either value is missing the result is `missing`. A result of two constants is
/// one value.
@inline(__always)
func combine<Left, Right, Result>(
  _ left: Vector<Left>, _ right: Vector<Right>, rows: Int, missing: Result, _ body: (Left, Right) -> Result
) -> (values: [Result], isConstant: Bool) {
  let isConstant = left.isConstant && right.isConstant
  let count = isConstant ? 1 : rows
  let isWhole = left.presence.isEmpty && right.presence.isEmpty
  let values = left.withBuffers(rows: count) { left in
    right.withBuffers(rows: count) { right in
      [Result](unsafeUninitializedCapacity: count) { results, filled in
        if isWhole {
          // Loops without masks, which can take many rows at once.
          fill(results, left, right, count, body)
          filled = count
          return
        }
        for row in 0..<count {
          let isPresent = left.presence[row & left.presenceMask] & right.presence[row & right.presenceMask]
          let result =
            isPresent != 0 ? body(left.values[row & left.mask], right.values[row & right.mask]) : missing
          results.initializeElement(at: row, to: result)
        }
        filled = count
      }
    }
  }
  return (values, isConstant)
}

/// Combines two vectors in which no value is missing, of which one may be constant.
@inline(__always)
private func fill<Left, Right, Result>(
  _ results: UnsafeMutableBufferPointer<Result>, _ left: Vector<Left>.Buffers, _ right: Vector<Right>.Buffers,
  _ count: Int, _ body: (Left, Right) -> Result
) {
  guard count > 0, let results = results.baseAddress, let lefts = left.values.baseAddress,
    let rights = right.values.baseAddress
  else { return }
  if right.mask == 0, left.mask != 0 {
    let value = rights[0]
    for row in 0..<count { (results + row).initialize(to: body(lefts[row], value)) }
  } else if left.mask == 0 {
    let value = lefts[0]
    for row in 0..<count { (results + row).initialize(to: body(value, rights[row & right.mask])) }
  } else {
    for row in 0..<count { (results + row).initialize(to: body(lefts[row], rights[row])) }
  }
}
