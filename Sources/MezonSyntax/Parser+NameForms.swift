// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// Names where they are declared, and their forms.
extension Parser {
  /// A name where it is declared, with its forms behind it: `спор (спора, споров)`.
  mutating func parseDeclaredName(_ what: Wording) -> Name {
    let name = parseName(what)
    guard !name.text.isEmpty else { return name }
    let written = Name(text: token(at: index - 1).text, range: name.range)
    declaredNames.append(written)
    guard at(.leftParenthesis), !isAtLineStart else { return name }
    advance()
    repeat {
      let text = current.text
      let form = parseName(Expected.nameForm)
      if form.text.isEmpty { break }
      forms.append(NameForm(form: Name(text: text, range: form.range), name: written))
    } while eat(.comma)
    expect(.rightParenthesis, Expected.rightParenthesis)
    return name
  }

  /// One or more names between commas where they are declared.
  mutating func parseDeclaredNames(_ what: Wording) -> [Name] {
    var names = [parseDeclaredName(what)]
    while eat(.comma) { names.append(parseDeclaredName(what)) }
    return names
  }
}
