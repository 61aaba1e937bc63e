// SPDX-License-Identifier: Apache-2.0

import CFreeXL

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The cells of a workbook as the process of the library has written them (see isolated.h), in a file in memory.
final class XLSCells {
  /// What a cell holds.
  enum Value {
    case whole(Int32)
    case number(Double)
    case text(String)
    /// A day, a time of day or both, as the library writes it.
    case moment(String)
  }

  /// The next thing that was written.
  enum Part {
    case sheet(String)
    /// Row from 1, column from 0.
    case cell(Int, Int, Value)
    case disorder(Int)
    case unreadable(Int32)
    case tooMany(Int)
    case locked
    case end
  }

  // Mapped until the end; only read.
  private let bytes: UnsafeRawBufferPointer

  /// Lets the library read a workbook.
  init(_ content: [UInt8]) throws(TableFault) {
    let input = content.withUnsafeBytes { mezon_memory_file($0.baseAddress, $0.count) }
    let output = mezon_memory_file(nil, 0)
    defer {
      if input >= 0 { close(input) }
      if output >= 0 { close(output) }
    }
    guard input >= 0, output >= 0 else { throw TableFault(.unreadable("no memory")) }
    // The double of the process opens encodings, too.
    let status = TextDecoder.opening.withLock { _ in mezon_xls_read(input, output) }
    guard status == 0 else { throw TableFault(.unreadable("XLS: libfreexl")) }
    let count = Int(lseek(output, 0, SEEK_END))
    guard count > 0, let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, output, 0), start != MAP_FAILED else {
      throw TableFault(.unreadable("XLS: libfreexl"))
    }
    bytes = UnsafeRawBufferPointer(start: start, count: count)
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }

  /// Goes through what was written, within its bytes.
  struct Cursor {
    private let cells: XLSCells
    private(set) var place: Int

    init(_ cells: XLSCells, at place: Int = 0) {
      self.cells = cells
      self.place = place
    }

    /// The next part; nil where there is none or it is none.
    mutating func next() -> Part? {
      guard let tag: UInt8 = take() else { return nil }
      switch UnicodeScalar(tag) {
      case "S": return text().map { .sheet($0) }
      case "C": return cell()
      case "D": return number().map { .disorder($0) }
      case "X": return number().map { .unreadable(Int32(truncatingIfNeeded: $0)) }
      case "N": return number().map { .tooMany($0) }
      case "L": return .locked
      case "E": return .end
      default: return nil
      }
    }

    private mutating func cell() -> Part? {
      guard let row = number(), let column = number(), let kind: UInt8 = take() else { return nil }
      let value: Value?
      switch UnicodeScalar(kind) {
      case "I": value = take(Int32.self).map { .whole($0) }
      case "R": value = take(Double.self).map { .number($0) }
      case "T": value = text().map { .text($0) }
      case "W": value = text().map { .moment($0) }
      default: value = nil
      }
      return value.map { .cell(row + 1, column, $0) }
    }

    private mutating func number() -> Int? { take(UInt32.self).map { Int($0) } }

    private mutating func take<Value: BitwiseCopyable>(_ type: Value.Type = Value.self) -> Value? {
      let size = MemoryLayout<Value>.size
      guard size <= cells.bytes.count - place else { return nil }
      defer { place += size }
      return cells.bytes.loadUnaligned(fromByteOffset: place, as: type)
    }

    private mutating func text() -> String? {
      guard let count = number(), count <= cells.bytes.count - place else { return nil }
      defer { place += count }
      return String(decoding: UnsafeRawBufferPointer(rebasing: cells.bytes[place..<(place + count)]), as: UTF8.self)
    }
  }
}
