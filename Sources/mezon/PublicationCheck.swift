// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonStore

/// A publication compared with what its file of digests says, and with the store that it was made from.
struct PublicationCheck {
  /// What differs.
  struct Finding: Hashable {
    enum Kind: String {
      case missing, changed, unreadable
    }
    let kind: Kind
    let file: String
  }

  /// The file that says what made the publication.
  let file: String
  private(set) var findings: [Finding] = []
  /// The number of files compared.
  private(set) var count = 0
  /// The hand-in up to which the data reach, and when it was recorded; nil where no store is at hand that ever held them.
  private(set) var handIn: (number: Int, recorded: String)?
  /// Whether a store was at hand.
  private(set) var hasStore = false

  /// The files of digests at a path: the path itself, or those that stand in a folder that is no store and no programme.
  static func metaFiles(at path: String) throws -> [String] {
    if path.hasSuffix(".meta.json") { return [path] }
    guard InputFile.isFolder(path), !StoreAccess.exists(path), !InputFile.exists(path + "/programme.mezon") else {
      return []
    }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw CommandFailure(.cannotRead, CommandRule.cannotRead, [SystemReason.text(of: error)], file: path)
    }
    return names.filter { $0.hasSuffix(".meta.json") }.sorted().map { path + "/" + $0 }
  }

  /// Recomputes the digests. Complexity: O(bytes).
  /// - Parameter programme: the programme's folder; nil for the nearest one above the publication
  init(_ file: String, programme: String?) throws {
    self.file = file
    let meta = JSON(try InputFile.bytes(file))
    guard case .object(let files)? = meta?["files"], let data = meta?["data"]?.text, !files.isEmpty else {
      findings = [Finding(kind: .unreadable, file: file)]
      return
    }
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
    let shown = file.hasSuffix("/") ? file : String(file.dropLast(URL(fileURLWithPath: file).lastPathComponent.count))
    for (name, digest) in files.sorted(by: { $0.key < $1.key }) {
      let path = folder + "/" + name
      // A name with a folder in it is none that a publication has.
      guard !name.contains("/"), InputFile.exists(path), !InputFile.isFolder(path) else {
        findings.append(Finding(kind: .missing, file: shown + name))
        continue
      }
      count += 1
      if Digest256(of: try InputFile.bytes(path)).hex != digest.text {
        findings.append(Finding(kind: .changed, file: shown + name))
      }
    }
    try findHandIn(data, folder, programme)
  }

  private mutating func findHandIn(_ data: String, _ folder: String, _ stated: String?) throws {
    let found = try stated.map { try ProgrammeFolder.find($0) } ?? ProgrammeFolder.above(folder)
    guard let found else { return }
    let store = StoreAccess.folder(of: found)
    guard StoreAccess.exists(store) else { return }
    hasStore = true
    let commits = try StoreAccess.open(store).commits
    guard let commit = commits.first(where: { $0.checkpoint.checkpoint.root.hex == data })?.commit else { return }
    handIn = (commit.number, commit.recordedText)
  }

  // MARK: words

  /// What was found, line by line.
  func lines(in language: MessageLanguage) -> [String] {
    var lines = findings.map { finding in
      let wording =
        switch finding.kind {
        case .missing: Wording("the file is missing", "файла нет")
        case .changed: Wording("the content differs from its digest", "содержимое не соответствует дайджесту")
        case .unreadable: Wording("it says no digests of a publication", "дайджестов публикации в нём нет")
        }
      return "\(finding.file): " + wording.filled([], in: language)
    }
    if let handIn {
      lines.append(Self.known.filled([file, String(handIn.number), handIn.recorded], in: language))
    } else if hasStore {
      lines.append(Self.unknown.filled([file], in: language))
    }
    lines.append(
      findings.isEmpty
        ? Self.whole.filled([file, String(count)], in: language)
        : Self.differs.filled([file, String(findings.count)], in: language))
    return lines
  }

  /// The same as a member of a JSON document.
  var json: JSON {
    var members: [String: JSON] = [
      "file": .string(file), "files": .count(count),
      "findings": .array(
        findings.map { .object(["kind": .string($0.kind.rawValue), "file": .string($0.file)]) }),
    ]
    if let handIn {
      members["hand_in"] = .count(handIn.number)
      members["recorded"] = .string(handIn.recorded)
    }
    return .object(members)
  }

  private static let known = Wording(
    "{0}: made from the store as it was with hand-in {1}, recorded {2}",
    "{0}: сделано по хранилищу на сдачу {1}, записанную {2}")
  private static let unknown = Wording(
    "note: {0} was not made from this programme's store as it ever was; perhaps straight from files",
    "замечание: {0} сделано не по хранилищу этой программы; возможно, прямо из файлов")
  private static let whole = Wording(
    "{0}: {1} files: nothing differs", "{0}: файлов {1}: расхождений нет")
  private static let differs = Wording("{0}: {1} differences", "{0}: расхождений: {1}")
}
