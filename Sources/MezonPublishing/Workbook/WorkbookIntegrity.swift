// SPDX-License-Identifier: Apache-2.0

/// Tells whether a written workbook is whole.
///
/// libxlsxwriter collects each sheet in a temporary file and does not notice when that file could not be written to its end: with a
/// full temporary folder it reports success and leaves a valid archive around broken sheets. So the archive is read again, and
/// in every part each opened element must be closed.
enum WorkbookIntegrity {
  /// Whether the bytes are a whole archive of whole XML parts; linear in their decompressed length.
  static func isWhole(_ bytes: [UInt8]) -> Bool {
    guard let archive = ZipArchive(bytes) else { return false }
    let names = Set(archive.members.map(\.name))
    guard names.isSuperset(of: ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"]) else {
      return false
    }
    return archive.members.allSatisfy { isBalanced($0.bytes) }
  }

  /// Whether a part is one element with as many closing as opening tags, and ends with it.
  ///
  /// Enough for what the library writes: no comments, and no angle brackets inside text or attributes.
  static func isBalanced(_ xml: [UInt8]) -> Bool {
    var depth = 0
    var elements = 0
    var index = 0
    while index < xml.count {
      guard xml[index] == UInt8(ascii: "<") else {
        if depth == 0, elements > 0, xml[index] > 0x20 { return false }
        index += 1
        continue
      }
      var end = index + 1
      while end < xml.count, xml[end] != UInt8(ascii: ">") { end += 1 }
      guard end < xml.count, end > index + 1 else { return false }
      switch (xml[index + 1], xml[end - 1]) {
      case (UInt8(ascii: "?"), _): break
      case (UInt8(ascii: "/"), _): depth -= 1
      case (_, UInt8(ascii: "/")): elements += 1
      default:
        depth += 1
        elements += 1
      }
      if depth < 0 { return false }
      index = end + 1
    }
    return depth == 0 && elements > 0
  }
}
