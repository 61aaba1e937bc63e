// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MezonCalendar
import MezonDiagnostics
import MezonPublishing
import MezonSemantics
import MezonStore

/// What the pages of all officers of a period say, kept in a folder by `appraise --keep FOLDER`, so that the next page costs only what is its
/// own.
///
/// It holds for one state of everything that a page could depend on: what the store holds, definitions, period, last day, words, the rules
/// of the time zone. So an officer's page can be told to be up to date before the definitions are read. Of another state it is passed over and made anew. It is sealed by the store's key that signs, so that what was damaged,
/// or changed by somebody without that key, is told and made anew; it is not encrypted.
///
/// The file is eight bytes that say what it is; how long the directory is (8 bytes); the directory, with the state, what else must still hold,
/// and for each officer how many bytes the officer's texts are and their code; the code of the directory; the texts.
struct KeptAppraisals {
  /// What was found of an officer.
  enum Found {
    /// Nothing of this state, or not of this officer.
    case nothing
    /// Something that nobody with the store's key has written.
    case broken
    /// What the officer's pages say, by language, and how many events they were made from.
    case contents([AppraisalContent], events: String)
  }

  /// What an officer's page says in a language, as it is kept.
  struct Packed {
    let officer: String
    let content: PackedWriter

    init(_ content: AppraisalContent) {
      officer = content.officer
      var writer = PackedWriter()
      content.append(to: &writer)
      self.content = writer
    }
  }

  /// What pages depend on that is told by what they were made with.
  struct Surroundings {
    let events: String
    /// The time zone of days.
    let zone: String
    /// By language what tells its words from any others.
    let words: [(language: String, identity: String)]
  }

  private static let magic = Array("MZPAGES1".utf8)
  private static let codeBytes = 32

  let folder: String
  /// What the names of all files of the same request begin with.
  private let ofRequest: String
  private let name: String
  private var path: String { folder + "/" + name }
  private static let suffix = ".pages"
  /// A digest of everything that a page could depend on.
  private let state: [UInt8]
  private let seal: StoreSeal

  /// - Parameters:
  ///   - request: what was asked for, line by line: it names the file
  ///   - state: everything else that a page could depend on, line by line
  init(_ folder: String, request: [String], state: [String], seal: StoreSeal) {
    self.folder = folder
    ofRequest = Self.digest(request).hex.prefix(32) + "."
    // Where the store's key has been changed, what was kept under the one before is not found, rather than told as forged.
    let ofKey = seal.code(of: Array("name".utf8))?.hex.prefix(16) ?? ""
    name = ofRequest + ofKey + Self.suffix
    self.state = Self.digest(request + state).bytes
    self.seal = seal
  }

  private static func digest(_ lines: [String]) -> Digest256 {
    var writer = PackedWriter()
    writer.append(lines) { $0.append($1) }
    return Digest256(of: writer.bytes)
  }

  /// What an officer's pages say. Complexity: O(officers + bytes of the officer's texts).
  ///
  /// - Parameter words: what tells the words of a language from any others; nil where there are none
  func contents(of officer: String, words: (_ language: String) -> String?) -> Found {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return errno == ENOENT ? .nothing : .broken }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return .broken }
    let beginning = Self.magic.count + 8
    guard let head = Self.bytes(file, beginning, at: 0), Array(head.prefix(Self.magic.count)) == Self.magic else {
      return .broken
    }
    let length = head.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: Self.magic.count, as: UInt64.self) }
    guard let size = Int(exactly: UInt64(littleEndian: length)), size < 1 << 40,
      let directory = Self.bytes(file, size, at: beginning),
      let code = Self.bytes(file, Self.codeBytes, at: beginning + size), seal.code(of: directory)?.bytes == code
    else { return .broken }
    var reader = PackedReader(directory)
    guard let known = reader.textBytes() else { return .broken }
    guard Array(known) == state else { return .nothing }
    guard let events = reader.text(), let zone = reader.text(), let rules = reader.text(),
      let known = reader.list({ reader in reader.text().flatMap { name in reader.text().map { (name, $0) } } }),
      let count = reader.number()
    else { return .broken }
    guard Self.rules(of: zone) == rules, known.allSatisfy({ words($0) == $1 }) else { return .nothing }
    var place = beginning + size + Self.codeBytes
    let wanted = Array(officer.utf8)[...]
    for _ in 0..<count {
      guard let name = reader.textBytes(), let length = reader.number(), length >= 0, let code = reader.textBytes()
      else {
        return .broken
      }
      guard name == wanted else {
        place += length
        continue
      }
      guard let texts = Self.bytes(file, length, at: place), seal.code(of: texts)?.bytes == Array(code) else {
        return .broken
      }
      var contents = PackedReader(texts)
      return contents.list { AppraisalContent(&$0) }.map { Found.contents($0, events: events) } ?? .broken
    }
    return .nothing
  }

  private static func rules(of zone: String) -> String { (TimeZoneRules(identifier: zone) ?? .utc).identity }

  /// So many bytes of a file; nil where there are not so many.
  private static func bytes(_ file: Int32, _ count: Int, at place: Int) -> [UInt8]? {
    var status = stat()
    guard fstat(file, &status) == 0, count <= Int(status.st_size) - place else { return nil }
    var isWhole = true
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let read = pread(file, buffer.baseAddress.map { $0 + filled }, count - filled, off_t(place + filled))
        if read < 0, errno == EINTR { continue }
        guard read > 0 else {
          isWhole = false
          return
        }
        filled += read
      }
    }
    return isWhole ? bytes : nil
  }

  /// Keeps what all officers' pages say.
  ///
  /// - Parameter contents: by language, in the order of officers
  func keep(_ contents: [[Packed]], _ surroundings: Surroundings) throws {
    var directory = PackedWriter()
    directory.append(bytes: state)
    for text in [surroundings.events, surroundings.zone, Self.rules(of: surroundings.zone)] { directory.append(text) }
    directory.append(surroundings.words) { writer, words in
      writer.append(words.language)
      writer.append(words.identity)
    }
    let officers = contents.first ?? []
    directory.append(officers.count)
    var texts: [[UInt8]] = []
    for (number, officer) in officers.enumerated() {
      var writer = PackedWriter()
      writer.append(contents) { $0.append($1[number].content) }
      directory.append(officer.officer)
      directory.append(writer.bytes.count)
      directory.append(bytes: seal.code(of: writer.bytes)?.bytes ?? [])
      texts.append(writer.bytes)
    }
    let length = withUnsafeBytes(of: UInt64(directory.bytes.count).littleEndian) { Array($0) }
    let code = seal.code(of: directory.bytes)?.bytes ?? []
    try OutputFile.makeFolder(folder)
    // For its owner alone.
    try KeptFile.replace(path, with: [Self.magic, length, directory.bytes, code] + texts, mode: 0o600)
    // What was kept of the same request under another key of the store.
    KeptFile.removeAll(in: folder, beginningWith: ofRequest, endingWith: Self.suffix, but: [name])
  }
}

extension TimeZoneRules {
  /// What tells these rules from any others: the days of events follow from them, and the system's may change.
  var identity: String { transitions.reduce("\(initialOffset)") { "\($0) \($1.start) \($1.offset)" } }
}
