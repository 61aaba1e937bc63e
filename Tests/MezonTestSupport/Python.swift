// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Runs the Python scripts that stand beside tests as independent computations.
package enum Python {
  /// Debian's interpreter, which sees Debian's packages.
  package static let program = URL(fileURLWithPath: "/usr/bin/python3")

  /// Whether the interpreter is there and can import a module.
  package static func has(module: String) -> Bool {
    (try? run(["-c", "import " + module])) != nil
  }

  /// True when tests that need a module should run: it is there, or its absence must fail.
  package static func shouldRun(with module: String) -> Bool { SharedData.isRequired || has(module: module) }

  /// What a run with the given arguments prints.
  /// - Throws: ``Failure`` with what it says on its standard error when it does not end with 0.
  package static func run(_ arguments: [String]) throws -> Data {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    // A file, not a second pipe: nobody would empty that one while the first is read.
    let complaints = FileManager.default.temporaryDirectory.appendingPathComponent("mezon-python-\(UUID().uuidString)")
    try Data().write(to: complaints)
    defer { try? FileManager.default.removeItem(at: complaints) }
    process.standardError = try FileHandle(forWritingTo: complaints)
    try process.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: String(decoding: try Data(contentsOf: complaints), as: UTF8.self))
    }
    return printed
  }

  /// What a script said when it failed.
  package struct Failure: Error, CustomStringConvertible {
    /// Its last words.
    package let description: String
  }
}
