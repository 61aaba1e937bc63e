// SPDX-License-Identifier: Apache-2.0

/// Why a workbook could not be written: a stable code, the place, and what to do.
package struct WorkbookError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong.
  package enum Code: String, Hashable, Sendable, CaseIterable {
    /// The file cannot be created at all.
    case cannotCreate = "workbook.cannot-create"
    /// Writing broke off: most often a full disk.
    case cannotWrite = "workbook.cannot-write"
    /// The file was written but does not read back whole.
    case incomplete = "workbook.incomplete"
    /// Memory ran out.
    case outOfMemory = "workbook.out-of-memory"
    /// No creation time was given.
    case creationTimeMissing = "workbook.creation-time-missing"
    /// The workbook has no sheet.
    case noSheet = "workbook.no-sheet"
    /// The sheet belongs to another workbook.
    case unknownSheet = "workbook.unknown-sheet"
    /// The cell, row or column lies outside a sheet.
    case outsideSheet = "workbook.outside-sheet"
    /// A text is longer than its place can hold.
    case textTooLong = "workbook.text-too-long"
    /// A number is infinite or not a number.
    case numberNotFinite = "workbook.number-not-finite"
    /// A day lies before 1900 or after 9999.
    case dayOutsideCalendar = "workbook.day-outside-calendar"
    /// A formula is empty or too long.
    case formulaInvalid = "workbook.formula-invalid"
    /// A chart has no series.
    case chartEmpty = "workbook.chart-empty"
    /// Filters of the sheet overlap: a sheet has at most one.
    case filterInvalid = "workbook.filter-invalid"
    /// More than 65,530 links on a sheet.
    case tooManyLinks = "workbook.too-many-links"
    /// The library refused for another reason, told in ``WorkbookError/cause``.
    case refused = "workbook.refused"
  }

  /// What went wrong.
  package let code: Code
  /// Where: the sheet and cell, or the file.
  package let place: String
  /// What the library or the system said; nil when the rule is our own.
  package let cause: String?

  /// An error of the given kind at a place.
  package init(_ code: Code, at place: String, cause: String? = nil) {
    self.code = code
    self.place = place
    self.cause = cause
  }

  /// One line: place, rule, cause, remedy and code.
  package var description: String {
    let cause = cause.map { " (\($0))" } ?? ""
    return "\(place): \(rule)\(cause); \(remedy) [\(code.rawValue)]"
  }

  /// The rule that was broken, as a plain phrase.
  package var rule: String {
    switch code {
    case .cannotCreate: "the workbook cannot be created"
    case .cannotWrite: "the workbook cannot be written to its end"
    case .incomplete: "the workbook that was written is not whole"
    case .outOfMemory: "there is not enough memory for the workbook"
    case .creationTimeMissing: "a workbook needs a creation time from 1970-01-02 to 9999-12-31"
    case .noSheet: "a workbook needs at least one sheet"
    case .unknownSheet: "the sheet belongs to another workbook"
    case .outsideSheet: "a sheet has 1,048,576 rows and 16,384 columns"
    case .textTooLong: "the text is longer than its place can hold"
    case .numberNotFinite: "a cell holds only finite numbers"
    case .dayOutsideCalendar: "a date in a workbook lies from 1900-01-01 to 9999-12-31"
    case .formulaInvalid: "a formula has 1 to 8,192 characters"
    case .chartEmpty: "a chart needs at least one series"
    case .filterInvalid: "a sheet has at most one filter"
    case .tooManyLinks: "a sheet holds at most 65,530 links"
    case .refused: "the workbook library refuses this"
    }
  }

  /// What to do about it.
  package var remedy: String {
    switch code {
    case .cannotCreate: "name a folder that exists and that you may write to"
    case .cannotWrite, .incomplete: "free space on the disk of the output and of the temporary folder, then run again"
    case .outOfMemory: "publish fewer rows at a time"
    case .creationTimeMissing: "give the time of the last committed hand-in"
    case .noSheet: "add a sheet before closing"
    case .unknownSheet: "use the sheet that this workbook returned"
    case .outsideSheet: "split the table over several sheets"
    case .textTooLong: "shorten the text or split it over several rows"
    case .numberNotFinite: "leave the cell blank and state the reason in a cell of its own"
    case .dayOutsideCalendar: "write the day as text"
    case .formulaInvalid: "write the formula in parts"
    case .chartEmpty: "add a series or leave the chart out"
    case .filterInvalid: "keep one table a sheet"
    case .tooManyLinks: "write the text without the link"
    case .refused: "report this with the definition that caused it"
    }
  }
}
