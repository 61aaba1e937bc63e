// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Glibc
import MezonCalendar
import MezonColumns
import MezonEngine
import MezonStore
import Synchronization

/// What `evaluate --keep FOLDER` keeps from one run to the next: what was added up from the tables of a store, so that only what was handed
/// in since is looked at.
///
/// It holds for one request, told by a digest of everything that a figure could depend on but the events: definitions, indicators, period,
/// units, splits, last day, rosters. What does not fit, or is damaged, is passed over and made anew. It is not sealed as the store is: whoever
/// can write to the folder can change what comes of it, so reports are never made from it.
struct EvaluationCache {
  /// A table of events in a store, with which of its rows count.
  typealias TableName = String

  /// A file of the folder.
  fileprivate struct File: Codable, Hashable {
    let name: String
    let digest: String
  }

  fileprivate struct Block: Codable {
    let first: Int32
    let last: Int32
    /// The parts of the text: in the wide layout one a period, in the long one an indicator.
    let text: [File]
    let sums: [File]
  }

  fileprivate struct Manifest: Codable {
    let format: Int
    /// The last day that was known: where none was stated, the latest own day of any event of any type.
    let asOf: Int32
    let events: Int
    let tables: [TableName]
    let values: File
    let blocks: [Block]
  }

  /// What an earlier run left.
  struct Earlier {
    let blocks: EarlierBlocks
    let tables: Set<TableName>
    /// How many events were looked at for it.
    let events: Int
    fileprivate let manifest: Manifest
    fileprivate let ahead: KeptAhead<File>

    /// Begins to read what a run will ask for, beside its reading of the tables that came since.
    ///
    /// - Parameter days: the first and last day of the events of each of these tables; nil where they are not known
    func readAhead(forEventsOf days: [ClosedRange<Int>?]) {
      let changes = manifest.blocks.map { block in
        days.contains { $0.map { $0.lowerBound <= Int(block.last) && Int(block.first) <= $0.upperBound } ?? true }
      }
      let known = zip(manifest.blocks, changes)
      // The sums of blocks that change take longest. Which parts of their lines change is not known yet.
      ahead.begin(known.flatMap { $1 ? $0.sums : [] } + known.flatMap { $1 ? [] : $0.text })
    }
  }

  /// The number of the form of all files.
  private static let format = 3

  let folder: String
  /// A digest of the request, in hex.
  private let request: String

  /// - Parameter request: everything that a figure could depend on but the events, line by line.
  init(_ folder: String, request: [String]) {
    self.folder = folder
    self.request = Digest256(of: Array(request.joined(separator: "\n").utf8)).hex
  }

  private var manifestPath: String { "\(folder)/\(request).json" }

  /// What an earlier run left, if all its tables are among these; nil where there is nothing that can be used.
  func earlier(of tables: [TableName]) -> Earlier? {
    guard let manifest = manifest(), Set(manifest.tables).isSubset(of: tables),
      let values = content(manifest.values), let (domains, texts) = ValueFile.values(values)
    else { return nil }
    let ahead = KeptAhead<File> { content($0) }
    var blocks: [EarlierBlocks.Block] = []
    for block in manifest.blocks {
      let days = (CalendarDay(daysSinceEpoch: block.first), CalendarDay(daysSinceEpoch: block.last))
      guard let period = Period.range(from: days.0, through: days.1) else { return nil }
      blocks.append(
        EarlierBlocks.Block(
          period: period, parts: block.text.count, pieces: block.sums.count,
          text: { part in block.text.indices.contains(part) ? ahead.bytes(block.text[part]) : nil },
          sums: {
            let pieces = block.sums.compactMap { ahead.bytes($0) }
            return pieces.count == block.sums.count ? pieces : nil
          }))
    }
    return Earlier(
      blocks: EarlierBlocks(
        asOf: CalendarDay(daysSinceEpoch: manifest.asOf), domains: domains, texts: texts, blocks: blocks),
      tables: Set(manifest.tables),
      events: manifest.events, manifest: manifest, ahead: ahead)
  }

  /// The manifest; nil where there is none, or where it is not the one that was written: its digest stands on its first line.
  private func manifest() -> Manifest? {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: manifestPath)), let end = data.firstIndex(of: 0x0A),
      Array(Digest256(of: Array(data[(end + 1)...])).hex.utf8) == Array(data[..<end]),
      let manifest = try? JSONDecoder().decode(Manifest.self, from: data[(end + 1)...]),
      manifest.format == Self.format, manifest.events >= 0, manifest.events < 1 << 60,
      manifest.blocks.allSatisfy({ !$0.sums.isEmpty })
    else { return nil }
    return manifest
  }

  /// The bytes of a file; nil where they are not those that were written.
  private func content(_ file: File) -> [UInt8]? {
    guard !file.name.contains("/"), let bytes = Self.bytes("\(folder)/\(file.name)") else { return nil }
    return Digest256(of: bytes).hex == file.digest ? bytes : nil
  }

  /// The bytes of a file, straight into the array in which they are needed; nil where they cannot be read.
  private static func bytes(_ path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let size = Int(status.st_size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      while filled < size {
        let count = read(file, buffer.baseAddress.map { $0 + filled }, size - filled)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return }
        filled += count
      }
    }
    return bytes.count == size ? bytes : nil
  }

  /// Keeps what a run added up. What changes is written beside what is there, and the manifest takes its place at the end.
  ///
  /// - Parameter earlier: what the run went on from
  func keep(
    _ made: TableBlocks, after earlier: Earlier?, tables: [TableName], events: Int, _ dataset: Dataset,
    asOf: CalendarDay
  ) throws {
    try OutputFile.makeFolder(folder)
    let known = earlier?.manifest
    var blocks: [Block] = []
    for (number, block) in made.blocks.enumerated() {
      let before = known.flatMap { $0.blocks.indices.contains(number) ? $0.blocks[number] : nil }
      let sums: [File]
      switch (block.sums, before) {
      case (.unchanged, let before?):
        blocks.append(before)
        continue
      case (.more(let bytes), let before?): sums = before.sums + [try write([bytes])]
      case (.whole(let bytes), _): sums = [try write([bytes])]
      // There is nothing that it would add to.
      case (.unchanged, nil), (.more, nil): return
      }
      blocks.append(
        Block(
          first: block.period.first.daysSinceEpoch, last: block.period.last.daysSinceEpoch,
          text: try text(of: block, before), sums: sums))
    }
    let manifest = Manifest(
      format: Self.format, asOf: asOf.daysSinceEpoch, events: events,
      tables: tables, values: try write([ValueFile.bytes(dataset)]), blocks: blocks)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let text = [UInt8](try encoder.encode(manifest))
    try KeptFile.replace(manifestPath, with: [Array("\(Digest256(of: text).hex)\n".utf8), text])
    // A run that goes on from one of those that go looks at all events.
    let names = Set(blocks.flatMap { ($0.text + $0.sums).map(\.name) } + [manifest.values.name])
    KeptFile.removeAll(in: folder, beginningWith: String(request.prefix(16)), endingWith: Self.suffix, but: names)
  }

  /// The files of a block's text: those of parts that stay as they were, and new ones for the others.
  private func text(of block: TableBlocks.Block, _ before: Block?) throws -> [File] {
    try block.text.indices.map { part in
      if !block.isNew[part], let before, before.text.indices.contains(part) { return before.text[part] }
      return try write([block.text[part]])
    }
  }

  /// What the names of the request's files begin with.
  private var filePrefix: String { "\(request.prefix(16))-" }

  /// What they end with.
  private static let suffix = ".part"

  /// Writes a file that is named by its content.
  private func write(_ parts: [[UInt8]]) throws -> File {
    var hash = SHA256()
    for part in parts { part.withUnsafeBytes { hash.update(bufferPointer: $0) } }
    let digest = Digest256(finished: hash).hex
    let file = File(name: "\(filePrefix)\(digest.prefix(32))\(Self.suffix)", digest: digest)
    // One that is damaged is written anew.
    if content(file) == nil { try KeptFile.replace("\(folder)/\(file.name)", with: parts) }
    return file
  }
}

/// Dictionaries as bytes: for each how many texts, and of each its length and its UTF-8.
private enum ValueFile {
  static func bytes(_ dataset: Dataset) -> [UInt8] {
    var bytes: [UInt8] = []
    func append(_ number: Int) { withUnsafeBytes(of: UInt32(truncatingIfNeeded: number).littleEndian) { bytes += $0 } }
    append(dataset.domains.count)
    for dictionary in dataset.domains + [dataset.texts] {
      append(dictionary.count)
      for code in 0..<Int32(dictionary.count) {
        dictionary.withBytes(code) { text in
          append(text.count)
          bytes += text
        }
      }
    }
    return bytes
  }

  static func values(_ bytes: [UInt8]) -> (domains: [TextDictionary], texts: TextDictionary)? {
    var place = 0
    func number() -> Int? {
      guard bytes.count - place >= 4 else { return nil }
      defer { place += 4 }
      return Int(
        UInt32(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: UInt32.self) }))
    }
    guard let count = number(), count <= bytes.count else { return nil }
    var dictionaries: [TextDictionary] = []
    for _ in 0...count {
      guard let texts = number() else { return nil }
      var dictionary = TextDictionary()
      for code in 0..<texts {
        guard let length = number(), length <= bytes.count - place else { return nil }
        let added = bytes.withUnsafeBytes {
          dictionary.encode(UnsafeRawBufferPointer(rebasing: $0[place..<place + length]))
        }
        guard Int(added) == code else { return nil }
        place += length
      }
      dictionaries.append(dictionary)
    }
    let texts = dictionaries.removeLast()
    return place == bytes.count ? (dictionaries, texts) : nil
  }
}
