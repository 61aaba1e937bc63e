// SPDX-License-Identifier: Apache-2.0

/// A stretch of a content that is in memory, so that small reads that lie close together ask the medium once.
///
/// Whoever reads on from where the window ends gets longer and longer stretches, up to ``mostBytes``; whoever jumps about gets short ones,
/// so that a file that makes a reader jump costs no more than a few times what it looks at. The first thing that goes wrong is kept:
/// the libraries between the window and its user carry no words.
final class ContentWindow {
  /// The longest stretch asked for at a time.
  static let mostBytes = 256 << 10
  /// The stretch asked for after a jump.
  static let leastBytes = 8 << 10

  private let content: any FileContent
  let byteCount: Int
  private var start = 0
  private var held: [UInt8] = []
  private var nextBytes = ContentWindow.leastBytes
  private(set) var fault: TableFault?

  init(_ content: any FileContent) {
    self.content = content
    byteCount = max(0, content.byteCount)
  }

  /// Copies bytes from a place of the content on.
  /// - Returns: how many there are, fewer than asked for at the end of the content alone; nil where the medium failed
  func copy(from place: Int, into target: UnsafeMutableRawBufferPointer) -> Int? {
    guard place >= 0, place < byteCount else { return 0 }
    let end = place + min(target.count, byteCount - place)
    var copied = 0
    while place + copied < end {
      let next = place + copied
      guard start..<(start + held.count) ~= next || move(to: next) else { return nil }
      let count = min(end - next, start + held.count - next)
      held.withUnsafeBytes { bytes in
        let room = UnsafeMutableRawBufferPointer(rebasing: target[copied..<(copied + count)])
        room.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[(next - start)..<(next - start + count)]))
      }
      copied += count
    }
    return copied
  }

  /// Moves the window to a place within the content.
  /// - Returns: whether there are bytes
  private func move(to place: Int) -> Bool {
    guard fault == nil else { return false }
    let end = start + held.count
    // What lies between two reads, such as the head of the next part of an archive, is no jump.
    let goesOn = end..<(end + Self.leastBytes) ~= place
    nextBytes = goesOn ? min(2 * nextBytes, Self.mostBytes) : Self.leastBytes
    do {
      held = try content.stretch(place..<min(byteCount, place + nextBytes))
      start = place
      return !held.isEmpty
    } catch {
      fault = error
      held = []
      return false
    }
  }
}
