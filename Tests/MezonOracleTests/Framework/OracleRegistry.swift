// SPDX-License-Identifier: Apache-2.0

/// Which reader is for which file of which folder.
///
/// A folder is claimed by having a reader: from then on each of its files must have one. Where two readers match a file,
/// the first is taken.
enum OracleRegistry {
  /// The readers of all folders.
  static let readers: [OracleReader] = [
    agreementReaders,
    compositeReaders,
    gamingReaders,
    integrityReaders,
    numericReaders,
    periodReaders,
    processControlReaders,
    proportionReaders,
    publicHealthReaders,
    surveyReaders,
  ].flatMap(\.self)

  /// The folders that at least one reader is for.
  static let claimedFolders = Set(readers.map(\.folder))

  /// The reader of a file; nil where there is none.
  static func reader(of file: OracleFile) -> OracleReader? { readers.first { $0.reads(file) } }
}
