import GridModel

/// The convex cost of a unit's output: a base and segments of rising cost above it.
///
/// Fuel, CO2, variable cost and the wear of deep regulation are convex in output. Oil is not: its stage begins with a
/// jump. With commitment the jump has a status of its own; without, it enters the convex envelope.
struct CostSegments {
  /// Output at the start of the first segment, MW, and its cost per hour.
  let base: Double
  let baseCost: Double
  /// MW and currency per MWh, ascending in cost.
  let widths: [Double]
  let slopes: [Double]
  /// t of coal equivalent per hour at the base, and per MWh in each segment.
  let baseFuel: Double
  let fuelSlopes: [Double]

  /// Of a unit that is on, without oil: from minimum output to capacity.
  static func committed(_ unit: ThermalUnit, co2Price: Double) -> CostSegments {
    CostSegments(RunningCost(unit, co2Price: co2Price), of: unit)
  }

  /// Of a unit that is set on, without commitment: the convex envelope from minimum output to capacity.
  static func held(_ unit: ThermalUnit, co2Price: Double) -> CostSegments {
    let running = RunningCost(unit, co2Price: co2Price)
    return CostSegments(unit.burnsOil ? running.withOil(of: unit).convexified() : running, of: unit)
  }

  /// Without commitment: the convex envelope of standing still and of running. Fuel burned at zero output is part
  /// of running, so it is spread over the output and not forgotten.
  static func relaxed(_ unit: ThermalUnit, co2Price: Double) -> CostSegments {
    var running = RunningCost(unit, co2Price: co2Price).withOil(of: unit)
    let points = zip(running.curve.outputs, running.curve.fuels).filter { $0.0 > 0 }
    running.curve = FuelCurve(outputs: [0] + points.map(\.0), fuels: [0] + points.map(\.1))
    return CostSegments(running.convexified(), of: unit, fromOrigin: true)
  }

  private init(_ running: RunningCost, of unit: ThermalUnit, fromOrigin: Bool = false) {
    let variableCost = unit.variableCost
    let (outputs, fuels, price) = (running.curve.outputs, running.curve.fuels, running.price)
    base = outputs[0]
    baseCost = fuels[0] * price + variableCost * outputs[0]
    widths = zip(outputs, outputs.dropFirst()).map { $1 - $0 }
    slopes = outputs.indices.dropLast().map {
      (fuels[$0 + 1] - fuels[$0]) / (outputs[$0 + 1] - outputs[$0]) * price + variableCost
    }
    // The curve may be in currency: what is burned is read off the unit's own.
    let burned = outputs.map { fromOrigin && $0 == 0 ? 0 : unit.fuelCurve.fuel(at: $0) }
    baseFuel = burned[0]
    fuelSlopes = outputs.indices.dropLast().map { (burned[$0 + 1] - burned[$0]) / (outputs[$0 + 1] - outputs[$0]) }
  }

  /// Cost per hour at an output, base or above.
  func cost(at output: Double) -> Double { sum(baseCost, slopes, at: output) }

  /// t of coal equivalent per hour at an output, base or above.
  func fuel(at output: Double) -> Double { sum(baseFuel, fuelSlopes, at: output) }

  private func sum(_ start: Double, _ slopes: [Double], at output: Double) -> Double {
    var rest = output - base
    var total = start
    for (width, slope) in zip(widths, slopes) where rest > 0 {
      total += slope * min(rest, width)
      rest -= width
    }
    return total
  }
}

/// Cost per hour of a running unit by output, besides its variable cost: a curve times a price.
private struct RunningCost {
  /// In t of coal equivalent per hour; of a unit with deep stages in currency per hour.
  var curve: FuelCurve
  var price: Double

  /// Fuel, CO2 and wear.
  init(_ unit: ThermalUnit, co2Price: Double) {
    curve = unit.fuelCurve
    price = unit.fuelPrice + co2Price * unit.co2PerFuel
    let stages = unit.deepStages
    guard !stages.isEmpty else { return }
    let tops = stages.map(\.top).filter { top in curve.outputs.allSatisfy { abs($0 - top) > 1e-9 } }
    let outputs = (curve.outputs + tops).sorted()
    let (fuel, fuelPrice) = (curve, price)
    curve = FuelCurve(
      outputs: outputs,
      fuels: outputs.map { output in
        stages.reduce(fuel.fuel(at: output) * fuelPrice) { cost, stage in
          cost + stage.wearCost * min(max(0, stage.top - output), stage.width)
        }
      })
    price = 1
  }

  /// With the oil of the stages that each point is in.
  func withOil(of unit: ThermalUnit) -> RunningCost {
    guard unit.burnsOil else { return self }
    var all = self
    all.curve = FuelCurve(
      outputs: curve.outputs,
      fuels: zip(curve.outputs, curve.fuels).map { output, cost in
        unit.deepStages.reduce(cost) { $0 + (output < $1.top - 1e-9 ? $1.oil * unit.deepRegulation.oilPrice : 0) }
      })
    return all
  }

  func convexified() -> RunningCost { RunningCost(curve: curve.convexified().curve, price: price) }

  private init(curve: FuelCurve, price: Double) {
    self.curve = curve
    self.price = price
  }
}

extension ThermalUnit {
  /// Whether some stage costs oil.
  var burnsOil: Bool { deepStages.contains { $0.oil * deepRegulation.oilPrice > 0 } }
}
