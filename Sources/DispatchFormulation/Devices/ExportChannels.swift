import GridModel
import LinearOptimization
import Schedules

/// Export channels: a fixed schedule has nothing to decide; a flexible one sends within its band, with ramps and energy
/// by day and year, and where statuses are decided at one of its levels.
struct ExportChannels: DeviceFormulation {
  private enum Power: Sendable {
    case given([Double])
    case decided(ColumnBlock, ramps: RowBlock?, days: [EnergyRow], years: [EnergyRow])
  }

  /// A row over a run of steps.
  struct EnergyRow: Sendable {
    var row: Int
    var steps: Range<Int>
  }

  private let channels: [ExportChannel]
  private let powers: [Power]
  private let stepHours: Double

  init(in builder: inout ProgramBuilder) {
    channels = builder.system.exportChannels
    stepHours = builder.stepHours
    powers = channels.map { channel in
      let price = channel.price.values(count: builder.steps)
      let (least, most) = channel.band(count: builder.steps)
      guard channel.flexibility != nil else {
        builder.supply(channel.bus, fixed: least.map { -$0 })
        for (power, price) in zip(least, price) {
          builder.model.objectiveOffset -= price * builder.stepHours * channel.arriving(power)
        }
        builder.exports.append(.init(given: least))
        return .given(least)
      }
      let hours = builder.stepHours
      let power = builder.model.addColumns(
        "export(\(channel.name))", count: builder.steps, lower: .series(least), upper: .series(most),
        cost: .series(price.map { -$0 * hours * (1 - channel.lossPart) }))
      builder.supply(channel.bus, power, -1)
      builder.exports.append(.init(decided: power))
      let horizon = builder.system.horizon
      let ramps = Self.addRamps(channel, power, to: &builder)
      let days = Self.addEnergy("day", channel, power, horizon.days, channel.dailyLimits(over: horizon), &builder)
      let years = Self.addEnergy("year", channel, power, horizon.years, channel.yearlyLimits(over: horizon), &builder)
      if builder.options.commitment { ExportLevels.add(to: channel, power, in: &builder) }
      return .decided(power, ramps: ramps, days: days, years: years)
    }
  }

  private static func addRamps(
    _ channel: ExportChannel, _ power: ColumnBlock, to builder: inout ProgramBuilder
  ) -> RowBlock? {
    guard let ramp = channel.flexibility?.ramp, ramp.isFinite else { return nil }
    let limit = ramp * builder.stepHours
    var lower = Array(repeating: -limit, count: builder.steps)
    var upper = Array(repeating: limit, count: builder.steps)
    lower[0] = channel.sent.power.map { $0 - limit } ?? -.infinity
    upper[0] = channel.sent.power.map { $0 + limit } ?? .infinity
    return builder.model.addRows(
      "exportRamp(\(channel.name))", count: builder.steps, lower: .series(lower), upper: .series(upper), isLazy: true,
      terms: [Term(power, 1), Term(power, -1, shift: -1)])
  }

  private static func addEnergy(
    _ period: String, _ channel: ExportChannel, _ power: ColumnBlock, _ runs: [Range<Int>],
    _ limits: [ClosedRange<Double>], _ builder: inout ProgramBuilder
  ) -> [EnergyRow] {
    zip(runs, limits).enumerated().compactMap { number, run in
      let (steps, limit) = run
      guard limit.lowerBound > -.infinity || limit.upperBound < .infinity else { return nil }
      let row = builder.model.addRow(
        "exportEnergy(\(channel.name),\(period),\(number))", lower: limit.lowerBound, upper: limit.upperBound,
        columns: steps.map { power.first + $0 },
        coefficients: Array(repeating: builder.stepHours, count: steps.count))
      return EnergyRow(row: row, steps: steps)
    }
  }

  /// Follows the power within ramps, then moves each day and year towards an end of the band until its energy is right.
  func restore(_ values: inout [Double], in model: LinearModel) {
    for case (let channel, .decided(let power, let ramps, let days, let years)) in zip(channels, powers) {
      if ramps != nil { follow(channel, power, &values, model) }
      for energy in days + years {
        let sum = energy.steps.reduce(0) { $0 + values[power.first + $1] } * stepHours
        let target = min(max(sum, model.rowLower[energy.row]), model.rowUpper[energy.row])
        guard target != sum else { continue }
        let ends = target > sum ? model.columnUpper : model.columnLower
        let reach = energy.steps.reduce(0) { $0 + ends[power.first + $1] - values[power.first + $1] } * stepHours
        guard reach != 0 else { continue }
        let part = min(1, (target - sum) / reach)
        for column in energy.steps.map({ power.first + $0 }) {
          values[column] += part * (ends[column] - values[column])
        }
      }
    }
  }

  /// Powers from which all later steps can be reached, step by step.
  private func follow(
    _ channel: ExportChannel, _ power: ColumnBlock, _ values: inout [Double], _ model: LinearModel
  ) {
    let limit = (channel.flexibility?.ramp ?? .infinity) * stepHours
    var lower = Array(model.columnLower[power.indices])
    var upper = Array(model.columnUpper[power.indices])
    for t in (1..<max(1, power.count)).reversed() {
      lower[t - 1] = max(lower[t - 1], lower[t] - limit)
      upper[t - 1] = min(upper[t - 1], upper[t] + limit)
    }
    var before = channel.sent.power
    for t in 0..<power.count {
      var value = min(max(values[power.first + t], lower[t]), upper[t])
      if let before { value = min(max(value, before - limit), before + limit) }
      values[power.first + t] = value
      before = value
    }
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    guard !channels.isEmpty else { return }
    schedule[.exportPower] = SeriesTable(
      names: channels.map(\.name),
      columns: powers.map { power in
        switch power {
        case .given(let schedule): schedule
        case .decided(let block, _, _, _): Array(values[block.indices])
        }
      })
  }

  func recordDuals(_ duals: [Double], in schedule: inout Schedule) {
    let names = channels.map(\.name)
    let decided = powers.map { power -> (ramps: RowBlock?, days: [EnergyRow], years: [EnergyRow])? in
      if case .decided(_, let ramps, let days, let years) = power { return (ramps, days, years) }
      return nil
    }
    schedule.recordDuals(.exportRampPrice, names, decided.map { $0?.ramps }, duals, times: 1 / stepHours)
    schedule.recordDuals(.exportDayPrice, names, decided.map { $0?.days ?? [] }, duals)
    schedule.recordDuals(.exportYearPrice, names, decided.map { $0?.years ?? [] }, duals)
  }
}

extension Schedule {
  /// Writes the duals of rows over runs of steps times a factor, each at all of its steps; components whose duals are all zero are left
  /// out, and an empty table with them.
  mutating func recordDuals(
    _ quantity: Quantity, _ names: [String], _ rows: [[ExportChannels.EnergyRow]], _ duals: [Double],
    times factor: Double = 1
  ) {
    var present: [String] = []
    var columns: [[Double]] = []
    for (name, rows) in zip(names, rows) where rows.contains(where: { duals[$0.row] != 0 }) {
      var series = Array(repeating: 0.0, count: horizon.count)
      for row in rows { for t in row.steps { series[t] = duals[row.row] * factor } }
      present.append(name)
      columns.append(series)
    }
    guard !present.isEmpty else { return }
    self[quantity] = SeriesTable(names: present, columns: columns)
  }
}
