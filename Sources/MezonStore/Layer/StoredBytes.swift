// SPDX-License-Identifier: Apache-2.0

/// The content of a file: an array, or a mapping of the file into memory.
package final class StoredBytes: Sendable {
  private let array: [UInt8]
  /// The mapping, kept as numbers since a pointer is not sendable; what it points to never changes.
  private let address: UInt
  private let mappedCount: Int
  private let release: (@Sendable (UInt, Int) -> Void)?

  /// Bytes in an array.
  package init(_ array: [UInt8]) {
    self.array = array
    address = 0
    mappedCount = 0
    release = nil
  }

  /// Bytes that lie at an address until `release` is called with it and their number.
  package init(address: UInt, count: Int, release: @escaping @Sendable (UInt, Int) -> Void) {
    array = []
    self.address = address
    mappedCount = count
    self.release = release
  }

  deinit { release?(address, mappedCount) }

  /// The number of bytes.
  package var count: Int { release == nil ? array.count : mappedCount }

  /// Calls `body` with the bytes.
  package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    if release == nil { return try array.withUnsafeBytes(body) }
    return try body(UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: address), count: mappedCount))
  }

  /// All bytes as an array. Complexity: O(bytes) for a mapping.
  package var bytes: [UInt8] { release == nil ? array : withUnsafeBytes { Array($0) } }
}
