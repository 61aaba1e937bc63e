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
  /// - Throws: ``ProgramFailure`` with what it says on its standard error when it does not end with 0.
  package static func run(_ arguments: [String]) throws -> Data { try BuiltProgram.run(program, arguments) }
}
