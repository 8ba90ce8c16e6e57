import LinearOptimization

/// The published model of pglib-uc, constraint by constraint (Knueven, Ostrowski and Watson, "On mixed-integer programming
/// formulations for the unit commitment problem", INFORMS J. Computing 32, 2020), with none of the formulation under test.
struct PGLibModel {
  private(set) var model = LinearModel()
  private let instance: PGLibCase
  private let periods: Int
  private var balance: [[(column: Int, coefficient: Double)]]
  private var reserve: [[(column: Int, coefficient: Double)]]

  init(_ instance: PGLibCase) {
    self.instance = instance
    periods = instance.time_periods
    balance = Array(repeating: [], count: periods)
    reserve = balance
    for (_, unit) in instance.thermal_generators.sorted(by: { $0.key < $1.key }) { add(unit) }
    for (_, plant) in instance.renewable_generators.sorted(by: { $0.key < $1.key }) {
      for t in 0..<periods {
        let power = column(from: plant.power_output_minimum[t], to: plant.power_output_maximum[t])
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
    let least = unit.power_output_minimum
    let range = unit.power_output_maximum - least
    let points = unit.piecewise_production
    let wasOn = Double(unit.unit_on_t0)
    let before = wasOn * (unit.power_output_t0 - least)
    let on = (0..<periods).map { _ in column(from: Double(unit.must_run), to: 1, cost: points[0].cost) }
    let start = (0..<periods).map { _ in column(to: 1) }
    let stop = (0..<periods).map { _ in column(to: 1) }
    let power = (0..<periods).map { _ in column() }
    let spare = (0..<periods).map { _ in column() }
    let starts = unit.startup.map { kind in (0..<periods).map { _ in column(to: 1, cost: kind.cost) } }

    let remaining =
      unit.unit_on_t0 == 1 ? unit.time_up_minimum - unit.time_up_t0 : unit.time_down_minimum - unit.time_down_t0
    for t in 0..<max(0, min(remaining, periods)) { require([(on[t], 1)], from: wasOn, to: wasOn) }

    for t in 0..<periods {
      if t == 0 {
        require([(on[0], 1), (start[0], -1), (stop[0], 1)], from: wasOn, to: wasOn)
        require([(power[0], 1), (spare[0], 1)], to: unit.ramp_up_limit + before)
        require([(power[0], 1)], from: before - unit.ramp_down_limit)
        require(
          [(stop[0], max(0, unit.power_output_maximum - unit.ramp_shutdown_limit))], to: wasOn * range - before)
      } else {
        require([(on[t], 1), (on[t - 1], -1), (start[t], -1), (stop[t], 1)], from: 0, to: 0)
        require([(power[t], 1), (spare[t], 1), (power[t - 1], -1)], to: unit.ramp_up_limit)
        require([(power[t - 1], 1), (power[t], -1)], to: unit.ramp_down_limit)
      }
      let up = min(unit.time_up_minimum, periods)
      if t + 1 >= up { require((max(0, t - up + 1)...t).map { (start[$0], 1) } + [(on[t], -1)], to: 0) }
      let down = min(unit.time_down_minimum, periods)
      if t + 1 >= down { require((max(0, t - down + 1)...t).map { (stop[$0], 1) } + [(on[t], 1)], to: 1) }
      let output = [(column: power[t], coefficient: 1.0), (spare[t], 1), (on[t], -range)]
      require(output + [(start[t], max(0, unit.power_output_maximum - unit.ramp_startup_limit))], to: 0)
      if t + 1 < periods {
        require(output + [(stop[t + 1], max(0, unit.power_output_maximum - unit.ramp_shutdown_limit))], to: 0)
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

  /// A start of a kind needs a stop of that long ago; before the first period, the published rule bars kinds by period.
  private mutating func addStartUps(_ unit: PGLibCase.Unit, _ starts: [[Int]], _ stop: [Int]) {
    for (kind, next) in zip(unit.startup.indices, unit.startup.indices.dropFirst()) {
      let (lag, end) = (unit.startup[kind].lag, unit.startup[next].lag)
      for period in 1...periods {
        if period >= end {
          require([(starts[kind][period - 1], 1)] + (lag..<end).compactMap {
            period - $0 >= 1 ? (stop[period - $0 - 1], -1) : nil
          }, to: 0)
        } else if period >= max(1, end - unit.time_down_t0 + 1) {
          require([(starts[kind][period - 1], 1)], to: 0)
        }
      }
    }
  }
}
