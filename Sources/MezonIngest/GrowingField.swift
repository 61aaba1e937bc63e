// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A field that one thread at a time adds rows to.
final class GrowingField: Sendable {
  private let field: Mutex<FieldBuilder>

  init(_ field: FieldBuilder) { self.field = Mutex(field) }

  /// Adds the rows of parts, each with what its codes have become, to so many in all.
  func append(_ parts: [(field: FieldBuilder, codes: [DictionaryPlace: [Int32]])], rows: Int) {
    field.withLock { whole in
      whole.reserve(rows: rows)
      for part in parts { whole.append(contentsOf: part.field) { part.codes[$0] ?? [] } }
    }
  }

  /// The field as it has grown.
  var grown: FieldBuilder { field.withLock { $0 } }
}
