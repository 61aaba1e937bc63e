// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import MezonSyntax

extension ExpressionColumns {
  func negation(_ operand: NodeID, in space: Int) -> NodeColumn {
    guard let truths = self.operand(operand, in: space).truths else { return .truth(Vector(constant: Truth.unknown)) }
    func negated(_ truth: UInt8) -> UInt8 { truth == Truth.unknown ? truth : truth ^ 1 }
    return .truth(
      truths.isConstant ? Vector(constant: negated(truths.values[0])) : Vector(truths.values.map(negated)))
  }

  func conjunction(_ left: NodeID, _ right: NodeID, in space: Int) -> NodeColumn {
    logic(left, right, in: space) { left, right in
      left == Truth.no || right == Truth.no ? Truth.no : max(left, right)
    }
  }

  func disjunction(_ left: NodeID, _ right: NodeID, in space: Int) -> NodeColumn {
    logic(left, right, in: space) { left, right in
      left == Truth.yes || right == Truth.yes ? Truth.yes : max(left, right)
    }
  }

  @inline(__always)
  private func logic(
    _ left: NodeID, _ right: NodeID, in space: Int, _ body: (UInt8, UInt8) -> UInt8
  ) -> NodeColumn {
    let unknown = Vector(constant: Truth.unknown)
    let (values, isConstant) = combine(
      operand(left, in: space).truths ?? unknown, operand(right, in: space).truths ?? unknown,
      rows: spaces[space].count, missing: Truth.unknown, body)
    return truthColumn(values, isConstant)
  }

  private func truthColumn(_ values: [UInt8], _ isConstant: Bool) -> NodeColumn {
    .truth(isConstant ? Vector(constant: values[0]) : Vector(values))
  }

  func comparison(
    _ sign: ComparisonOperator, _ left: NodeID, _ right: NodeID, in space: Int
  ) -> NodeColumn {
    let rows = spaces[space].count
    switch (operand(left, in: space), operand(right, in: space)) {
    case (.number, _), (.whole, _):
      guard let left = operand(left, in: space).numbers, let right = operand(right, in: space).numbers else { break }
      return compared(sign, left, right, rows)
    case (.time, .time), (.time, .localTime), (.localTime, .time), (.localTime, .localTime):
      guard let left = instants(left, in: space), let right = instants(right, in: space) else { break }
      return compared(sign, left, right, rows)
    case (.day, .day), (.day, .time), (.time, .day), (.day, .localTime), (.localTime, .day):
      guard let left = days(left, in: space), let right = days(right, in: space) else { break }
      return compared(sign, left, right, rows)
    case (.code(let left, let own), .code(let right, let other)):
      guard own == other else { break }
      return compared(sign, left, right, rows)
    case (.code(let codes, let space), .text(let text)), (.text(let text), .code(let codes, let space)):
      return compared(sign, codes, Vector(constant: code(of: text, in: space)), rows)
    case (.text(let left), .text(let right)):
      return compared(sign, Vector(constant: Int32(left == right ? 0 : 1)), Vector(constant: Int32(0)), rows)
    case (.truth(let left), .truth(let right)):
      let (values, isConstant) = combine(left, right, rows: rows, missing: Truth.unknown) { left, right in
        left == Truth.unknown || right == Truth.unknown
          ? Truth.unknown : (left == right) == (sign == .equal) ? Truth.yes : Truth.no
      }
      return truthColumn(values, isConstant)
    default: break
    }
    return .truth(Vector(constant: Truth.unknown))
  }

  private func compared<Element: Comparable>(
    _ sign: ComparisonOperator, _ left: Vector<Element>, _ right: Vector<Element>, _ rows: Int
  ) -> NodeColumn {
    func truths(_ body: (Element, Element) -> Bool) -> NodeColumn {
      let (values, isConstant) = combine(left, right, rows: rows, missing: Truth.unknown) {
        body($0, $1) ? Truth.yes : Truth.no
      }
      return truthColumn(values, isConstant)
    }
    return switch sign {
    case .equal: truths { $0 == $1 }
    case .notEqual: truths { $0 != $1 }
    case .less: truths { $0 < $1 }
    case .lessOrEqual: truths { $0 <= $1 }
    case .greater: truths { $0 > $1 }
    case .greaterOrEqual: truths { $0 >= $1 }
    }
  }

  func arithmetic(
    _ sign: ArithmeticOperator, _ left: NodeID, _ right: NodeID, in space: Int
  ) -> NodeColumn {
    guard let left = operand(left, in: space).numbers, let right = operand(right, in: space).numbers else {
      return .absent
    }
    let rows = spaces[space].count
    let (values, isConstant) =
      switch sign {
      case .add: combine(left, right, rows: rows, missing: .nan) { $0 + $1 }
      case .subtract: combine(left, right, rows: rows, missing: .nan) { $0 - $1 }
      case .multiply: combine(left, right, rows: rows, missing: .nan) { $0 * $1 }
      // A quotient by zero is infinite or no number, and so missing below.
      case .divide: combine(left, right, rows: rows, missing: .nan) { $0 / $1 }
      }
    return numberColumn(values, isConstant)
  }

  /// Numbers of which those that are not finite are missing.
  func numberColumn(_ values: [Double], _ isConstant: Bool) -> NodeColumn {
    if isConstant { return .number(Vector(constant: values[0], isPresent: values[0].isFinite)) }
    guard values.contains(where: { !$0.isFinite }) else { return .number(Vector(values)) }
    return .number(Vector(values, presence: values.map { $0.isFinite ? 1 : 0 }))
  }
}
