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

  /// `position * envelopes.count + envelope`, all of these, and room to read a whole vector from any. MW.
  private(set) var dischargeLimit: [Double]
  private(set) var chargeLimit: [Double]
  /// MWh at the end of the step.
  private(set) var lowerLevel: [Double]
  private(set) var upperLevel: [Double]
  /// Part of the level before the step that is left, 0 where the level is set anew.
  private(set) var retained: [Double]
  /// MWh that the level gets by itself.
  private(set) var inflow: [Double]

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
    dischargeLimit = Self.cells(envelopes, count, origin: origin, \.dischargeLimit)
    chargeLimit = Self.cells(envelopes, count, origin: origin, \.chargeLimit)
    lowerLevel = Self.cells(envelopes, count, origin: origin, \.lowerLevel)
    upperLevel = Self.cells(envelopes, count, origin: origin, \.upperLevel)
    retained = Self.cells(envelopes, count, origin: origin) { .constant($0.retention) }
    inflow = Array(repeating: 0, count: load.count * n + 4)
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
    write(\.dischargeLimit, i, over: old, to: &dischargeLimit)
    write(\.chargeLimit, i, over: old, to: &chargeLimit)
    write(\.lowerLevel, i, over: old, to: &lowerLevel)
    write(\.upperLevel, i, over: old, to: &upperLevel)
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

  /// Positions whose cells are written together, so that they stay in the cache.
  private static let run = 1024

  /// A series of every envelope in the order of positions, position by position, and four cells more for vectors.
  private static func cells(
    _ envelopes: [EnergyEnvelope], _ count: Int, origin: Int, _ series: (EnergyEnvelope) -> HourlySeries
  ) -> [Double] {
    let all = envelopes.map(series)
    let size = count * all.count + 4
    return Array(unsafeUninitializedCapacity: size) { cells, written in
      for first in stride(from: 0, to: count, by: run) {
        let positions = first..<min(count, first + run)
        for (i, series) in all.enumerated() {
          place(series, i, of: all.count, count, origin: origin, at: positions, in: cells)
        }
      }
      cells[(size - 4)...].initialize(repeating: 0)
      written = size
    }
  }

  /// Writes a series of one envelope, unless the `old` one had the same.
  private func write(
    _ series: KeyPath<EnergyEnvelope, HourlySeries>, _ i: Int, over old: EnergyEnvelope, to target: inout [Double]
  ) {
    let envelope = envelopes[i]
    guard envelope[keyPath: series] != old[keyPath: series] else { return }
    target.withUnsafeMutableBufferPointer {
      Self.place(
        envelope[keyPath: series], i, of: envelopes.count, count, origin: origin, at: 0..<count, in: $0)
    }
  }

  private static func place(
    _ series: HourlySeries, _ i: Int, of n: Int, _ count: Int, origin: Int, at positions: Range<Int>,
    in cells: UnsafeMutableBufferPointer<Double>
  ) {
    switch series {
    case .constant(let value): for p in positions { cells.initializeElement(at: p * n + i, to: value) }
    case .series(let values):
      let values = values.span
      for p in positions.clamped(to: 0..<count - origin) {
        cells.initializeElement(at: p * n + i, to: values[p + origin])
      }
      for p in positions.clamped(to: count - origin..<count) {
        cells.initializeElement(at: p * n + i, to: values[p + origin - count])
      }
    }
  }

  /// The arrays of cells, for as long as a body runs.
  struct Cells {
    let discharge: UnsafePointer<Double>
    let charge: UnsafePointer<Double>
    let lower: UnsafePointer<Double>
    let upper: UnsafePointer<Double>
    let retained: UnsafePointer<Double>
    let inflow: UnsafePointer<Double>
  }

  func withCells<R>(_ body: (Cells) -> R) -> R {
    dischargeLimit.withUnsafeBufferPointer { discharge in
      chargeLimit.withUnsafeBufferPointer { charge in
        lowerLevel.withUnsafeBufferPointer { lower in
          upperLevel.withUnsafeBufferPointer { upper in
            retained.withUnsafeBufferPointer { retained in
              inflow.withUnsafeBufferPointer { inflow in
                guard let discharge = discharge.baseAddress, let charge = charge.baseAddress,
                  let lower = lower.baseAddress, let upper = upper.baseAddress, let retained = retained.baseAddress,
                  let inflow = inflow.baseAddress
                else { preconditionFailure("arrays of cells are never empty") }
                return body(
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
    for envelope in envelopes where !envelope.resets.isEmpty && envelope.startLevel == nil {
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
    let (lower, upper, charge) = (lowerLevel.span, upperLevel.span, chargeLimit.span)
    let (retained, inflow) = (retained.span, inflow.span)
    // One that never changes waits anywhere if it does in some step.
    for p in 0..<(envelopes[i].isSteady ? min(count, 1) : count) {
      let k = p * n + i
      if rest > upper[k] + slack || rest < lower[k] - slack { return false }
      let isStart = retained[k] == 0 && inflow[k] < rest
      let draw = (rest - retained[k] * rest - inflow[k]) / (chargeEfficiency[i] * stepHours)
      if !isStart, draw < -slack || draw > charge[k] * (1 + 1e-12) + slack { return false }
    }
    return true
  }
}
