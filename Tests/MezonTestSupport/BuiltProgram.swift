// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// A program of this package, run by a test as a process of its own.
package struct BuiltProgram: Sendable {
  /// The file to run.
  package let executable: URL

  /// Looks for the program beside the test bundle.
  /// - Parameter name: the executable's name in the package.
  /// - Returns: nil when it was not built.
  package init?(_ name: String) {
    var candidate = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    for _ in 0..<4 {
      candidate = candidate.deletingLastPathComponent()
      let file = candidate.appendingPathComponent(name)
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue {
        executable = file
        return
      }
    }
    return nil
  }

  /// What a run with the given arguments prints.
  /// - Throws: ``ProgramFailure`` with what it says on its standard error when it does not end with 0.
  package func run(_ arguments: [String]) throws -> Data { try Self.run(executable, arguments) }

  package static func run(_ executable: URL, _ arguments: [String]) throws -> Data {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    // A file, not a second pipe: nobody would empty that one while the first is read.
    let complaints = FileManager.default.temporaryDirectory.appendingPathComponent("mezon-errors-\(UUID().uuidString)")
    try Data().write(to: complaints)
    defer { try? FileManager.default.removeItem(at: complaints) }
    process.standardError = try FileHandle(forWritingTo: complaints)
    try process.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw ProgramFailure(description: String(decoding: try Data(contentsOf: complaints), as: UTF8.self))
    }
    return printed
  }
}

/// What a program said when it failed.
package struct ProgramFailure: Error, CustomStringConvertible {
  /// Its last words.
  package let description: String
}
