// SPDX-License-Identifier: Apache-2.0

/// The relations of one part of a package to others (ECMA-376 Part 2, 9.3).
final class PartRelations: XMLHandler {
  struct Relation {
    let id: String
    /// The last word of its type: `worksheet`, `sharedStrings`.
    let type: String
    let target: String
    let isExternal: Bool
  }

  private(set) var list: [Relation] = []
  /// The folder of the part, to which targets are relative.
  private let folder: [Substring]
  let isFinished = false

  /// Reads the relations of a part; none where it has none.
  init(of part: String, in archive: ZipArchive) throws(TableFault) {
    var steps = part.split(separator: "/")
    let file = steps.popLast() ?? ""
    folder = steps
    let relations = (steps + ["_rels", file + ".rels"]).joined(separator: "/")
    guard archive.has(relations) else { return }
    try XMLScanner(part: relations, handler: self).scan(archive)
  }

  func start(_ name: XMLName, _ attributes: XMLAttributes) {
    guard case "Relationship" = name, let id = attributes.text("Id"), let type = attributes.text("Type"),
      let target = attributes.text("Target")
    else { return }
    let isExternal = attributes.text("TargetMode") == "External"
    list.append(
      Relation(
        id: id, type: type.split(separator: "/").last.map(String.init) ?? "",
        target: isExternal ? target : resolved(target), isExternal: isExternal))
  }

  func end(_ name: XMLName) {}
  func text(_ bytes: UnsafeRawBufferPointer) {}

  /// The target of the first relation of a type.
  func target(_ type: String) -> String? { list.first { $0.type == type && !$0.isExternal }?.target }

  /// The target of a relation that a part names.
  func target(id: String) -> String? { list.first { $0.id == id && !$0.isExternal }?.target }

  /// A target as a path within the archive. `..` ends at its root: nothing outside can be named.
  private func resolved(_ target: String) -> String {
    var path = target.hasPrefix("/") ? [] : folder
    for step in target.split(separator: "/") where step != "." {
      if step == ".." { _ = path.popLast() } else { path.append(step) }
    }
    return path.joined(separator: "/")
  }
}

/// The sheets that a workbook lists, and how it counts days.
final class WorkbookDirectory: XMLHandler {
  private(set) var sheets: [(name: String, relation: String, isHidden: Bool)] = []
  private(set) var countsFrom1904 = false
  let isFinished = false

  func start(_ name: XMLName, _ attributes: XMLAttributes) {
    switch name {
    case "workbookPr":
      countsFrom1904 = ["1", "true"].contains(attributes.text("date1904") ?? "")
    case "sheet":
      guard let title = attributes.text("name"), let relation = attributes.text("id", in: "relationships") else {
        return
      }
      sheets.append((title, relation, attributes.text("state").map { $0 != "visible" } ?? false))
    default: break
    }
  }

  func end(_ name: XMLName) {}
  func text(_ bytes: UnsafeRawBufferPointer) {}
}
