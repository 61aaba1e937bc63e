// SPDX-License-Identifier: Apache-2.0

import MezonIngest

/// Reading tables of databases, with failures in the user's words.
enum DatabaseInput {
  /// The table that an address names; a large one is not held.
  /// - Parameter large: from how many bytes on it is large
  static func open(_ address: String, heldBelow large: Int) throws -> DatabaseFile {
    try telling { () throws(DatabaseFile.Failure) in try DatabaseFile(address, heldBelow: large) }
  }

  /// The table that an address names, as a whole.
  static func read(_ address: String) throws -> NamedBytes {
    let table = try open(address, heldBelow: .max)
    return NamedBytes(file: table.name, bytes: table.held ?? [])
  }

  /// Calls a reader of a table; what it throws becomes a failure of the command.
  static func telling<Value>(_ body: () throws(DatabaseFile.Failure) -> Value) throws -> Value {
    do throws(DatabaseFile.Failure) { return try body() } catch {
      throw CommandFailure(.cannotRead, error.diagnostic)
    }
  }
}
