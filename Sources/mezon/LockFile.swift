// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonSemantics

/// The file `definitions.lock` of a programme's folder: canonical JSON, one entry a line.
enum LockFile {
  static let name = "definitions.lock"

  private struct Written: Decodable {
    struct Entry: Decodable {
      let id: String
      let effective_from: String
      let digest: String
    }
    let format: Int
    let definitions: [Entry]
  }

  /// What is pinned in a folder; nothing where it has no lock. A damaged file ends the command: what it pinned is not known.
  static func read(_ folder: String) throws -> DefinitionLock? {
    let path = folder + "/" + name
    guard InputFile.exists(path) else { return nil }
    let bytes = try InputFile.bytes(path)
    guard let written = try? JSONDecoder().decode(Written.self, from: Data(bytes)), written.format == 1,
      written.definitions.allSatisfy({ isDigest($0.digest) && !$0.id.isEmpty })
    else { throw CommandFailure(.notUnderstood, CommandRule.damagedLock, file: path) }
    return DefinitionLock(
      written.definitions.map {
        DefinitionLock.Entry(id: $0.id, effectiveFrom: $0.effective_from, digest: $0.digest)
      })
  }

  private static func isDigest(_ text: String) -> Bool {
    text.utf8.count == 64 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }

  /// The bytes of a lock.
  static func bytes(_ lock: DefinitionLock) -> [UInt8] {
    let lines = lock.entries.map { entry in
      "{\"digest\":\(JSONText.quoted(entry.digest)),\"effective_from\":\(JSONText.quoted(entry.effectiveFrom)),"
        + "\"id\":\(JSONText.quoted(entry.id))}"
    }
    let list = lines.isEmpty ? "[]" : "[\n" + lines.joined(separator: ",\n") + "\n]"
    return Array("{\"definitions\":\(list),\"format\":1}\n".utf8)
  }

  /// What in a programme contradicts its folder's lock.
  static func faults(in programme: Programme, _ folder: ProgrammeFolder) throws -> [Diagnostic] {
    guard let path = folder.path, let lock = try read(path) else { return [] }
    return lock.faults(in: programme, lockFile: path + "/" + name)
  }

  /// The lock with some more of a programme's indicators pinned; nil where that changes nothing.
  static func pinning(_ ids: Set<String>?, of programme: Programme, in folder: String) throws -> DefinitionLock? {
    let known = try read(folder)
    let grown = (known ?? DefinitionLock([])).adding(DefinitionLock(programme, ids: ids))
    return grown == known ? nil : grown
  }
}
