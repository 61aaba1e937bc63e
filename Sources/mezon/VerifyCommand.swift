// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonDiagnostics
import MezonStore

/// `mezon verify`: recompute every digest of a store or of a publication, and say what differs.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract:
      "Verify a store or a publication: recompute every digest, check every signature, and name the first record that differs."
  )

  @Argument(help: "A programme's folder, a store, a publication's folder, or one file ending in .meta.json.")
  var path: String

  @Option(help: "A checkpoint that was kept elsewhere: the store must be a continuation of it.")
  var checkpoint: String?

  @Option(help: "The number of a record, from 0, whose proof is printed as JSON instead.")
  var prove: Int?

  @Option(
    help: "For a publication: the programme whose store it was made from; by default the nearest one above it.")
  var programme: String?

  @Option(help: "How many threads verify; what is found does not depend on it.")
  var threads: Int = 1

  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      guard InputFile.exists(path) else { throw CommandFailure(.fileMissing, CommandRule.fileMissing, file: path) }
      let publications = try PublicationCheck.metaFiles(at: path)
      if !publications.isEmpty { return try verify(publications) }
      let folder = StoreAccess.exists(path + "/store") ? path + "/store" : path
      let given = try checkpoint.map(Self.read)
      if let prove { return try showProof(of: prove, folder, given) }
      let verification = try StoreAccess.run(folder) { () throws(StoreFault) in
        try Verification(folder, layer: PosixFileLayer(), checkpoint: given, threads: max(1, threads))
      }
      if messages.json {
        Console.line(VerificationText.json(verification))
      } else {
        VerificationText.show(verification, folder, in: messages.language)
      }
      return verification.findings.isEmpty ? .done : .wrongFound
    }
  }

  private func verify(_ files: [String]) throws -> ExitStatus {
    let checks = try files.map { try PublicationCheck($0, programme: programme) }
    if messages.json {
      let document = JSON.object(["publications": .array(checks.map(\.json))])
      Console.line(String(decoding: document.canonical() ?? [], as: UTF8.self))
    } else {
      for check in checks { check.lines(in: messages.language).forEach { Console.line($0) } }
    }
    return checks.allSatisfy(\.findings.isEmpty) ? .done : .wrongFound
  }

  private static func read(_ file: String) throws -> SignedCheckpoint {
    let text = String(validating: try InputFile.bytes(file), as: UTF8.self)
    guard let checkpoint = text.flatMap({ SignedCheckpoint($0) }) else {
      throw CommandFailure(.notUnderstood, CommandRule.badCheckpoint, file: file)
    }
    return checkpoint
  }

  private func showProof(of record: Int, _ folder: String, _ given: SignedCheckpoint?) throws -> ExitStatus {
    let proof = try StoreAccess.run(folder) { () throws(StoreFault) in
      let store = try Store.open(folder, layer: PosixFileLayer())
      return try RecordProof(of: record, in: store, since: given?.checkpoint)
    }
    guard let proof else { throw CommandFailure(.usage, CommandRule.noRecord, [String(record)]) }
    Console.line(String(decoding: proof.json.canonical() ?? [], as: UTF8.self))
    return .done
  }
}
