import Foundation
import LinearOptimization

/// What a run of an external solver came to: a point that keeps the limits of the model, or none where it was stopped.
struct ExternalAnswer {
  var values: [Double]
  var rowDuals: [Double]?
  var claim: SolutionFile.Claim
  /// Whether its solutions of LPs have duals.
  var givesDuals: Bool
  /// Why it was ended early.
  var stopReason: StopReason?
}

extension ExternalSolver {
  /// Writes the model, runs the command and reads the solution, in a folder that is gone afterwards.
  ///
  /// - Returns: `nil` where the command had to be stopped and left no whole solution.
  func solve(
    _ model: LinearModel, stopping reason: () -> StopReason?
  ) throws(ExternalSolverFault) -> ExternalAnswer? {
    let folder = FileManager.default.temporaryDirectory.appending(path: "griddispatch-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let place = (model: folder.appending(path: "model.mps"), solution: folder.appending(path: "solution.sol"))
    let log = folder.appending(path: "output")
    let process: ShellProcess
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try writeMPS(model, to: place.model)
      if reason() != nil { return nil }
      process = try ShellProcess(line(model: place.model, solution: place.solution), output: log)
    } catch {
      throw .unusable("\(folder.path): \(error)", output: "")
    }
    let end = process.wait(until: reason)
    let data = FileManager.default.contents(atPath: place.solution.path)
    if case .stopped(let reason) = end {
      // Some write what they have when they are asked to end.
      var answer = data.flatMap { data in try? read(data, of: model, printed: "") }
      answer?.stopReason = reason
      return answer
    }
    let printed = Self.end(of: log)
    if case .exited(let code) = end, code != 0 {
      let reason = code == 127 ? "\(name) was not found" : "\(name) ended with exit code \(code)"
      throw .unusable(reason, output: printed)
    }
    guard let data else { throw .unusable("\(name) wrote no solution", output: printed) }
    return try read(data, of: model, printed: printed)
  }

  private func read(
    _ data: Data, of model: LinearModel, printed: String
  ) throws(ExternalSolverFault) -> ExternalAnswer {
    func unusable(_ message: String) -> ExternalSolverFault { .unusable("\(name): \(message)", output: printed) }
    let file: SolutionFile
    do {
      file = try SolutionFile(data, of: model)
    } catch {
      throw unusable(error.description)
    }
    switch file.claim {
    case .infeasible: throw unusable("it calls the model infeasible ('\(file.status)')")
    case .unbounded: throw unusable("it calls the model unbounded ('\(file.status)')")
    case .noPoint: throw unusable("it found no point ('\(file.status)')")
    case .optimal, .feasible, .stopped: break
    }
    var values = file.values
    for column in values.indices where model.isInteger[column] {
      guard abs(values[column] - values[column].rounded()) <= Self.tolerance else {
        throw unusable("column \(model.columnName(column)) must be whole and is \(values[column])")
      }
    }
    let error = feasibilityError(of: values, in: model)
    guard error <= Self.tolerance else {
      throw unusable("its point breaks a limit of the model by \(error) of its size; is the solution whole?")
    }
    let objective = model.objective(of: values)
    if let claimed = file.objective, !(abs(claimed - objective) <= 1e-5 * max(1, abs(objective))) {
      throw unusable("it says that its point costs \(claimed), and it costs \(objective); is the solution whole?")
    }
    for column in values.indices {
      values[column] = min(max(values[column], model.columnLower[column]), model.columnUpper[column])
    }
    return ExternalAnswer(
      values: values, rowDuals: file.rowDuals, claim: file.claim, givesDuals: file.format.givesDuals)
  }

  /// Part of its size by which a limit may be broken: ten times what solvers allow themselves.
  private static let tolerance = 1e-5

  /// The last lines of what it printed.
  private static func end(of log: URL) -> String {
    guard let data = FileManager.default.contents(atPath: log.path) else { return "" }
    let lines = String(decoding: data.suffix(4000), as: UTF8.self).split(separator: "\n")
    return lines.suffix(12).map { "  \($0.prefix(200))" }.joined(separator: "\n")
  }
}
