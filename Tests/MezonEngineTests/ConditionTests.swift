// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonSemantics
import Testing

@testable import MezonEngine

/// The truth of a condition in every event of a type: true, false, or nil for unknown.
func truths(of condition: String, event: String, _ fixture: (String) throws -> Fixture) throws -> [Bool?] {
  let fixture = try fixture("indicator asked { looks at \(event) where \(condition) value count }")
  let plan = try #require(fixture.programme.indicators.first)
  let columns = try fixture.evaluator(asOf: "2030-12-31").expressionColumns()
  let node = try #require(plan.population)
  let vector = columns.truths(node, of: plan.event)
  return (0..<columns.frame(plan.event).rowCount).map { row in
    switch vector.values[vector.isConstant ? 0 : row] {
    case Truth.yes: true
    case Truth.no: false
    default: nil
    }
  }
}

@Suite("Conditions are true, false or unknown") struct ConditionTests {
  static let truthValues: [Bool?] = [true, false, nil]

  static func and(_ left: Bool?, _ right: Bool?) -> Bool? {
    if left == false || right == false { return false }
    return left == nil || right == nil ? nil : true
  }

  static func or(_ left: Bool?, _ right: Bool?) -> Bool? {
    if left == true || right == true { return true }
    return left == nil || right == nil ? nil : false
  }

  /// Every pair of answers once.
  static func pairs(_ indicator: String) throws -> Fixture {
    var fixture = try Fixture("event form { filled day  at unit?  a yes or no?  b yes or no? }\n" + indicator)
    for a in truthValues {
      for b in truthValues {
        try fixture.event("form", ["filled": "2026-01-01", "a": answer(a), "b": answer(b)])
      }
    }
    return fixture
  }

  private static func answer(_ truth: Bool?) -> FactValue { truth.map { .one($0 ? "yes" : "no") } ?? .missing }

  typealias Case = (condition: String, expected: @Sendable (Bool?, Bool?) -> Bool?)

  static let cases: [Case] = [
    ("a and b", { and($0, $1) }),
    ("a or b", { or($0, $1) }),
    ("not a", { left, _ in left.map { !$0 } }),
    ("not (a and not b)", { left, right in and(left, right.map { !$0 }).map { !$0 } }),
    ("a is b", { left, right in left.flatMap { left in right.map { left == $0 } } }),
    ("a is not b", { left, right in left.flatMap { left in right.map { left != $0 } } }),
    ("a is no", { left, _ in left.map { !$0 } }),
    ("a is missing", { left, _ in left == nil }),
    ("a is present and b is missing", { $0 != nil && $1 == nil }),
    ("a is one of yes, no", { left, _ in left.map { _ in true } }),
    ("yes or a", { _, _ in true }),
    ("no and a", { _, _ in false }),
  ]

  @Test(arguments: cases.indices) func logicOfThreeValues(number: Int) throws {
    let (condition, expected) = Self.cases[number]
    let found = try truths(of: condition, event: "form", Self.pairs)
    let all = Self.truthValues.flatMap { a in Self.truthValues.map { b in expected(a, b) } }
    #expect(found == all, "\(condition)")
  }

  /// A number, a day, a time, a code and a text, each present or missing.
  static func values(_ indicator: String) throws -> Fixture {
    var fixture = try Fixture(
      """
      programme "T" { time zone "Asia/Dushanbe" }
      event sale { sold time  at unit?  paid day?  amount number?  pieces whole number?  kind one of old, new?  note text?
        matter reference matter? }
      """ + indicator)
    try fixture.event(
      "sale",
      [
        "sold": "2026-03-01T23:30", "paid": "2026-03-02", "amount": "2.5", "pieces": "3", "kind": "new",
        "note": "Zabt №12", "matter": "M1",
      ])
    try fixture.event("sale", ["sold": "2026-03-01T00:10"])
    try fixture.event(
      "sale",
      ["sold": "2026-03-02T00:00", "paid": "2026-03-02", "amount": "0", "pieces": "0", "kind": "old", "note": ""])
    return fixture
  }

  @Test(
    arguments: [
      ("amount > 2", [true, nil, false]),
      ("amount / pieces > 0", [true, nil, nil]),
      ("amount * 2 - 5 is 0", [true, nil, false]),
      ("pieces >= 3 or amount is missing", [true, true, false]),
      ("kind is new", [true, nil, false]),
      ("kind is not new", [false, nil, true]),
      ("kind is one of new, old", [true, nil, true]),
      ("not (kind is one of new)", [false, nil, true]),
      ("matter is \"M1\"", [true, nil, nil]),
      ("matter is not \"M2\"", [true, nil, nil]),
      ("note is \"\"", [false, nil, true]),
      ("note matches \"*ZABT*##\"", [true, nil, false]),
      ("note matches \"\"", [false, nil, true]),
      ("sold >= 2026-03-02", [false, false, true]),
      ("sold < 2026-03-01T00:30", [false, true, false]),
      ("paid > sold", [true, nil, false]),
      ("paid is sold", [false, nil, true]),
      ("days from sold to paid is 1", [true, nil, false]),
      ("hours from sold to paid is 0.5", [true, nil, false]),
      ("weeks from sold to paid > 0.14", [true, nil, false]),
      ("paid within 1 days of sold", [true, nil, true]),
      ("paid within 0 days of sold", [false, nil, true]),
      ("paid within 30 minutes of sold", [true, nil, true]),
      ("paid within 29 minutes of sold", [false, nil, true]),
      ("sold within 1 hours of paid", [false, nil, true]),
      ("sold at least 1 days before paid", [true, nil, false]),
      ("sold at most 1 days before paid", [true, nil, true]),
      ("paid at most 0 days after sold", [false, nil, true]),
    ] as [(String, [Bool?])]) func comparisons(condition: String, expected: [Bool?]) throws
  {
    #expect(try truths(of: condition, event: "sale", Self.values) == expected, "\(condition)")
  }

  /// Every list of up to two of three values, and no list at all.
  static func lists(_ indicator: String) throws -> Fixture {
    var fixture = try Fixture(
      """
      event meeting { held day  at unit?  limit number  beats list of reference beat?  guests list of person { age number? } }
      """ + indicator)
    for guests in guestLists {
      let records = guests.map { $0.map { age in age.map { ["age": String($0)] } ?? [:] } }
      let beats = guests.map { $0.map { age in age.map { "B\($0)" } ?? "?" } }
      try fixture.event(
        "meeting",
        [
          "held": "2026-01-01", "limit": "20", "beats": beats.map { .many($0) } ?? .missing,
          "guests": records.map { .records($0) } ?? .missing,
        ])
    }
    return fixture
  }

  static let guestLists: [[Int?]?] = {
    let ages: [Int?] = [10, 30, nil]
    return [nil, []] + ages.map { [$0] } + ages.flatMap { first in ages.map { [first, $0] } }
  }()

  @Test func anyAndEachOfLists() throws {
    func any(_ list: [Int?]?, _ holds: (Int) -> Bool) -> Bool? {
      (list ?? []).reduce(false) { Self.or($0, $1.map(holds)) }
    }
    func each(_ list: [Int?]?, _ holds: (Int) -> Bool) -> Bool? {
      (list ?? []).reduce(true) { Self.and($0, $1.map(holds)) }
    }
    let all = Self.guestLists
    func check(_ condition: String, _ expected: [Bool?]) throws {
      #expect(try truths(of: condition, event: "meeting", Self.lists) == expected, "\(condition)")
    }
    try check("age of any guests >= 18", all.map { any($0) { $0 >= 18 } })
    try check("age of each guests >= 18", all.map { each($0) { $0 >= 18 } })
    try check("age of any guests > limit", all.map { any($0) { $0 > 20 } })
    try check("not (age of any guests < 18)", all.map { any($0) { $0 < 18 }.map { !$0 } })
    try check("any beats is \"B30\"", all.map { any($0) { $0 == 30 } })
    try check("each beats is not \"B30\"", all.map { each($0) { $0 != 30 } })
    try check("any beats is \"nowhere\"", all.map { any($0) { _ in false } })
    try check("beats is missing", all.map { $0 == nil })
    try check("age of any guests is missing", all.map { ($0 ?? []).contains(nil) })
  }

  @Test func onlyWhatIsTrueHolds() throws {
    let fixture = try Self.pairs("indicator asked { looks at form where a value count }")
    let plan = try #require(fixture.programme.indicators.first)
    let roles = try fixture.evaluator(asOf: "2026-12-31").expressionColumns().roles(of: plan)
    let counted = RoleLayout(plan).counted
    #expect(roles.map { $0 == counted } == [true, true, true] + Array(repeating: false, count: 6))
  }
}
