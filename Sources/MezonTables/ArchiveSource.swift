// SPDX-License-Identifier: Apache-2.0

import CZip

/// What libzip reads an archive from: a content, read stretch by stretch.
///
/// The library calls back with commands; it owns the source until it says that it is free.
final class ArchiveSource {
  private let window: ContentWindow
  private var position: Int64 = 0
  private var error = zip_error_t()

  init(_ content: any FileContent) {
    window = ContentWindow(content)
    zip_error_init(&error)
  }

  deinit { zip_error_fini(&error) }

  var byteCount: Int { window.byteCount }
  /// What went wrong first with the medium; libzip has no words for it.
  var fault: TableFault? { window.fault }

  /// A source for the library, which keeps this one alive; nil where there is no memory.
  func handle(_ error: inout zip_error_t) -> OpaquePointer? {
    let kept = Unmanaged.passRetained(self)
    let source = zip_source_function_create(
      { owner, data, length, command in
        guard let owner else { return -1 }
        let source = Unmanaged<ArchiveSource>.fromOpaque(owner)
        guard command != ZIP_SOURCE_FREE else {
          source.release()
          return 0
        }
        return source.takeUnretainedValue().answer(
          command, UnsafeMutableRawBufferPointer(start: data, count: data == nil ? 0 : Int(clamping: length)))
      }, kept.toOpaque(), &error)
    if source == nil { kept.release() }
    return source
  }

  /// Answers a command of the library.
  private func answer(_ command: zip_source_cmd_t, _ data: UnsafeMutableRawBufferPointer) -> Int64 {
    switch command {
    case ZIP_SOURCE_OPEN:
      position = 0
      return 0
    case ZIP_SOURCE_READ: return read(into: data)
    case ZIP_SOURCE_CLOSE: return 0
    case ZIP_SOURCE_STAT: return describe(into: data)
    case ZIP_SOURCE_ERROR: return zip_error_to_data(&error, data.baseAddress, UInt64(data.count))
    case ZIP_SOURCE_SEEK:
      let place = zip_source_seek_compute_offset(
        UInt64(clamping: position), UInt64(clamping: byteCount), data.baseAddress, UInt64(data.count), &error)
      guard place >= 0 else { return -1 }
      position = place
      return 0
    case ZIP_SOURCE_TELL: return position
    case ZIP_SOURCE_SUPPORTS:
      let known = [
        ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
        ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_SUPPORTS,
      ]
      return known.reduce(0) { $0 | 1 << Int64($1.rawValue) }
    default:
      zip_error_set(&error, ZIP_ER_OPNOTSUPP, 0)
      return -1
    }
  }

  private func read(into data: UnsafeMutableRawBufferPointer) -> Int64 {
    guard let count = window.copy(from: Int(position), into: data) else {
      zip_error_set(&error, ZIP_ER_READ, 0)
      return -1
    }
    position += Int64(count)
    return Int64(count)
  }

  private func describe(into data: UnsafeMutableRawBufferPointer) -> Int64 {
    guard data.count >= MemoryLayout<zip_stat_t>.size, let start = data.baseAddress else {
      zip_error_set(&error, ZIP_ER_INVAL, 0)
      return -1
    }
    let described = start.assumingMemoryBound(to: zip_stat_t.self)
    zip_stat_init(described)
    described.pointee.size = UInt64(clamping: byteCount)
    described.pointee.valid |= UInt64(ZIP_STAT_SIZE)
    return Int64(MemoryLayout<zip_stat_t>.size)
  }
}
