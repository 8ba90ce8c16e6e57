import Foundation
import LinearOptimization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A shell command in a process group of its own, which can be ended with all that it started.
struct ShellProcess {
  /// How it ended: by itself with a code (128 and more: a signal), or because it was told to.
  enum End: Equatable {
    case exited(Int32)
    case stopped(StopReason)
  }

  private let id: pid_t

  /// Starts with nothing to read; all that it prints goes to a file.
  ///
  /// - Throws: the error number, where there is no shell to start.
  init(_ line: String, output: URL) throws(POSIXError) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setpgroup(&attributes, 0)
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for number in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))

    let words: [String] = ["/bin/sh", "-c", line]
    let arguments = words.map { strdup($0) }
    let environment = ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") }
    defer { for text in arguments + environment { free(text) } }
    var started = pid_t()
    let code = posix_spawn(&started, "/bin/sh", &actions, &attributes, arguments + [nil], environment + [nil])
    guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .ENOEXEC) }
    id = started
  }

  /// Seconds that it has to end after it was asked to.
  private static let grace = 2.0

  /// Waits for the end; ends it as soon as there is a reason to.
  func wait(until reason: () -> StopReason?) -> End {
    var pause: UInt32 = 1_000
    while true {
      if let code = exitCode() { return .exited(code) }
      if let reason = reason() {
        stop()
        return .stopped(reason)
      }
      usleep(pause)
      pause = min(2 * pause, 50_000)
    }
  }

  private func stop() {
    kill(-id, SIGTERM)
    let limit = ContinuousClock.now + .seconds(Self.grace)
    var isRunning = exitCode() == nil
    while isRunning, ContinuousClock.now < limit {
      usleep(10_000)
      isRunning = exitCode() == nil
    }
    // What it started may go on without it.
    kill(-id, SIGKILL)
    var status: Int32 = 0
    if isRunning { while waitpid(id, &status, 0) < 0, errno == EINTR {} }
  }

  /// `nil` while it runs.
  private func exitCode() -> Int32? {
    var status: Int32 = 0
    let ended = waitpid(id, &status, WNOHANG)
    if ended == 0 || (ended < 0 && errno == EINTR) { return nil }
    guard ended == id else { return 0 }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}
