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
    guard let encoding = Self.encoding(stated: stated, bytes) else {
      self.bytes = bytes
      return
    }
    self.bytes = try Self.decoder(of: encoding, file: file, stated: stated).decode(bytes)
    guard encoding.evidence == .guess else { return }
    warnings.append(Self.warning(of: encoding, file: file, in: self.bytes))
  }

  /// The encoding of a text by what is stated, or else by itself; nil for UTF-8 as below.
  private static func encoding(stated: TextLiteral?, _ bytes: [UInt8]) -> TextEncoding? {
    var judge = EncodingJudge()
    // Nearly every text is UTF-8, which is known sooner.
    if stated == nil {
      if TextEncoding.detect(bytes).isUTF8 { return nil }
      judge.take(bytes)
    }
    return encoding(stated: stated, judge)
  }

  /// The encoding of a text by what is stated, or else by a judge that has seen all of it; nil for UTF-8, though there may be damaged places:
  /// then its rows are refused one by one.
  static func encoding(stated: TextLiteral?, _ judge: EncodingJudge) -> TextEncoding? {
    if let stated {
      let encoding = TextEncoding(stated: stated.text)
      return encoding.isUTF8 ? nil : encoding
    }
    let encoding = judge.encoding
    return encoding.isUTF8 || (encoding.isByteWise && judge.isDamagedUTF8) ? nil : encoding
  }

  /// What turns an encoding into UTF-8.
  static func decoder(
    of encoding: TextEncoding, file: String, stated: TextLiteral?
  ) throws(ReadingFailure) -> TextDecoder {
    do { return try TextDecoder(encoding.name) } catch {
      throw ReadingFailure(
        Diagnostic(
          IngestRule.unknownEncoding, [encoding.name],
          at: stated.map { DiagnosticPlace.definition($0.range) } ?? DiagnosticPlace.file(file)))
    }
  }

  /// That the encoding is a guess.
  /// - Parameter text: the text in UTF-8, with its first words that are not in Latin letters
  static func warning(of encoding: TextEncoding, file: String, in text: [UInt8]) -> Diagnostic {
    Diagnostic(IngestRule.guessedEncoding, [file, encoding.name, preview(text)], at: .file(file))
  }

  /// The first words that are not in Latin letters, for a person to judge by.
  private static func preview(_ bytes: [UInt8]) -> String {
    let first = bytes.firstIndex { $0 >= 0x80 } ?? 0
    let start = bytes[..<first].lastIndex { $0 == 0x0A || $0 == 0x0D }.map { $0 + 1 } ?? max(0, first - 40)
    return Array(bytes[start...].prefix(previewBytes)).withUnsafeBytes { FieldText.excerpt(FieldText.trimmed($0)) }
  }

  /// How much of a text is looked at for its first words.
  static let previewBytes = 400
}
