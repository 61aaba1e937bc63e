// SPDX-License-Identifier: Apache-2.0

import MezonTestSupport

extension SeededGenerator {
  /// Any finite Double, all exponents alike: subnormals and numbers near overflow are as likely as others.
  mutating func finiteDouble() -> Double {
    while true {
      let value = Double(bitPattern: next())
      if value.isFinite { return value }
    }
  }
}
