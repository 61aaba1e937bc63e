// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonSemantics

/// All lineages of the organisation under consecutive numbers, so that an event's place in the tree is one number.
struct OrganisationIndex: Sendable {
  let organisation: Organisation
  /// The lineages, unit after unit, ascending by day.
  let lineages: [Organisation.Lineage]
  /// Where each unit's lineages begin, and at the end their count.
  private let offsets: [Int]
  /// For each lineage the first and the last day on which it holds.
  private let days: [(first: Int32, last: Int32)]
  /// For each unit the lineages in which it stands, its own among them, ascending.
  private let below: [[Int32]]

  /// Numbers the lineages. Complexity: O(lineages · depth).
  init(_ organisation: Organisation) {
    self.organisation = organisation
    var lineages: [Organisation.Lineage] = []
    var offsets = [0]
    var below = [[Int32]](repeating: [], count: organisation.codes.count)
    for own in organisation.lineages {
      for lineage in own {
        for unit in lineage.chain where below.indices.contains(Int(unit)) {
          below[Int(unit)].append(Int32(truncatingIfNeeded: lineages.count))
        }
        lineages.append(lineage)
      }
      offsets.append(lineages.count)
    }
    self.lineages = lineages
    self.offsets = offsets
    days = lineages.map { ($0.from.daysSinceEpoch, $0.until.daysSinceEpoch) }
    self.below = below
  }

  /// All lineages in which a unit stands, as itself or above, ascending.
  func below(_ unit: Int32) -> [Int32] { below.indices.contains(Int(unit)) ? below[Int(unit)] : [] }

  /// The number of units.
  var unitCount: Int { organisation.codes.count }

  /// The lineage of a unit on a day, or -1. Complexity: O(log changes of the unit).
  func lineage(of unit: Int32, on day: Int32) -> Int32 {
    guard unit >= 0, Int(unit) < unitCount else { return -1 }
    var low = offsets[Int(unit)]
    var high = offsets[Int(unit) + 1]
    while low < high {
      let middle = low + (high - low) / 2
      if lineages[middle].until.daysSinceEpoch < day { low = middle + 1 } else { high = middle }
    }
    guard low < offsets[Int(unit) + 1], lineages[low].from.daysSinceEpoch <= day else { return -1 }
    return Int32(truncatingIfNeeded: low)
  }

  /// The lineages of some units, each on a day of its own, or -1. Complexity: O(units · log changes of a unit).
  func lineages(of units: [Int32], on daysOfUnits: [Int32]) -> [Int32] {
    let unitCount = UInt32(truncatingIfNeeded: unitCount)
    return [Int32](unsafeUninitializedCapacity: min(units.count, daysOfUnits.count)) { found, count in
      count = min(units.count, daysOfUnits.count)
      units.withUnsafeBufferPointer { units in
        daysOfUnits.withUnsafeBufferPointer { daysOfUnits in
          offsets.withUnsafeBufferPointer { offsets in
            days.withUnsafeBufferPointer { days in
              for index in 0..<count {
                let (unit, day) = (units[index], daysOfUnits[index])
                var lineage: Int32 = -1
                if UInt32(bitPattern: unit) < unitCount {
                  let (first, next) = (offsets[Int(unit)], offsets[Int(unit) &+ 1])
                  if next &- first != 1 {
                    lineage = self.lineage(of: unit, on: day)
                  } else if days[first].first <= day, day <= days[first].last {
                    lineage = Int32(truncatingIfNeeded: first)
                  }
                }
                found.initializeElement(at: index, to: lineage)
              }
            }
          }
        }
      }
    }
  }

  /// The lineages of a unit itself, as numbers.
  func ownLineages(of unit: Int32) -> Range<Int> {
    guard unit >= 0, Int(unit) < unitCount else { return 0..<0 }
    return offsets[Int(unit)]..<offsets[Int(unit) + 1]
  }

  /// The lineages in which a unit stands, as itself or above, that hold on a day of a period.
  func lineages(under unit: Int32, in period: Period) -> [Int] {
    guard unit >= 0, Int(unit) < unitCount else { return [] }
    return below[Int(unit)].map(Int.init).filter {
      lineages[$0].from <= period.last && period.first <= lineages[$0].until
    }
  }

  /// The first unit of a level in a lineage, from the unit itself up.
  func unit(ofLevel level: Int, in lineage: Int) -> Int32? {
    lineages[lineage].chain.first { organisation.levels[Int($0)] == level }
  }

  /// The values of a unit attribute, one per lineage. Complexity: O(lineages).
  func attributeColumn(_ attribute: Int, type: ValueType) -> NodeColumn {
    let values = lineages.map { lineage in
      lineage.attributes.indices.contains(attribute) ? lineage.attributes[attribute] : nil
    }
    let presence: [UInt8] = values.map { $0 == nil ? 0 : 1 }
    let codes = Vector(values.map { $0 ?? 0 }, presence: presence)
    switch type {
    case .text: return .code(codes, .texts)
    case .unit: return .code(codes, .units)
    case .choice(let choice): return .code(codes, .choice(choice))
    case .reference(let domain): return .code(codes, .domain(domain))
    case .day: return .day(codes)
    case .number: return .whole(Vector(codes.values.map(Int64.init), presence: presence))
    case .yesNo: return .truth(Vector(values.map { $0.map { $0 == 0 ? Truth.no : Truth.yes } ?? Truth.unknown }))
    case .time, .list, .records: return .absent
    }
  }
}
