import GridModel

/// Thermal units in the order in which peak regulation commits them, and what they must give then.
struct ThermalOrder {
  private let units: [ThermalUnit]
  private let mustRun: [[Double]]
  private let availability: [[Double]]
  private let order: [Int]
  private let areas: [HeatArea]

  /// The units that heat one bus, in the order of commitment.
  private struct HeatArea {
    var load: [Double]
    var units: [Int]
  }

  init(_ system: PowerSystem) {
    let units = system.thermalUnits
    let count = system.horizon.count
    mustRun = units.map { $0.mustRun.values(count: count) }
    availability = units.map { $0.availability.values(count: count) }
    func rate(_ unit: ThermalUnit) -> Double {
      guard let fuel = unit.fuelCurve.fuels.last, let output = unit.fuelCurve.outputs.last, output > 0 else { return 0 }
      return fuel * unit.fuelPrice / output + unit.variableCost
    }
    let order = units.indices.sorted { (rate(units[$0]), $0) < (rate(units[$1]), $1) }
    areas = zip(system.buses, system.loads).compactMap { bus, load in
      let own = order.filter { units[$0].heat?.bus == bus.name }
      return own.isEmpty ? nil : HeatArea(load: load, units: own)
    }
    self.units = units
    self.order = order
  }

  func committed(for need: Double, peak: Int, valley: Int) -> (capacity: Double, regular: Double, deep: Double) {
    var isOn = units.indices.map { mustRun[$0][peak] > 0.5 || mustRun[$0][valley] > 0.5 }
    for area in areas {
      let wanted = max(area.load[peak], area.load[valley])
      var given = area.units.reduce(0) { $0 + (isOn[$1] ? heatCapacity($1) : 0) }
      for i in area.units where !isOn[i] && availability[i][peak] > 0 && given < wanted {
        isOn[i] = true
        given += heatCapacity(i)
      }
    }
    let heat = (peak: heat(at: peak, isOn), valley: heat(at: valley, isOn))
    var capacity = 0.0
    for i in units.indices where isOn[i] { capacity += most(i, peak, heat: heat.peak[i]) }
    for i in order where !isOn[i] && availability[i][peak] > 0 && capacity < need {
      isOn[i] = true
      capacity += most(i, peak, heat: 0)
    }
    var result = (capacity: capacity, regular: 0.0, deep: 0.0)
    for i in units.indices where isOn[i] {
      let least = least(i, valley, heat: heat.valley[i])
      result.deep += least
      result.regular += max(least, min(0.5 * units[i].capacity, units[i].capacity * availability[i][valley]))
    }
    return result
  }

  private func heatCapacity(_ i: Int) -> Double { units[i].heat?.capacity ?? 0 }

  /// Heat of each unit: the load of its area, shared by what the units that are on can give.
  private func heat(at t: Int, _ isOn: [Bool]) -> [Double] {
    var heat = Array(repeating: 0.0, count: units.count)
    for area in areas {
      let most = area.units.reduce(0) { $0 + (isOn[$1] ? heatCapacity($1) : 0) }
      guard most > 0 else { continue }
      let part = min(1, max(0, area.load[t]) / most)
      for i in area.units where isOn[i] { heat[i] = part * heatCapacity(i) }
    }
    return heat
  }

  /// MW that a unit can give beside its heat; with back pressure power follows the heat.
  private func most(_ i: Int, _ t: Int, heat: Double) -> Double {
    let full = units[i].capacity * availability[i][t]
    guard let own = units[i].heat else { return full }
    let output = own.operation == .backPressure ? min(full, own.outputPerHeat * heat) : full
    return max(0, output - own.powerLoss * heat)
  }

  /// MW that a unit which is on gives at least.
  private func least(_ i: Int, _ t: Int, heat: Double) -> Double {
    let full = units[i].capacity * availability[i][t]
    guard let own = units[i].heat else { return min(units[i].minimumOutput, full) }
    return max(0, min(max(units[i].minimumOutput, own.outputPerHeat * heat), full) - own.powerLoss * heat)
  }
}
