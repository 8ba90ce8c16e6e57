/// Peak shaving over a grid of storage sizes, every point proven.
///
/// A storage is added to a fleet at each power and duration of a grid. The level is jointly convex in power and energy:
/// the prices of each solved point give a plane below the surface, and solved points interpolate above it. The point with
/// the largest gap is solved next until all gaps are below the tolerance.
public struct ShavingFrontier: Sendable {
  /// MW, ascending.
  public var powers: [Double]
  /// Hours at full power, ascending.
  public var durations: [Double]
  /// MW that each point can be held at, and that none can stay below: `power * durations.count + duration`.
  public var level: [Double]
  public var lowerBound: [Double]
  /// Points that were solved themselves.
  public var solves = 0
  /// Of the load that is shaved, MW.
  public var peak: Double
  /// Points of a line on its lower hull, by number.
  private var hull: [Int] = []

  /// Largest gap, of the level.
  public var worstGap: Double {
    level.indices.reduce(0) { max($0, (level[$1] - lowerBound[$1]) / max(abs(level[$1]), 1e-9)) }
  }
}

extension ShavingFrontier {
  /// - Parameters:
  ///   - template: a storage of 1 MW and 1 MWh, scaled to each point.
  ///   - fleet: what is there in any case.
  ///   - tolerance: gap of every point, of its level.
  public init(
    load: [Double], stepHours: Double, fleet: [EnergyEnvelope], template: EnergyEnvelope, powers: [Double],
    durations: [Double], tolerance: Double = 1e-4
  ) {
    self.powers = powers
    self.durations = durations
    peak = load.max() ?? 0
    let size = powers.count * durations.count
    level = Array(repeating: .infinity, count: size)
    lowerBound = Array(repeating: -.infinity, count: size)
    guard size > 0 else { return }
    var solved = [Double](repeating: .infinity, count: size)
    let fleet = fleet.filter { !$0.isNothing }
    let solver = PeakShavingSolver(
      PeakShavingProblem(load: load, stepHours: stepHours, envelopes: fleet + [template]),
      options: .init(relativeGap: tolerance / 5))
    let (rows, columns) = (powers.count, durations.count)
    // What decided the nearest point is likely to decide again.
    var decisive: [Int: PeakShavingSolver.Decisive] = [:]
    func distance(_ a: Int, _ b: Int) -> Int {
      let (row, column) = (abs(a / columns - b / columns), abs(a % columns - b % columns))
      return (row * row * columns * columns + column * column * rows * rows) * size + min(a, b)
    }
    var next: Int? = 0
    var corners = Set([0, columns - 1, (rows - 1) * columns, size - 1])
    while let k = next {
      let (power, energy) = (powers[k / columns], powers[k / columns] * durations[k % columns])
      let answer = solver.solve(
        after: { $0.replace(fleet.count, by: template.scaled(power: power, energy: energy)) },
        hint: decisive.min { distance($0.key, k) < distance($1.key, k) }?.value)
      decisive[k] = solver.decisive
      solves += 1
      solved[k] = answer.level
      let plane = solver.problem.plane(answer, power: power, energy: energy)
      for other in 0..<size {
        let p = powers[other / columns]
        lowerBound[other] = max(
          lowerBound[other], plane.constant + p * (plane.power + durations[other % columns] * plane.energy))
      }
      lowerBound[k] = max(lowerBound[k], answer.lowerBound)
      interpolate(solved)
      corners.remove(k)
      next = corners.min() ?? widest(tolerance, solved)
    }
  }

  /// The point of largest gap that is not solved yet; `nil` when all are close enough.
  private func widest(_ tolerance: Double, _ solved: [Double]) -> Int? {
    var best: (gap: Double, point: Int)?
    for k in level.indices where solved[k] == .infinity {
      let gap = (level[k] - lowerBound[k]) / max(abs(level[k]), 1e-9)
      if gap > tolerance, gap > best?.gap ?? 0 { best = (gap, k) }
    }
    return best?.point
  }

  /// Upper values between solved points: along a row energy is affine in the duration, along a column power and energy
  /// are in proportion, so chords of a convex function hold in both; and more storage never raises the level.
  private mutating func interpolate(_ solved: [Double]) {
    level = solved
    let (rows, columns) = (powers.count, durations.count)
    for _ in 0..<3 {
      for a in 0..<rows { lowerToChords(from: a * columns, by: 1, durations) }
      for b in 0..<columns { lowerToChords(from: b, by: columns, powers) }
    }
    for a in 0..<rows {
      for b in 0..<columns {
        let k = a * columns + b
        if a > 0 { level[k] = min(level[k], level[k - columns]) }
        if b > 0 { level[k] = min(level[k], level[k - 1]) }
      }
    }
  }

  /// Lowers the points of a line to the chords between any two of them: the lower hull of those that are known.
  private mutating func lowerToChords(from first: Int, by stride: Int, _ positions: [Double]) {
    func value(_ at: Int) -> Double { level[first + at * stride] }
    func slope(_ a: Int, _ b: Int) -> Double { (value(b) - value(a)) / (positions[b] - positions[a]) }
    hull.removeAll(keepingCapacity: true)
    for at in positions.indices where value(at) < .infinity {
      while hull.count > 1, slope(hull[hull.count - 2], hull[hull.count - 1]) >= slope(hull[hull.count - 1], at) {
        hull.removeLast()
      }
      hull.append(at)
    }
    for (low, high) in zip(hull, hull.dropFirst()) where high > low + 1 {
      let (start, rise) = (value(low), slope(low, high))
      for at in low + 1..<high {
        level[first + at * stride] = min(value(at), start + rise * (positions[at] - positions[low]))
      }
    }
  }
}

extension PeakShavingProblem {
  /// The plane below the level of all sizes of the last storage that prices of one size give.
  func plane(
    _ solution: PeakShavingSolution, power: Double, energy: Double
  ) -> (constant: Double, power: Double, energy: Double) {
    let n = envelopes.count
    let last = n - 1
    var (perPower, perEnergy) = (0.0, 0.0)
    forEachReducedCost(solution.duals) { k, _, cost in
      guard k % n == last else { return }
      perPower -= dischargeLimit[k] * max(0, cost.discharge) + chargeLimit[k] * max(0, cost.charge)
      perEnergy += cost.constant - (cost.level > 0 ? upperLevel[k] : lowerLevel[k]) * cost.level
    }
    return (lowerBound(solution.duals) - perPower - perEnergy, perPower / power, perEnergy / energy)
  }
}
