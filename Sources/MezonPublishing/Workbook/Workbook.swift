// SPDX-License-Identifier: Apache-2.0

package import MezonCalendar

/// An Excel workbook while it is being written: the one type that touches libxlsxwriter, and makes it safe.
///
/// ```swift
/// let book = try Workbook(path: "report.xlsx.part", properties: properties)
/// let sheet = try book.addSheet(titled: "Open-station days")
/// try book.write(.text("Total"), at: CellPosition(row: 0, column: 0), on: sheet, format: .heading)
/// try book.close()
/// ```
///
/// It cannot be copied and is consumed by ``close()``, so the compiler refuses a write after the end; dropped without it, nothing is
/// written. Equal calls give equal bytes: the creation time is given, never read from a clock. There are no merged cells.
/// Memory grows with the cells, about 100 bytes each, because charts cache the values they draw.
///
/// The library formats numbers by the C locale's decimal point; no part of Mezon ever sets another one.
package struct Workbook: ~Copyable {
  let storage: WorkbookStorage

  /// Begins a workbook that ``close()`` will write to `path`, replacing what is there.
  ///
  /// Whether another name is used first and renamed is the caller's decision.
  /// - Throws: ``WorkbookError`` when the creation time is missing, a property is too long or memory runs out.
  package init(path: String, properties: DocumentProperties) throws(WorkbookError) {
    let storage = try WorkbookStorage(path: path)
    try storage.set(properties)
    self.storage = storage
  }

  /// Adds a sheet after the others; its name is made valid and unique by ``SheetName``.
  ///
  /// - Returns: the sheet with the name it got.
  /// - Throws: ``WorkbookError`` when memory runs out.
  package func addSheet(titled title: String) throws(WorkbookError) -> WorkbookSheet {
    try storage.addSheet(titled: title)
  }

  /// The sheets so far, in order.
  package var sheets: [WorkbookSheet] { storage.handles }

  /// Writes the file and ends the workbook.
  ///
  /// Afterwards the file is read again, because the library does not notice when its temporary folder is full and then reports success.
  /// After a failure the file at the path may be partial.
  /// - Throws: ``WorkbookError`` when it has no sheet or cannot be written whole.
  package consuming func close() throws(WorkbookError) {
    try storage.close()
  }
}

/// What a workbook says about itself.
package struct DocumentProperties: Hashable, Sendable {
  /// The title of the publication.
  package var title = ""
  /// What it is about.
  package var subject = ""
  /// Who made it.
  package var author = ""
  /// The ministry or body that publishes.
  package var company = ""
  /// Words to find it by.
  package var keywords = ""
  /// Remarks.
  package var comments = ""
  /// Such as "trial" or "final".
  package var status = ""
  /// The creation time, kept to the second: normally the as-of time of the data.
  package var created: Instant

  /// The longest property in UTF-16 units.
  package static let lengthLimit = 255

  /// Properties with only a title and a creation time.
  package init(title: String, created: Instant) {
    self.title = title
    self.created = created
  }

  /// In the order in which ``Workbook`` hands them to the library.
  var texts: [String] { [title, subject, author, company, keywords, comments, status] }

  /// The creation time in whole seconds since 1970-01-01T00:00Z; nil outside 1970-01-02...9999-12-31.
  ///
  /// The library takes 0 for "now"; a day of margin keeps every time zone's date after 1970.
  var createdUnixSeconds: Int64? {
    let seconds = created.microseconds / 1_000_000
    return (86_400...253_402_300_799).contains(seconds) ? seconds : nil
  }
}
