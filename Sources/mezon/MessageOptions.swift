// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonDiagnostics
import MezonPublishing
import MezonSemantics

extension MessageLanguage: ExpressibleByArgument {}

/// Options that every command takes.
struct MessageOptions: ParsableArguments {
  @Option(name: .customLong("messages"), help: "The language of messages: en or ru.")
  var language: MessageLanguage = .english

  @Flag(help: "Print one JSON document on standard output instead of text.")
  var json = false

  @Option(
    name: .customLong("memory"),
    help: "The most memory that may be taken, in MiB; by default what is free, less a twentieth.")
  var memory: Int?

  func validate() throws {
    if let memory, !(1...1 << 40).contains(memory) { throw ValidationError("--memory is a number of MiB from 1") }
  }

  /// Runs a command's body; a failure is shown in the user's words and becomes its exit status.
  func run(_ body: () throws -> ExitStatus) throws {
    Console.language.withLock { $0 = language }
    let watchers = OutputFile.watchForInterrupts()
    let timers = [MemoryLimit.watch(mebibytes: memory, in: language), Progress.show()]
    defer {
      watchers.forEach { $0.cancel() }
      timers.forEach { $0?.cancel() }
      Progress.clear()
    }
    let status: ExitStatus
    do {
      status = try body()
    } catch let failure as CommandFailure {
      Console.show([failure.diagnostic], in: language)
      status = failure.status
    } catch let failure as PublishingFailure {
      // A template or a catalogue does not fit what it is given: something is wrong with what the programme says.
      Console.show(failure.diagnostics, in: language)
      status = .wrongFound
    }
    if status != .done { throw status.exitCode }
  }
}

/// The programme that a command works on.
struct ProgrammeOptions: ParsableArguments {
  @Option(help: "The programme's folder; by default the nearest one upwards that has a programme.mezon.")
  var programme: String?

  /// The folder and its checked programme; diagnostics are shown, and an error ends the command with status 1.
  func load(_ messages: MessageOptions) throws -> (folder: ProgrammeFolder, programme: Programme) {
    let (folder, programme, _) = try loadTold(messages)
    return (folder, programme)
  }

  /// As the other, with whether something was said of the definitions.
  func loadTold(
    _ messages: MessageOptions
  ) throws -> (folder: ProgrammeFolder, programme: Programme, isSilent: Bool) {
    let folder = try ProgrammeFolder.find(programme)
    let (checked, diagnostics) = Checker.check(try folder.parsed())
    Console.show(diagnostics, in: messages.language)
    guard let checked else { throw ExitStatus.wrongFound.exitCode }
    return (folder, checked, diagnostics.isEmpty)
  }
}
