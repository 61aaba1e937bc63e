// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import Testing

@testable import MezonIngest

/// Parts that several threads read come out in their order, and none waits for ever for one that cannot be read.
@Suite struct PartsInOrderTests {
  private struct Unreadable: Error {}

  private func parts(_ count: Int) throws -> PartsInOrder {
    let programme = try HandIn("programme \"p\" { levels region } event visit { at time }").programme
    let builder = DatasetBuilder(programme: programme, zone: .utc)
    let event = try #require(programme.event(named: "visit"))
    return PartsInOrder(
      builder, RejectionLog(source: "log", file: "log.csv"), of: event, linesBefore: 1, count: count)
  }

  /// What a part without rows gives.
  private func part(_ begun: PartsInOrder.Begun, endedWithinQuotes: Bool = false) -> PartReader.Part {
    PartReader.Part(
      builder: begun.empty, rowCount: 0, log: RejectionLog(source: "log", file: "log.csv"), lineCount: 1,
      endedWithinQuotes: endedWithinQuotes, memories: [])
  }

  @Test func partsAreGivenInTheirOrder() throws {
    let parts = try parts(3)
    let begun = (0..<3).compactMap { _ in parts.beginNext { [UInt8($0)] } }
    #expect(begun.map(\.text) == [[0], [1], [2]] && parts.beginNext { _ in [] } == nil)
    #expect(parts.finish(begun[2].begun, part(begun[2].begun)).given.isEmpty)
    #expect(parts.finish(begun[1].begun, part(begun[1].begun)).done == 0)
    #expect(parts.result == nil)
    let all = parts.finish(begun[0].begun, part(begun[0].begun))
    #expect(all.given.map(\.number) == [0, 1, 2] && all.done == 3)
    #expect(parts.result != nil)
  }

  /// Each way in which a part fails while others wait for it: every part that was begun is done with once, so that no permit is lost.
  @Test(arguments: [0, 1, 2])
  func aPartThatCannotBeReadLetsTheOthersGo(way: Int) throws {
    let parts = try parts(6)
    let begun = (0..<4).compactMap { _ in parts.beginNext { _ in [] } }.map(\.begun)
    var done = 0
    for waiting in [3, 1, 2] { done += parts.finish(begun[waiting], part(begun[waiting])).done }
    #expect(done == 0)
    switch way {
    case 0:
      // The next part's bytes cannot be read, and the part that the others wait for comes after that.
      #expect(parts.beginNext { _ in throw Unreadable() } == nil)
      done += parts.finish(begun[0], part(begun[0])).done
    case 1: done += parts.finish(begun[0], nil).done
    default: done += parts.finish(begun[0], part(begun[0], endedWithinQuotes: true)).done
    }
    #expect(done == 4)
    #expect(parts.result == nil)
    var isRead = false
    let next = parts.beginNext { _ in
      isRead = true
      return []
    }
    #expect(next == nil && !isRead, "nothing more is read")
  }

  /// What was begun before another part failed is done with when it comes, and gives nothing.
  @Test func whatComesAfterAFailureGivesNothing() throws {
    let parts = try parts(3)
    let begun = (0..<3).compactMap { _ in parts.beginNext { _ in [] } }.map(\.begun)
    #expect(parts.finish(begun[0], part(begun[0])).given.count == 1)
    #expect(parts.finish(begun[1], nil).done == 1)
    let late = parts.finish(begun[2], part(begun[2]))
    #expect(late.given.isEmpty && late.done == 1 && parts.result == nil)
  }
}
