// SPDX-License-Identifier: Apache-2.0

extension ExampleField {
  /// Whether a text in it holds the sign that stands for the number of the fact: `556 membership member "m#"`.
  package var isNumbered: Bool {
    switch value {
    case .plain(let expressions):
      expressions.contains { if case .text(let literal) = $0 { literal.text.contains("#") } else { false } }
    case .records(let records): records.contains { $0.contains(where: \.isNumbered) }
    }
  }

  /// The field of the fact with a number.
  package func numbered(_ number: Int) -> ExampleField {
    switch value {
    case .plain(let expressions):
      let numbered = expressions.map { expression in
        guard case .text(let literal) = expression else { return expression }
        let text = literal.text.split(separator: "#", omittingEmptySubsequences: false).joined(separator: "\(number)")
        return .text(TextLiteral(text: text, range: literal.range))
      }
      return ExampleField(name: name, value: .plain(numbered))
    case .records(let records):
      return ExampleField(name: name, value: .records(records.map { $0.map { $0.numbered(number) } }))
    }
  }
}
