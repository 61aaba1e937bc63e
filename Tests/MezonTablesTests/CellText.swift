// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonTables
import MezonTestSupport

/// A cell in the form in which two readings are compared.
struct ReadCell: Hashable, Sendable, CustomStringConvertible {
  let kind: String
  let text: String

  /// A number by its value, a day as its midnight.
  init(_ kind: String, _ text: String) {
    self.kind = kind
    switch kind {
    case "number": self.text = Double(text).map { "\($0)" } ?? text
    case "time" where text.count == 10: self.text = text + "T00:00:00"
    default: self.text = text
    }
  }

  var description: String { "\(kind) \(text)" }
}

/// All cells of a table by their reference.
typealias ReadTable = [String: ReadCell]

extension TableFile {
  /// The cells of a table, and what was noted.
  func cells(of table: Int) throws -> (cells: ReadTable, notes: [TableNote]) {
    var cells: ReadTable = [:]
    let notes = try readRows(of: table) { row in
      for cell in row.cells {
        cells[CellReference.letters(cell.column) + String(row.number)] = ReadCell("\(cell.kind)", row.text(of: cell))
      }
      return true
    }
    return (cells, notes)
  }
}

/// What openpyxl reads, see Oracles/read_cells.py.
struct OpenPyXL: Decodable {
  struct Table: Decodable {
    let cells: [String: [Value]]
    let merged: [String]

    var read: ReadTable {
      cells.compactMapValues { $0.count == 2 ? ReadCell($0[0].text, $0[1].text) : nil }
    }
  }

  /// A text or a number.
  struct Value: Decodable {
    let text: String
    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        text = "\(number)"
      } else {
        text = try container.decode(String.self)
      }
    }
  }

  let sheets: [String]
  let tables: [String: Table]

  /// The readings of some files by their paths.
  static func read(_ files: [URL]) throws -> [String: OpenPyXL] {
    let printed = try Python.run([Oracle.script("read_cells.py")] + files.map(\.path))
    return try JSONDecoder().decode([String: OpenPyXL].self, from: printed)
  }
}

enum Oracle {
  /// The path of a script beside the tests.
  static func script(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Oracles/" + name).path
  }

  /// The bytes of a file.
  static func bytes(_ url: URL) throws -> [UInt8] { Array(try Data(contentsOf: url)) }
}
