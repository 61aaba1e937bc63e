// SPDX-License-Identifier: Apache-2.0

/// The identities of the rows of a table that is handed in, made when they are asked for.
package struct RowIdentities: Sendable {
  private let make: @Sendable (_ row: Int) -> [Identity]

  /// - Parameter make: the identities of a row, in the order of the definition
  package init(_ make: @escaping @Sendable (_ row: Int) -> [Identity]) { self.make = make }

  /// Identities at hand.
  init(_ identities: [Identity]) {
    let ofRows = Dictionary(grouping: identities, by: \.row)
    make = { ofRows[$0] ?? [] }
  }

  /// The identities of a row.
  func of(_ row: Int) -> [Identity] { make(row) }
}
