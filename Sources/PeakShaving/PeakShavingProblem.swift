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
  public private(set) var envelopes: [EnergyEnvelope]
  /// Step of the horizon at position 0.
  public let origin: Int
  /// MW by position: as given, with what resources draw when left alone, and without.
  private(set) var restLoad: [Double]
  public private(set) var load: [Double]

  /// `position * envelopes.count + envelope`, all of these. MW.
  private(set) var dischargeLimit: CellTable
  private(set) var chargeLimit: CellTable
  /// MWh at the end of the step.
  private(set) var lowerLevel: CellTable
  private(set) var upperLevel: CellTable
  /// Part of the level before the step that is left, 0 where the level is set anew.
  private(set) var retained: CellTable
  /// MWh that the level gets by itself.
  private(set) var inflow: CellTable

  /// Most that each takes off the load, and what it could in any step, MW.
  private(set) var nominalPower: [Double]
  private(set) var steadyPower: [Double]
  private(set) var chargeEfficiency: [Double]
  private(set) var dischargeEfficiency: [Double]
  /// MWh, and by how much it can fall below that at most.
  private(set) var restLevel: [Double]
  private(set) var deepestFall: [Double]
  /// Whether its level may usefully be above rest, so that it waits at rest only between two of its windows.
  let isNeutral: [Bool]
  /// Whether the level before position 0 is the one after the last position, for each.
  private(set) var isRing: [Bool]
  /// Position by position, where a window that holds it begins for the neutral ones; empty without one.
  let neutralStart: [Int]
  /// Whether each can wait at rest in any step.
  private var mayRest: [Bool]
  /// Budgets by number: envelope, MWh, and the positions.
  private(set) var budgets: [(envelope: Int, energy: Double)] = []
  /// Number of the budget that discharge counts against, −1 for none.
  private(set) var budgetOf: [Int32] = []

  /// - Parameters:
  ///   - load: MW per step of the horizon.
  ///   - envelopes: those that can give nothing are left out.
  public init(load: [Double], stepHours: Double, envelopes given: [EnergyEnvelope]) {
    let envelopes = given.filter { !$0.isNothing }
    let n = envelopes.count
    count = load.count
    self.stepHours = stepHours
    self.envelopes = envelopes
    isNeutral = envelopes.map(\.isNeutral)
    let ring = envelopes.map { $0.startLevel == nil && !$0.resets.contains(0) }
    origin = ring.contains(true) ? Self.quietOrigin(load, stepHours: stepHours, envelopes) : 0
    restLoad = Array(load[origin...] + load[..<origin])
    self.load = restLoad
    let zeros = [Double](repeating: 0, count: n)
    (nominalPower, steadyPower, restLevel, deepestFall) = (zeros, zeros, zeros, zeros)
    chargeEfficiency = envelopes.map(\.chargeEfficiency)
    dischargeEfficiency = envelopes.map(\.dischargeEfficiency)
    isRing = Array(repeating: false, count: n)
    mayRest = isRing
    // The bounds of what is neutral are found envelope by envelope over all positions.
    let isWide = isNeutral.contains(true)
    let (length, first) = (load.count, origin)
    func table(isWide: Bool, _ series: (EnergyEnvelope) -> HourlySeries) -> CellTable {
      CellTable(envelopes.map(series), count: length, origin: first, isWide: isWide)
    }
    dischargeLimit = table(isWide: isWide, \.dischargeLimit)
    chargeLimit = table(isWide: isWide, \.chargeLimit)
    lowerLevel = table(isWide: isWide, \.lowerLevel)
    upperLevel = table(isWide: isWide, \.upperLevel)
    retained = table(isWide: true) { .constant($0.retention) }
    inflow = table(isWide: true) { _ in 0 }
    neutralStart = Self.neutralStarts(envelopes, count: load.count, origin: origin, stepHours: stepHours)
    for i in 0..<n {
      setTimes(i)
      setSizes(i)
    }
    layLoad()
    if envelopes.contains(where: { !$0.budgets.isEmpty }) {
      budgetOf = Array(repeating: -1, count: load.count * n)
      for (i, envelope) in envelopes.enumerated() {
        for budget in envelope.budgets {
          for step in budget.steps { budgetOf[position(step) * n + i] = Int32(budgets.count) }
          budgets.append((i, budget.energy))
        }
      }
    }
  }

  /// The same resources against another load of the same horizon.
  public mutating func setLoad(_ values: [Double]) {
    precondition(values.count == count)
    for p in 0..<count { restLoad[p] = values[step(p)] }
    layLoad()
  }

  /// Takes what resources draw when left alone off the load.
  private mutating func layLoad() {
    load = restLoad
    for envelope in envelopes where envelope.isDrawing {
      let drawn = envelope.drawn.values(count: count)
      for p in 0..<count { load[p] -= drawn[step(p)] }
    }
  }

  /// Another size of the same resource, down to nothing.
  mutating func replace(_ i: Int, by envelope: EnergyEnvelope) {
    let old = envelopes[i]
    guard envelope != old else { return }
    precondition(
      envelope.resets == old.resets && envelope.kind == old.kind && envelope.retention == old.retention
        && (envelope.startLevel == nil) == (old.startLevel == nil))
    chargeEfficiency[i] = envelope.chargeEfficiency
    dischargeEfficiency[i] = envelope.dischargeEfficiency
    envelopes[i] = envelope
    func write(_ series: (EnergyEnvelope) -> HourlySeries, to table: inout CellTable) {
      if series(envelope) != series(old) { table.replace(i, by: series(envelope)) }
    }
    write(\.dischargeLimit, to: &dischargeLimit)
    write(\.chargeLimit, to: &chargeLimit)
    write(\.lowerLevel, to: &lowerLevel)
    write(\.upperLevel, to: &upperLevel)
    setSizes(i, over: old)
    if envelope.drawn != old.drawn { layLoad() }
    var energies = envelope.budgets.map(\.energy).makeIterator()
    for b in budgets.indices where budgets[b].envelope == i { budgets[b].energy = energies.next() ?? 0 }
  }

  /// The position at which some level is set below rest, so that nobody may assume rest there.
  var unrestedStart: Int? {
    let isBelow = envelopes.contains { ($0.startLevel ?? .infinity) < $0.restLevel }
    return isBelow && count > 0 ? position(0) : nil
  }

  /// When the level of one envelope is set.
  private mutating func setTimes(_ i: Int) {
    let envelope = envelopes[i]
    let n = envelopes.count
    for step in envelope.resets { retained[position(step) * n + i] = 0 }
    if envelope.startLevel != nil, count > 0 { retained[position(0) * n + i] = 0 }
    isRing[i] = count > 0 && retained[i] > 0
  }

  /// What follows from the powers and energies of one envelope, but what the `old` one had too.
  private mutating func setSizes(_ i: Int, over old: EnergyEnvelope? = nil) {
    let envelope = envelopes[i]
    let n = envelopes.count
    if envelope.dischargeLimit != old?.dischargeLimit || envelope.drawn != old?.drawn {
      steadyPower[i] = envelope.dischargeLimit.range?.lowerBound ?? 0
      nominalPower[i] = envelope.nominalPower
    }
    if envelope.lowerLevel != old?.lowerLevel || envelope.restLevel != old?.restLevel {
      deepestFall[i] = envelope.restLevel - (envelope.lowerLevel.range?.lowerBound ?? 0)
    }
    restLevel[i] = envelope.restLevel
    let drained = envelope.isDrawing || old?.isDrawing == true ? envelope.drawn.values(count: count) : []
    for (step, power) in drained.enumerated() {
      inflow[position(step) * n + i] = -stepHours * envelope.chargeEfficiency * power
    }
    func set(_ step: Int, _ level: Double) {
      let drain = drained.isEmpty ? 0 : stepHours * envelope.chargeEfficiency * drained[step]
      inflow[position(step) * n + i] = level - drain
    }
    for step in envelope.resets { set(step, envelope.restLevel) }
    if let start = envelope.startLevel, count > 0 { set(0, start * envelope.retention) }
    mayRest[i] = canWait(i)
  }

  /// The cells by position, for as long as a body runs.
  struct Cells {
    let discharge: CellTable.Rows
    let charge: CellTable.Rows
    let lower: CellTable.Rows
    let upper: CellTable.Rows
    let retained: CellTable.Rows
    let inflow: CellTable.Rows
  }

  func withCells<R>(_ body: (Cells) -> R) -> R {
    dischargeLimit.withRows { discharge in
      chargeLimit.withRows { charge in
        lowerLevel.withRows { lower in
          upperLevel.withRows { upper in
            retained.withRows { retained in
              inflow.withRows { inflow in
                body(
                  Cells(
                    discharge: discharge, charge: charge, lower: lower, upper: upper, retained: retained,
                    inflow: inflow))
              }
            }
          }
        }
      }
    }
  }

  /// MW that all together draw to stay at rest.
  var idleDraw: Double {
    envelopes.reduce(0) { $0 + (1 - $1.retention) * $1.restLevel / ($1.chargeEfficiency * stepHours) }
  }

  /// Whether all can wait at rest in any step.
  var canRest: Bool { mayRest.allSatisfy(\.self) }

  /// Position of a step of the horizon.
  private func position(_ step: Int) -> Int { step >= origin ? step - origin : step - origin + count }

  /// Whether nothing resets the level after the last position of a window.
  func mustEndAtRest(_ last: Int, _ i: Int) -> Bool {
    last + 1 < count ? retained[(last + 1) * envelopes.count + i] != 0 : isRing[i]
  }

  /// Step of the horizon at a position.
  public func step(_ position: Int) -> Int { position + origin < count ? position + origin : position + origin - count }

  /// A step at which all that resets does so, and around which the load is low.
  private static func quietOrigin(_ load: [Double], stepHours: Double, _ envelopes: [EnergyEnvelope]) -> Int {
    let count = load.count
    let day = max(1, Int(24 / stepHours))
    var isCandidate = [Bool](repeating: true, count: count)
    var last: [Int] = []
    for envelope in envelopes where !envelope.resets.isEmpty && envelope.startLevel == nil && envelope.resets != last {
      last = envelope.resets
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

  /// The latest position within a week at which all that is neutral begins anew; where there is none, that from which
  /// each does so once.
  private static func neutralStarts(
    _ envelopes: [EnergyEnvelope], count: Int, origin: Int, stepHours: Double
  ) -> [Int] {
    let neutral = envelopes.filter(\.isNeutral)
    guard !neutral.isEmpty else { return [] }
    let week = Int(168 / stepHours)
    var begun = [Int](repeating: 0, count: count)
    var earliest = Array(0..<count)
    for envelope in neutral {
      var begins = [Bool](repeating: false, count: count)
      for step in envelope.boundaries(stepHours: stepHours) { begins[(step - origin + count) % count] = true }
      var latest = 0
      for p in 0..<count {
        if begins[p] { (latest, begun[p]) = (p, begun[p] + 1) }
        earliest[p] = min(earliest[p], latest)
      }
    }
    var latest = 0
    return (0..<count).map { p in
      if begun[p] == neutral.count { latest = p }
      return p - latest <= week ? latest : earliest[p]
    }
  }

  /// Whether one can wait at rest in any step.
  private func canWait(_ i: Int) -> Bool {
    let n = envelopes.count
    let rest = restLevel[i]
    let slack = 1e-12 * max(1, rest)
    // One that never changes waits anywhere if it does where its level is set and where it is not.
    let envelope = envelopes[i]
    var positions = Array(0..<(envelope.isSteady ? min(count, 2) : count))
    if envelope.isSteady {
      let set = envelope.resets.prefix(2) + (envelope.startLevel == nil ? [] : [0])
      positions += set.flatMap { [position($0), min(count - 1, position($0) + 1)] }
    }
    for p in positions {
      let k = p * n + i
      if rest > upperLevel[k] + slack || rest < lowerLevel[k] - slack { return false }
      let isStart = retained[k] == 0 && inflow[k] < rest
      let draw = (rest - retained[k] * rest - inflow[k]) / (chargeEfficiency[i] * stepHours)
      if !isStart, draw < -slack || draw > chargeLimit[k] * (1 + 1e-12) + slack { return false }
    }
    return true
  }
}
