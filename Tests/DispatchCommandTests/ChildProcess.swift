import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What keeps a process from being started or watched.
struct ChildProcessError: Error, CustomStringConvertible {
  let description: String

  init(_ what: String, _ code: Int32 = errno) { description = "\(what): \(String(cString: strerror(code)))" }
}

/// A process with signals as a shell would give them, its standard streams in files.
struct ChildProcess {
  let id: pid_t

  /// - Parameters:
  ///   - input, output, errors: paths that are opened in the process.
  ///   - isSessionLeader: whether it begins a session, of which a terminal opened as its input becomes its own.
  init(
    _ executable: URL, _ arguments: [String], in folder: URL, input: String = "/dev/null", output: String,
    errors: String, environment: [String: String] = [:], isSessionLeader: Bool = false
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDWR, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_RDWR | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_RDWR | O_CREAT | O_TRUNC, 0o600)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for number in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    var flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    if isSessionLeader { flags |= Self.newSession }
    posix_spawnattr_setflags(&attributes, Int16(flags))

    let settings = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    // The shell only changes the folder: the process takes its place.
    let shell = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder.path, executable.path]
    let argumentTexts = (shell + arguments).map { strdup($0) }
    let environmentTexts = settings.map { strdup("\($0.key)=\($0.value)") }
    defer { for text in argumentTexts + environmentTexts { free(text) } }
    var started = pid_t()
    let code = posix_spawn(
      &started, shell[0], &actions, &attributes, argumentTexts + [nil], environmentTexts + [nil])
    guard code == 0 else { throw ChildProcessError("\(shell[0]) does not start", code) }
    id = started
  }

  #if canImport(Darwin)
    private static let newSession: Int32 = 0x0400
  #else
    private static let newSession: Int32 = 0x80
  #endif

  func send(_ signal: Int32) { kill(id, signal) }

  /// The exit code, or 128 and the number of the signal that ended it; a process that does not end is ended.
  func exitCode(within seconds: Double = 120) throws -> Int32 {
    let limit = ContinuousClock.now + .seconds(seconds)
    var status: Int32 = 0
    while true {
      let ended = waitpid(id, &status, WNOHANG)
      if ended == id { break }
      guard ended == 0 || errno == EINTR else { throw ChildProcessError("waiting") }
      guard ContinuousClock.now < limit else {
        send(SIGKILL)
        waitpid(id, &status, 0)
        throw ChildProcessError("still running after \(seconds) s", ETIMEDOUT)
      }
      usleep(5_000)
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}
