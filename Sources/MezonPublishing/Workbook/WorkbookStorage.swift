// SPDX-License-Identifier: Apache-2.0

import CXLSXWriter

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Owns the library's workbook: frees it exactly once, hands out its sheets only by checked handles, keeps each format once.
final class WorkbookStorage {
  let path: String
  let native: UnsafeMutablePointer<lxw_workbook>
  private(set) var handles: [WorkbookSheet] = []
  private var natives: [UnsafeMutablePointer<lxw_worksheet>] = []
  private var formats: [CellFormat: UnsafeMutablePointer<lxw_format>] = [:]
  private var names: Set<String> = []
  private var filtered: Set<Int> = []
  private var isClosed = false
  private var drawnRanges: [DrawnRange] = []

  /// Cells that a chart draws, with the place where the library keeps what they hold.
  private struct DrawnRange {
    let cache: UnsafeMutablePointer<lxw_series_range>
    let sheet: UnsafeMutablePointer<lxw_worksheet>
    let range: CellRange
  }

  init(path: String) throws(WorkbookError) {
    self.path = path
    guard let native = workbook_new(path) else { throw WorkbookError(.outOfMemory, at: path) }
    self.native = native
  }

  deinit {
    if !isClosed { lxw_workbook_free(native) }
  }

  /// Sets what the workbook says about itself.
  func set(_ properties: DocumentProperties) throws(WorkbookError) {
    guard let created = properties.createdUnixSeconds else {
      throw WorkbookError(.creationTimeMissing, at: path)
    }
    let texts = properties.texts.map(CellText.encoded)
    guard texts.allSatisfy({ $0.utf16.count <= DocumentProperties.lengthLimit }) else {
      throw WorkbookError(.textTooLong, at: path)
    }
    let error = withCStrings(texts) { pointers in
      var record = lxw_doc_properties()
      record.title = pointers[0]
      record.subject = pointers[1]
      record.author = pointers[2]
      record.company = pointers[3]
      record.keywords = pointers[4]
      record.comments = pointers[5]
      record.status = pointers[6]
      record.created = time_t(created)
      return workbook_set_properties(native, &record)
    }
    try check(error, at: path)
  }

  func addSheet(titled title: String) throws(WorkbookError) -> WorkbookSheet {
    let name = SheetName.valid(title, taken: names)
    guard let sheet = workbook_add_worksheet(native, name) else {
      throw WorkbookError(.refused, at: "sheet \"\(name)\"")
    }
    let handle = WorkbookSheet(index: natives.count, name: name)
    natives.append(sheet)
    handles.append(handle)
    names.insert(name)
    return handle
  }

  /// The library's sheet behind a handle of this workbook.
  func sheet(_ handle: WorkbookSheet) throws(WorkbookError) -> UnsafeMutablePointer<lxw_worksheet> {
    guard handles.indices.contains(handle.index), handles[handle.index] == handle else {
      throw WorkbookError(.unknownSheet, at: Self.place(handle))
    }
    return natives[handle.index]
  }

  /// Notes that the sheet has a filter; false when it had one.
  func takeFilter(of handle: WorkbookSheet) -> Bool { filtered.insert(handle.index).inserted }

  /// Notes that a chart draws cells of a sheet; at the end its cache gets the numbers that formulas carry.
  func note(
    _ cache: UnsafeMutablePointer<lxw_series_range>, of range: CellRange, on handle: WorkbookSheet
  ) throws(WorkbookError) {
    drawnRanges.append(DrawnRange(cache: cache, sheet: try sheet(handle), range: range))
  }

  private func fillCaches() throws(WorkbookError) {
    for drawn in drawnRanges where drawn.range.first.column == drawn.range.last.column {
      let isFilled = mezon_cache_formulas(
        drawn.cache, drawn.sheet, lxw_row_t(drawn.range.first.row), lxw_row_t(drawn.range.last.row),
        lxw_col_t(drawn.range.first.column))
      guard isFilled != 0 else { throw WorkbookError(.outOfMemory, at: path) }
    }
  }

  /// The library's format for a value, made on first use, in the order of first use.
  func format(_ format: CellFormat) throws(WorkbookError) -> UnsafeMutablePointer<lxw_format>? {
    if format == .plain { return nil }
    if let known = formats[format] { return known }
    guard let made = workbook_add_format(native) else { throw WorkbookError(.outOfMemory, at: path) }
    format.apply(to: made)
    formats[format] = made
    return made
  }

  func close() throws(WorkbookError) {
    guard !handles.isEmpty else { throw WorkbookError(.noSheet, at: path) }
    // Opening it first gives the system's own reason, and spares the library a message on standard error.
    guard let probe = fopen(path, "ab") else {
      throw WorkbookError(.cannotCreate, at: path, cause: String(cString: strerror(errno)))
    }
    fclose(probe)
    try fillCaches()
    isClosed = true
    try check(workbook_close(native), at: path)
    guard let bytes = writtenBytes(), WorkbookIntegrity.isWhole(bytes) else {
      throw WorkbookError(.incomplete, at: path)
    }
  }

  /// What stands in the file; nil when it cannot be read.
  private func writtenBytes() -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    guard fseek(file, 0, SEEK_END) == 0 else { return nil }
    let length = ftell(file)
    guard length > 0, fseek(file, 0, SEEK_SET) == 0 else { return nil }
    let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      count = fread(buffer.baseAddress, 1, length, file)
    }
    return bytes.count == length ? bytes : nil
  }

  /// Throws what an error code of the library means; the place is only put together when it is needed.
  func check(_ error: lxw_error, at place: @autoclosure () -> String) throws(WorkbookError) {
    guard error != LXW_NO_ERROR else { return }
    let code: WorkbookError.Code =
      switch error {
      case LXW_ERROR_MEMORY_MALLOC_FAILED: .outOfMemory
      case LXW_ERROR_CREATING_XLSX_FILE: .cannotCreate
      case LXW_ERROR_CREATING_TMPFILE, LXW_ERROR_READING_TMPFILE, LXW_ERROR_ZIP_FILE_OPERATION,
        LXW_ERROR_ZIP_PARAMETER_ERROR, LXW_ERROR_ZIP_BAD_ZIP_FILE, LXW_ERROR_ZIP_INTERNAL_ERROR,
        LXW_ERROR_ZIP_FILE_ADD, LXW_ERROR_ZIP_CLOSE:
        .cannotWrite
      case LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED, LXW_ERROR_255_STRING_LENGTH_EXCEEDED: .textTooLong
      case LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE: .outsideSheet
      case LXW_ERROR_WORKSHEET_MAX_NUMBER_URLS_EXCEEDED: .tooManyLinks
      default: .refused
      }
    throw WorkbookError(code, at: place(), cause: lxw_strerror(error).map { String(cString: $0) })
  }

  /// A place for messages.
  static func place(_ sheet: WorkbookSheet, _ cell: CellPosition? = nil) -> String {
    cell.map { "sheet \"\(sheet.name)\", cell \($0)" } ?? "sheet \"\(sheet.name)\""
  }
}

/// Gives `body` a C copy of each text, alive until it returns.
func withCStrings<Result>(_ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result) -> Result {
  let pointers = texts.map { strdup($0) }
  defer { pointers.forEach { free($0) } }
  return body(pointers)
}

extension CellFormat {
  /// Sets everything that differs from the plain format.
  func apply(to native: UnsafeMutablePointer<lxw_format>) {
    if numberFormat != .general { format_set_num_format(native, numberFormat.notation) }
    if isBold { format_set_bold(native) }
    if isItalic { format_set_italic(native) }
    if wrapsText { format_set_text_wrap(native) }
    if isUnderlined { format_set_underline(native, UInt8(LXW_UNDERLINE_SINGLE.rawValue)) }
    if hasBottomLine { format_set_bottom(native, UInt8(LXW_BORDER_THIN.rawValue)) }
    if let fontSizePoints { format_set_font_size(native, min(max(fontSizePoints, 1), 409)) }
    if let ink { format_set_font_color(native, ink.native) }
    if let fill { format_set_bg_color(native, fill.native) }
    let horizontalCode: lxw_format_alignments? =
      switch horizontal {
      case .automatic: nil
      case .left: LXW_ALIGN_LEFT
      case .centre: LXW_ALIGN_CENTER
      case .right: LXW_ALIGN_RIGHT
      }
    if let horizontalCode { format_set_align(native, UInt8(horizontalCode.rawValue)) }
    if indent > 0 { format_set_indent(native, UInt8(min(indent, 15))) }
    let verticalCode: lxw_format_alignments? =
      switch vertical {
      case .top: LXW_ALIGN_VERTICAL_TOP
      case .centre: LXW_ALIGN_VERTICAL_CENTER
      case .bottom: nil
      }
    if let verticalCode { format_set_align(native, UInt8(verticalCode.rawValue)) }
  }
}

extension RGBColor {
  /// The library keeps 0 for "no colour" and has a code of its own for black.
  var native: lxw_color_t { value == 0 ? lxw_color_t(LXW_COLOR_BLACK.rawValue) : lxw_color_t(value) }
}
