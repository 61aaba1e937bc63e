// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// A text as a JSON literal in the canonical form of RFC 8785, section 3.2.2.2.
func jsonText(_ text: String) -> String {
  var json = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": json += "\\\""
    case "\\": json += "\\\\"
    case "\u{08}": json += "\\b"
    case "\t": json += "\\t"
    case "\n": json += "\\n"
    case "\u{0C}": json += "\\f"
    case "\r": json += "\\r"
    case "\0"..<" ":
      let digits = String(scalar.value, radix: 16)
      json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: json.unicodeScalars.append(scalar)
    }
  }
  return json + "\""
}

/// A number as a JSON literal, `null` where it is not finite: the shortest decimal that reads back as the same number.
func jsonNumber(_ value: Double) -> String {
  guard value.isFinite else { return "null" }
  return text(of: value)
}

/// The details of a row as one canonical JSON object; empty when there are none.
func canonicalDetails(_ details: [(name: String, json: String)]) -> String {
  guard !details.isEmpty else { return "" }
  // RFC 8785 sorts names by their UTF-16 units.
  let sorted = details.sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }
  return "{" + sorted.map { jsonText($0.name) + ":" + $0.json }.joined(separator: ",") + "}"
}
