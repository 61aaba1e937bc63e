// SPDX-License-Identifier: Apache-2.0

import MezonTestSupport

/// Rules in EBNF, as the page of the grammar has them.
struct Grammar: Sendable {
  indirect enum Form: Sendable {
    case literal(String)
    case rule(String)
    case sequence([Form])
    case choice([Form])
    case optional(Form)
    case repeated(Form)
  }

  private(set) var rules: [String: Form] = [:]
  private(set) var literals: Set<String> = []
  private(set) var used: Set<String> = []
  private var heights: [String: Int] = [:]
  private var tokens: [String]
  private var index = 0

  /// Reads rules such as `names = name { "," name } ;`; nil where they are no EBNF.
  init?(_ text: String) {
    tokens = Grammar.tokens(text)
    while index < tokens.count {
      let name = tokens[index]
      guard index + 1 < tokens.count, tokens[index + 1] == "=" else { return nil }
      index += 2
      guard let form = choice(), index < tokens.count, tokens[index] == ";" else { return nil }
      index += 1
      rules[name] = form
    }
    // Each round finds the heights that depend on those of the round before.
    for _ in rules {
      for (name, form) in rules { heights[name] = height(form) }
    }
  }

  /// How many rules stand inside one another in the lowest sentence of a form.
  func height(_ form: Form) -> Int {
    switch form {
    case .literal, .optional, .repeated: 0
    case .rule(let name): rules[name] == nil ? 0 : 1 + (heights[name] ?? 1_000)
    case .sequence(let parts): parts.map(height).max() ?? 0
    case .choice(let ways): ways.map(height).min() ?? 0
    }
  }

  private static func tokens(_ text: String) -> [String] {
    var tokens: [String] = []
    var rest = text[...]
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if first == "\"" {
        let word = rest.dropFirst().prefix { $0 != "\"" }
        tokens.append("\"" + word)
        rest = rest.dropFirst(word.count + 2)
      } else if first.isLetter {
        let word = rest.prefix { $0.isLetter || $0 == "_" }
        tokens.append(String(word))
        rest = rest.dropFirst(word.count)
      } else {
        tokens.append(String(first))
        rest.removeFirst()
      }
    }
    return tokens
  }

  private mutating func choice() -> Form? {
    guard let first = sequence() else { return nil }
    var ways = [first]
    while index < tokens.count, tokens[index] == "|" {
      index += 1
      guard let way = sequence() else { return nil }
      ways.append(way)
    }
    return ways.count == 1 ? first : .choice(ways)
  }

  private mutating func sequence() -> Form? {
    var parts: [Form] = []
    while index < tokens.count, !["|", ";", "]", "}", ")"].contains(tokens[index]) {
      guard let part = part() else { return nil }
      parts.append(part)
    }
    return .sequence(parts)
  }

  private mutating func part() -> Form? {
    let token = tokens[index]
    index += 1
    if token.hasPrefix("\"") {
      let literal = String(token.dropFirst())
      literals.insert(literal)
      return .literal(literal)
    }
    let closings = ["[": "]", "{": "}", "(": ")"]
    guard let closing = closings[token] else {
      used.insert(token)
      return .rule(token)
    }
    guard let inner = choice(), index < tokens.count, tokens[index] == closing else { return nil }
    index += 1
    return token == "[" ? .optional(inner) : token == "{" ? .repeated(inner) : inner
  }
}

/// Writes files from the rules of a grammar at random.
struct GrammarWriter {
  private let grammar: Grammar
  private var generator: SeededGenerator
  /// How many more rules may be opened before only the shortest ways are taken.
  private var budget: Int
  private var text = ""

  init(_ grammar: Grammar, seed: UInt64) {
    self.grammar = grammar
    generator = SeededGenerator(seed: seed)
    budget = 40 + Int(seed % 400)
  }

  mutating func file() -> String {
    write(.rule("file"), depth: 0)
    return text
  }

  private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

  private mutating func write(_ form: Grammar.Form, depth: Int) {
    switch form {
    case .literal(let word): text += word + " "
    case .sequence(let parts):
      // A link takes a comma or "within" behind it for its own; brackets end it.
      let endsInLink = parts.contains { if case .literal("first") = $0 { true } else { false } }
      if endsInLink { text += "( " }
      for part in parts { write(part, depth: depth) }
      if endsInLink { text += ") " }
    case .choice(let ways): write(isShort(depth) ? shortest(ways) : ways[below(ways.count)], depth: depth)
    case .optional(let inner): if !isShort(depth), below(2) == 0 { write(inner, depth: depth) }
    case .repeated(let inner):
      while !isShort(depth), below(3) > 0 { write(inner, depth: depth) }
    case .rule(let name): write(rule: name, depth: depth)
    }
  }

  private func isShort(_ depth: Int) -> Bool { budget < 0 || depth > 40 }

  private mutating func write(rule name: String, depth: Int) {
    switch name {
    case "name": text += ["a", "b", "c1", "вид", "`my name`", "`value`"][below(6)] + " "
    case "text": text += "\"t\" "
    case "number": text += ["1", "2.5", "1,000", "40 %"][below(4)] + " "
    case "whole": text += ["1", "2", "7"][below(3)] + " "
    case "day": text += "2026-01-05 "
    case "period": text += ["2026", "2026-Q1", "2026-01..2026-03", "FY2026"][below(4)] + " "
    default:
      budget -= 1
      // Fields, facts and mappings stand on lines of their own.
      if [
        "declaration", "programme_item", "field", "fact", "mapping", "source_item", "expectation",
      ].contains(name) {
        text += "\n"
      }
      if let form = grammar.rules[name] { write(form, depth: depth + 1) }
    }
  }

  /// The way that ends soonest.
  private func shortest(_ ways: [Grammar.Form]) -> Grammar.Form {
    ways.min { grammar.height($0) < grammar.height($1) } ?? .sequence([])
  }
}
