// SPDX-License-Identifier: Apache-2.0

/// One case of an oracle: a name for messages, and the comparison of what a kernel says with the reference.
struct OracleCase: Sendable {
  /// What the file calls the case, or which row it is. Nothing may depend on it.
  let name: String

  /// Asks the kernel and compares; what it throws counts as a disagreement.
  let compare: @Sendable (inout Comparison) throws -> Void

  /// Makes a case.
  init(_ name: String, compare: @escaping @Sendable (inout Comparison) throws -> Void) {
    self.name = name
    self.compare = compare
  }

  /// What does not agree, which is nothing where the case agrees, and what of the reference contradicts itself.
  func outcome() -> (disagreements: [String], notes: [String]) {
    var comparison = Comparison()
    do {
      try compare(&comparison)
    } catch {
      return (comparison.disagreements + ["\(error)"], comparison.notes)
    }
    if comparison.count == 0, comparison.disagreements.isEmpty { return (["nothing was compared"], comparison.notes) }
    return (comparison.disagreements, comparison.notes)
  }
}

/// The adapter of one kind of oracle file: it turns the file into cases, each of which asks a kernel.
///
///     OracleReader("proportions", "poisson_count_ci.csv") { file in
///       try file.table().rows.map { row in OracleCase(row.description) { ... } }
///     }
///
/// A reader implements what the file's columns mean. It knows no case, and takes none out.
struct OracleReader: Sendable {
  /// The folder that the file is in.
  let folder: String

  /// The file's name, in which `*` stands for any text.
  let pattern: String

  /// The cases of a file; nil for data without a result of its own.
  let cases: (@Sendable (OracleFile) throws -> [OracleCase])?

  /// Makes the reader of a file.
  init(_ folder: String, _ pattern: String, cases: @escaping @Sendable (OracleFile) throws -> [OracleCase]) {
    self.folder = folder
    self.pattern = pattern
    self.cases = cases
  }

  private init(dataIn folder: String, _ pattern: String) {
    self.folder = folder
    self.pattern = pattern
    cases = nil
  }

  /// Says that a file holds no results, but data: mostly those that the cases of another file refer to.
  static func data(_ folder: String, _ pattern: String) -> OracleReader { OracleReader(dataIn: folder, pattern) }

  /// A reader for a table of which every row is a case of its own.
  static func rows(
    _ folder: String, _ pattern: String,
    compare: @escaping @Sendable (OracleTable.Row, inout Comparison) throws -> Void
  ) -> OracleReader {
    OracleReader(folder, pattern) { file in
      try file.table().rows.map { row in OracleCase(row.description) { try compare(row, &$0) } }
    }
  }

  /// A reader for a JSON file of which every element of `list` is a case of its own.
  static func elements(
    _ folder: String, _ pattern: String, of list: String = "cases", name: String = "id",
    compare: @escaping @Sendable (JSONValue, inout Comparison) throws -> Void
  ) -> OracleReader {
    OracleReader(folder, pattern) { file in
      try file.json()[list].elements.enumerated().map { index, element in
        OracleCase(element[name].text ?? "case \(index + 1)") { try compare(element, &$0) }
      }
    }
  }

  /// Whether this reader is the one for a file.
  func reads(_ file: OracleFile) -> Bool {
    guard folder == file.folder else { return false }
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard let first = parts.first, let last = parts.last, parts.count > 1 else { return pattern == file.name }
    return file.name.hasPrefix(first) && file.name.dropFirst(first.count).hasSuffix(last)
  }
}
