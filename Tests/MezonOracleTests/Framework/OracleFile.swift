// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTestSupport
import Testing

/// A file of reference results, in one of the oracle folders.
struct OracleFile: CustomTestStringConvertible, Hashable, Sendable {
  /// The folder's name, such as `survey`.
  let folder: String

  /// The file's name; in a folder within the folder, its path from there.
  let name: String

  var testDescription: String { "\(folder)/\(name)" }

  /// Another file of the same folder, such as the data that cases refer to.
  func sibling(_ name: String) -> OracleFile { OracleFile(folder: folder, name: name) }

  /// Where the file is.
  /// - Throws: an error that names the file where it is absent.
  func url() throws -> URL { try SharedData.url("oracles/\(folder)/\(name)") }

  /// The file as a table.
  func table() throws -> OracleTable {
    try OracleTable(text: String(contentsOf: url(), encoding: .utf8), name: testDescription)
  }

  /// The file as JSON.
  func json() throws -> JSONValue {
    try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: url()))
  }

  /// Whether there is a folder of oracles, or its absence must fail: it is required, or named.
  static let shouldBeThere = SharedData.oracles != nil || SharedData.isRequired || SharedData.namedOracles != nil

  /// All files of all oracle folders, in the order of their names; none where there is no oracle folder.
  static func all() -> [OracleFile] {
    guard let root = SharedData.oracles else { return [] }
    let manager = FileManager.default
    let folders = (try? manager.contentsOfDirectory(atPath: root.path)) ?? []
    return folders.sorted().flatMap { folder in
      let path = root.appendingPathComponent(folder).path
      return (manager.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []).sorted().filter { name in
        var isFolder: ObjCBool = false
        return manager.fileExists(atPath: path + "/" + name, isDirectory: &isFolder) && !isFolder.boolValue
      }.map { OracleFile(folder: folder, name: $0) }
    }
  }

  /// How many cases the file seems to hold, for files that nothing reads yet.
  func estimatedCaseCount() -> Int {
    if name.hasSuffix(".csv") { return (try? table().rows.count) ?? 1 }
    guard name.hasSuffix(".json"), let json = try? json() else { return 1 }
    if case .array(let cases) = json["cases"] { return cases.count }
    if case .array(let cases) = json { return cases.count }
    return json.keys.map { json[$0].elements.count }.reduce(0, +)
  }
}
