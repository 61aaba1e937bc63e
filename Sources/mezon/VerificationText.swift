// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonStore

/// What verifying a store found, in words and as JSON.
enum VerificationText {
  private static func wording(_ kind: Verification.Finding.Kind) -> Wording {
    switch kind {
    case .chain: Wording("the chain of commits cannot be read: {0}", "цепочка фиксаций не читается: {0}")
    case .missing: Wording("the file is missing", "файла нет")
    case .changed: Wording("the content differs from the digest {0}", "содержимое не соответствует дайджесту {0}")
    case .record:
      Wording("the first record that differs is number {1} ({2})", "первая отличающаяся запись — номер {1} ({2})")
    case .signature: Wording("the tree or a signature differs", "дерево или подпись не сходится")
    case .key:
      Wording(
        "it is not the key that it should be, or one that was destroyed",
        "это не тот ключ, который должен быть, или ключ, который был уничтожен")
    case .rolledBack:
      Wording("the store is not a continuation of the checkpoint", "хранилище не продолжает контрольную точку")
    case .checkpoint:
      Wording(
        "what was given is not a checkpoint of this store", "указанное не является контрольной точкой этого хранилища")
    }
  }

  private static let stray = Wording(
    "note: {0} belongs to no commit; the next hand-in removes it",
    "замечание: {0} не относится ни к одной фиксации; следующая сдача удалит его")
  private static let whole = Wording(
    "{0}: {1} commits, {2} records, root {3}: nothing differs",
    "{0}: фиксаций {1}, записей {2}, корень {3}: расхождений нет")
  private static let differs = Wording("{0}: {1} differences", "{0}: расхождений: {1}")

  /// Says it on standard output.
  static func show(_ verification: Verification, _ folder: String, in language: MessageLanguage) {
    for finding in verification.findings {
      let arguments = [finding.what, finding.record.map(String.init) ?? "", finding.origin ?? "?"]
      Console.line("\(folder)/\(finding.file): " + wording(finding.kind).filled(arguments, in: language))
    }
    for name in verification.strays { Console.line(stray.filled(["\(folder)/\(name)"], in: language)) }
    if verification.findings.isEmpty {
      let root = verification.checkpoint?.checkpoint.root.hex ?? ""
      Console.line(
        whole.filled([folder, String(verification.commits), String(verification.records), root], in: language))
    } else {
      Console.line(differs.filled([folder, String(verification.findings.count)], in: language))
    }
  }

  /// One JSON document.
  static func json(_ verification: Verification) -> String {
    let findings = verification.findings.map { finding in
      var members: [String: JSON] = [
        "kind": .string(finding.kind.rawValue), "file": .string(finding.file), "expected": .string(finding.what),
      ]
      if let record = finding.record { members["record"] = .count(record) }
      if let origin = finding.origin { members["origin"] = .string(origin) }
      return JSON.object(members)
    }
    let document = JSON.object([
      "commits": .count(verification.commits), "records": .count(verification.records), "findings": .array(findings),
      "strays": .array(verification.strays.map { .string($0) }),
      "checkpoint": .string(verification.checkpoint?.text ?? ""),
    ])
    return String(decoding: document.canonical() ?? [], as: UTF8.self)
  }
}
