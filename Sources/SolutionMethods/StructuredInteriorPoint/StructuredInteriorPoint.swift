import DispatchFormulation
import Foundation
import GridModel
import LinearOptimization
import Schedules
import StagedOptimization

/// Development harness.
public struct StructuredInteriorPoint {
  let program: DispatchProgram
  let options: SolveOptions
  public init(_ program: DispatchProgram, options: SolveOptions) {
    self.program = program
    self.options = options
  }

  public func trace(lazy: Bool, iterations: Int) throws {
    func cpu() -> Double { Double(clock()) / 1e6 }
    let t0 = cpu()
    let steps = program.system.horizon.count
    let view = try StagedProgram(program.model, steps: steps) { _ in lazy }
    let t1 = cpu()
    var point = try StagedOptimization.StagedInteriorPoint(view.staged)
    let balances = Set(program.balance.map(\.first))
    let rows = view.rowBlocks.indices.filter { balances.contains(view.rowBlocks[$0].first) }
    let t2 = cpu()
    let start = StartMultipliers(view.staged, balance: rows, stepsPerDay: Int(24 / program.system.horizon.stepHours))
    point.start(duals: start.duals, mu: 0.75 * start.scale)
    let t3 = cpu()
    print(
      "columns", view.staged.columns.count, "rows", view.staged.rows.count, point.description, "view", t1 - t0, "setup",
      t2 - t1, "start", t3 - t2)
    print(
      "start", "bound", point.bound() + program.model.objectiveOffset, "residual", point.worstResidual, "mu",
      point.gapEstimate)
    for k in 1...iterations {
      point.iterate()
      let bound = point.bound() + program.model.objectiveOffset
      print(
        k, "bound", bound, "est", point.gapEstimate / abs(bound), "residual", point.worstResidual, "step",
        point.lastStep, "cpu", cpu() - t3)
      if point.gapEstimate / abs(bound) < 2e-3 {
        let a = cpu()
        var values = view.columnValues(point)
        let duals = view.rowDuals(point)
        let b = cpu()
        let missed = BalanceRestoration(program).restore(&values, rowDuals: duals)
        let c = cpu()
        let cost = program.model.objective(of: values)
        print(
          "    cost", cost, "gap", (cost - bound) / abs(cost), "missed", missed, "error",
          feasibilityError(of: values, in: program.model), "cpu", b - a, c - b, "safe",
          program.model.lagrangianBound(rowDuals: duals))
      }
      if point.gapEstimate / abs(bound) < 1e-7 { break }
    }
  }
}
