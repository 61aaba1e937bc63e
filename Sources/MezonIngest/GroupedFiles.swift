// SPDX-License-Identifier: Apache-2.0

import MezonColumns

/// Gives a sink the events of files that are each too small for a group, as soon as several of them make one.
struct GroupedFiles {
  private let sink: any EventSink
  /// The texts that were known before the first event.
  private let values: ValueDictionaries
  private let partBytes: Int
  /// About how many bytes of files the events come from that no group has yet.
  private var bytes = 0

  /// - Parameter builder: has everything but events
  init(_ sink: any EventSink, _ builder: DatasetBuilder, partBytes: Int) {
    self.sink = sink
    values = builder.values
    self.partBytes = partBytes
  }

  /// Notes that an open file of events was read, and gives away what there is where that is enough. Complexity: O(rows).
  /// - Parameter isParted: whether the sink took groups of it already
  mutating func add(_ input: Ingestion.Input, isParted: Bool, from builder: inout DatasetBuilder, threads: Int) {
    guard let (plan, count) = input.largeFile, case .event(let event) = plan.target else { return }
    let groupBytes = GatheredParts.partsOfGroup(builder.programme.events[event.index]) * partBytes
    bytes = isParted && count >= groupBytes ? count % groupBytes : bytes + count
    guard bytes >= groupBytes, !sink.isStopped else { return }
    bytes = 0
    builder.joinParts(threads: threads)
    let group = builder.takeEvents(of: event, threads: threads)
    builder.values = values
    sink.take(group)
  }
}
