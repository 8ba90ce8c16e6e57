import GridModel
import LinearOptimization
import Schedules

/// Thermal units, with or without commitment.
struct ThermalFleet: DeviceFormulation {
  /// Where a unit's results are found.
  struct Columns: Sendable {
    /// Output is `fixed[t] + perStatus · status[t] + Σ segments`.
    var segments: [ColumnBlock]
    var fixed: [Double]?
    var perStatus = 0.0
    var status: ColumnBlock?
    var reserveUp: Reserve?
    var reserveDown: Reserve?
    /// t of coal equivalent per hour.
    var fuel = LinearUse()
    /// Change of output from step to step, without commitment.
    var ramps: [RowBlock] = []
    /// MW of heat, and the line that output keeps above.
    var heat: (columns: ColumnBlock, line: RowBlock)?
  }

  /// Spinning reserve: columns of its own, or the headroom that output leaves.
  enum Reserve: Sendable {
    case decided(ColumnBlock)
    /// `limit[t] − output[t]`.
    case below([Double])
    /// `limit[t] + perBuilt[t] · built − output[t]`.
    case belowBuilt([Double], BuiltCapacity, perBuilt: [Double])
    /// `output[t] − limit[t]`.
    case above([Double])
  }

  private let names: [String]
  private let units: [Columns]
  /// MW of power that each MW of heat takes.
  private let powerLosses: [Double]

  init(in builder: inout ProgramBuilder) {
    let fleet = builder.system.thermalUnits
    names = fleet.map(\.name)
    powerLosses = fleet.map { $0.heat?.powerLoss ?? 0 }
    units = fleet.map { unit in
      if let expansion = unit.expansion, !builder.options.commitment {
        return ThermalExpansion.add(unit, expansion, to: &builder)
      }
      // Size and statuses are not decided together: what must be built is there.
      var given = unit
      if let expansion = unit.expansion {
        _ = builder.addCapacity(.thermal, unit.name, expansion.atLeast)
        given = unit.building(expansion.least)
      }
      var columns =
        builder.options.commitment
        ? ThermalCommitment.add(given, to: &builder) : ThermalDispatch.add(given, to: &builder)
      if let heat = given.heat { columns.heat = HeatExtraction.add(heat, of: given, columns, to: &builder) }
      return columns
    }
    builder.fuelUse = units.map(\.fuel)
    builder.thermalPower = zip(units, powerLosses).map { unit, loss in
      var terms = unit.segments.map { Term($0, 1) }
      if let status = unit.status { terms.append(Term(status, .constant(unit.perStatus))) }
      if let heat = unit.heat?.columns, loss != 0 { terms.append(Term(heat, .constant(-loss))) }
      return LinearUse(terms: terms, fixed: unit.fixed)
    }
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    guard !names.isEmpty else { return }
    let count = schedule.horizon.count
    var power: [[Double]] = []
    for unit in units {
      var output = unit.fixed ?? Array(repeating: 0, count: count)
      if let status = unit.status {
        for t in 0..<count { output[t] += unit.perStatus * values[status.first + t].rounded() }
      }
      for segment in unit.segments {
        for t in 0..<count { output[t] += values[segment.first + t] }
      }
      power.append(output)
    }
    schedule.record(.thermalHeat, names, units.map { $0.heat?.columns }, values)
    schedule[.thermalPower] = SeriesTable(
      names: names,
      columns: zip(power, powerLosses).enumerated().map { index, unit in
        guard unit.1 != 0, let heat = units[index].heat?.columns else { return unit.0 }
        return zip(unit.0, values[heat.indices]).map { $0 - unit.1 * $1 }
      })
    let statuses = units.compactMap(\.status)
    if !statuses.isEmpty {
      schedule[.thermalStatus] = SeriesTable(
        names: names, columns: statuses.map { values[$0.indices].map { $0.rounded() } })
    }
    schedule[.thermalReserveUp] = reserves(units.map(\.reserveUp), power, values)
    schedule[.thermalReserveDown] = reserves(units.map(\.reserveDown), power, values)
  }

  func recordDuals(_ duals: [Double], in schedule: inout Schedule) {
    let perHour = 1 / schedule.horizon.stepHours
    schedule.recordDuals(.rampPrice, names, units.map(\.ramps), duals, times: perHour)
    schedule.recordDuals(.heatLinePrice, names, units.map { $0.heat?.line }, duals, times: perHour)
  }

  private func reserves(_ reserves: [Reserve?], _ power: [[Double]], _ values: [Double]) -> SeriesTable? {
    var present: [String] = []
    var columns: [[Double]] = []
    for (index, reserve) in reserves.enumerated() {
      guard let reserve else { continue }
      present.append(names[index])
      switch reserve {
      case .decided(let block): columns.append(Array(values[block.indices]))
      case .below(let limit): columns.append(zip(limit, power[index]).map { max(0, $0 - $1) })
      case .belowBuilt(let limit, let built, let part):
        let size = values[built.columns.first]
        columns.append(limit.indices.map { max(0, limit[$0] + part[$0] * size - power[index][$0]) })
      case .above(let limit): columns.append(zip(limit, power[index]).map { max(0, $1 - $0) })
      }
    }
    return present.isEmpty ? nil : SeriesTable(names: present, columns: columns)
  }
}
