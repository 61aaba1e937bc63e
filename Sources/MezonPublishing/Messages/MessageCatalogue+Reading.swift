// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

extension MessageCatalogue {
  /// Reads a gettext catalogue; any bytes give a catalogue of what could be understood, and what is wrong with the rest.
  ///
  /// Entries marked `fuzzy` are not used, obsolete ones (`#~`) are skipped. Complexity: linear in the text.
  package static func read(
    _ source: SourceText, language: Language
  ) -> (catalogue: MessageCatalogue, diagnostics: [Diagnostic]) {
    var reader = CatalogueReader(source: source, language: language)
    let entries = reader.read()
    let catalogue = MessageCatalogue(language: language, name: source.name, entries: entries)
    return (catalogue, reader.diagnostics.inReadingOrder())
  }
}

extension Language {
  /// The line that says how many forms a catalogue has and which number takes which (GNU gettext manual, "Plural forms").
  var pluralFormsHeader: String {
    switch self {
    case .en, .ky, .uz, .kk: "Plural-Forms: nplurals=2; plural=(n != 1);"
    case .tg: "Plural-Forms: nplurals=1; plural=0;"
    case .ru:
      "Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    }
  }

  /// The lines that the head of a catalogue must have.
  fileprivate var requiredHeaderLines: [String] {
    ["Language: " + code, "Content-Type: text/plain; charset=UTF-8", pluralFormsHeader]
  }
}

/// Reads a catalogue line by line and puts its entries together.
private struct CatalogueReader {
  let source: SourceText
  let language: Language
  var diagnostics: [Diagnostic] = []
  private var entries: [MessageCatalogue.Key: MessageCatalogue.Entry] = [:]
  private var draft = Draft()
  private var hasHeader = false

  init(source: SourceText, language: Language) {
    self.source = source
    self.language = language
  }

  /// An entry whose lines are still coming.
  private struct Draft {
    enum Part: Equatable {
      case context, id, plural
      case form(Int)
    }

    var context: String?
    var id: String?
    var plural: String?
    var forms: [Int: String] = [:]
    var isFuzzy = false
    /// Whether one of its lines was reported; what follows from that is not reported too.
    var isBroken = false
    var part: Part?
    var range: SourceRange?

    var isEmpty: Bool { context == nil && id == nil && forms.isEmpty }
  }

  mutating func read() -> [MessageCatalogue.Key: MessageCatalogue.Entry] {
    if String(validating: source.bytes, as: UTF8.self) == nil {
      diagnostics.append(Diagnostic(CatalogueRule.notUTF8, at: .file(source.name)))
    }
    var start = 0
    while start < source.bytes.count {
      let end = source.bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? source.bytes.count
      takeLine(from: start, to: end)
      start = end + 1
    }
    finishEntry()
    if !hasHeader { reportMissing(language.requiredHeaderLines, at: .file(source.name)) }
    return entries
  }

  private mutating func takeLine(from start: Int, to end: Int) {
    let spaces: Set<UInt8> = [0x20, 0x09, 0x0D]
    var lower = start
    var upper = end
    while lower < upper, spaces.contains(source.bytes[lower]) { lower += 1 }
    while upper > lower, spaces.contains(source.bytes[upper - 1]) { upper -= 1 }
    // An editor's byte order mark before the first line.
    if lower == 0, source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { lower = 3 }
    guard lower < upper else { return finishEntry() }
    switch source.bytes[lower] {
    case UInt8(ascii: "#"): readComment(source.text(lower, upper))
    case UInt8(ascii: "\""): readContinuation(lower, upper)
    default: readKeyword(lower, upper)
    }
  }

  private mutating func readComment(_ comment: String) {
    guard !comment.hasPrefix("#~") else { return }
    // A comment belongs to the entry below it.
    if !draft.forms.isEmpty { finishEntry() }
    if comment.hasPrefix("#,"), comment.dropFirst(2).split(separator: ",").contains(where: { $0.trimmed == "fuzzy" }) {
      draft.isFuzzy = true
    }
  }

  private mutating func readContinuation(_ lower: Int, _ upper: Int) {
    guard let part = draft.part else {
      return report(CatalogueRule.outOfOrder, ["\""], lower, upper)
    }
    guard let text = readString(lower, upper) else { return }
    append(text, to: part)
  }

  private mutating func readKeyword(_ lower: Int, _ upper: Int) {
    var end = lower
    while end < upper, ![0x20, 0x09, UInt8(ascii: "\"")].contains(source.bytes[end]) { end += 1 }
    let word = source.text(lower, end)
    guard let part = part(of: word) else {
      draft.part = nil
      return report(CatalogueRule.unknownWord, [word], lower, end)
    }
    var string = end
    while string < upper, [0x20, 0x09].contains(source.bytes[string]) { string += 1 }
    let opensEntry = part == .context || (part == .id && draft.id != nil)
    if opensEntry, !draft.isEmpty { finishEntry() }
    guard isInOrder(part) else {
      draft.part = nil
      return report(CatalogueRule.outOfOrder, [word], lower, end)
    }
    if part == .id || draft.range == nil { draft.range = SourceRange(source, lower, upper) }
    draft.part = part
    let text = readString(string, upper)
    append(text ?? "", to: part)
  }

  private func part(of word: String) -> Draft.Part? {
    switch word {
    case "msgctxt": return .context
    case "msgid": return .id
    case "msgid_plural": return .plural
    case "msgstr": return .form(0)
    default:
      guard word.hasPrefix("msgstr["), word.hasSuffix("]"), let number = Int(word.dropFirst(7).dropLast()),
        (0...9).contains(number)
      else { return nil }
      return .form(number)
    }
  }

  private func isInOrder(_ part: Draft.Part) -> Bool {
    switch part {
    case .context: return draft.isEmpty
    case .id: return draft.forms.isEmpty
    case .plural: return draft.id != nil && draft.plural == nil && draft.forms.isEmpty
    case .form(let number): return draft.id != nil && draft.forms[number] == nil
    }
  }

  private mutating func append(_ text: String, to part: Draft.Part) {
    switch part {
    case .context: draft.context = (draft.context ?? "") + text
    case .id: draft.id = (draft.id ?? "") + text
    case .plural: draft.plural = (draft.plural ?? "") + text
    case .form(let number): draft.forms[number, default: ""] += text
    }
  }

  /// The text of a string that takes up all the bytes of a range; nil, and reported, when it does not.
  private mutating func readString(_ lower: Int, _ upper: Int) -> String? {
    let quote = UInt8(ascii: "\"")
    guard lower < upper, source.bytes[lower] == quote else {
      report(CatalogueRule.badString, [], lower, upper)
      return nil
    }
    let escapes: [UInt8: UInt8] = [
      UInt8(ascii: "n"): 0x0A, UInt8(ascii: "t"): 0x09, UInt8(ascii: "r"): 0x0D, quote: quote,
      UInt8(ascii: "\\"): UInt8(ascii: "\\"),
    ]
    var text: [UInt8] = []
    var index = lower + 1
    while index < upper, source.bytes[index] != quote {
      if source.bytes[index] == UInt8(ascii: "\\"), index + 1 < upper {
        if let escaped = escapes[source.bytes[index + 1]] {
          text.append(escaped)
        } else {
          report(CatalogueRule.badEscape, [source.text(index + 1, index + 2)], index, index + 2)
        }
        index += 2
      } else {
        text.append(source.bytes[index])
        index += 1
      }
    }
    guard index == upper - 1 else {
      report(CatalogueRule.badString, [], lower, upper)
      return nil
    }
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func finishEntry() {
    let finished = draft
    defer { draft = Draft() }
    guard let range = finished.range else { return }
    guard let id = finished.id else {
      guard !finished.isBroken else { return }
      return report(CatalogueRule.outOfOrder, ["msgctxt"], range.lower, range.upper)
    }
    if id.isEmpty, finished.context == nil {
      hasHeader = true
      let lines = Set((finished.forms[0] ?? "").split(separator: "\n").map(\.trimmed))
      return reportMissing(language.requiredHeaderLines.filter { !lines.contains($0) }, at: .definition(range))
    }
    let key = MessageCatalogue.Key(id, context: finished.context)
    guard check(finished, key: key, range: range) else { return }
    let forms = finished.forms.sorted { $0.key < $1.key }.map { PlacedText($0.value) }
    entries[key] = MessageCatalogue.Entry(forms: forms, isPlural: finished.plural != nil, range: range)
  }

  /// Whether the entry can be used; what is wrong is reported.
  private mutating func check(_ entry: Draft, key: MessageCatalogue.Key, range: SourceRange) -> Bool {
    guard !entry.isBroken else { return false }
    let name = key.description
    if let first = entries[key] {
      let note = Diagnostic.Note(CatalogueRule.firstNote, at: .definition(first.range))
      diagnostics.append(Diagnostic(CatalogueRule.duplicate, [name], at: range, notes: [note]))
      return false
    }
    if entry.isFuzzy {
      report(CatalogueRule.fuzzy, [name], range.lower, range.upper)
      return false
    }
    let wanted = entry.plural == nil ? 1 : language.integerCategories.count
    guard entry.forms.isEmpty || entry.forms.keys.sorted() == Array(0..<wanted) else {
      report(CatalogueRule.formCount, [name, String(wanted), String(entry.forms.count)], range.lower, range.upper)
      return false
    }
    guard !entry.forms.isEmpty, entry.forms.values.allSatisfy({ !$0.isEmpty }) else {
      report(CatalogueRule.untranslated, [name], range.lower, range.upper)
      return false
    }
    return true
  }

  private mutating func reportMissing(_ lines: [String], at place: DiagnosticPlace) {
    for line in lines { diagnostics.append(Diagnostic(CatalogueRule.header, [line], at: place)) }
  }

  private mutating func report(_ rule: DiagnosticRule, _ arguments: [String], _ lower: Int, _ upper: Int) {
    draft.isBroken = true
    diagnostics.append(Diagnostic(rule, arguments, at: SourceRange(source, lower, upper)))
  }
}

extension Substring {
  /// The text without spaces and tabs at its ends.
  fileprivate var trimmed: String {
    let front = drop { $0 == " " || $0 == "\t" }
    return String(front.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}
