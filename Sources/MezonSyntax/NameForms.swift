// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// A form of a name, as it is declared beside it: of `спор (спора, споров)` one of the two.
package struct NameForm: Sendable, Hashable {
  package let form: Name
  /// The name in the nominative.
  package let name: Name
}

/// The forms of the names of a programme: Russian declines its nouns, so a name declares its forms once, and stands in whichever
/// the sentence asks for.
///
/// A form means its name wherever it stands, in whichever file, as if the name itself had been written.
package enum NameForms {
  /// The files with every form read as its name, and what is wrong with the forms. Files are parsed again only where forms are
  /// declared at all. Complexity: O(*n*) in the size of the files.
  package static func resolved(_ files: [ParsedFile]) -> (files: [ParsedFile], diagnostics: [Diagnostic]) {
    let forms = files.flatMap(\.definitions.forms)
    guard !forms.isEmpty else { return (files, []) }
    var declared: [String: SourceRange] = [:]
    for name in files.flatMap(\.definitions.declaredNames) where declared[name.text] == nil {
      declared[name.text] = name.range
    }
    var known: [String: NameForm] = [:]
    var diagnostics: [Diagnostic] = []
    for form in forms where form.form.text != form.name.text {
      let text = form.form.text
      if let place = declared[text] {
        diagnostics.append(
          Diagnostic(
            FormRule.isName, [text, form.name.text], at: form.form.range,
            notes: [Diagnostic.Note(FormRule.declaredHere, at: .definition(place))]))
      } else if let first = known[text], first.name.text != form.name.text {
        diagnostics.append(
          Diagnostic(
            FormRule.ofTwoNames, [text, first.name.text, form.name.text], at: form.form.range,
            notes: [Diagnostic.Note(FormRule.declaredHere, at: .definition(first.form.range))]))
      } else {
        known[text] = form
      }
    }
    let nameOfForm = known.mapValues(\.name.text)
    let read = files.map { file in
      var read = Parser.parse(file.source, nameOfForm: nameOfForm)
      read.tables = file.tables
      return read
    }
    return (read, diagnostics)
  }
}

/// The rules on forms of names, MZ2085 and MZ2086.
package enum FormRule {
  package static let isName = DiagnosticRule(
    "MZ2085", .error,
    Wording(
      "\"{0}\", a form of \"{1}\", is also a name of its own",
      "«{0}», форма имени «{1}», — ещё и самостоятельное имя"),
    remedy: Wording(
      "rename one of them, or leave the form out and write the name behind a colon",
      "переименуйте одно из них или уберите форму и пишите имя после двоеточия"))
  package static let ofTwoNames = DiagnosticRule(
    "MZ2086", .error,
    Wording("\"{0}\" is a form of both \"{1}\" and \"{2}\"", "«{0}» — форма и имени «{1}», и имени «{2}»"),
    remedy: Wording(
      "leave the form out of both, and write these names behind a colon there",
      "уберите эту форму у обоих и пишите там эти имена после двоеточия"))
  static let declaredHere = Wording("declared here", "описано здесь")
}
