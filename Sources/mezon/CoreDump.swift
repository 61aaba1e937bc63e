// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What the system writes of this process should it crash.
enum CoreDump {
  /// The system's number for asking whether the memory of a process may be written or read by others, and for changing it.
  static let (getDumpable, setDumpable): (Int32, Int32) = (3, 4)

  /// Forbids it to write the process's memory anywhere, from now on: while somebody is named, values that are not sealed yet are in it, and the seed
  /// of the keys that seal them; while a store is written, the key that signs.
  static func forbid() {
    var limit = rlimit()
    if getrlimit(resource, &limit) == 0 {
      limit.rlim_cur = 0
      _ = setrlimit(resource, &limit)
    }
    // The limit is not asked where a program is given the memory instead of a file.
    _ = control(setDumpable, 0)
  }

  static let resource = __rlimit_resource_t(RLIMIT_CORE.rawValue)

  /// Calls `prctl`, which has any number of arguments, so that Swift does not see it.
  @discardableResult
  static func control(_ option: Int32, _ value: UInt) -> Int32 {
    guard let place = dlsym(nil, "prctl") else { return -1 }
    typealias Call = @convention(c) (_ option: Int32, UInt, UInt, UInt, UInt) -> Int32
    return unsafeBitCast(place, to: Call.self)(option, value, 0, 0, 0)
  }
}
