// SPDX-License-Identifier: Apache-2.0

import MezonIngest
import MezonSemantics
import Testing

@Suite("Conditions and computed fields of a source: true, false or unknown")
struct RowLogicTests {
  /// The conditions are asked about the same row; a missing answer is an unknown one.
  private func answer(_ expression: String, type: String = "yes or no?") throws -> String {
    var handIn = try HandIn(
      """
      programme "Test" { time zone "Asia/Dushanbe" levels district }
      domain beat
      choice sex one of f, m
      event visit {
        t1 time  t2 time?  t3 time?
        d day?
        n number?  m number?
        whole whole number?
        kind one of land, other
        kind2 one of land, other?
        place unit
        word text?
        beats list of reference beat
        none list of reference beat
        guests list of person { sex sex?, age whole number? }
        answer \(type)
      }
      source visits gives visit {
        t1 from column "t1"  t2 from column "t2"  t3 from column "empty"
        d from column "d"
        n from column "n"  m from column "empty"
        whole from column "whole"
        kind from column "kind"  kind2 from column "empty"
        place from column "place"
        word from column "word"
        beats from column "beats" separated by "/"
        none from column "empty" separated by "/"
        sex of guests from column "sexes" separated by "/"
        age of guests from column "ages" separated by "/"
        answer computed as \(expression)
      }
      """)
    try handIn.add(
      "visits",
      "t1,t2,d,n,whole,kind,place,word,beats,sexes,ages,empty\n"
        + "2026-01-05T22:00,2026-01-07T01:00,2026-01-05,5,3,land,P1, Ab1 ,1/2,f/m,20/,\n")
    handIn.add(.units, "code,level\nP1,district\n")
    let read = handIn.read()
    #expect(read.codes == [])
    return read.rejected.first ?? read.values("visit", "answer").joined()
  }

  @Test(arguments: [
    ("n > 4", "yes"), ("n at least 5", "yes"), ("n < 5", "no"), ("n is 5", "yes"), ("n is not 5", "no"),
    ("whole is 3", "yes"), ("n > whole", "yes"), ("m > 1", "-"), ("not m > 1", "-"), ("m > 1 or n > 4", "yes"),
    ("n > 4 or m > 1", "yes"), ("m > 1 or n < 4", "-"), ("m > 1 and n < 4", "no"), ("n < 4 and m > 1", "no"),
    ("m > 1 and n > 4", "-"), ("n + m > 1", "-"), ("n / 0 > 1", "-"), ("n / 2 - 1 is 1.5", "yes"),
    ("2 + 3 * 4 is 14", "yes"), ("m is missing", "yes"), ("n is missing", "no"), ("n is present", "yes"),
    ("m is present", "no"),
  ])
  func numbers(condition: String, expected: String) throws {
    #expect(try answer("(\(condition))") == expected)
  }

  @Test(arguments: [
    ("kind is land", "yes"), ("kind is not land", "no"), ("kind is one of other, land", "yes"),
    ("kind is not one of other, land", "no"), ("kind2 is land", "-"), ("kind2 is not one of land, other", "-"),
    ("place is \"P1\"", "yes"), ("place is \"P2\"", "no"), ("word is \"Ab1\"", "yes"),
    ("word matches \"a?#\"", "yes"), ("column \"word\" is \"Ab1\"", "yes"), ("column \"word\" is not \"Ab1\"", "no"),
    ("column \"word\" matches \"*b\"", "no"), ("column \"empty\" is \"Ab1\"", "-"),
    ("column \"empty\" matches \"*\"", "-"), ("column \"empty\" is missing", "yes"),
    ("column \"word\" is present", "yes"),
  ])
  func texts(condition: String, expected: String) throws {
    #expect(try answer("(\(condition))") == expected)
  }

  @Test(arguments: [
    ("t1 < t2", "yes"), ("t2 < t1", "no"), ("t1 < t3", "-"), ("t1 >= 2026-01-05T22:00", "yes"),
    ("t1 > 2026-01-05T22:00", "no"), ("t1 > 2026-01-04", "yes"), ("d is 2026-01-05", "yes"),
    ("days from t1 to t2 is 2", "yes"), ("days from t2 to t1 is 0 - 2", "yes"), ("weeks from d to t2 < 0.3", "yes"),
    ("hours from t1 to t2 is 27", "yes"), ("minutes from d to t1 is 1320", "yes"), ("days from t1 to t3 is 2", "-"),
    ("t2 within 2 days of t1", "yes"), ("t2 within 1 days of t1", "no"), ("t1 within 2 days of t2", "no"),
    ("t2 within 27 hours of t1", "yes"), ("t2 within 26 hours of t1", "no"), ("t1 within 0 days of d", "yes"),
    ("t3 within 1 days of t1", "-"), ("t1 at least 2 days before t2", "yes"), ("t1 at least 3 days before t2", "no"),
    ("t1 at most 2 days before t2", "yes"), ("t2 at most 2 days before t1", "no"),
    ("t2 at least 27 hours after t1", "yes"), ("t2 at most 1 days after t1", "no"),
  ])
  func times(condition: String, expected: String) throws {
    #expect(try answer("(\(condition))") == expected)
  }

  @Test(arguments: [
    ("any beats is \"2\"", "yes"), ("each beats is \"2\"", "no"), ("any beats is \"3\"", "no"),
    ("any none is \"2\"", "no"), ("each none is \"2\"", "yes"), ("any beats is one of \"2\", \"3\"", "yes"),
    ("sex of any guests is m", "yes"), ("sex of each guests is m", "no"), ("age of any guests > 10", "yes"),
    ("age of each guests > 10", "-"), ("age of any guests > 30", "-"), ("age of any guests is missing", "yes"),
  ])
  func lists(condition: String, expected: String) throws {
    #expect(try answer("(\(condition))") == expected)
  }

  @Test(arguments: [
    ("hours from t1 to t2", "number in hours?", "27.0"), ("days from t1 to t3", "number in days?", "-"),
    ("n * 2", "number?", "10.0"), ("n * 2", "whole number?", "10"), ("n / 2", "whole number?", "MZ3203:2"),
    ("t1", "day?", "2026-01-05"), ("d", "time?", "2026-01-04T19:00:00Z"),
    ("t3", "time?", "-"), ("word", "text?", "Ab1"), ("column \"empty\"", "text?", "-"),
    ("column \"place\"", "unit?", "P1"), ("column \"word\"", "unit?", "MZ3211:2"),
  ])
  func computedValues(expression: String, type: String, expected: String) throws {
    #expect(try answer(expression, type: type) == expected)
  }
}
