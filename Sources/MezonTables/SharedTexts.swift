// SPDX-License-Identifier: Apache-2.0

/// The texts that cells of a workbook share: one behind the other in blocks of memory, with eight bytes a text to find it.
final class SharedTexts: XMLHandler {
  /// The memory that the texts of any workbook may take, and the most for one whose texts are many even packed.
  private static let leastLimit = 128 << 20
  private static let mostLimit = 1 << 30
  /// How far real texts expand, at most.
  private static let expansion = 16
  /// Texts are not moved when memory runs out, as in one growing stretch: a block that is full is left, and the next begun.
  private static let blockBytes = 4 << 20

  private let byteLimit: Int
  private var blocks: [[UInt8]] = []
  /// Where a text begins: the block, and the place within it.
  private struct Start {
    let block: UInt32
    let offset: UInt32
  }

  /// Where each text begins, in blocks of one length.
  private var starts: [[Start]] = []
  private(set) var count = 0
  private static let startBytes = MemoryLayout<Start>.stride
  private static let startsOfBlock = blockBytes / startBytes
  /// The memory taken by all texts and by where they begin.
  private var byteCount = 0
  /// The text at hand.
  private var pending: [UInt8] = []
  private var isInText = false
  /// How deep the reader is in readings of Japanese words, which are no part of the text.
  private var phonetic = 0
  let isFinished = false

  /// - Parameter byteLimit: the most memory they may take
  init(byteLimit: Int) { self.byteLimit = byteLimit }

  /// The most memory that the texts of a workbook may take.
  /// - Parameter packedBytes: the size of their part in the archive
  static func byteLimit(packedBytes: Int) -> Int {
    min(mostLimit, max(leastLimit, packedBytes.multipliedReportingOverflow(by: expansion).partialValue))
  }

  /// The memory that is set aside, whether filled or not.
  var reservedBytes: Int {
    blocks.reduce(0) { $0 + $1.capacity } + starts.reduce(0) { $0 + $1.capacity * Self.startBytes }
  }

  private func start(of place: Int) -> Start { starts[place / Self.startsOfBlock][place % Self.startsOfBlock] }

  /// The bytes of a text; nil where there is none of that number.
  func bytes(_ place: Int) -> ArraySlice<UInt8>? {
    guard place >= 0, place < count else { return nil }
    let found = start(of: place)
    let bytes = blocks[Int(found.block)]
    let next = place + 1 < count ? start(of: place + 1) : nil
    let end = next.flatMap { $0.block == found.block ? Int($0.offset) : nil } ?? bytes.count
    return bytes[Int(found.offset)..<end]
  }

  /// Adds the text at hand.
  private func add() {
    let text = EscapedText.decoded(pending[...]) ?? pending
    let room = (blocks.last?.capacity ?? 0) - (blocks.last?.count ?? 0)
    if blocks.isEmpty || room < text.count {
      blocks.append([])
      blocks[blocks.count - 1].reserveCapacity(max(Self.blockBytes, text.count))
    }
    let last = blocks.count - 1
    if count % Self.startsOfBlock == 0 {
      starts.append([])
      starts[starts.count - 1].reserveCapacity(Self.startsOfBlock)
    }
    starts[starts.count - 1].append(Start(block: UInt32(last), offset: UInt32(blocks[last].count)))
    count += 1
    blocks[last].append(contentsOf: text)
    byteCount += text.count + Self.startBytes
    pending.removeAll(keepingCapacity: true)
  }

  func start(_ name: XMLName, _ attributes: XMLAttributes) {
    switch name {
    case "t": isInText = phonetic == 0
    case "rPh": phonetic += 1
    default: break
    }
  }

  func end(_ name: XMLName) throws(TableFault) {
    switch name {
    case "t": isInText = false
    case "rPh": phonetic -= 1
    case "si":
      add()
      guard byteCount <= byteLimit else { throw TableFault(.tooMuchText(limit: byteLimit)) }
    default: break
    }
  }

  func text(_ found: UnsafeRawBufferPointer) throws(TableFault) {
    guard isInText else { return }
    guard byteCount + pending.count + found.count <= byteLimit else {
      throw TableFault(.tooMuchText(limit: byteLimit))
    }
    pending.append(contentsOf: found)
  }
}

/// Characters that XML cannot hold, as workbooks write them: `_x000D_` (ECMA-376 Part 1, 22.9.2.19).
enum EscapedText {
  /// The text with its escapes resolved; nil where there are none.
  static func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    guard bytes.count >= 7, var next = place(of: bytes, from: bytes.startIndex) else { return nil }
    var result: [UInt8] = []
    var copied = bytes.startIndex
    while true {
      if let scalar = scalar(bytes, at: next) {
        result.append(contentsOf: bytes[copied..<next])
        result.append(contentsOf: String(Character(scalar)).utf8)
        copied = next + 7
      }
      guard let following = place(of: bytes, from: max(copied, next + 1)) else { break }
      next = following
    }
    guard copied > bytes.startIndex else { return nil }
    return result + bytes[copied...]
  }

  private static func place(of bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
    var index = start
    while index + 7 <= bytes.endIndex {
      if bytes[index] == 0x5F, bytes[index + 1] == 0x78, bytes[index + 6] == 0x5F { return index }
      index += 1
    }
    return nil
  }

  private static func scalar(_ bytes: ArraySlice<UInt8>, at place: Int) -> Unicode.Scalar? {
    UInt32(String(decoding: bytes[(place + 2)..<(place + 6)], as: UTF8.self), radix: 16).flatMap { Unicode.Scalar($0) }
  }
}
