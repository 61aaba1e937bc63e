// SPDX-License-Identifier: Apache-2.0

import Crypto

/// File names made from codes of the data, which come from outside.
enum SafeFileName {
  /// The most bytes of a name; file systems take 255, and endings come on top.
  private static let limit = 160

  /// A name that stays in its folder, whatever the code is, and differs from those of all other codes.
  ///
  /// Latin letters, digits, hyphens, underscores, and points but the first stay; every other byte becomes `~` with two hex
  /// digits. A long one is cut and gets a digest of the whole code behind `~~`.
  static func name(_ code: String) -> String {
    var name = ""
    for (place, byte) in code.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        name.unicodeScalars.append(Unicode.Scalar(byte))
      case UInt8(ascii: ".") where place > 0: name += "."
      default: name += "~" + hex(byte)
      }
    }
    if name.isEmpty { return "~" }
    guard name.utf8.count > limit else { return name }
    let digest = SHA256.hash(data: Array(code.utf8)).prefix(8).map(hex).joined()
    return name.prefix(limit) + "~~" + digest
  }

  private static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}
