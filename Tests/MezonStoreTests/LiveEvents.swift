// SPDX-License-Identifier: Apache-2.0

import MezonColumns
import MezonStore
import MezonStoreFaults
import Testing

/// How often each event of the store on a disk counts, by its id and value.
func liveEvents(_ disk: FaultyDisk) throws -> [String: Int] {
  let snapshot = try Store.open("store", layer: disk).snapshot()
  var found: [String: Int] = [:]
  for part in snapshot.parts("record", role: .events) {
    let table = try snapshot.table(part)
    let ids = try #require(table.field("id")?.members.first)
    for row in 0..<table.rowCount {
      let id = ids.column.value(row, as: Int32.self).map { ids.dictionary.text($0) } ?? ""
      let value = table.field("value")?.members.first?.column.value(row, as: Int64.self) ?? -1
      found["\(id) \(value)", default: 0] += 1
    }
  }
  return found
}
