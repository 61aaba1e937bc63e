// SPDX-License-Identifier: Apache-2.0

/// A log whose rows can each be made on their own.
protocol SampleLog: Sendable {
  var name: SampleLogName { get }
  var stream: LogStream { get }
  var delimiter: UInt8 { get }
  var header: StaticString { get }
  /// Adds a row, with what is wrong with it on purpose.
  func append(_ row: Int, _ fault: SampleFault, to buffer: inout RowBuffer)
}

extension SampleLog {
  /// Calls `body` with the file's bytes, about so many at a time. Complexity: O(rows), in memory bounded by the chunk.
  func forEachChunk<Failure: Error>(
    ofBytes chunk: Int, _ body: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    var buffer = RowBuffer(delimiter: delimiter, capacity: chunk + 1024)
    buffer.append(header)
    buffer.append(byte: 0x0A)
    for row in 0..<stream.count {
      let fault = stream.fault(row)
      if fault == .duplicate {
        append(row - 1, .none, to: &buffer)
      } else {
        append(row, fault, to: &buffer)
      }
      buffer.endRow()
      if buffer.bytes.count >= chunk { try body(buffer.take()) }
    }
    if !buffer.bytes.isEmpty { try body(buffer.take()) }
  }
}
