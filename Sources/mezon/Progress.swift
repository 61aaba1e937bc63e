// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Synchronization

/// How far the reading of large files has come: a line on standard error where that is a terminal, from the second second on, taken away
/// before anything else is said and at the end.
enum Progress {
  private struct State {
    var read = 0
    var total = 0
    var isShown = false
  }

  private static let state = Mutex(State())
  private static let isTerminal = isatty(STDERR_FILENO) == 1

  /// Notes that a file of so many bytes will be read.
  static func opened(bytes: Int) { state.withLock { $0.total += bytes } }

  /// Notes that so many more bytes have been read.
  static func read(bytes: Int) { state.withLock { $0.read += bytes } }

  /// Shows the line now and then until the timer is cancelled; nil where there is no terminal.
  static func show() -> (any DispatchSourceTimer)? {
    guard isTerminal else { return nil }
    let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "progress"))
    timer.schedule(deadline: .now() + .seconds(1), repeating: .milliseconds(250))
    timer.setEventHandler {
      state.withLock { state in
        guard state.total > 0 else { return }
        state.isShown = true
        write("\r" + line(read: state.read, of: state.total))
      }
    }
    timer.resume()
    return timer
  }

  /// Takes the line away.
  static func clear() {
    guard isTerminal else { return }
    state.withLock { state in
      if state.isShown { write("\r" + String(repeating: " ", count: 40) + "\r") }
      state.isShown = false
    }
  }

  /// The line, 40 characters wide: megabytes and per cent.
  static func line(read: Int, of total: Int) -> String {
    let share = total > 0 ? min(100, Int(100 * Double(read) / Double(total))) : 100
    let text = "\(min(read, total) / 1_000_000) of \(total / 1_000_000) MB, \(share) %"
    return text + String(repeating: " ", count: max(0, 40 - text.count))
  }

  private static func write(_ text: String) {
    var text = text
    text.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
