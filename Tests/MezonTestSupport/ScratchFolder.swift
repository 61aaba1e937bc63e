// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// A folder that is removed again.
package final class ScratchFolder {
  package let url = FileManager.default.temporaryDirectory.appendingPathComponent("mezon-tables-\(UUID().uuidString)")
  package init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: url) }
}
