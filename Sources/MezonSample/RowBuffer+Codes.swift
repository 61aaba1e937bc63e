// SPDX-License-Identifier: Apache-2.0

extension RowBuffer {
  /// A field that should be a date and is none.
  mutating func badDate(_ random: inout SampleRandom, dotted: Bool) {
    switch random.below(3) {
    case 0: text(dotted ? "31.02.2025 10:00" : "2025-02-31T10:00:00")
    case 1: text(dotted ? "10.13.2024 09:30" : "2024-13-10T09:30:00")
    default: text(dotted ? "вчера" : "yesterday")
    }
  }

  /// The field of a precinct's code.
  @inline(__always)
  mutating func precinct(_ precinct: Int, _ fault: SampleFault) {
    code(0x50, fault == .unknownUnit ? 9000 + precinct % 1000 : precinct + 1, width: 4)
  }

  /// An officer's code within a field. Codes are pseudonyms: they do not follow precincts or years of service.
  @inline(__always)
  mutating func appendOfficer(_ officer: Int) {
    // 20,011 is prime, so different officers have different codes.
    appendCode(0x4B, (officer * 7919 + 4021) % 20_011, width: 5)
  }
}
