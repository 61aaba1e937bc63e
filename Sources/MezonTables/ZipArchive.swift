// SPDX-License-Identifier: Apache-2.0

import CZip

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A zip archive in memory, opened to read its parts one after the other. Nothing is ever written to disk, and no size that the
/// archive declares is trusted.
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
  /// Places of the parts by their names in lower case.
  private var places: [String: zip_uint64_t] = [:]
  /// Names as written, in the order of the directory.
  private(set) var names: [String] = []

  /// Opens an archive; its bytes are copied once.
  init(_ bytes: [UInt8]) throws(TableFault) {
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    let copy = UnsafeMutableRawBufferPointer(start: malloc(max(1, bytes.count)), count: bytes.count)
    guard let start = copy.baseAddress else { throw TableFault(.unreadable("no memory")) }
    copy.copyBytes(from: bytes)
    // The source frees the copy.
    guard let source = zip_source_buffer_create(start, zip_uint64_t(bytes.count), 1, &error) else {
      free(start)
      throw TableFault(.brokenArchive(Self.words(&error)))
    }
    guard let opened = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error) else {
      zip_source_free(source)
      throw TableFault(.brokenArchive(Self.words(&error)))
    }
    handle = opened
    try readDirectory(archiveBytes: bytes.count)
  }

  deinit { zip_discard(handle) }

  private static func words(_ error: UnsafeMutablePointer<zip_error_t>) -> String {
    String(cString: zip_error_strerror(error))
  }

  private func readDirectory(archiveBytes: Int) throws(TableFault) {
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
      guard packedBytes <= UInt64(archiveBytes) else { throw TableFault(.brokenArchive("its parts overlap")) }
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

  /// Hands out a part block after block, until `body` returns false.
  func read(_ name: String, _ body: (UnsafeRawBufferPointer) throws(TableFault) -> Bool) throws(TableFault) {
    guard let place = places[name.lowercased()] else { throw TableFault(.absentPart(name)) }
    let part = try statistics(place)
    guard part.encryption_method == ZIP_EM_NONE else { throw TableFault(.locked) }
    guard let file = zip_fopen_index(handle, place, 0) else {
      throw TableFault(.brokenArchive(Self.words(zip_get_error(handle))))
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
        throw TableFault(.brokenArchive("\(name): \(Self.words(zip_file_get_error(file)))"))
      }
      if count == 0 { return }
      total += count
      guard total <= limit else { throw TableFault(.expandsTooFar(name)) }
      guard try body(UnsafeRawBufferPointer(rebasing: block[..<count])) else { return }
    }
  }
}
