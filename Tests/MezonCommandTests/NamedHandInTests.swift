// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MezonStore
import MezonTestSupport
import Testing

@testable import mezon

/// What must not get out of a hand-in in which persons are named, and who may look at a store that somebody writes to.
@Suite struct NamedHandInTests {
  @Test func memoryIsNotWrittenWhereItCrashes() {
    var before = rlimit()
    #expect(getrlimit(CoreDump.resource, &before) == 0)
    let dumpable = CoreDump.control(CoreDump.getDumpable, 0)
    defer {
      setrlimit(CoreDump.resource, &before)
      CoreDump.control(CoreDump.setDumpable, UInt(max(0, dumpable)))
    }
    CoreDump.forbid()
    var after = rlimit()
    #expect(getrlimit(CoreDump.resource, &after) == 0 && after.rlim_cur == 0 && after.rlim_max == before.rlim_max)
    #expect(CoreDump.control(CoreDump.getDumpable, 0) == 0)
  }

  /// Whoever asks whether a store is written to is not taken for one who writes, and neither keeps a writer out nor stays.
  @Test func askingIsNotWriting() throws {
    let folder = try TestFolder()
    let path = folder.url.appendingPathComponent("lock").path
    let layer = PosixFileLayer()
    #expect(try !layer.isLocked(path))
    let asking = open(path, O_RDWR | O_CLOEXEC)
    #expect(asking >= 0 && flock(asking, LOCK_SH | LOCK_NB) == 0)
    #expect(try !layer.isLocked(path))
    close(asking)
    let lock = try #require(try layer.lock(path))
    let (isLocked, other) = try withExtendedLifetime(lock) { (try layer.isLocked(path), try layer.lock(path)) }
    #expect(isLocked && other == nil)
  }

  /// Where a lock's file is removed while somebody waits for it, that one gets the lock of the file that stands there then.
  @Test func theLockOfAFileThatIsGoneIsNone() throws {
    let folder = try TestFolder()
    let path = folder.url.appendingPathComponent("lock").path
    let layer = PosixFileLayer()
    let asking = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    #expect(asking >= 0 && flock(asking, LOCK_SH | LOCK_NB) == 0)
    let remover = Thread {
      usleep(20_000)
      unlink(path)
      usleep(20_000)
      close(asking)
    }
    remover.start()
    let lock = try #require(try layer.lock(path))
    let (isLocked, other) = try withExtendedLifetime(lock) { (try layer.isLocked(path), try layer.lock(path)) }
    #expect(isLocked && other == nil)
  }
}
