// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MezonDiagnostics
import MezonSemantics

/// `mezon list`: the definitions with id, kind, label, version, effective dates and catalogue ids.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the definitions: id, kind, label, version, effective dates, catalogue ids.")

  @Argument(help: "Files or folders; by default the programme in or above the current folder.")
  var paths: [String] = []

  @OptionGroup var messages: MessageOptions

  /// A definition as it is listed.
  private struct Entry {
    let id: String
    let kind: String
    let label: String
    var version = ""
    var effectiveFrom = ""
    var effectiveUntil = ""
    var catalogue: [String] = []
  }

  func run() throws {
    try messages.run {
      var entries: [Entry] = []
      for group in try ProgrammeFolder.groups(of: paths) {
        let (programme, diagnostics) = Checker.check(try group.parsed())
        Console.show(diagnostics, in: messages.language)
        guard let programme else { return .wrongFound }
        entries += Self.entries(of: programme)
      }
      if messages.json {
        Console.line("{\"definitions\":[\(entries.map(Self.json).joined(separator: ","))]}")
      } else {
        for entry in entries {
          let columns = [entry.id, entry.kind, entry.version, entry.label, entry.catalogue.joined(separator: " ")]
          Console.line(columns.joined(separator: "\t"))
        }
      }
      return .done
    }
  }

  private static func entries(of programme: Programme) -> [Entry] {
    let events = programme.events.map {
      Entry(id: $0.name, kind: $0.isSensitive ? "sensitive event" : "event", label: $0.title ?? "")
    }
    let sources = programme.sources.map {
      Entry(id: $0.name, kind: "source", label: $0.declaration.title?.text ?? "")
    }
    let shared = programme.shared.map { Entry(id: $0.name, kind: $0.kindName, label: $0.title?.text ?? "") }
    let indicators = programme.indicators.map { plan in
      Entry(
        id: plan.id, kind: "indicator", label: plan.declaration.title?.text ?? "", version: plan.version,
        effectiveFrom: plan.effectiveFrom.map { "\($0)" } ?? "",
        effectiveUntil: plan.effectiveUntil.map { "\($0)" } ?? "",
        catalogue: plan.declaration.catalogue.map(\.text))
    }
    let appraisals = programme.appraisals.map {
      Entry(id: $0.id, kind: "appraisal", label: $0.declaration.title?.text ?? "")
    }
    let reports = programme.reports.map {
      Entry(id: $0.id, kind: "report", label: $0.declaration.title?.text ?? "")
    }
    let audits = programme.audits.map { Entry(id: $0.id, kind: "audit", label: $0.declaration.title?.text ?? "") }
    return events + sources + shared + indicators + appraisals + reports + audits
  }

  private static func json(_ entry: Entry) -> String {
    let texts = [
      ("id", entry.id), ("kind", entry.kind), ("label", entry.label), ("version", entry.version),
      ("effective_from", entry.effectiveFrom), ("effective_until", entry.effectiveUntil),
    ]
    let fields = texts.map { "\(JSONText.quoted($0.0)):\(JSONText.quoted($0.1))" }
    let catalogue = entry.catalogue.map { JSONText.quoted($0) }.joined(separator: ",")
    return "{\(fields.joined(separator: ",")),\"catalogue\":[\(catalogue)]}"
  }
}
