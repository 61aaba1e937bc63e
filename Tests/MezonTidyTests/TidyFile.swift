// SPDX-License-Identifier: Apache-2.0

/// A file of the checkout, as the tidiness rules see it.
struct TidyFile: Sendable {
  /// The path inside the checkout, with `/` between its components.
  let path: String
  /// The text; empty for a file that is not text.
  let text: String
  /// Whether the file may be run.
  var isExecutable = false

  /// The components of the path.
  var components: [Substring] { path.split(separator: "/") }

  /// The lines of the text, in order.
  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// What follows the last full stop of the file's name; empty where there is none.
  var pathExtension: Substring {
    guard let name = components.last, let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return name[name.index(after: dot)...]
  }

  /// Whether the file holds Swift source.
  var isSwift: Bool { pathExtension == "swift" }

  /// Whether the file is one of the project's commands.
  var isScript: Bool { path.hasPrefix("Scripts/") || path.hasPrefix(".ci/") }

  /// The target under Sources/ that the file belongs to, nil for files elsewhere.
  var room: String? {
    let components = components
    return components.count > 2 && components[0] == "Sources" ? String(components[1]) : nil
  }

  /// The target under Tests/ that the file belongs to, nil for files elsewhere.
  var testTarget: String? {
    let components = components
    return components.count > 2 && components[0] == "Tests" ? String(components[1]) : nil
  }
}

/// A place that breaks a rule.
struct Finding: Equatable, Comparable, CustomStringConvertible, Sendable {
  let path: String
  /// The line, counted from 1; 0 where the file as a whole is meant.
  let line: Int
  let message: String

  var description: String { line == 0 ? "\(path): \(message)" : "\(path):\(line): \(message)" }

  static func < (left: Finding, right: Finding) -> Bool {
    (left.path, left.line, left.message) < (right.path, right.line, right.message)
  }
}
