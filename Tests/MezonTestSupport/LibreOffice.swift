// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// A spreadsheet program that is not ours, to read workbooks back and to compute their formulas anew.
///
/// It runs without a window and with a profile of its own in the temporary folder, so that runs do not disturb each other.
package enum LibreOffice {
  /// A value that LibreOffice shows in a cell.
  package enum Value: Hashable, Sendable {
    /// A number; per cent as a fraction of 1.
    case number(Double)
    /// A date as `2026-07-14`.
    case date(String)
    /// A truth value.
    case flag(Bool)
    /// A text; lines parted by line feeds.
    case text(String)
    /// A formula that cannot be computed, with the text shown for it, such as `#DIV/0!`.
    case failure(String)
  }

  /// A cell as LibreOffice has it.
  package struct Cell: Hashable, Sendable {
    /// The value.
    package let value: Value
    /// The formula in OpenFormula notation, when the cell has one.
    package let formula: String?
  }

  /// Sheets by name, cells by their reference such as `B7`. Empty cells are absent.
  package typealias Sheets = [String: [String: Cell]]

  /// The program, where it is installed.
  package static let program: URL? = ["/usr/bin/soffice", "/usr/bin/libreoffice"].map { URL(fileURLWithPath: $0) }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }

  /// True when tests that need it should run: it is installed, or its absence must fail.
  package static var shouldRun: Bool { program != nil || SharedData.isRequired }

  /// The cells after every formula was computed anew, whatever value the file has for it.
  package static func recalculate(_ workbook: URL) throws -> Sheets { try read(workbook, recalculation: .always) }

  /// The cells as the file has them, formulas with their cached values.
  package static func cached(_ workbook: URL) throws -> Sheets { try read(workbook, recalculation: .never) }

  /// What differs between the cells of a workbook and the same cells computed anew; empty when every formula carries its value.
  ///
  /// Numbers may differ by one part in 10^12: a workbook holds 16 digits, and programs add up in different orders.
  package static func differences(in workbook: URL) throws -> [String] {
    let before = try cached(workbook)
    let after = try recalculate(workbook)
    var differences: [String] = []
    for sheet in Set(before.keys).union(after.keys).sorted() {
      let (old, new) = (before[sheet] ?? [:], after[sheet] ?? [:])
      for cell in Set(old.keys).union(new.keys).sorted() where !agree(old[cell], new[cell]) {
        let values = [old[cell], new[cell]].map { $0.map { "\($0.value)" } ?? "nothing" }
        differences.append("\(sheet)!\(cell): \(values[0]) is computed as \(values[1])")
      }
    }
    return differences
  }

  private static func agree(_ old: Cell?, _ new: Cell?) -> Bool {
    guard case .number(let left)? = old?.value, case .number(let right)? = new?.value else { return old == new }
    return old?.formula == new?.formula && abs(left - right) <= 1e-12 * max(abs(left), abs(right))
  }

  /// Converts a document, such as a workbook to `pdf`, and returns the new file in `folder`.
  package static func convert(_ document: URL, to format: String, in folder: URL) throws -> URL {
    try convert(document, to: format, in: folder, recalculation: .always)
  }

  /// When formulas of an opened workbook are computed: the numbers of the program's own setting.
  private enum Recalculation: Int {
    case always = 0
    case never = 1
  }

  private static func read(_ workbook: URL, recalculation: Recalculation) throws -> Sheets {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mezon-office-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let flat = try convert(workbook, to: "fods", in: folder, recalculation: recalculation)
    return try FlatSpreadsheet.sheets(of: Data(contentsOf: flat))
  }

  private static func convert(
    _ document: URL, to format: String, in folder: URL, recalculation: Recalculation
  ) throws -> URL {
    guard let program else { throw Failure("LibreOffice is not installed (package libreoffice-calc)") }
    let profile = folder.appendingPathComponent("profile-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: profile) }
    let user = profile.appendingPathComponent("user")
    try FileManager.default.createDirectory(at: user, withIntermediateDirectories: true)
    try Data(settings(recalculation).utf8).write(to: user.appendingPathComponent("registrymodifications.xcu"))
    let process = Process()
    process.executableURL = program
    process.arguments = [
      "-env:UserInstallation=" + profile.absoluteString, "--headless", "--norestore", "--convert-to", format,
      "--outdir", folder.path, document.path,
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let made = folder.appendingPathComponent(document.deletingPathExtension().lastPathComponent)
      .appendingPathExtension(format)
    guard FileManager.default.fileExists(atPath: made.path) else {
      throw Failure("LibreOffice made no \(format) of \(document.lastPathComponent), exit \(process.terminationStatus)")
    }
    return made
  }

  private static func settings(_ recalculation: Recalculation) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <oor:items xmlns:oor="http://openoffice.org/2001/registry">
    <item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">\
    <value>\(recalculation.rawValue)</value></prop></item>
    </oor:items>
    """
  }

  /// Why a document could not be read.
  package struct Failure: Error, CustomStringConvertible {
    /// The reason.
    package let description: String

    init(_ description: String) { self.description = description }
  }
}
