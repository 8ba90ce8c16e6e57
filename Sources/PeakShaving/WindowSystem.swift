import CKernels

/// The linear program of some windows, laid out for the interior point: steps one after the other, envelopes padded to
/// whole vectors, powers and energies in parts of the fleet's nominal power.
///
/// Columns: discharge, charge and level by step (`step * stride + envelope`), the levels before a whole ring, then what
/// has no upper limit: room under the level by step, and what is left of each budget. Rows: level balance by step and
/// envelope (dual `y`), level held by step (`w`), budgets (`pi`).
final class WindowSystem {
  /// Envelopes, and padded.
  let n: Int
  let stride: Int
  /// MW that count as 1.
  private(set) var scale = 1.0
  private(set) var stepHours = 1.0
  /// MW that counts as 0.
  private(set) var offset = 0.0

  /// Steps of all windows together.
  private(set) var count = 0
  private(set) var segments: [Range<Int>] = []
  /// Whether the one window is the whole ring.
  private(set) var isRing = false
  /// Whether the levels at the end of the windows are free.
  private(set) var isOpen = false
  /// MWh of each budget that the windows may use; empty where budgets are left out.
  private(set) var budgetEnergy: [Double] = []
  /// Steps and cells whose discharge counts against each budget.
  private(set) var budgetSteps: [[(step: Int, cell: Int)]] = []
  /// Positions of the problem, window after window.
  private(set) var positions: [Int] = []
  /// Start of each window among the steps, and the end of the last.
  private(set) var starts: [Int] = []

  private var slab = Slab()
  /// Columns with two limits, and all.
  private(set) var boxed = 0
  private(set) var columns = 0
  private(set) var capacity: UnsafeMutablePointer<Double>
  /// 1 where a column can move; with an upper limit.
  private(set) var isFree: UnsafeMutablePointer<Double>
  private(set) var isCapped: UnsafeMutablePointer<Double>
  /// Part of the level before the step that is left, 0 at the start of a window.
  private(set) var carry: UnsafeMutablePointer<Double>
  /// Right side of the level balance.
  private(set) var supply: UnsafeMutablePointer<Double>
  /// Levels that are given, not chosen; not a number elsewhere.
  private(set) var given: UnsafeMutablePointer<Double>
  private(set) var load: UnsafeMutablePointer<Double>
  /// Level per charge, and taken from the level per discharge, by envelope.
  private(set) var stored: UnsafeMutablePointer<Double>
  private(set) var drawn: UnsafeMutablePointer<Double>

  init(_ problem: PeakShavingProblem) {
    n = problem.envelopes.count
    stride = (n + 3) & ~3
    slab.reserve(4)
    let nothing = slab.take(0)
    (capacity, isFree, isCapped, carry, supply, given) = (nothing, nothing, nothing, nothing, nothing, nothing)
    (load, stored, drawn) = (nothing, nothing, nothing)
  }

  /// Envelopes whose level goes round, when the whole ring is taken up.
  private(set) var round: [Int] = []

  var rows: window_rows {
    window_rows(count: count, ld: stride, rooms: roomColumn, stored: stored, drawn: drawn, carry: carry)
  }
  var cells: Int { count * stride }
  var roomColumn: Int { boxed }
  var hasBudgets: Bool { !budgetEnergy.isEmpty }
  var budgetCount: Int { budgetEnergy.count }
  var budgetColumn: Int { boxed + ((count + 3) & ~3) }
  var ringColumn: Int { 3 * cells }

  /// Takes some windows of a problem up, with as many envelopes as the first had.
  ///
  /// - Parameters:
  ///   - segments: each begins and ends at rest, unless it is the whole ring.
  ///   - isRing: levels before the first step are those after the last; with one segment of all positions.
  ///   - isOpen: the segments may end at any levels.
  ///   - budgets: MWh of each budget that outlasts resets; empty to leave them out.
  func load(_ problem: PeakShavingProblem, _ segments: [Range<Int>], isRing: Bool, isOpen: Bool, budgets: [Double]) {
    precondition(problem.envelopes.count == n)
    scale = max(problem.nominalPower.reduce(0, +), 1e-9)
    stepHours = problem.stepHours
    self.segments = segments
    self.isRing = isRing
    self.isOpen = isOpen
    round = isRing ? (0..<n).filter { problem.isRing[$0] } : []
    budgetEnergy = budgets
    positions.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    for segment in segments {
      starts.append(positions.count)
      positions.append(contentsOf: segment)
    }
    starts.append(positions.count)
    count = positions.count
    boxed = 3 * cells + stride
    columns = budgetColumn + ((budgetCount + 3) & ~3)
    slab.reserve(3 * columns + 3 * cells + count + 2 * stride + 16)
    capacity = slab.take(columns)
    isFree = slab.take(columns)
    isCapped = slab.take(columns)
    carry = slab.take(cells)
    supply = slab.take(cells)
    given = slab.take(cells, filledWith: .nan)
    load = slab.take(count)
    stored = slab.take(stride)
    drawn = slab.take(stride)
    for i in 0..<n {
      stored[i] = problem.stepHours * problem.chargeEfficiency[i]
      drawn[i] = problem.stepHours / problem.dischargeEfficiency[i]
    }
    var highest = -Double.infinity
    for p in positions { highest = max(highest, problem.load[p]) }
    offset = highest
    for (s, segment) in segments.enumerated() { fill(problem, segment, at: starts[s]) }
    if isRing { closeRing(problem) }
    findBudgetSteps(problem)
    // What is too small to matter stands still in the interior point; the bound counts it all the same.
    for j in 0..<boxed {
      isFree[j] = capacity[j] > 1e-7 ? 1 : 0
      isCapped[j] = isFree[j]
    }
    for t in 0..<count { isFree[roomColumn + t] = 1 }
    for b in 0..<budgetCount { isFree[budgetColumn + b] = 1 }
  }

  private func findBudgetSteps(_ problem: PeakShavingProblem) {
    budgetSteps = Array(repeating: [], count: budgetCount)
    for (b, budget) in problem.budgets.prefix(budgetCount).enumerated() {
      for (t, p) in positions.enumerated() where Int(problem.budgetOf[p * n + budget.envelope]) == b {
        budgetSteps[b].append((t, t * stride + budget.envelope))
      }
    }
  }

  private func fill(_ problem: PeakShavingProblem, _ segment: Range<Int>, at first: Int) {
    let last = segment.upperBound - 1
    for p in segment {
      let t = first + p - segment.lowerBound
      load[t] = (problem.load[p] - offset) / scale
      for i in 0..<n {
        let k = p * n + i
        let cell = t * stride + i
        let lower = problem.lowerLevel[k]
        capacity[cell] = problem.dischargeLimit[k] / scale
        capacity[cells + cell] = problem.chargeLimit[k] / scale
        capacity[2 * cells + cell] = max(0, problem.upperLevel[k] - lower) / scale
        // Levels count from their lower limit.
        var known = problem.inflow[k] - lower
        if p > segment.lowerBound {
          carry[cell] = problem.retained[k]
          known += problem.retained[k] * problem.lowerLevel[k - n]
        } else if !isRing {
          known += problem.retained[k] * problem.restLevel[i]
        }
        supply[cell] = known / scale
        if p == last, !isRing, !isOpen, problem.mustEndAtRest(last, i) {
          given[cell] = (problem.restLevel[i] - lower) / scale
          capacity[2 * cells + cell] = 0
        } else if capacity[2 * cells + cell] <= 1e-7 {
          given[cell] = capacity[2 * cells + cell]
          capacity[2 * cells + cell] = 0
        }
      }
    }
  }

  /// The level after the last step is one column, which the first step begins with.
  private func closeRing(_ problem: PeakShavingProblem) {
    let end = (count - 1) * stride
    for i in round {
      let k = (problem.count - 1) * n + i
      capacity[ringColumn + i] = max(0, problem.upperLevel[k] - problem.lowerLevel[k]) / scale
      capacity[2 * cells + end + i] = 0
      given[end + i] = 0
      carry[i] = problem.retained[i]
      supply[i] += problem.retained[i] * problem.lowerLevel[k] / scale
    }
  }
}
