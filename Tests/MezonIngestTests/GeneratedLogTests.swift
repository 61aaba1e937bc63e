// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonIngest
import MezonSemantics
import MezonTestSupport
import Testing

/// A text that a cell of a generated log may hold, with what must become of it: a value, `-` for missing, or a fault's code.
private struct CellText {
  let text: String
  let meaning: String

  init(_ text: String, _ meaning: String) {
    self.text = text
    self.meaning = meaning
  }

  var isFault: Bool { meaning.hasPrefix("MZ") }
}

@Suite("Generated logs, row by row")
struct GeneratedLogTests {
  private static let definitions = """
    programme "Test" { time zone "Asia/Dushanbe" levels district }
    domain word
    event visit {
      at time  ended time?  place unit  kind one of home, school  people whole number?  cost number?
      seen yes or no?  word reference word?  words list of reference word
    }
    source visits gives visit {
      missing are "NA", "-"
      at from column "at"
      ended from column "ended"
      place from column "place" as whole number
      kind from column "kind" recode "H" -> home, "S" -> school, "" -> school others refuse
      people from column "people"
      cost from column "cost"
      seen from column "seen"
      word from column "word" recode "x" -> "ex" others missing
      words from column "words" separated by ", "
      refuse where ended < at because "ends early"
      set aside where column "word" matches "*test*" because "a test"
    }
    """

  /// For each column in the order of the mappings what its cells may hold.
  private static let columns: [(name: String, cells: [CellText])] = [
    (
      "at",
      [
        CellText("2026-01-05", "2026-01-04T19:00:00Z"), CellText(" 2026-01-05T10:00Z ", "2026-01-05T10:00:00Z"),
        CellText("2026-01-05 10:00:00.25", "2026-01-05T05:00:00.250000Z"), CellText("", "MZ3201"),
        CellText("2026-13-05", "MZ3206"), CellText("5 January", "MZ3205"),
      ]
    ),
    (
      "ended",
      [
        CellText("2026-01-06T00:00+05:00", "2026-01-05T19:00:00Z"), CellText("NA", "-"),
        CellText("2026-01-01", "2025-12-31T19:00:00Z"), CellText("2026-01-05T25:00", "MZ3207"),
      ]
    ),
    (
      "place",
      [
        CellText("7", "7"), CellText("007", "7"), CellText("7.0", "7"), CellText("+7", "7"), CellText("8", "MZ3211"),
        CellText("7a", "MZ3203"), CellText("-", "MZ3201"),
      ]
    ),
    ("kind", [CellText("H", "home"), CellText("S", "school"), CellText("", "school"), CellText("home", "MZ3210")]),
    (
      "people",
      [
        CellText("0", "0"), CellText("-12", "-12"), CellText("NA", "-"), CellText("1e3", "MZ3203"),
        CellText("ten", "MZ3202"), CellText("99999999999999999999", "MZ3204"),
      ]
    ),
    ("cost", [CellText("1.5", "1.5"), CellText("1e3", "1000.0"), CellText("", "-"), CellText("1,5", "MZ3202")]),
    (
      "seen",
      [
        CellText("Да", "yes"), CellText("нет", "no"), CellText("TRUE", "yes"), CellText("0", "no"), CellText("-", "-"),
        CellText("2", "MZ3209"),
      ]
    ),
    ("word", [CellText("x", "ex"), CellText("y", "-"), CellText("a Test", "-"), CellText("", "-")]),
    (
      "words",
      [
        CellText("a, b", "[a b]"), CellText("a, , NA, \"b\"", "[a \"b\"]"), CellText("", "[]"),
        CellText("a,b", "[a,b]"),
      ]
    ),
  ]

  @Test(arguments: 0..<40)
  func everyRowBecomesWhatItsCellsSay(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let delimiter = [",", ";", "\t", "|"].randomElement(using: &generator) ?? ","
    var order = Array(Self.columns.indices)
    order.shuffle(using: &generator)
    var lines = [order.map { Self.columns[$0].name }.joined(separator: delimiter)]
    var accepted: [[String]] = []
    var rejected: [String] = []
    for row in 0..<60 {
      // Mostly good cells, so that many rows are accepted.
      let cells = Self.columns.map { column in
        let good = column.cells.filter { !$0.isFault }
        let pool = Int.random(in: 0..<20, using: &generator) == 0 ? column.cells : good
        return pool.randomElement(using: &generator) ?? good[0]
      }
      lines.append(order.map { Self.written(cells[$0].text, delimiter, &generator) }.joined(separator: delimiter))
      if let code = Self.rejection(of: cells) {
        rejected.append("\(code):\(row + 2)")
      } else {
        accepted.append(cells.map(\.meaning))
      }
    }
    var handIn = try HandIn(Self.definitions)
    try handIn.add("visits", lines.joined(separator: seed.isMultiple(of: 2) ? "\n" : "\r\n"))
    handIn.add(.units, "code,level\n7,district\n")
    let read = handIn.read()
    #expect(read.codes == [])
    #expect(read.rejected == rejected)
    for (index, column) in Self.columns.enumerated() {
      #expect(read.values("visit", column.name) == accepted.map { $0[index] })
    }
  }

  /// Why a row is not accepted: its rules in their order, then the first bad cell.
  private static func rejection(of cells: [CellText]) -> String? {
    let (at, ended, word) = (cells[0], cells[1], cells[7])
    // Instants are written so that their texts are ordered as they are.
    if at.meaning.hasPrefix("20"), ended.meaning.hasPrefix("20"), ended.meaning < at.meaning { return "MZ3301" }
    if word.text == "a Test" { return "MZ3302" }
    return cells.first(where: \.isFault)?.meaning
  }

  /// A cell as it may stand in a file: quoted where it must be, and sometimes where it need not.
  private static func written(_ text: String, _ delimiter: String, _ generator: inout SeededGenerator) -> String {
    let mustQuote = text.contains(delimiter) || text.contains("\"")
    guard mustQuote || Bool.random(using: &generator) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
