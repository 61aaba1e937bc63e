// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Where tests find the oracles and real data that lie beside the checkout, never inside it.
package enum SharedData {
  /// The folder `../shared` beside the checkout, or what MEZON_ORACLES names; nil where neither exists.
  package static let root: URL? = {
    let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let candidates = [
      ProcessInfo.processInfo.environment["MEZON_ORACLES"].map { URL(fileURLWithPath: $0) },
      checkout.deletingLastPathComponent().appendingPathComponent("shared"),
    ]
    return candidates.compactMap { $0 }.first {
      FileManager.default.fileExists(atPath: $0.appendingPathComponent("oracles").path)
    }
  }()

  /// Whether absence of the shared folder is a failure instead of a skip (as in CI).
  package static let isRequired = ProcessInfo.processInfo.environment["MEZON_REQUIRE_SHARED"] == "1"

  /// True when tests that need the shared folder should run: it exists, or its absence must fail.
  package static var shouldRun: Bool { root != nil || isRequired }

  /// The URL of a file under the shared folder, such as `oracles/periods/periods.csv`.
  /// - Throws: ``Missing`` when the folder or the file does not exist.
  package static func url(_ path: String) throws -> URL {
    guard let url = root?.appendingPathComponent(path), FileManager.default.fileExists(atPath: url.path) else {
      throw Missing(path: path)
    }
    return url
  }

  /// The text of a file under the shared folder.
  package static func text(_ path: String) throws -> String {
    try String(contentsOf: url(path), encoding: .utf8)
  }

  /// A file of the shared folder that a test needs and that is not there.
  package struct Missing: Error, CustomStringConvertible {
    let path: String
    package var description: String { "skipped data is required here: ../shared/\(path) does not exist" }
  }
}
