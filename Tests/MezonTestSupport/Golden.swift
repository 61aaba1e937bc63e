// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Testing

/// Files that hold what a test expects. With MEZON_RECORD=1 they are written anew, and that run fails all the same.
package enum Golden {
  package static var isRecording: Bool { ProcessInfo.processInfo.environment["MEZON_RECORD"] == "1" }

  /// Compares a text with the golden file at a place.
  package static func expect(_ text: String, at url: URL, _ place: Testing.SourceLocation = #_sourceLocation) {
    let recorded = try? String(contentsOf: url, encoding: .utf8)
    guard recorded != text else { return }
    let name = url.lastPathComponent
    if isRecording {
      #expect(throws: Never.self, sourceLocation: place) { try Data(text.utf8).write(to: url) }
      Issue.record("\(name) is recorded anew; read what changed", sourceLocation: place)
    } else {
      let difference = firstDifference(recorded ?? "", text)
      Issue.record("\(name) differs from line \(difference); MEZON_RECORD=1 records it anew", sourceLocation: place)
    }
  }

  private static func firstDifference(_ old: String, _ new: String) -> String {
    let (a, b) = (
      old.split(separator: "\n", omittingEmptySubsequences: false),
      new.split(separator: "\n", omittingEmptySubsequences: false)
    )
    let same = zip(a, b).prefix { $0 == $1 }.count
    return
      "\(same + 1)\n  expected: \(same < a.count ? a[same] : "the end")\n  found:    \(same < b.count ? b[same] : "the end")"
  }
}
