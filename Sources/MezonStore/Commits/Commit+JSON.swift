// SPDX-License-Identifier: Apache-2.0

import MezonCalendar

extension Commit {
  /// The commit as it stands in its file and in its leaf.
  var json: JSON {
    var members: [String: JSON] = [
      "format": .number(1), "number": .count(number), "kind": .string(kind.rawValue),
      "previous": .string(previous.hex), "recorded": .string(recordedText), "origin": .string(origin),
      "tree_size": .count(treeSize), "peaks": .array(peaks.map { .string($0.hex) }),
    ]
    let texts = [
      ("source", source), ("by", by), ("because", because), ("verifier", verifier ?? ""), ("person", person ?? ""),
    ]
    for (name, text) in texts where !text.isEmpty { members[name] = .string(text) }
    if !inputs.isEmpty { members["inputs"] = .array(inputs.map(\.json)) }
    if !tables.isEmpty { members["tables"] = .array(tables.map(\.json)) }
    if let superseded {
      members["superseded"] = superseded.json
      members["superseded_rows"] = .count(supersededRows)
    }
    if !keys.isEmpty { members["keys"] = .array(keys.map(\.json)) }
    if !destroyed.isEmpty { members["destroyed"] = .array(destroyed.map { .string($0) }) }
    return .object(members)
  }

  /// Reads a commit; nil where something is missing or of another kind.
  init?(_ json: JSON) {
    guard json["format"]?.int == 1, let number = json["number"]?.int, number > 0,
      let kind = json["kind"]?.text.flatMap({ Kind(rawValue: $0) }),
      let previous = Self.digest(json["previous"]), let text = json["recorded"]?.text,
      let recorded = Instant(iso: text)?.microseconds, let origin = json["origin"]?.text,
      let treeSize = json["tree_size"]?.int, treeSize >= 0
    else { return nil }
    self.init(number: number, kind: kind, previous: previous, recorded: recorded, origin: origin)
    source = json["source"]?.text ?? ""
    by = json["by"]?.text ?? ""
    because = json["because"]?.text ?? ""
    verifier = json["verifier"]?.text
    person = json["person"]?.text
    self.treeSize = treeSize
    supersededRows = json["superseded_rows"]?.int ?? 0
    destroyed = json["destroyed"]?.elements.compactMap(\.text) ?? []
    guard let peaks = Self.all(json["peaks"], { Self.digest($0) }),
      let inputs = Self.all(json["inputs"], { Input($0) }), let tables = Self.all(json["tables"], { Table($0) }),
      let keys = Self.all(json["keys"], { FileEntry($0) })
    else { return nil }
    self.peaks = peaks
    self.inputs = inputs
    self.tables = tables
    self.keys = keys
    if let entry = json["superseded"] {
      guard let file = FileEntry(entry) else { return nil }
      superseded = file
    }
  }

  private static func digest(_ json: JSON?) -> Digest256? {
    json?.text.flatMap { Hex.bytes($0) }.flatMap { Digest256($0) }
  }

  /// Every element of an array, or nil where one is not what it should be; none where there is no array.
  private static func all<Value>(_ json: JSON?, _ read: (JSON) -> Value?) -> [Value]? {
    guard let json else { return [] }
    var values: [Value] = []
    for element in json.elements {
      guard let value = read(element) else { return nil }
      values.append(value)
    }
    return values
  }
}

extension Commit.Input {
  fileprivate var json: JSON {
    .object(["name": .string(name), "bytes": .count(bytes), "sha256": .string(digest.hex)])
  }

  fileprivate init?(_ json: JSON) {
    guard let name = json["name"]?.text, let bytes = json["bytes"]?.int,
      let digest = json["sha256"]?.text.flatMap({ Hex.bytes($0) }).flatMap({ Digest256($0) })
    else { return nil }
    self.init(name: name, bytes: bytes, digest: digest)
  }
}

extension Commit.Table {
  fileprivate var json: JSON {
    var members: [String: JSON] = [
      "name": .string(name), "role": .string(role.rawValue), "rows": .count(rows), "first_leaf": .count(firstLeaf),
      "segment": segment.json, "leaves": leaves.json,
    ]
    if !key.isEmpty { members["key"] = .array(key.map { .string($0) }) }
    if let identities { members["identities"] = identities.json }
    if let index { members["index"] = index.json }
    if let days { members["days"] = .array([.count(days.lowerBound), .count(days.upperBound)]) }
    return .object(members)
  }

  fileprivate init?(_ json: JSON) {
    guard let name = json["name"]?.text, let role = json["role"]?.text.flatMap({ Commit.Role(rawValue: $0) }),
      let rows = json["rows"]?.int, rows >= 0, let firstLeaf = json["first_leaf"]?.int, firstLeaf >= 0,
      let segment = json["segment"].flatMap({ FileEntry($0) }), let leaves = json["leaves"].flatMap({ FileEntry($0) })
    else { return nil }
    var others: [String: FileEntry] = [:]
    for name in ["identities", "index"] {
      guard let entry = json[name] else { continue }
      guard let file = FileEntry(entry) else { return nil }
      others[name] = file
    }
    var days: ClosedRange<Int>?
    if let bounds = json["days"]?.elements.compactMap(\.int) {
      guard bounds.count == 2, bounds[0] <= bounds[1] else { return nil }
      days = bounds[0]...bounds[1]
    }
    self.init(
      name: name, role: role, rows: rows, key: json["key"]?.elements.compactMap(\.text) ?? [], firstLeaf: firstLeaf,
      segment: segment, leaves: leaves, identities: others["identities"], index: others["index"], days: days)
  }
}
