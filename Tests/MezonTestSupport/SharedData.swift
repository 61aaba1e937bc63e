// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Where tests find the oracles and real data that lie beside the checkout, never inside it.
package enum SharedData {
  /// The folder `../shared` beside the checkout; nil where it does not exist.
  package static let root: URL? = {
    let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return existing(checkout.deletingLastPathComponent().appendingPathComponent("shared"))
  }()

  /// What the environment variable MEZON_ORACLES names; nil where it is not set.
  package static let namedOracles: URL? = ProcessInfo.processInfo.environment["MEZON_ORACLES"].map {
    URL(fileURLWithPath: $0)
  }

  /// The folder of oracles: the one that MEZON_ORACLES names (or the `oracles` in it), else `../shared/oracles`.
  ///
  /// Nil where it does not exist: a name that leads nowhere is not replaced by the folder beside the checkout.
  package static let oracles: URL? = {
    guard let namedOracles else { return existing(root?.appendingPathComponent("oracles")) }
    return existing(namedOracles.appendingPathComponent("oracles")) ?? existing(namedOracles)
  }()

  private static func existing(_ url: URL?) -> URL? {
    url.flatMap { FileManager.default.fileExists(atPath: $0.path) ? $0 : nil }
  }

  /// Whether absence of the shared folder is a failure instead of a skip (as in CI).
  package static let isRequired = ProcessInfo.processInfo.environment["MEZON_REQUIRE_SHARED"] == "1"

  /// True when tests that need the shared folder should run: it exists, or its absence must fail.
  package static var shouldRun: Bool { root != nil || isRequired }

  /// The URL of a file under the shared folder, such as `oracles/periods/periods.csv`.
  /// - Throws: ``Missing`` when the folder or the file does not exist.
  package static func url(_ path: String) throws -> URL {
    let url: URL?
    if path.hasPrefix("oracles/") {
      url = oracles?.appendingPathComponent(String(path.dropFirst("oracles/".count)))
    } else {
      url = root?.appendingPathComponent(path)
    }
    guard let url = existing(url) else { throw Missing(path: path) }
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
