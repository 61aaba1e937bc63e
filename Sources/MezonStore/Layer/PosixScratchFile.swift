// SPDX-License-Identifier: Apache-2.0

import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file of the machine that has no name. It is not synced: a crash of the machine takes it away.
final class PosixScratchFile: ScratchFile {
  private let file: Int32
  private let folder: String
  /// Where the next part goes.
  private let end = Mutex(0)

  /// What is read begins where a page of memory may, on every machine.
  private static let pageBytes = 1 << 16
  /// Linux's flag for a file that never had a name; it needs a folder.
  private static let noName: Int32 = 0o20_000_000

  /// How much room there must be at the beginning.
  private static let leastBytes = 1 << 20

  /// A file in a folder, or in that of temporary files where the folder's file system makes none without a name.
  /// - Throws: where nothing can be written in the folder, or where there is no room for a MiB
  convenience init(in folder: String, orIn temporaryFolder: String) throws(LayerFault) {
    #if os(Linux)
      let file = open(folder, O_RDWR | O_CLOEXEC | O_DIRECTORY | Self.noName, 0o600)
      if file >= 0 {
        try self.init(file, in: folder)
        return
      }
      // What a kernel says that does not know the flag, and one that does of a file system without it.
      guard [EISDIR, EOPNOTSUPP, EINVAL].contains(errno) else { throw Self.fault(.write, folder) }
    #endif
    try self.init(temporaryIn: temporaryFolder)
  }

  /// A file that loses its name at once. Not in the folder of a store: whoever writes there removes names that it does not know.
  /// - Throws: where nothing can be written in the folder, or where there is no room for a MiB
  convenience init(temporaryIn folder: String) throws(LayerFault) {
    let path = "\(folder)/mezon-" + String(UInt64.random(in: 0...UInt64.max), radix: 16)
    // It is new, whatever somebody else puts there under that name, and only its owner may read it.
    let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Self.fault(.write, folder) }
    guard unlink(path) == 0 else {
      let fault = Self.fault(.remove, folder)
      close(file)
      throw fault
    }
    try self.init(file, in: folder)
  }

  private init(_ file: Int32, in folder: String) throws(LayerFault) {
    self.file = file
    self.folder = folder
    // What is written later stands in its place.
    try fill([UInt8](repeating: 0, count: Self.leastBytes), at: 0)
  }

  deinit { close(file) }

  private static func fault(_ operation: LayerFault.Operation, _ path: String) -> LayerFault {
    let number = errno
    return LayerFault(operation, path, String(cString: strerror(number)), number: number)
  }

  func append(_ parts: [[UInt8]]) throws(LayerFault) -> Range<Int> {
    // Nobody writes at the same place, for the place is taken first.
    let count = parts.reduce(0) { $0 + $1.count }
    let start = end.withLock { end in
      defer { end += (count + Self.pageBytes - 1) / Self.pageBytes * Self.pageBytes }
      return end
    }
    var place = start
    for part in parts {
      try fill(part, at: place)
      place += part.count
    }
    return start..<(start + count)
  }

  private func fill(_ bytes: [UInt8], at place: Int) throws(LayerFault) {
    var done = 0
    while done < bytes.count {
      let written = bytes.withUnsafeBytes {
        pwrite(file, $0.baseAddress.map { $0 + done }, bytes.count - done, off_t(place + done))
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw Self.fault(.write, folder) }
      done += written
    }
  }

  func read(_ place: Range<Int>) throws(LayerFault) -> StoredBytes {
    guard !place.isEmpty else { return StoredBytes([]) }
    guard let mapping = mmap(nil, place.count, PROT_READ, MAP_PRIVATE, file, off_t(place.lowerBound)),
      mapping != MAP_FAILED
    else { throw Self.fault(.read, folder) }
    return StoredBytes(address: UInt(bitPattern: mapping), count: place.count) { address, count in
      munmap(UnsafeMutableRawPointer(bitPattern: address), count)
    }
  }
}
