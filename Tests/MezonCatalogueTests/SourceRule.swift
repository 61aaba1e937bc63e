// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A rule as the sources declare it: every `DiagnosticRule("MZ2001", .error, Wording(...), remedy: Wording(...))`.
///
/// Read from the text, since rules stand in all rooms, most of them visible in their room only.
struct SourceRule: Sendable, Hashable {
  let code: String
  /// The constant that declares it, by which code and tests name it: `SemanticRule.unknownName`.
  let constant: String
  /// `error` or `warning`.
  let severity: String
  let messages: [String: String]
  let remedies: [String: String]
  /// The file that declares it, below Sources.
  let file: String

  static let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// All rules with a code of their own, by code; a code that is declared twice stands twice.
  static let all: [SourceRule] = {
    let root = checkout.appendingPathComponent("Sources")
    let files = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    let found = files.filter { $0.hasSuffix(".swift") }.sorted().flatMap { file in
      rules(in: (try? String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)) ?? "", file)
    }
    return found.sorted { ($0.code, $0.file) < ($1.code, $1.file) }
  }()

  private static func rules(in text: String, _ file: String) -> [SourceRule] {
    let parts = text.components(separatedBy: "DiagnosticRule(")
    var type = ""
    return zip(parts, parts.dropFirst()).compactMap { before, part in
      if let opened = before.matches(of: /(?:enum|struct|extension) (\w+)/).last { type = String(opened.1) }
      let name = before.matches(of: /let (\w+)(?:: \w+)? = $/).last.map { String($0.1) } ?? ""
      let literals = literals(in: part)
      guard let code = literals.first, code.hasPrefix("MZ"), code.count == 6, literals.count >= 5 else { return nil }
      let severity = part.contains(/^\s*"MZ\d{4}",\s*\.warning/) ? "warning" : "error"
      return SourceRule(
        code: code, constant: "\(type).\(name)", severity: severity, messages: ["en": literals[1], "ru": literals[2]],
        remedies: ["en": literals[3], "ru": literals[4]], file: file)
    }
  }

  /// The string literals up to the bracket that closes the call, with their escapes undone.
  private static func literals(in text: String) -> [String] {
    var literals: [String] = []
    var depth = 1
    var rest = text[...]
    while depth > 0, let letter = rest.popFirst() {
      switch letter {
      case "(": depth += 1
      case ")": depth -= 1
      case "\"": literals.append(literal(&rest))
      default: break
      }
    }
    return literals
  }

  private static func literal(_ rest: inout Substring) -> String {
    var result = ""
    while let letter = rest.popFirst(), letter != "\"" {
      guard letter == "\\" else {
        result.append(letter)
        continue
      }
      guard let escaped = rest.popFirst() else { break }
      if escaped == "(" {
        // An interpolation stands for a fact.
        rest = rest.drop { $0 != ")" }.dropFirst()
        result += "…"
      } else {
        result.append(escaped)
      }
    }
    return result
  }
}
