// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// A server of PostgreSQL of a test's own, on 127.0.0.1 and a free port, stopped at the end.
package final class PostgresServer {
  /// Where Debian keeps the server's programs; nil where it is not installed.
  package static let programs: URL? = {
    let root = URL(fileURLWithPath: "/usr/lib/postgresql")
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return versions.sorted { ($0.count, $0) > ($1.count, $1) }.map { root.appendingPathComponent($0 + "/bin") }
      .first { FileManager.default.isExecutableFile(atPath: $0.appendingPathComponent("initdb").path) }
  }()

  package let port: Int
  private let folder: ScratchFolder
  private let programs: URL
  private var server = Process()

  /// The address of a database of the server.
  package var address: String { "postgresql://tester@127.0.0.1:\(port)/postgres" }

  package init() throws {
    guard let programs = Self.programs else { throw Failure("PostgreSQL is not installed (package postgresql)") }
    self.programs = programs
    folder = try ScratchFolder()
    port = try Self.freePort()
    // The server refuses to run as root, and its user must own the folder.
    if getuid() == 0 { try Self.run(Self.process("/bin/chown", ["postgres", folder.url.path])) }
    try Self.run(command("initdb", ["-D", data, "-A", "trust", "-U", "tester", "-E", "UTF8", "--no-sync"]))
    let settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=\(folder.url.path)", "fsync=off"]
    server = command("postgres", ["-D", data, "-p", String(port)] + settings.flatMap { ["-c", $0] })
    try server.run()
    for _ in 0..<300 where (try? run("select 1")) == nil {
      guard server.isRunning else { throw Failure("the server ended with \(server.terminationStatus)") }
      Thread.sleep(forTimeInterval: 0.1)
    }
  }

  /// The signal of a fast end, to the one process that was started here.
  deinit {
    guard server.isRunning else { return }
    server.interrupt()
    server.waitUntilExit()
  }

  private var data: String { folder.url.path + "/data" }

  /// Runs statements.
  package func run(_ statements: String) throws {
    try Self.run(
      Self.process(
        programs.appendingPathComponent("psql").path,
        ["-q", "-v", "ON_ERROR_STOP=1", "-d", address, "-c", statements]))
  }

  /// One of the server's programs, to be run as its user.
  private func command(_ program: String, _ arguments: [String]) -> Process {
    let path = programs.appendingPathComponent(program).path
    // It becomes the program itself, so that a signal reaches the server.
    let user = ["--reuid=postgres", "--regid=postgres", "--init-groups", "--", path]
    if getuid() == 0 { return Self.process("/usr/bin/setpriv", user + arguments) }
    return Self.process(path, arguments)
  }

  private static func process(_ program: String, _ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.currentDirectoryURL = URL(fileURLWithPath: "/")
    return process
  }

  private static func run(_ process: Process) throws {
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure("\(process.arguments ?? []) ended with \(process.terminationStatus)")
    }
  }

  /// A port that the system hands out.
  private static func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
        bind(descriptor, plain, length) == 0 ? getsockname(descriptor, plain, &length) : -1
      }
    }
    guard descriptor >= 0, status == 0 else { throw Failure("no free port") }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }
}
