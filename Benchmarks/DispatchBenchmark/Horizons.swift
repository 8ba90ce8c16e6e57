import ArgumentParser
import CGLPK
import CaseFiles
import DispatchFormulation
import Foundation
import GridModel
import LinearOptimization
import SolutionMethods

/// From a case folder to a solved model at growing horizons, each in a process of its own.
struct Horizons: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read, build, write, load and solve a case at growing horizons.")

  @Argument var folder = "Cases/shanxi-2030"
  @Option var hours = List<Int>([168, 744, 2190, 8760])
  @Option(help: "Seconds of wall time after which a solve is stopped.")
  var solveLimit = 600.0
  @Option(help: .hidden)
  var single: Int?

  func run() throws {
    if let single { return try Measurement(folder: folder, hours: single, solveLimit: solveLimit).print() }
    print("case \(folder), GLPK \(solverVersion), CPU seconds, solve stopped after \(solveLimit) s")
    print(Measurement.header)
    for count in hours.values {
      try inProcessOfItsOwn(["horizons", folder, "--single", "\(count)", "--solve-limit", "\(solveLimit)"])
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
    let (read, whole) = ProcessUse.seconds { readCase(at: URL(fileURLWithPath: folder)).system }
    guard let whole else { throw CaseError.file(path: folder, reason: "the case has errors") }
    let steps = hours * 60 / whole.horizon.stepMinutes
    guard steps <= whole.horizon.count else { return }
    let system = whole.restricted(to: 0..<steps)
    let memoryBefore = ProcessUse.peakMegabytes
    let (build, program) = ProcessUse.seconds { DispatchProgram(system) }
    let model = program.model
    let memoryAfter = ProcessUse.peakMegabytes
    // Matrix with its limits and costs: what any solver must hold.
    let bytes = model.nonzeroCount * 12 + model.rowCount * 24 + model.columnCount * 25
    let ratio = (memoryAfter - memoryBefore) * 1_048_576 / Double(bytes)
    let (write, readBack) = try Self.throughMPS(model)
    let (load, _) = try ProcessUse.seconds { try withSession(model) { (_) throws(SolverFault) in } }
    var options = SolveOptions()
    options.timeLimit = solveLimit
    let (solve, outcome) = try ProcessUse.seconds { try MonolithicMethod(program, options: options).solve() }
    let cells =
      ["\(hours)", "\(model.rowCount)", "\(model.columnCount)", "\(model.nonzeroCount)"]
      + [read, build].map { String(format: "%.3f", $0) }
      + [String(format: "%.0f", memoryAfter), String(format: "%.2f", ratio)]
      + [write, readBack, load, solve].map { String(format: "%.3f", $0) }
      + [outcome.status.rawValue, String(format: "%.0f", ProcessUse.peakMegabytes)]
    Swift.print("| " + cells.joined(separator: " | ") + " |")
  }

  /// Seconds to write the model as MPS, and for GLPK's own reader to read it.
  private static func throughMPS(_ model: LinearModel) throws -> (write: Double, read: Double) {
    let file = FileManager.default.temporaryDirectory.appending(path: "benchmark-\(UUID().uuidString).mps")
    defer { try? FileManager.default.removeItem(at: file) }
    let (write, _) = try ProcessUse.seconds { try writeMPS(model, to: file) }
    let (read, _) = ProcessUse.seconds {
      glp_term_out(GLP_OFF)
      let problem = glp_create_prob()
      glp_read_mps(problem, GLP_MPS_FILE, nil, file.path)
      glp_delete_prob(problem)
    }
    return (write, read)
  }
}
