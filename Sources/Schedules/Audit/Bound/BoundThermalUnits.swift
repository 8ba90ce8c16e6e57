import GridModel

/// Thermal units without commitment: ramps are given up for their prices, and then each step stands alone. In it, output
/// and the reserve around it are a convex problem in one variable.
func boundThermalUnits(_ multipliers: Multipliers, _ bound: inout BoundSum) {
  for (position, unit) in multipliers.system.thermalUnits.enumerated() {
    let ramps = rampPrices(of: unit, at: position, multipliers, &bound)
    boundSteps(of: unit, ramps, multipliers, &bound)
    boundHeat(of: unit, multipliers, &bound)
  }
}

/// What ramps add to the cost of output in each step, currency per MWh; what their limits are worth goes to the bound.
private func rampPrices(
  of unit: ThermalUnit, at position: Int, _ multipliers: Multipliers, _ bound: inout BoundSum
) -> [Double]? {
  var prices = Array(Multipliers.slice(multipliers.ramp, position, multipliers.count))
  guard prices.contains(where: { $0 != 0 }) else { return nil }
  let before = unit.outputBefore
  for t in prices.indices where prices[t] != 0 {
    // Positive against falling, negative against rising. Nothing ties the first step to an unknown one.
    let change = prices[t] > 0 ? -unit.rampDown * multipliers.stepHours : unit.rampUp * multipliers.stepHours
    let output = t > 0 ? 0 : before
    guard change.isFinite, let output else {
      prices[t] = 0
      continue
    }
    let price = prices[t] * multipliers.stepHours
    bound.add(price * (output + change), size: abs(price) * (abs(output) + abs(change)))
  }
  return prices
}

private func boundSteps(
  of unit: ThermalUnit, _ ramps: [Double]?, _ multipliers: Multipliers, _ bound: inout BoundSum
) {
  let count = multipliers.count
  let fuelPrice = unit.fuelPrice + unit.co2PerFuel * multipliers.system.co2Price
  let co2Price = multipliers.system.co2Price
  let held = OperatingCurve.held(unit, co2Price: co2Price)
  let mixed = OperatingCurve.free(unit, co2Price: co2Price)
  func costs(_ price: Double) -> (running: OutputCost, free: OutputCost) {
    (OutputCost(held, of: unit, fuelPrice: price), OutputCost(mixed, of: unit, fuelPrice: price))
  }
  var (running, free) = costs(fuelPrice)
  let fuelCharges = multipliers.fuelCharges(of: unit)
  let outputCharges = multipliers.outputCharges(of: unit)
  let available = unit.availability.scaled(by: unit.capacity).values(count: count)
  let mustRun = unit.mustRun.values(count: count)
  let prices = Array(multipliers.prices(at: unit.bus))
  let provider = unit.reserveProvider
  let up = unit.givesReserve ? ReserveEarnings(multipliers, .up, of: provider) : nil
  let down = unit.givesReserve ? ReserveEarnings(multipliers, .down, of: provider) : nil
  let line = multipliers.heatLinePrices(of: unit)
  for t in 0..<count {
    if let charge = fuelCharges?[t], t == 0 || charge != fuelCharges?[t - 1] {
      (running, free) = costs(fuelPrice + charge)
    }
    let isHeld = mustRun[t] >= 0.5
    let isOn = isHeld && available[t] >= unit.minimumOutput
    let highest = max(0, available[t])
    let lowest = isHeld ? min(unit.minimumOutput, highest) : 0
    let (now, next) = (ramps?[t] ?? 0, t + 1 < count ? ramps?[t + 1] ?? 0 : 0)
    let leaving = line?[t] ?? 0
    let limit = min(unit.reserveLimit, highest - lowest)
    let up = up?.value(t, limit: limit) ?? ReserveValue()
    // Downward reserve takes the room that heat needs.
    let down = down?.value(t, limit: limit, less: leaving) ?? ReserveValue()
    let cost = isOn ? running : free
    let charge = outputCharges?[t] ?? 0
    let least = cost.least(
      from: lowest, to: highest, perOutput: next - now - prices[t] - leaving + charge, up: up, down: down)
    let rates =
      abs(prices[t]) + abs(charge) + abs(now) + abs(next) + abs(leaving) + up.first + down.first
    bound.add(least * multipliers.stepHours, size: (cost.size(to: highest) + rates * highest) * multipliers.stepHours)
  }
}

/// Cost per hour of output, piecewise linear between points and beyond the last as before it.
private struct OutputCost {
  private let outputs: [Double]
  private let costs: [Double]
  /// One per point: the slope above it.
  private let slopes: [Double]
  private let largestSlope: Double
  private let largestCost: Double

  init(_ curve: OperatingCurve, of unit: ThermalUnit, fuelPrice: Double) {
    let points = zip(curve.outputs, curve.takes).map { output, take in
      (output, take.fuel * fuelPrice + take.wear + take.oil * unit.deepRegulation.oilPrice)
    }
    let variableCost = unit.variableCost
    outputs = points.map(\.0)
    costs = points.map { $0.1 + $0.0 * variableCost }
    largestCost = points.map { abs($0.1) + abs($0.0 * variableCost) }.max() ?? 0
    var slopes = points.indices.dropLast().map { k in
      (points[k + 1].1 - points[k].1) / (points[k + 1].0 - points[k].0) + variableCost
    }
    slopes.append(slopes.last ?? 0)
    self.slopes = slopes
    largestSlope = slopes.map(abs).max() ?? 0
  }

  /// The size of all that goes into `least`, without the rates given to it.
  func size(to highest: Double) -> Double { 2 * largestCost + largestSlope * highest }

  /// The least over an interval of: cost, `perOutput` on output, less what reserve on either side of output earns.
  ///
  /// Upward reserve is what output leaves below `highest`, downward what it is above `lowest`. Every piece between two
  /// kinks is taken or not by itself, which is never more than the least, and is the least because the slopes ascend.
  @inline(__always)
  func least(
    from lowest: Double, to highest: Double, perOutput: Double, up: ReserveValue, down: ReserveValue
  ) -> Double {
    var segment = 0
    while segment + 1 < outputs.count, outputs[segment + 1] <= lowest { segment += 1 }
    var output = lowest
    var total = costs[segment] + slopes[segment] * (lowest - outputs[segment]) + perOutput * lowest
    total -= up.earned(by: highest - lowest)
    while output < highest {
      var end = segment + 1 < outputs.count ? min(outputs[segment + 1], highest) : highest
      // Output takes room from upward reserve, the piece that earns least first, and makes room for downward reserve, the
      // piece that earns most first.
      var (taken, made) = (0.0, 0.0)
      var piece = up.count - 1
      while piece >= 0 {
        let kink = highest - up.reach[piece]
        if output < kink { end = min(end, kink) } else { taken = up.price[piece] }
        piece -= 1
      }
      piece = down.count - 1
      while piece >= 0 {
        let kink = lowest + down.reach[piece]
        if output < kink { (end, made) = (min(end, kink), down.price[piece]) }
        piece -= 1
      }
      let rate = perOutput + slopes[segment] + taken - made
      total += min(0, rate) * (end - output)
      output = end
      if segment + 1 < outputs.count, output >= outputs[segment + 1] { segment += 1 }
    }
    return total
  }
}
