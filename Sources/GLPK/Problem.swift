internal import CGLPK

/// A GLPK problem: made, used and freed on one thread.
///
/// Misuse of any kind throws and never ends the process. A fault that GLPK itself reports frees everything GLPK holds on
/// the thread: this problem and all others of the thread then throw `SolverFault.problemIsDead`. A problem that is
/// released on another thread leaks what GLPK holds for it until its own thread ends.
public struct Problem: ~Copyable {
  // For the tests of the trap, which go around the validation.
  package let handle: OpaquePointer
  public internal(set) var rowCount = 0
  public internal(set) var columnCount = 0

  public init() throws(SolverFault) {
    var handle: OpaquePointer?
    try Self.check(cglpk_create(&handle))
    guard let handle else { throw .memoryLimit }
    self.handle = handle
  }

  deinit { cglpk_delete(handle) }

  /// Limits what GLPK may allocate on this thread, for all its problems together; nil lifts the limit. One
  /// that is exceeded already throws `SolverFault.memoryLimit`, and every problem lives on.
  public static func limitMemory(megabytes: Int?) throws(SolverFault) {
    try check(cglpk_set_memory_limit(Int32(clamping: max(megabytes ?? 0, 0))))
  }

  /// Turns the codes of the trap into faults and passes GLPK's own codes on.
  @discardableResult
  package static func check(_ code: Int32) throws(SolverFault) -> Int32 {
    switch Int(code) {
    case 0...: return code
    case Int(CGLPK_WRONG_THREAD): throw .wrongThread
    case Int(CGLPK_DEAD): throw .problemIsDead
    case Int(CGLPK_BUSY): throw .insideCallback
    case Int(CGLPK_NO_MEMORY): throw .memoryLimit
    case Int(CGLPK_INTERRUPTED): throw .interrupted
    default:
      let message = lastMessage()
      if message.contains("memory allocation limit") || message.contains("no memory") { throw .memoryLimit }
      throw .failed(message)
    }
  }

  /// What GLPK printed during the last call, without the line ends around it.
  static func lastMessage() -> String {
    String(cString: cglpk_message()).split(separator: "\n").joined(separator: "; ")
  }
}
