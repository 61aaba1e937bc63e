// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonDiagnostics
import MezonStore

/// `mezon verify`: recompute every digest of a store, and say what differs.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Verify a store: recompute every digest, check every signature, and name the first record that differs.")

  @Argument(help: "A programme's folder, or a store.")
  var path: String

  @Option(help: "A checkpoint that was kept elsewhere: the store must be a continuation of it.")
  var checkpoint: String?

  @Option(help: "The number of a record, from 0, whose proof is printed as JSON instead.")
  var prove: Int?

  @OptionGroup var messages: MessageOptions

  func run() throws {
    try messages.run {
      guard InputFile.exists(path) else { throw CommandFailure(.fileMissing, CommandRule.fileMissing, file: path) }
      let folder = StoreAccess.exists(path + "/store") ? path + "/store" : path
      let given = try checkpoint.map(Self.read)
      if let prove { return try showProof(of: prove, folder, given) }
      let verification = try StoreAccess.run(folder) { () throws(StoreFault) in
        try Verification(folder, layer: PosixFileLayer(), checkpoint: given)
      }
      if messages.json {
        Console.line(VerificationText.json(verification))
      } else {
        VerificationText.show(verification, folder, in: messages.language)
      }
      return verification.findings.isEmpty ? .done : .wrongFound
    }
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
