// SPDX-License-Identifier: Apache-2.0

extension ValueType {
  /// The type as messages name it.
  func description(_ symbols: SymbolTable) -> String {
    switch self {
    case .time: "time"
    case .day: "day"
    case .unit: "unit"
    case .text: "text"
    case .yesNo: "yes or no"
    case .number(let measure, _): measure == .plain ? "number" : "number in \(measure.name)"
    case .choice(let id): "choice \(symbols.choices[id.index].name)"
    case .reference(.officer): "officer"
    case .reference(let id): "reference \(symbols.domains[id.index])"
    case .list(let element): "list of \(element.description(symbols))"
    case .records: "list of person"
    }
  }

  /// Whether values can be compared by `<`.
  var isOrdered: Bool {
    switch self {
    case .time, .day, .number: true
    default: false
    }
  }

  /// Whether the type is a time or a day.
  var isTemporal: Bool { self == .time || self == .day }

  /// The unit of measure of a number; nil for other types.
  var measure: Measure? {
    if case .number(let measure, _) = self { measure } else { nil }
  }
}
