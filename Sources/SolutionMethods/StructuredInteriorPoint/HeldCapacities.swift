import DispatchFormulation
import GridModel
import LinearOptimization

/// The program of a system with given capacities built, as a place to restore points of the program that decides them.
///
/// What is built of everything comes from the point itself; dispatch is then led back to feasibility as for any system,
/// and cost and feasibility are those of the program that decides.
struct HeldCapacities {
  private let deciding: DispatchProgram
  private let held: DispatchProgram
  private let toHeld: LabelMap
  private let built: [Double]

  /// - Parameter values: a point, of which every capacity takes its mean over the steps.
  init(_ deciding: DispatchProgram, near values: [Double]) {
    self.deciding = deciding
    let system = deciding.system
    let options = system.buildOptions
    built = options.map { option in
      let capacity = deciding.capacities.first { $0.kind == option.kind && $0.name == option.name }
      guard let block = capacity?.columns else { return option.expansion.least }
      let (least, most) = (option.expansion.least, option.expansion.most)
      let mean = values[block.indices].reduce(0, +) / Double(block.count)
      // An interior point stops just short of limits.
      let dust = 1e-6 * (most - least)
      return mean < least + dust ? least : mean > most - dust ? most : mean
    }
    held = DispatchProgram(system.building(built))
    toHeld = LabelMap(from: deciding.model, to: held.model)
  }

  func restore(_ values: inout [Double], rowDuals: [Double]) {
    var duals = Array(repeating: 0.0, count: held.model.rowCount)
    for row in rowDuals.indices {
      if let other = toHeld.row(row) { duals[other] = rowDuals[row] }
    }
    change(&values) { BalanceRestoration(held).restore(&$0, rowDuals: duals) }
  }

  func settle(_ values: inout [Double]) { change(&values) { BalanceRestoration(held).settle(&$0) } }

  private func change(_ values: inout [Double], _ body: (inout [Double]) -> Void) {
    var own = held.model.columnLower
    for column in values.indices {
      if let other = toHeld.column(column) { own[other] = values[column] }
    }
    body(&own)
    for column in values.indices {
      if let other = toHeld.column(column) { values[column] = own[other] }
    }
    for (option, amount) in zip(deciding.system.buildOptions, built) {
      guard let block = deciding.capacities.first(where: { $0.kind == option.kind && $0.name == option.name })?.columns
      else { continue }
      for column in block.indices { values[column] = amount }
    }
    for output in deciding.following { output.settle(&values) }
  }
}

/// Gives the rows that make a capacity the same in every step the multipliers that prove most at the others' multipliers:
/// those that gather all reduced cost in the first step, where it counts once.
func improveCapacityMultipliers(_ duals: inout [Double], in program: DispatchProgram) {
  guard !program.capacities.isEmpty else { return }
  for capacity in program.capacities {
    if let rows = capacity.equality { for row in rows.indices { duals[row] = 0 } }
  }
  let reduced = program.model.reducedCosts(of: duals)
  for capacity in program.capacities {
    guard let rows = capacity.equality else { continue }
    // d_t = r_t − y_t + y_{t+1}, without a row 0: zero for all later steps.
    var sum = 0.0
    for t in (1..<max(1, rows.count)).reversed() {
      sum += reduced[capacity.columns.first + t]
      duals[rows.first + t] = sum
    }
  }
}
