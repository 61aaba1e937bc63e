// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonDiagnostics
import MezonSyntax

/// What keeps a source from being read at all.
struct ReadingFailure: Error {
  let diagnostic: Diagnostic
  init(_ diagnostic: Diagnostic) { self.diagnostic = diagnostic }
}

/// A delimited file that was handed in, opened: its header is read, its rows are not.
struct HandedInTable: Sendable {
  let file: String
  let bytes: [UInt8]
  let delimiter: DelimitedFormat.Delimiter
  /// The names of the columns without blanks around them.
  let names: [String]
  /// Where the header's line begins in the file, and how many lines stand before it.
  let bytesBefore: Int
  let linesBefore: Int
  var reader: DelimitedReader

  /// Opens a file: without a delimiter the one that stands most often in the header is taken.
  /// - Parameter headerLine: the line, from 1, in which the header begins.
  init(
    file: String, bytes: [UInt8], delimiter: DelimitedFormat.Delimiter?, headerLine: Int
  ) throws(ReadingFailure) {
    guard let start = Self.start(ofLine: max(1, headerLine), in: bytes) else {
      throw ReadingFailure(Diagnostic(IngestRule.noHeaderLine, [file, String(headerLine)], at: .file(file)))
    }
    let content = start == 0 ? bytes : Array(bytes[start...])
    let chosen = delimiter ?? Self.delimiter(ofHeader: content)
    var reader = DelimitedReader(source: ArrayByteSource(content), format: DelimitedFormat(delimiter: chosen))
    switch (try? reader.readHeader()) ?? .absent {
    case .absent: throw ReadingFailure(Diagnostic(IngestRule.emptyFile, [file], at: .file(file)))
    case .refused(let row):
      let broken = IngestRule.broken(by: row.fault)
      let reason = broken.rule.message.filled(broken.arguments, in: .english)
      let place = DiagnosticPlace.row(file: file, line: row.fault.line + max(1, headerLine) - 1, column: nil)
      throw ReadingFailure(Diagnostic(IngestRule.unreadableHeader, [reason], at: place))
    case .names(let names):
      self.names = names.map { String(decoding: FieldText.trimmedBytes($0), as: UTF8.self) }
    }
    self.file = file
    self.bytes = bytes
    self.delimiter = chosen
    self.reader = reader
    bytesBefore = start
    linesBefore = max(1, headerLine) - 1
  }

  /// Where a line begins; nil when there are fewer. Complexity: O(bytes before).
  private static func start(ofLine line: Int, in bytes: [UInt8]) -> Int? {
    var current = 1
    var index = 0
    while current < line {
      guard index < bytes.count else { return nil }
      let byte = bytes[index]
      index += 1
      if byte == 0x0A || (byte == 0x0D && !(index < bytes.count && bytes[index] == 0x0A)) { current += 1 }
    }
    return index < bytes.count || index == 0 ? index : nil
  }

  /// The delimiter that stands most often outside quotes in the first line that is not blank; the comma if none does.
  private static func delimiter(ofHeader bytes: [UInt8]) -> DelimitedFormat.Delimiter {
    var counts = [Int](repeating: 0, count: DelimitedFormat.Delimiter.allCases.count)
    var isQuoted = false
    var hasContent = false
    for byte in bytes.prefix(1 << 16) {
      if byte == 0x22 { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A || byte == 0x0D {
        if hasContent { break }
        continue
      }
      hasContent = true
      for (place, delimiter) in DelimitedFormat.Delimiter.allCases.enumerated() where byte == delimiter.rawValue {
        counts[place] += 1
      }
    }
    var best = 0
    for place in counts.indices where counts[place] > counts[best] { best = place }
    return DelimitedFormat.Delimiter.allCases[best]
  }

  /// The place of a column by its exact name, for a definition that names it.
  func column(_ name: TextLiteral) throws(ReadingFailure) -> Int {
    let wanted = String(decoding: FieldText.trimmedBytes(name.text), as: UTF8.self)
    let places = names.indices.filter { names[$0] == wanted }
    guard let place = places.first else {
      throw ReadingFailure(
        Diagnostic(
          IngestRule.noColumn, [name.text, file, shownHeader], at: name.range,
          suggestion: Spelling.nearest(to: wanted, among: names)))
    }
    guard places.count == 1 else {
      throw ReadingFailure(
        Diagnostic(IngestRule.repeatedColumn, [name.text, file, String(places.count)], at: name.range))
    }
    return place
  }

  /// The header for a message: at most forty names.
  var shownHeader: String {
    let limit = 40
    let shown = names.prefix(limit).map { name in
      name.withBytes { FieldText.excerpt($0) }
    }
    return shown.joined(separator: ", ") + (names.count > limit ? " …" : "")
  }
}

extension String {
  /// Calls `body` with the text's bytes.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    var copy = self
    return copy.withUTF8 { body(UnsafeRawBufferPointer($0)) }
  }
}
