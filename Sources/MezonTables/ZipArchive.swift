// SPDX-License-Identifier: Apache-2.0

import CZip

/// A zip archive, opened to read its parts one after the other. Nothing is ever written to disk, and no size that the archive declares is
/// trusted. Of the archive itself only the stretch at hand is in memory.
///
/// libzip inflates and checks the sums; the limits are here: on the number of parts, on how far a part may expand, and on
/// names, which must differ in more than the case of letters.
final class ZipArchive {
  /// The most parts. A workbook of a hundred sheets with drawings has some four hundred.
  static let partLimit = 2_000
  /// Up to this many bytes a part may expand freely; beyond it, no further than ``ratioLimit`` times.
  static let freeBytes = 4 << 20
  /// Empty formatted rows, the most regular of real contents, expand some sixty times.
  static let ratioLimit = 250

  private let handle: OpaquePointer
  private let source: ArchiveSource
  /// Places of the parts by their names in lower case.
  private var places: [String: zip_uint64_t] = [:]
  /// Names as written, in the order of the directory.
  private(set) var names: [String] = []

  /// Opens an archive, which is read stretch by stretch as its parts are.
  init(_ content: any FileContent) throws(TableFault) {
    source = ArchiveSource(content)
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard let medium = source.handle(&error) else { throw TableFault(.unreadable(Self.words(&error))) }
    guard let opened = zip_open_from_source(medium, ZIP_RDONLY | ZIP_CHECKCONS, &error) else {
      zip_source_free(medium)
      throw source.fault ?? TableFault(.brokenArchive(Self.words(&error)))
    }
    handle = opened
    if let fault = source.fault { throw fault }
    try readDirectory()
  }

  deinit { zip_discard(handle) }

  private static func words(_ error: UnsafeMutablePointer<zip_error_t>) -> String {
    String(cString: zip_error_strerror(error))
  }

  private func readDirectory() throws(TableFault) {
    let count = Int(zip_get_num_entries(handle, 0))
    guard count <= Self.partLimit else { throw TableFault(.tooManyParts(count)) }
    var packedBytes: UInt64 = 0
    for place in 0..<zip_uint64_t(max(0, count)) {
      let part = try statistics(place)
      guard let written = part.name else { throw TableFault(.brokenArchive("a part without a name")) }
      let name = String(cString: written)
      var system: zip_uint8_t = 0
      var attributes: zip_uint32_t = 0
      zip_file_get_external_attributes(handle, place, 0, &system, &attributes)
      // The file type in the upper half of the attributes is that of Unix: 0o120000 is a symbolic link.
      if (attributes >> 16) & 0o170000 == 0o120000 { throw TableFault(.linkedPart(name)) }
      guard places.updateValue(place, forKey: name.lowercased()) == nil else { throw TableFault(.repeatedPart(name)) }
      names.append(name)
      packedBytes = packedBytes.addingReportingOverflow(part.comp_size).partialValue
      // Parts that share bytes sum up to more than there are.
      guard packedBytes <= UInt64(source.byteCount) else { throw TableFault(.brokenArchive("its parts overlap")) }
    }
  }

  private func statistics(_ place: zip_uint64_t) throws(TableFault) -> zip_stat_t {
    var part = zip_stat_t()
    zip_stat_init(&part)
    guard zip_stat_index(handle, place, 0, &part) == 0 else { throw TableFault(.brokenArchive("its directory is cut")) }
    return part
  }

  /// Whether a part stands in the archive; names are compared without the case of letters, as OPC demands.
  func has(_ name: String) -> Bool { places[name.lowercased()] != nil }

  /// How many bytes a part takes in the archive, by its directory, which was found not to claim more than there are; 0 for none.
  func packedBytes(_ name: String) throws(TableFault) -> Int {
    guard let place = places[name.lowercased()] else { return 0 }
    return Int(clamping: try statistics(place).comp_size)
  }

  /// Hands out a part block after block, until `body` returns false.
  func read(_ name: String, _ body: (UnsafeRawBufferPointer) throws(TableFault) -> Bool) throws(TableFault) {
    guard let place = places[name.lowercased()] else { throw TableFault(.absentPart(name)) }
    let part = try statistics(place)
    guard part.encryption_method == ZIP_EM_NONE else { throw TableFault(.locked) }
    guard let file = zip_fopen_index(handle, place, 0) else {
      throw source.fault ?? TableFault(.brokenArchive(Self.words(zip_get_error(handle))))
    }
    defer { zip_fclose(file) }
    let limit = max(
      Self.freeBytes, Int(clamping: part.comp_size).multipliedReportingOverflow(by: Self.ratioLimit).partialValue)
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { block.deallocate() }
    var total = 0
    while true {
      let count = Int(zip_fread(file, block.baseAddress, zip_uint64_t(block.count)))
      guard count >= 0 else {
        throw source.fault ?? TableFault(.brokenArchive("\(name): \(Self.words(zip_file_get_error(file)))"))
      }
      if count == 0 { return }
      total += count
      guard total <= limit else { throw TableFault(.expandsTooFar(name)) }
      guard try body(UnsafeRawBufferPointer(rebasing: block[..<count])) else { return }
    }
  }
}
