import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The command in a terminal of its own, which a test reads and types into.
final class Terminal {
  private let master: Int32
  let process: ChildProcess
  /// All that was shown so far, line ends as the terminal gives them.
  private(set) var shown = ""

  init(
    _ arguments: [String], in folder: URL, columns: UInt16 = 80, environment: [String: String] = [:]
  ) throws {
    var (master, slave): (Int32, Int32) = (-1, -1)
    var name = [CChar](repeating: 0, count: 1024)
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&master, &slave, &name, nil, &size) == 0 else { throw ChildProcessError("no terminal") }
    // Other processes that are started meanwhile shall not keep it open.
    for end in [master, slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // Once the process is started it has its own.
    defer { close(slave) }
    self.master = master
    let path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    process = try ChildProcess(
      Command.executable(), arguments, in: folder, input: path, output: path, errors: path,
      environment: environment, isSessionLeader: true)
  }

  deinit { close(master) }

  /// Reads until a text is shown; `false` when the process ends, or time is up, without it.
  func waits(for text: String, within seconds: Double = 60) -> Bool {
    let limit = ContinuousClock.now + .seconds(seconds)
    while !shown.contains(text) {
      guard ContinuousClock.now < limit, readMore() else { return shown.contains(text) }
    }
    return true
  }

  /// Makes the window narrower or wider.
  func resize(columns: UInt16) {
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(master, bytes, bytes.count)
  }

  /// Reads to the end and gives the exit code.
  func exitCode() throws -> Int32 {
    let limit = ContinuousClock.now + .seconds(120)
    while ContinuousClock.now < limit, readMore() {}
    return try process.exitCode(within: 10)
  }

  /// Waits a moment for more; `false` at the end.
  private func readMore() -> Bool {
    var events = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&events, 1, 100) > 0 else { return true }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(master, &bytes, bytes.count)
    guard count > 0 else { return false }
    shown += String(decoding: bytes[..<count], as: UTF8.self)
    return true
  }
}
