import GridModel

/// The lowest level that a load can be held to by flexible resources: arrays of it, laid out for the solver.
///
/// Find z and powers within limits such that `load − Σ (discharge − charge) ≤ z` in every step. The steps are a ring:
/// the last is followed by the first. What begins anew at some step says so by a retained part of 0 there. The ring is
/// cut where the load is quiet, so position 0 need not be the first step of the horizon.
public struct PeakShavingProblem: Sendable {
  /// Length of the horizon in steps.
  public let count: Int
  public let stepHours: Double
  public let envelopes: [EnergyEnvelope]
  /// Step of the horizon at position 0.
  public let origin: Int
  /// MW by position.
  public private(set) var load: [Double]

  /// `position * envelopes.count + envelope`, all of these. MW.
  var dischargeLimit: [Double]
  var chargeLimit: [Double]
  /// MWh at the end of the step.
  var lowerLevel: [Double]
  var upperLevel: [Double]
  /// Part of the level before the step that is left, 0 where the level is set anew.
  var retained: [Double]
  /// MWh that the level gets by itself.
  var inflow: [Double]

  /// Most that each takes off the load, MW.
  let nominalPower: [Double]
  let chargeEfficiency: [Double]
  let dischargeEfficiency: [Double]
  /// MWh.
  let restLevel: [Double]
  /// Whether its level may usefully be above rest, so that it waits at rest only between two of its windows.
  let isNeutral: [Bool]
  /// Whether the level before position 0 is the one after the last position, for each.
  let isRing: [Bool]
  /// Position by position, the latest position up to it at which every neutral one begins a window; empty without one.
  let neutralStart: [Int]
  /// Positions at which some level is set below rest, so that nobody may assume rest there.
  let unrestedStarts: [Int]
  /// MW that all together draw to stay at rest.
  let idleDraw: Double
  /// Whether all can wait at rest in any step.
  let canRest: Bool
  /// Budgets by number: envelope, MWh, and the positions.
  let budgets: [(envelope: Int, energy: Double)]
  /// Number of the budget that discharge counts against, −1 for none.
  let budgetOf: [Int32]

  /// - Parameters:
  ///   - load: MW per step of the horizon.
  ///   - envelopes: those that can give nothing are left out.
  public init(load: [Double], stepHours: Double, envelopes given: [EnergyEnvelope]) {
    let envelopes = given.filter { !$0.isNothing }
    let count = load.count
    let n = envelopes.count
    self.count = count
    self.stepHours = stepHours
    self.envelopes = envelopes
    isNeutral = envelopes.map { $0.kind == .shiftable }
    nominalPower = envelopes.map(\.nominalPower)
    chargeEfficiency = envelopes.map(\.chargeEfficiency)
    dischargeEfficiency = envelopes.map(\.dischargeEfficiency)
    restLevel = envelopes.map(\.restLevel)
    let ring = envelopes.map { $0.startLevel == nil && !$0.resets.contains(0) }
    let origin = ring.contains(true) ? Self.quietOrigin(load, stepHours: stepHours, envelopes) : 0
    self.origin = origin
    self.load = Array(load[origin...] + load[..<origin])

    let size = count * n
    var discharge = [Double](repeating: 0, count: size)
    var charge = discharge
    var lower = discharge
    var upper = discharge
    var retained = discharge
    var inflow = discharge
    var budgetOf: [Int32] = []
    var budgets: [(envelope: Int, energy: Double)] = []
    var unrested: Set<Int> = []
    for (i, envelope) in envelopes.enumerated() {
      func lay(_ series: HourlySeries, _ target: inout [Double]) {
        switch series {
        case .constant(let value): for p in 0..<count { target[p * n + i] = value }
        case .series(let values):
          for p in 0..<count { target[p * n + i] = values[p + origin < count ? p + origin : p + origin - count] }
        }
      }
      lay(envelope.dischargeLimit, &discharge)
      lay(envelope.chargeLimit, &charge)
      lay(envelope.lowerLevel, &lower)
      lay(envelope.upperLevel, &upper)
      lay(.constant(envelope.retention), &retained)
      func position(_ step: Int) -> Int { step >= origin ? step - origin : step - origin + count }
      for step in envelope.resets {
        retained[position(step) * n + i] = 0
        inflow[position(step) * n + i] = envelope.restLevel
      }
      if let start = envelope.startLevel, count > 0 {
        let p = position(0)
        retained[p * n + i] = 0
        inflow[p * n + i] = start * envelope.retention
        if start < envelope.restLevel { unrested.insert(p) }
      }
      for budget in envelope.budgets {
        if budgetOf.isEmpty { budgetOf = Array(repeating: -1, count: size) }
        for step in budget.steps { budgetOf[position(step) * n + i] = Int32(budgets.count) }
        budgets.append((i, budget.energy))
      }
    }
    dischargeLimit = discharge
    chargeLimit = charge
    lowerLevel = lower
    upperLevel = upper
    self.retained = retained
    isRing = envelopes.indices.map { count > 0 && retained[$0] > 0 }
    self.inflow = inflow
    self.budgets = budgets
    self.budgetOf = budgetOf
    unrestedStarts = unrested.sorted()
    neutralStart = Self.neutralStarts(isNeutral, retained, count: count)
    var draw = 0.0
    for envelope in envelopes {
      draw += (1 - envelope.retention) * envelope.restLevel / (envelope.chargeEfficiency * stepHours)
    }
    idleDraw = draw
    canRest = Self.restIsPossible(envelopes, stepHours, charge, lower, upper, retained, inflow, count: count)
  }

  /// The same resources against another load of the same horizon.
  public mutating func setLoad(_ values: [Double]) {
    for p in 0..<count { load[p] = values[p + origin < count ? p + origin : p + origin - count] }
  }

  /// Step of the horizon at a position.
  public func step(_ position: Int) -> Int { position + origin < count ? position + origin : position + origin - count }

  /// A step at which all that resets does so, and around which the load is low.
  private static func quietOrigin(_ load: [Double], stepHours: Double, _ envelopes: [EnergyEnvelope]) -> Int {
    let count = load.count
    let day = max(1, Int(24 / stepHours))
    var isCandidate = [Bool](repeating: true, count: count)
    for envelope in envelopes where !envelope.resets.isEmpty {
      var resets = [Bool](repeating: false, count: count)
      for step in envelope.resets { resets[step] = true }
      for step in 0..<count where !resets[step] { isCandidate[step] = false }
    }
    // Highest load by day, so that the five days around a candidate take five reads.
    let days = (count + day - 1) / day
    guard days >= 5 else { return 0 }
    let peaks = (0..<days).map { d in load[d * day..<min(count, (d + 1) * day)].max() ?? 0 }
    var best = 0
    var lowest = Double.infinity
    for step in stride(from: 0, to: count, by: day) where isCandidate[step] {
      let d = step / day
      var score = 0.0
      for k in -4...0 { score = max(score, peaks[(d + k + days) % days]) }
      if score < lowest {
        lowest = score
        best = step
      }
    }
    return best
  }

  private static func neutralStarts(_ isNeutral: [Bool], _ retained: [Double], count: Int) -> [Int] {
    let n = isNeutral.count
    let neutral = isNeutral.indices.filter { isNeutral[$0] }
    guard !neutral.isEmpty else { return [] }
    var latest = 0
    return (0..<count).map { p in
      if neutral.allSatisfy({ retained[p * n + $0] == 0 }) { latest = p }
      return latest
    }
  }

  private static func restIsPossible(
    _ envelopes: [EnergyEnvelope], _ stepHours: Double, _ charge: [Double], _ lower: [Double], _ upper: [Double],
    _ retained: [Double], _ inflow: [Double], count: Int
  ) -> Bool {
    let n = envelopes.count
    for (i, envelope) in envelopes.enumerated() {
      let rest = envelope.restLevel
      let slack = 1e-12 * max(1, rest)
      for p in 0..<count {
        let k = p * n + i
        let draw = (rest - retained[k] * rest - inflow[k]) / (envelope.chargeEfficiency * stepHours)
        let isStart = retained[k] == 0 && inflow[k] < rest
        if rest > upper[k] + slack || rest < lower[k] - slack { return false }
        if !isStart, draw < -slack || draw > charge[k] * (1 + 1e-12) + slack { return false }
      }
    }
    return true
  }
}
