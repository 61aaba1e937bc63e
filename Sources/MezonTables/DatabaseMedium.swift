// SPDX-License-Identifier: Apache-2.0

import CSQLite

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What SQLite takes for its file system while it reads one database: a single file that never changes, read from a content stretch by
/// stretch.
///
/// There is nothing beside that file: no journal, no log, no temporary file; whatever else is asked for cannot be opened. The file system has a
/// name of its own and is forgotten with this object, which must outlive the connection.
final class DatabaseMedium {
  /// The name of the one file.
  static let file = "content"

  private let window: ContentWindow
  private let isLogged: Bool
  private let system: UnsafeMutablePointer<sqlite3_vfs>
  private let methods: UnsafeMutablePointer<sqlite3_io_methods>
  private let name: UnsafeMutablePointer<CChar>

  /// Where a file that SQLite has open says whose it is, behind what SQLite needs of it.
  private static let ownerOffset = MemoryLayout<sqlite3_file>.stride

  /// - Throws: what the medium throws
  init(_ content: any FileContent) throws(TableFault) {
    window = ContentWindow(content)
    // A file whose journal is a log of its own (WAL) says so in two bytes; what is handed in has none beside it.
    isLogged = try content.stretch(Self.logMark) == [2, 2]
    guard let usual = sqlite3_vfs_find(nil) else { throw TableFault(.unreadable("SQLite")) }
    system = .allocate(capacity: 1)
    guard let name = strdup("mezon-" + String(UInt(bitPattern: system), radix: 16)) else {
      system.deallocate()
      throw TableFault(.unreadable("no memory"))
    }
    self.name = name
    methods = .allocate(capacity: 1)
    methods.initialize(to: Self.ioMethods)
    system.initialize(to: usual.pointee)
    system.pointee.zName = UnsafePointer(name)
    system.pointee.pNext = nil
    system.pointee.szOsFile = Int32(Self.ownerOffset + MemoryLayout<UnsafeMutableRawPointer>.stride)
    system.pointee.pAppData = Unmanaged.passUnretained(self).toOpaque()
    system.pointee.xOpen = { system, _, file, flags, opened in
      guard let file, let owner = system?.pointee.pAppData else { return SQLITE_CANTOPEN }
      file.pointee.pMethods = nil
      guard flags & SQLITE_OPEN_MAIN_DB != 0 else { return SQLITE_CANTOPEN }
      UnsafeMutableRawPointer(file).storeBytes(
        of: owner, toByteOffset: DatabaseMedium.ownerOffset, as: UnsafeMutableRawPointer.self)
      file.pointee.pMethods = UnsafePointer(Unmanaged<DatabaseMedium>.fromOpaque(owner).takeUnretainedValue().methods)
      opened?.pointee = SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB
      return SQLITE_OK
    }
    system.pointee.xDelete = { _, _, _ in SQLITE_READONLY }
    system.pointee.xAccess = { _, _, _, found in
      found?.pointee = 0
      return SQLITE_OK
    }
    system.pointee.xFullPathname = { _, path, room, target in
      guard let path, let target, strlen(path) < Int(room) else { return SQLITE_CANTOPEN }
      strcpy(target, path)
      return SQLITE_OK
    }
    guard sqlite3_vfs_register(system, 0) == SQLITE_OK else { throw TableFault(.unreadable("SQLite")) }
  }

  deinit {
    sqlite3_vfs_unregister(system)
    system.deallocate()
    methods.deallocate()
    free(name)
  }

  var byteCount: Int { window.byteCount }
  /// What went wrong first with the content; SQLite has no words for it.
  var fault: TableFault? { window.fault }

  /// Opens the file.
  /// - Returns: a connection, which also carries what went wrong
  func open() -> (connection: OpaquePointer?, status: Int32) {
    var connection: OpaquePointer?
    let status = sqlite3_open_v2(Self.file, &connection, SQLITE_OPEN_READONLY, name)
    return (connection, status)
  }

  /// Where a database says whether a log is kept beside it (SQLite's file format, 1.3.3).
  private static let logMark = 18..<20

  /// Reads as SQLite demands: bytes behind the end are zeros, and the reader is told.
  private func read(_ place: Int, into target: UnsafeMutableRawBufferPointer) -> Int32 {
    guard let count = window.copy(from: place, into: target) else { return Self.failedRead }
    if isLogged, place < Self.logMark.upperBound {
      for mark in Self.logMark where mark >= place && mark - place < count { target[mark - place] = 1 }
    }
    guard count < target.count else { return SQLITE_OK }
    UnsafeMutableRawBufferPointer(rebasing: target[count...]).initializeMemory(as: UInt8.self, repeating: 0)
    return DatabaseMedium.shortRead
  }

  /// Answers of SQLite's whose definitions are expressions, which are not imported: SQLITE_IOERR_READ, SQLITE_IOERR_SHORT_READ.
  private static let failedRead = SQLITE_IOERR | 1 << 8
  private static let shortRead = SQLITE_IOERR | 2 << 8

  private static func of(_ file: UnsafeMutablePointer<sqlite3_file>?) -> DatabaseMedium? {
    guard let file else { return nil }
    let owner = UnsafeRawPointer(file).load(fromByteOffset: ownerOffset, as: UnsafeMutableRawPointer?.self)
    return owner.map { Unmanaged<DatabaseMedium>.fromOpaque($0).takeUnretainedValue() }
  }

  /// What can be done with the open file: read it. Locks are granted, for nobody else has it.
  private static var ioMethods: sqlite3_io_methods {
    var methods = sqlite3_io_methods()
    methods.iVersion = 1
    methods.xClose = { _ in SQLITE_OK }
    methods.xRead = { file, target, count, place in
      guard let medium = DatabaseMedium.of(file) else { return DatabaseMedium.failedRead }
      return medium.read(Int(place), into: UnsafeMutableRawBufferPointer(start: target, count: Int(count)))
    }
    methods.xWrite = { _, _, _, _ in SQLITE_READONLY }
    methods.xTruncate = { _, _ in SQLITE_READONLY }
    methods.xSync = { _, _ in SQLITE_OK }
    methods.xFileSize = { file, bytes in
      guard let medium = DatabaseMedium.of(file) else { return SQLITE_IOERR }
      bytes?.pointee = sqlite3_int64(medium.byteCount)
      return SQLITE_OK
    }
    methods.xLock = { _, _ in SQLITE_OK }
    methods.xUnlock = { _, _ in SQLITE_OK }
    methods.xCheckReservedLock = { _, isReserved in
      isReserved?.pointee = 0
      return SQLITE_OK
    }
    methods.xFileControl = { _, _, _ in SQLITE_NOTFOUND }
    methods.xSectorSize = { _ in 4096 }
    methods.xDeviceCharacteristics = { _ in SQLITE_IOCAP_IMMUTABLE }
    return methods
  }
}
