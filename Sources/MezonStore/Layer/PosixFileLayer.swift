// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The file system of the machine.
package struct PosixFileLayer: FileLayer {
  private let temporaryFolder: String

  /// - Parameter temporaryFolder: where files stand that lose their name at once
  package init(temporaryFolder: String = "/tmp") { self.temporaryFolder = temporaryFolder }

  private func fault(_ operation: LayerFault.Operation, _ path: String) -> LayerFault {
    let number = errno
    return LayerFault(operation, path, String(cString: strerror(number)), number: number)
  }

  package func makeFolder(_ path: String) throws(LayerFault) {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
      throw fault(.makeFolder, path)
    }
    try makeFolder(String(path[..<slash]))
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw fault(.makeFolder, path) }
  }

  package func names(in folder: String) throws(LayerFault) -> [String] {
    guard let stream = opendir(folder) else { throw fault(.list, folder) }
    defer { closedir(stream) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw fault(.list, folder) }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  package func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  package func read(_ path: String) throws(LayerFault) -> StoredBytes {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw fault(.read, path) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw fault(.read, path) }
    let count = Int(status.st_size)
    guard count > 0 else { return StoredBytes([]) }
    guard let mapping = mmap(nil, count, PROT_READ, MAP_PRIVATE, file, 0), mapping != MAP_FAILED else {
      throw fault(.read, path)
    }
    return StoredBytes(address: UInt(bitPattern: mapping), count: count) { address, count in
      munmap(UnsafeMutableRawPointer(bitPattern: address), count)
    }
  }

  package func create(_ path: String, _ parts: [[UInt8]]) throws(LayerFault) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw fault(.write, path) }
    defer { close(file) }
    for bytes in parts { try fill(file, path, bytes) }
    guard fsync(file) == 0 else { throw fault(.sync, path) }
  }

  private func fill(_ file: Int32, _ path: String, _ bytes: [UInt8]) throws(LayerFault) {
    var done = 0
    while done < bytes.count {
      let written = bytes.withUnsafeBytes { write(file, $0.baseAddress.map { $0 + done }, bytes.count - done) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw fault(.write, path) }
      done += written
    }
  }

  package func syncFolder(_ path: String) throws(LayerFault) {
    let folder = open(path, O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { throw fault(.sync, path) }
    defer { close(folder) }
    guard fsync(folder) == 0 else { throw fault(.sync, path) }
  }

  package func rename(_ path: String, to target: String) throws(LayerFault) {
    #if canImport(Glibc)
      let result = Glibc.rename(path, target)
    #elseif canImport(Musl)
      let result = Musl.rename(path, target)
    #else
      let result = Darwin.rename(path, target)
    #endif
    guard result == 0 else { throw fault(.rename, path) }
  }

  package func remove(_ path: String) throws(LayerFault) {
    guard unlink(path) == 0 else { throw fault(.remove, path) }
  }

  package func removeFolder(_ path: String) throws(LayerFault) {
    guard rmdir(path) == 0 else { throw fault(.remove, path) }
  }

  package func erase(_ path: String) throws(LayerFault) {
    let file = open(path, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { throw fault(.write, path) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw fault(.write, path) }
    try fill(file, path, [UInt8](repeating: 0, count: Int(status.st_size)))
    guard fsync(file) == 0 else { throw fault(.sync, path) }
    try remove(path)
  }

  /// How often a lock is asked for that only those hold who ask whether somebody has it, and how long to wait in between.
  private static let mostTries = 200
  private static let waitMicroseconds: UInt32 = 1_000

  /// The kernel lets the lock go when the process ends, however it ends, so that none is ever left behind.
  package func lock(_ path: String) throws(LayerFault) -> (any FileLock)? {
    for _ in 0..<Self.mostTries {
      let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard file >= 0 else { throw fault(.lock, path) }
      let lock = PosixFileLock(file)
      if try isTaken(file, LOCK_EX, path) {
        // Who gives a new store up removes its lock, and the next one makes another: that of a file that is gone locks nothing.
        if stands(file, at: path) { return lock }
        continue
      }
      // Where it can be shared, nobody has it but those who ask for a moment.
      guard try isTaken(file, LOCK_SH, path) else { return nil }
      flock(file, LOCK_UN)
      usleep(Self.waitMicroseconds)
    }
    return nil
  }

  /// Whether an open file is the one at a path.
  private func stands(_ file: Int32, at path: String) -> Bool {
    var (own, there) = (stat(), stat())
    return fstat(file, &own) == 0 && stat(path, &there) == 0 && own.st_ino == there.st_ino && own.st_dev == there.st_dev
  }

  /// Asks by sharing the lock for a moment, so that two who ask do not take each other for a writer.
  package func isLocked(_ path: String) throws(LayerFault) -> Bool {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw fault(.lock, path) }
    defer { close(file) }
    return try !isTaken(file, LOCK_SH, path)
  }

  package func scratchFile(in folder: String) throws(LayerFault) -> any ScratchFile {
    try PosixScratchFile(in: folder, orIn: temporaryFolder)
  }

  /// Takes the lock of an open file; false where that is against another's.
  private func isTaken(_ file: Int32, _ kind: Int32, _ path: String) throws(LayerFault) -> Bool {
    if flock(file, kind | LOCK_NB) == 0 { return true }
    guard errno == EWOULDBLOCK else { throw fault(.lock, path) }
    return false
  }
}

/// A lock of the kernel's on an open file.
private final class PosixFileLock: FileLock {
  private let file: Int32
  init(_ file: Int32) { self.file = file }
  deinit { close(file) }
}
