// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax
import MezonTables

/// A text that was handed in, in UTF-8, with what is to be said about its encoding.
struct DecodedText: Sendable {
  let bytes: [UInt8]
  var warnings: [Diagnostic] = []

  /// Decodes a text by its stated encoding, or by the one that is found out. A text in UTF-8 is taken as it is.
  init(file: String, bytes: [UInt8], encoding stated: TextLiteral?) throws(ReadingFailure) {
    var encoding = TextEncoding.detect(bytes)
    if let stated {
      encoding = TextEncoding(stated: stated.text)
      if encoding.isUTF8 {
        self.bytes = bytes
        return
      }
    } else if encoding.isUTF8 || (encoding.isByteWise && Self.isBroken(bytes)) {
      self.bytes = bytes
      return
    }
    do {
      self.bytes = try TextDecoder(encoding.name).decode(bytes)
    } catch {
      throw ReadingFailure(
        Diagnostic(
          IngestRule.unknownEncoding, [encoding.name],
          at: stated.map { DiagnosticPlace.definition($0.range) } ?? DiagnosticPlace.file(file))
      )
    }
    guard encoding.evidence == .guess else { return }
    warnings.append(
      Diagnostic(
        IngestRule.guessedEncoding, [file, encoding.name, Self.preview(self.bytes)], at: .file(file)))
  }

  /// Whether a text is UTF-8 but for a few damaged places: then its rows are refused one by one.
  private static func isBroken(_ bytes: [UInt8]) -> Bool {
    var (letters, damages, index) = (0, 0, 0)
    while index < bytes.count {
      let byte = bytes[index]
      let length =
        byte < 0x80 ? 1 : (0xC2...0xDF ~= byte ? 2 : (0xE0...0xEF ~= byte ? 3 : (0xF0...0xF4 ~= byte ? 4 : 0)))
      let tail = bytes[min(index + 1, bytes.count)..<min(index + max(1, length), bytes.count)]
      if length == 0 || tail.count < length - 1 || tail.contains(where: { $0 & 0xC0 != 0x80 }) {
        damages += 1
        index += 1
      } else {
        if length > 1 { letters += 1 }
        index += length
      }
    }
    return damages <= 2 || damages * 4 < letters
  }

  /// The first words that are not in Latin letters, for a person to judge by.
  private static func preview(_ bytes: [UInt8]) -> String {
    let first = bytes.firstIndex { $0 >= 0x80 } ?? 0
    let start = bytes[..<first].lastIndex { $0 == 0x0A || $0 == 0x0D }.map { $0 + 1 } ?? max(0, first - 40)
    return Array(bytes[start...].prefix(400)).withUnsafeBytes { FieldText.excerpt(FieldText.trimmed($0)) }
  }
}
