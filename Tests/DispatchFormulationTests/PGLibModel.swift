import LinearOptimization

/// The published model of pglib-uc, constraint by constraint (Knueven, Ostrowski and Watson, "On mixed-integer programming
/// formulations for the unit commitment problem", INFORMS J. Computing 32, 2020), with none of the formulation under test.
struct PGLibModel {
  /// Where the formulation under test is tighter, or reads the same rule otherwise, one by one.
  struct Tightening: OptionSet {
    let rawValue: Int
    /// Minimum times hold in the periods before the first whole one as well.
    static let earlyMinimumTimes = Tightening(rawValue: 1)
    /// Start-up and shut-down limits in one row for units that stay on for longer than a period.
    static let joinedLimits = Tightening(rawValue: 2)
    /// Ramps times the status, with the start-up and shut-down ramps where it changes.
    static let statusRamps = Tightening(rawValue: 4)
    /// Kinds of start by the time off in every period, also where the unit stopped before the first.
    static let earlyStartKinds = Tightening(rawValue: 8)
    /// A unit above its shut-down ramp before the first period stays on in it.
    static let initialShutDown = Tightening(rawValue: 16)
    static let all: Tightening = [
      .earlyMinimumTimes, .joinedLimits, .statusRamps, .earlyStartKinds, .initialShutDown,
    ]
  }

  private let tightening: Tightening
  private(set) var model = LinearModel()
  private let instance: PGLibCase
  private let periods: Int
  private var balance: [[(column: Int, coefficient: Double)]]
  private var reserve: [[(column: Int, coefficient: Double)]]

  init(_ instance: PGLibCase, _ tightening: Tightening = []) {
    self.tightening = tightening
    self.instance = instance
    periods = instance.timePeriods
    balance = Array(repeating: [], count: periods)
    reserve = balance
    for (_, unit) in instance.thermalGenerators.sorted(by: { $0.key < $1.key }) { add(unit) }
    for (_, plant) in instance.renewableGenerators.sorted(by: { $0.key < $1.key }) {
      for t in 0..<periods {
        let power = column(from: plant.powerOutputMinimum[t], to: plant.powerOutputMaximum[t])
        balance[t].append((power, 1))
      }
    }
    for t in 0..<periods {
      require(balance[t], from: instance.demand[t], to: instance.demand[t])
      require(reserve[t], from: instance.reserves[t])
    }
  }

  private mutating func column(from lower: Double = 0, to upper: Double = .infinity, cost: Double = 0) -> Int {
    model.addColumns("x", count: 1, lower: .constant(lower), upper: .constant(upper), cost: .constant(cost)).first
  }

  private mutating func require(
    _ terms: [(column: Int, coefficient: Double)], from lower: Double = -.infinity, to upper: Double = .infinity
  ) {
    model.addRow("r", lower: lower, upper: upper, columns: terms.map(\.column), coefficients: terms.map(\.coefficient))
  }

  private mutating func add(_ unit: PGLibCase.Unit) {
    let least = unit.powerOutputMinimum
    let range = unit.powerOutputMaximum - least
    let points = unit.piecewiseProduction
    let wasOn = Double(unit.unitOnT0)
    let before = wasOn * (unit.powerOutputT0 - least)
    let on = (0..<periods).map { _ in column(from: Double(unit.mustRun), to: 1, cost: points[0].cost) }
    let start = (0..<periods).map { _ in column(to: 1) }
    let stop = (0..<periods).map { _ in column(to: 1) }
    let power = (0..<periods).map { _ in column() }
    let spare = (0..<periods).map { _ in column() }
    let starts = unit.startup.map { kind in (0..<periods).map { _ in column(to: 1, cost: kind.cost) } }

    let remaining =
      unit.unitOnT0 == 1 ? unit.timeUpMinimum - unit.timeUpT0 : unit.timeDownMinimum - unit.timeDownT0
    for t in 0..<max(0, min(remaining, periods)) { require([(on[t], 1)], from: wasOn, to: wasOn) }

    if tightening.contains(.initialShutDown), wasOn * unit.powerOutputT0 > unit.rampShutdownLimit {
      require([(on[0], 1)], from: 1)
    }
    for t in 0..<periods {
      if t == 0 {
        require([(on[0], 1), (start[0], -1), (stop[0], 1)], from: wasOn, to: wasOn)
        require([(power[0], 1), (spare[0], 1)], to: unit.rampUpLimit + before)
        require([(power[0], 1)], from: before - unit.rampDownLimit)
        require(
          [(stop[0], max(0, unit.powerOutputMaximum - unit.rampShutdownLimit))], to: wasOn * range - before)
      } else {
        require([(on[t], 1), (on[t - 1], -1), (start[t], -1), (stop[t], 1)], from: 0, to: 0)
        require([(power[t], 1), (spare[t], 1), (power[t - 1], -1)], to: unit.rampUpLimit)
        require([(power[t - 1], 1), (power[t], -1)], to: unit.rampDownLimit)
      }
      let up = min(unit.timeUpMinimum, periods)
      if t + 1 >= up || tightening.contains(.earlyMinimumTimes) {
        require((max(0, t - up + 1)...t).map { (start[$0], 1) } + [(on[t], -1)], to: 0)
      }
      let down = min(unit.timeDownMinimum, periods)
      if t + 1 >= down || tightening.contains(.earlyMinimumTimes) {
        require((max(0, t - down + 1)...t).map { (stop[$0], 1) } + [(on[t], 1)], to: 1)
      }
      addLimits(unit, t, power: power[t], spare: spare[t], on: on[t], start: start[t], stop: stop)
      if tightening.contains(.statusRamps) {
        let was = t > 0 ? [(column: power[t - 1], coefficient: -1.0)] : []
        let (up, down) = (unit.rampUpLimit, unit.rampDownLimit)
        let atStart = min(unit.rampStartupLimit, unit.powerOutputMaximum) - least
        let atStop = min(unit.rampShutdownLimit, unit.powerOutputMaximum) - least
        if up < range {
          require(
            [(power[t], 1), (spare[t], 1), (on[t], -up), (start[t], up - atStart)] + was, to: t == 0 ? before : 0)
        }
        if down < range {
          require([(power[t], 1), (on[t], down), (stop[t], atStop)] + was, from: t == 0 ? before : 0)
        }
      }
      let weights = points.map { column(to: 1, cost: $0.cost - points[0].cost) }
      require(zip(weights, points).map { ($0, $1.mw - points[0].mw) } + [(power[t], -1)], from: 0, to: 0)
      require(weights.map { ($0, 1) } + [(on[t], -1)], from: 0, to: 0)
      require(starts.map { ($0[t], 1) } + [(start[t], -1)], from: 0, to: 0)
      balance[t] += [(power[t], 1), (on[t], least)]
      reserve[t].append((spare[t], 1))
    }
    addStartUps(unit, starts, stop)
  }

  private mutating func addLimits(
    _ unit: PGLibCase.Unit, _ t: Int, power: Int, spare: Int, on: Int, start: Int, stop: [Int]
  ) {
    let range = unit.powerOutputMaximum - unit.powerOutputMinimum
    let output = [(column: power, coefficient: 1.0), (spare, 1), (on, -range)]
    let startCut = [(column: start, coefficient: max(0, unit.powerOutputMaximum - unit.rampStartupLimit))]
    let stopCut =
      t + 1 < periods
      ? [(column: stop[t + 1], coefficient: max(0, unit.powerOutputMaximum - unit.rampShutdownLimit))] : []
    if tightening.contains(.joinedLimits), unit.timeUpMinimum > 1 {
      require(output + startCut + stopCut, to: 0)
    } else {
      require(output + startCut, to: 0)
      require(output + stopCut, to: 0)
    }
  }

  /// A start of a kind needs a stop of that long ago; before the first period, the published rule bars kinds by period.
  private mutating func addStartUps(_ unit: PGLibCase.Unit, _ starts: [[Int]], _ stop: [Int]) {
    for (kind, next) in zip(unit.startup.indices, unit.startup.indices.dropFirst()) {
      let (lag, end) = (unit.startup[kind].lag, unit.startup[next].lag)
      for period in 1...periods {
        if tightening.contains(.earlyStartKinds) {
          let hoursOff = unit.unitOnT0 == 0 ? unit.timeDownT0 + period - 1 : 0
          let wasLongEnough = unit.unitOnT0 == 0 && (kind == 0 || hoursOff >= lag) && hoursOff < end
          let stops = (lag..<end).compactMap {
            period - $0 >= 1 ? (column: stop[period - $0 - 1], coefficient: -1.0) : nil
          }
          require([(starts[kind][period - 1], 1)] + stops, to: wasLongEnough ? 1 : 0)
        } else if period >= end {
          require(
            [(starts[kind][period - 1], 1)]
              + (lag..<end).compactMap {
                period - $0 >= 1 ? (stop[period - $0 - 1], -1) : nil
              }, to: 0)
        } else if period >= max(1, end - unit.timeDownT0 + 1) {
          require([(starts[kind][period - 1], 1)], to: 0)
        }
      }
    }
  }
}
