import ArgumentParser
import DispatchFormulation
import Foundation
import GridModel
import LinearOptimization
import SolutionMethods

/// A method under measurement.
struct YearMethod: Sendable {
  /// What the table shows of an outcome.
  struct Result {
    var status: SolutionStatus
    var objective: Double?
    var bound: Double
  }

  let name: String
  let solve: @Sendable (DispatchProgram, SolveOptions) throws -> Result

  static let all = [
    // Builds its own program, of the system with equal devices merged: that is part of its seconds.
    YearMethod(name: "structured") { program, options in
      guard let outcome = try StructuredInteriorPointMethod(program.system, options: options).solve() else {
        return Result(status: .stoppedWithoutSolution, objective: nil, bound: -.infinity)
      }
      return Result(status: outcome.status, objective: outcome.objective, bound: outcome.bound)
    },
    YearMethod(name: "glpk") { program, options in
      let outcome = try MonolithicMethod(program, options: options).solve()
      return Result(status: outcome.status, objective: outcome.objective, bound: outcome.bound)
    },
    // The linear program alone, in which a store may charge and discharge at once where prices are negative.
    YearMethod(name: "glpk-relaxed") { program, options in
      var solver = SolverOptions()
      solver.timeLimit = options.timeLimit
      let solution = try LinearOptimization.solve(program.model, options: solver)
      let hasPoint = !solution.columnValues.isEmpty
      return Result(
        status: solution.status, objective: hasPoint ? solution.objective : nil, bound: solution.bound)
    },
  ]

  static func named(_ name: String) throws -> YearMethod {
    guard let method = all.first(where: { $0.name == name }) else {
      throw ValidationError("no method \(name) among \(all.map(\.name).joined(separator: ", "))")
    }
    return method
  }
}

/// Methods on systems, horizons and gaps: one row each, in a process of its own.
struct Year: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Solve year-scale systems and tabulate what it took.")

  @Option(help: "Families or case folders.")
  var systems = List(["one-zone", "four-zones"])
  @Option var seeds = List<UInt64>([1])
  @Option var hours = List<Int>([8760])
  @Option var gaps = List([1e-3, 1e-4, 1e-5])
  @Option var methods = List(["structured"])
  @Option var units = 40
  @Flag var tightened = false
  @Option(help: "Seconds of wall time for a solve.")
  var timeLimit: Double?

  func run() throws {
    for name in methods.values { _ = try YearMethod.named(name) }
    print(YearRow.header)
    for system in systems.values {
      for seed in seeds.values {
        for hours in hours.values {
          for gap in gaps.values {
            for method in methods.values {
              var arguments = [
                "year-row", "--system", system, "--seed", "\(seed)", "--hours", "\(hours)", "--units", "\(units)",
                "--gap",
                "\(gap)", "--method", method,
              ]
              if tightened { arguments.append("--tightened") }
              if let timeLimit { arguments += ["--time-limit", "\(timeLimit)"] }
              try inProcessOfItsOwn(arguments)
            }
          }
        }
      }
    }
  }
}

/// One row of the table.
struct YearRow: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Solve one system and print its row.", shouldDisplay: false)
  static let header = """
    | system | seed | hours | method | gap asked | rows × columns | build, s | solve, s | in the kernel, s | objective | bound | gap | \
    status | peak, MB |
    |---|---|---|---|---|---|---|---|---|---|---|---|---|---|
    """

  @OptionGroup var choice: SystemChoice
  @Option var gap: Double
  @Option var method: String
  @Option var timeLimit: Double?

  func run() throws {
    let system = try choice.make()
    let (build, program) = ProcessUse.seconds { DispatchProgram(system) }
    let options = SolveOptions(gap: gap, timeLimit: timeLimit)
    let method = try YearMethod.named(method)
    let kernel = ProcessUse.kernelSeconds
    let (solve, outcome) = try ProcessUse.seconds { try method.solve(program, options) }
    let solveInKernel = ProcessUse.kernelSeconds - kernel
    let name = URL(fileURLWithPath: choice.system).lastPathComponent + (choice.tightened ? ", tightened" : "")
    let cells = [
      name, "\(choice.seed)", String(format: "%.0f", system.horizon.hours), method.name, "\(gap)",
      "\(program.model.rowCount) × \(program.model.columnCount)", String(format: "%.3f", build),
      String(format: "%.3f", solve), String(format: "%.3f", solveInKernel),
      outcome.objective.map { String(format: "%.2f", $0) } ?? "",
      String(format: "%.2f", outcome.bound),
      outcome.objective.map { String(format: "%.2e", relativeGap(objective: $0, bound: outcome.bound)) } ?? "",
      outcome.status.rawValue, String(format: "%.0f", ProcessUse.peakMegabytes),
    ]
    print("| " + cells.joined(separator: " | ") + " |")
  }
}
