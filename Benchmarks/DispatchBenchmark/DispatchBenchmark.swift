import CGLPK
import CaseFiles
import DispatchFormulation
import Foundation
import GridModel
import LinearOptimization
import SolutionMethods

/// Measures the way from a case folder to a solved model at growing horizons.
///
///     swift run -c release DispatchBenchmark [CASE] [--hours 168,744,2190,8760] [--solve-limit SECONDS]
///
/// Each horizon runs in a process of its own, so that peak memory is its own. Seconds are CPU seconds of that process.
@main
struct DispatchBenchmark {
  static func main() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    func value(of option: String) -> String? {
      guard let index = arguments.firstIndex(of: option), index + 1 < arguments.count else { return nil }
      let value = arguments[index + 1]
      arguments.removeSubrange(index...index + 1)
      return value
    }
    let single = value(of: "--single").flatMap(Int.init)
    let hours = (value(of: "--hours") ?? "168,744,2190,8760").split(separator: ",").compactMap { Int($0) }
    let limit = value(of: "--solve-limit") ?? "600"
    let folder = arguments.first ?? "Cases/shanxi-2030"
    if let single {
      try Measurement(folder: folder, hours: single, solveLimit: Double(limit) ?? 600).print()
      return
    }
    print("case \(folder), GLPK \(solverVersion), CPU seconds, solve stopped after \(limit) s")
    print(Measurement.header)
    fflush(nil)
    for count in hours {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      process.arguments = [folder, "--single", "\(count)", "--solve-limit", limit]
      try process.run()
      process.waitUntilExit()
    }
  }
}

/// One horizon.
struct Measurement {
  let folder: String
  let hours: Int
  let solveLimit: Double

  static let header = """
    | hours | rows | columns | nonzeros | read | build | peak after build, MB | × matrix | write MPS | read MPS | \
    load | solve | status | peak, MB |
    |---|---|---|---|---|---|---|---|---|---|---|---|---|---|
    """

  func print() throws {
    let (read, whole) = Self.seconds { readCase(at: URL(fileURLWithPath: folder)).system }
    guard let whole else { throw CaseError.file(path: folder, reason: "the case has errors") }
    let steps = hours * 60 / whole.horizon.stepMinutes
    guard steps <= whole.horizon.count else { return }
    let system = whole.restricted(to: 0..<steps)
    let memoryBefore = Self.peakMegabytes
    let (build, program) = Self.seconds { DispatchProgram(system) }
    let model = program.model
    let memoryAfter = Self.peakMegabytes
    // Matrix with its limits and costs: what any solver must hold.
    let bytes = model.nonzeroCount * 12 + model.rowCount * 24 + model.columnCount * 25
    let ratio = (memoryAfter - memoryBefore) * 1_048_576 / Double(bytes)
    let (write, readBack) = try Self.throughMPS(model)
    let (load, _) = try Self.seconds { try withSession(model) { (_) throws(SolverFault) in } }
    var options = SolveOptions()
    options.timeLimit = solveLimit
    let (solve, outcome) = try Self.seconds { try MonolithicMethod(program, options: options).solve() }
    let cells =
      ["\(hours)", "\(model.rowCount)", "\(model.columnCount)", "\(model.nonzeroCount)"]
      + [read, build].map { String(format: "%.3f", $0) }
      + [String(format: "%.0f", memoryAfter), String(format: "%.2f", ratio)]
      + [write, readBack, load, solve].map { String(format: "%.3f", $0) }
      + [outcome.status.rawValue, String(format: "%.0f", Self.peakMegabytes)]
    Swift.print("| " + cells.joined(separator: " | ") + " |")
  }

  /// Seconds to write the model as MPS, and for GLPK's own reader to read it.
  private static func throughMPS(_ model: LinearModel) throws -> (write: Double, read: Double) {
    let file = FileManager.default.temporaryDirectory.appending(path: "benchmark-\(UUID().uuidString).mps")
    defer { try? FileManager.default.removeItem(at: file) }
    let (write, _) = try seconds { try writeMPS(model, to: file) }
    let (read, _) = seconds {
      glp_term_out(GLP_OFF)
      let problem = glp_create_prob()
      glp_read_mps(problem, GLP_MPS_FILE, nil, file.path)
      glp_delete_prob(problem)
    }
    return (write, read)
  }

  private static func seconds<R>(_ work: () throws -> R) rethrows -> (Double, R) {
    let start = processorSeconds
    let result = try work()
    return (processorSeconds - start, result)
  }

  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static var peakMegabytes: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
  }
}
