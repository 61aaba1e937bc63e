// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonPublishing
import MezonSemantics
import MezonStore

/// Templates and fixed words of publications: those of the programme's `templates` folder first, then the shipped ones.
struct PublishingTexts {
  /// Folders to look in, the first one first.
  private let folders: [String]

  /// Where a programme's publications find their templates and words.
  init(_ folder: ProgrammeFolder) throws {
    let shipped = try ShippedFiles.locate() + "/Templates"
    folders = (folder.path.map { [$0 + "/templates"] } ?? []) + [shipped]
  }

  /// The templates of some names, such as `appraisal.html`, with all that they may call.
  func renderer(_ names: [String]) throws -> TemplateRenderer {
    var templates: [Template] = []
    for name in names {
      let places = folders.map { $0 + "/" + name + ".mustache" }
      let path = places.first(where: InputFile.exists) ?? places[places.count - 1]
      let format = name.hasSuffix(".html") ? Template.Format.html : .plainText
      let source = SourceText(name: path, bytes: try InputFile.bytes(path))
      templates.append(Template(name: name, format: format, source: source))
    }
    return try TemplateRenderer(templates)
  }

  /// The files with the words of a language, the first one first.
  private func files(_ language: Language) throws -> [String] {
    let places = folders.map { $0 + "/messages/" + language.code + ".po" }
    let found = places.filter(InputFile.exists)
    guard !found.isEmpty else { throw CommandFailure(.fileMissing, CommandRule.fileMissing, file: places.last) }
    return found
  }

  /// What tells the words of a language from any others: the digests of their files, in hex.
  func identity(_ language: Language) throws -> String {
    let digests = try files(language).map { Digest256(of: try InputFile.bytes($0)).hex }
    return digests.joined(separator: " ")
  }

  /// The words of a language: the shipped ones, with the programme's in place of those that it states.
  func words(_ language: Language) throws -> ReportWords {
    let found = try files(language)
    let base = found[found.count - 1]
    var catalogue = try Self.catalogue(base, language)
    for path in found.dropLast().reversed() {
      catalogue = catalogue.overridden(by: try Self.catalogue(path, language))
    }
    return ReportWords(catalogue)
  }

  private static func catalogue(_ path: String, _ language: Language) throws -> MessageCatalogue {
    let source = SourceText(name: path, bytes: try InputFile.bytes(path))
    let (catalogue, diagnostics) = MessageCatalogue.read(source, language: language)
    if diagnostics.hasErrors { throw PublishingFailure(diagnostics) }
    return catalogue
  }
}

extension Programme {
  /// The languages of publications, the default first; English where the programme names none.
  func publishingLanguages() throws -> [Language] {
    if languages.isEmpty { return [.en] }
    return try languages.map { code in
      guard let language = Language(rawValue: code) else {
        throw unknown("language", code, among: Language.allCases.map(\.code))
      }
      return language
    }
  }

  /// The languages that an option asks for: one by its code, or `all`.
  func publishingLanguages(_ option: String) throws -> [Language] {
    let known = try publishingLanguages()
    if option == "all" { return known }
    guard let language = known.first(where: { $0.code == option }) else {
      throw unknown("language", option, among: known.map(\.code) + ["all"])
    }
    return [language]
  }
}
