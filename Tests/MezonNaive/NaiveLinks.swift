// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

/// The events that a link of an event finds, by looking at all events.
struct NaiveLinks {
  let base: NaiveConditions

  init(_ base: NaiveConditions) {
    self.base = base
  }

  /// Whether there is a linked event; unknown where the anchor is missing.
  func exists(_ link: LinkClause) -> Bool? {
    if link.isOrdered, anchor(of: link) == .missing { return nil }
    return !all(link).isEmpty
  }

  /// The place of the earliest linked event, the one that was read first where two have the same time.
  func first(_ link: LinkClause) -> Int? {
    var earliest: Int?
    for place in all(link) {
      guard let known = earliest else {
        earliest = place
        continue
      }
      let world = base.world
      if base.isLess(world.ownTime(of: world.log.events[place]), world.ownTime(of: world.log.events[known])) {
        earliest = place
      }
    }
    return earliest
  }

  private func anchor(of link: LinkClause) -> NaiveValue {
    link.anchor.map { base.event[$0.text] } ?? base.world.ownTime(of: base.event)
  }

  private func all(_ link: LinkClause) -> [Int] {
    let world = base.world
    return world.seenEvents(of: link.event.text).filter { place in
      guard place != base.place else { return false }
      let linked = NaiveConditions(
        world: world, place: place, unitField: world.programme.unitField(of: link.event.text))
      return link.keys.allSatisfy { sharesValue(linked.event[$0.linked.text], base.event[$0.own.text]) }
        && isInTime(world.ownTime(of: linked.event), link) && linked.holds(link.condition)
    }
  }

  private func sharesValue(_ left: NaiveValue, _ right: NaiveValue) -> Bool {
    left.elements.contains { element in element != .missing && right.elements.contains(element) }
  }

  private func isInTime(_ time: NaiveValue, _ link: LinkClause) -> Bool {
    guard link.isOrdered else { return true }
    let anchor = anchor(of: link)
    guard anchor != .missing, time != .missing else { return false }
    if let window = link.window { return base.isWithin(time, window, of: anchor) == true }
    return !base.isLess(time, anchor)
  }
}
