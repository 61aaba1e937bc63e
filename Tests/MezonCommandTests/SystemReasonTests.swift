// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonDiagnostics
import MezonStore
import Testing

@testable import mezon

@Suite("Why the operating system refuses something")
struct SystemReasonTests {
  @Test("What the system refuses is said in the language of the messages")
  func reasonsOfTheSystem() throws {
    let folder = try TestFolder()
    try folder.writeProgramme()
    let evaluate = ["evaluate", "--period", "2026-01", "--messages", "ru", "-o"]
    try folder.write("plain", "")
    for (path, reason) in [
      ("/dev/full", "на диске нет места"), ("plain/r.csv", "уже есть что-то с таким именем"), ("logs", "это папка"),
      (String(repeating: "a", count: 300) + ".csv", "имя слишком длинное"),
    ] {
      let run = try CommandRun(evaluate + [path], in: folder.url)
      #expect(run.status == 73 && run.errors.contains(reason), "\(path.prefix(20)): \(run.errors)")
    }
    let fault = LayerFault(.write, "store/commits", "Input/output error", number: EIO)
    let failure = #expect(throws: CommandFailure.self) {
      try StoreAccess.run("store") { () throws(StoreFault) in throw .layer(fault) }
    }
    #expect(failure?.diagnostic.rendered(in: .russian).contains("ошибка ввода-вывода") == true)
    #expect(failure?.diagnostic.rendered(in: .english).contains("input/output error") == true)
  }

  @Test("Every reason of the system has words in both languages; others are told by their number")
  func wordsOfReasons() {
    for reason in SystemReason.allCases {
      let shown = SystemReason.shown(reason.rawValue, in: .russian)
      #expect(shown != reason.rawValue && shown.unicodeScalars.contains { ("а"..."я").contains($0) }, "\(reason)")
    }
    #expect(SystemReason.shown(SystemReason.text(9_999), in: .russian) == "ошибка системы номер 9999")
    #expect(SystemReason.text(of: POSIXError(.ENOSPC)) == SystemReason.diskFull.rawValue)
    #expect(SystemReason.text(of: CocoaError(.fileReadNoPermission)) == SystemReason.permissionDenied.rawValue)
    #expect(SystemReason.text(of: CommandFailure(.usage, CommandRule.badDay)) == SystemReason.unsaid.rawValue)
  }
}
