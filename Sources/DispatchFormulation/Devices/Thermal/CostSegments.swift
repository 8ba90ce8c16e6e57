import GridModel

/// The convex cost of a unit's output: a base and segments of rising cost above it.
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

  /// On the fuel curve: from minimum output to capacity.
  static func committed(_ unit: ThermalUnit, co2Price: Double) -> CostSegments {
    CostSegments(unit, outputs: unit.fuelCurve.outputs, fuels: unit.fuelCurve.fuels, co2Price: co2Price)
  }

  /// Without commitment: the convex envelope of standing still and of the fuel curve. Fuel burned at zero output is part
  /// of running, so it is spread over the output and not forgotten.
  static func relaxed(_ unit: ThermalUnit, co2Price: Double) -> CostSegments {
    let points = zip(unit.fuelCurve.outputs, unit.fuelCurve.fuels).filter { $0.0 > 0 }
    let envelope = FuelCurve(outputs: [0] + points.map(\.0), fuels: [0] + points.map(\.1)).convexified()
    return CostSegments(unit, outputs: envelope.curve.outputs, fuels: envelope.curve.fuels, co2Price: co2Price)
  }

  private init(_ unit: ThermalUnit, outputs: [Double], fuels: [Double], co2Price: Double) {
    let price = unit.fuelPrice + co2Price * unit.co2PerFuel
    base = outputs[0]
    baseCost = fuels[0] * price + unit.variableCost * outputs[0]
    baseFuel = fuels[0]
    widths = zip(outputs, outputs.dropFirst()).map { $1 - $0 }
    fuelSlopes = outputs.indices.dropLast().map {
      (fuels[$0 + 1] - fuels[$0]) / (outputs[$0 + 1] - outputs[$0])
    }
    slopes = fuelSlopes.map { $0 * price + unit.variableCost }
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
