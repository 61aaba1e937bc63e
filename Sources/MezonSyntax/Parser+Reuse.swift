// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics

// What definitions share: other files, groups, filters, parameters.
extension Parser {
  mutating func parseUses(from start: Int) -> UsesDeclaration {
    let isLibrary = eat(.library)
    let path = parseText(Expected.definitionFile)
    return UsesDeclaration(isLibrary: isLibrary, path: path, range: range(from: start))
  }

  mutating func parseGroup() -> GroupDeclaration {
    let name = parseNewName(Expected.groupName)
    let title = parseOptionalText()
    let labels = parseLabels()
    expect(.oneOf)
    return GroupDeclaration(name: name, title: title, labels: labels, members: parseNames(Expected.groupMember))
  }

  mutating func parseFilter() -> FilterDeclaration {
    let name = parseNewName(Expected.filterName)
    let title = parseOptionalText()
    let labels = parseLabels()
    expect(.ofTable)
    let event = parseName(Expected.eventType)
    expect(.whereCondition)
    return FilterDeclaration(name: name, title: title, labels: labels, event: event, condition: parseCondition())
  }

  /// `parameter norm in people { 3,000 from 2026-01-01 }`: a block of values, each from a day.
  mutating func parseParameter() -> ParameterDeclaration {
    let name = parseNewName(Expected.parameterName)
    let title = parseOptionalText()
    let labels = parseLabels()
    let measure = eat(.inMeasure) ? parseMeasure() : nil
    var points: [ParameterPoint] = []
    parseBraces { parser in
      guard parser.at(.number) else {
        parser.reportExpected(Expected.number)
        return
      }
      parser.tree.open(.clause)
      defer { parser.tree.close() }
      let value = parser.parseNumber()
      parser.expect(.from)
      points.append(ParameterPoint(value: value, from: parser.parseTime()))
    }
    return ParameterDeclaration(name: name, title: title, labels: labels, measure: measure, points: points)
  }

  /// A number, or on the same line the name of a parameter that stands for one.
  mutating func parseNumberOrParameter(isWhole: Bool = false) -> NumberLiteral {
    guard isAtName, !isAtLineStart else { return isWhole ? parseWholeNumber() : parseNumber() }
    let name = parseName(Expected.parameter)
    return NumberLiteral(value: 0, isWhole: true, isPerCent: false, range: name.range, parameter: name)
  }
}

extension Expected {
  static let definitionFile = Wording("a definition file's path in quotes", "путь к файлу определений в кавычках")
  static let groupName = Wording("the group's name", "имя группы")
  static let groupMember = Wording("a member of the group", "значение группы")
  static let filterName = Wording("the filter's name", "имя отбора")
  static let parameterName = Wording("the parameter's name", "имя параметра")
  static let parameter = Wording("a number or a parameter", "число или параметр")
}
