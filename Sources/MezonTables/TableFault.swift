// SPDX-License-Identifier: Apache-2.0

/// Why a file, or what is left of it, cannot be read.
package struct TableFault: Error, Sendable, Hashable {
  /// What is wrong. Wording belongs to those who show it.
  package enum Kind: Sendable, Hashable {
    /// The archive is cut, its parts overlap, or its directory contradicts what it lists.
    case brokenArchive(String)
    /// Two parts have one name, but for the case of letters.
    case repeatedPart(String)
    /// A part is a link to another file.
    case linkedPart(String)
    /// The archive has more parts than any workbook needs.
    case tooManyParts(Int)
    /// A part expands beyond what any real one does.
    case expandsTooFar(String)
    /// The file, or a part of it, is locked by a password.
    case locked
    /// A part that the format needs is absent.
    case absentPart(String)
    /// XML that is not well formed: the part, its line, the reason.
    case brokenXML(part: String, line: Int, reason: String)
    /// XML that declares a document type, which could define entities; workbooks have none.
    case declaresEntities(part: String)
    /// XML nested deeper than any workbook is.
    case nestedTooDeep(part: String)
    /// A text longer than a cell may be.
    case textTooLong(part: String, limit: Int)
    /// Shared texts that take more memory than is set aside for them.
    case tooMuchText(limit: Int)
    /// A row, or a record, whose cells hold more than any real one does.
    case rowTooLong(part: String, row: Int, limit: Int)
    /// The rows of a sheet go backwards.
    case disorder(part: String, row: Int)
    /// A format that is known but not read, such as XLSB.
    case unsupported(String)
    /// What a library said.
    case unreadable(String)
    /// JSON that is not well formed, or is no list of records.
    case brokenJSON(line: Int, reason: String)
    /// Bytes that are not text in an encoding: its name, the line.
    case notInEncoding(String, line: Int)
    /// An encoding that the system does not know.
    case unknownEncoding(String)
  }

  package let kind: Kind

  package init(_ kind: Kind) { self.kind = kind }
}
