// SPDX-License-Identifier: Apache-2.0

/// Identifying values of one person in one row: those of the event itself, or of one child record.
package struct Identity: Sendable, Hashable {
  /// One identifying value.
  package struct Value: Sendable, Hashable {
    package let name: String
    package let text: String

    package init(name: String, text: String) {
      self.name = name
      self.text = text
    }
  }

  /// The row in the table that is handed in.
  package var row: Int
  /// The field with the child records; empty for the event itself.
  package let field: String
  /// The place of the child record in its list, from 0; 0 for the event itself.
  package let child: Int
  /// In the order of the definition; never empty. The first one says who the person is.
  package let values: [Value]

  package init(row: Int, field: String, child: Int, values: [Value]) {
    self.row = row
    self.field = field
    self.child = child
    self.values = values
  }

  /// The values as canonical JSON: what is sealed.
  var plain: [UInt8] {
    if values.count == 1, let value = values.first {
      // The object of one member needs neither a dictionary nor an order.
      var bytes: [UInt8] = [0x7B]
      bytes.reserveCapacity(value.name.utf8.count + value.text.utf8.count + 16)
      JSONText.append(value.name, to: &bytes)
      bytes.append(0x3A)
      JSONText.append(value.text, to: &bytes)
      bytes.append(0x7D)
      return bytes
    }
    let members = Dictionary(values.map { ($0.name, JSON.string($0.text)) }) { first, _ in first }
    return JSON.object(members).canonical() ?? []
  }
}
