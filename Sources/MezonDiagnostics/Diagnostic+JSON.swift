// SPDX-License-Identifier: Apache-2.0

extension Diagnostic {
  /// The diagnostic as one JSON object for `--json`: code, severity, message, remedy, place, notes, suggestion.
  package func json(in language: MessageLanguage = .english) -> String {
    var fields = [
      "\"code\":\(JSONText.quoted(rule.code))",
      "\"severity\":\(JSONText.quoted(rule.severity.rawValue))",
      "\"message\":\(JSONText.quoted(message(in: language)))",
      "\"remedy\":\(JSONText.quoted(remedy(in: language)))",
    ]
    fields += place.jsonFields
    if let suggestion { fields.append("\"suggestion\":\(JSONText.quoted(suggestion))") }
    if !notes.isEmpty {
      let rendered = notes.map { note in
        let own = ["\"message\":\(JSONText.quoted(note.message.filled(note.arguments, in: language)))"]
        return "{" + (own + note.place.jsonFields).joined(separator: ",") + "}"
      }
      fields.append("\"notes\":[\(rendered.joined(separator: ","))]")
    }
    return "{" + fields.joined(separator: ",") + "}"
  }
}

extension DiagnosticPlace {
  fileprivate var jsonFields: [String] {
    switch self {
    case .definition(let range):
      let start = range.source.position(of: range.lower)
      let end = range.source.position(of: range.upper)
      return [
        "\"file\":\(JSONText.quoted(range.source.name))", "\"line\":\(start.line)", "\"column\":\(start.column)",
        "\"end_line\":\(end.line)", "\"end_column\":\(end.column)",
      ]
    case .row(let file, let line, let column):
      return ["\"file\":\(JSONText.quoted(file))", "\"line\":\(line)"] + (column.map { ["\"column\":\($0)"] } ?? [])
    case .file(let file): return ["\"file\":\(JSONText.quoted(file))"]
    case .none: return []
    }
  }
}

/// Strings as JSON (RFC 8259) with the escapes of RFC 8785: control characters, quote and backslash only.
package enum JSONText {
  /// A JSON string literal. Complexity: O(*n*).
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{8}": result += "\\b"
      case "\u{C}": result += "\\f"
      case let control where control.value < 0x20:
        let digits = String(control.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
