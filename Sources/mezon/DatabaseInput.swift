// SPDX-License-Identifier: Apache-2.0

import MezonIngest

/// Reading tables of databases, with failures in the user's words.
enum DatabaseInput {
  /// The table that an address names.
  static func read(_ address: String) throws -> NamedBytes {
    do throws(DatabaseFile.Failure) {
      return try DatabaseFile.read(address)
    } catch {
      throw CommandFailure(.cannotRead, error.diagnostic)
    }
  }
}
