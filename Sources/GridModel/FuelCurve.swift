/// Fuel burned by output, piecewise linear: breakpoints of (output MW, fuel t of coal equivalent per hour).
///
/// The first point is the minimum output, the last the capacity. From a coal-rate curve, fuel at output p is
/// `rate(p) · p / 1000` t/h with the rate in gce/kWh.
public struct FuelCurve: Sendable, Equatable {
  public let outputs: [Double]
  public let fuels: [Double]

  /// Points in order of output.
  public init(outputs: [Double], fuels: [Double]) {
    precondition(outputs.count == fuels.count && !outputs.isEmpty)
    self.outputs = outputs
    self.fuels = fuels
  }

  /// A curve with one coal rate (gce/kWh) at all outputs.
  public init(coalRate: Double, minimumOutput: Double, capacity: Double) {
    let outputs = minimumOutput < capacity ? [minimumOutput, capacity] : [capacity]
    self.init(outputs: outputs, fuels: outputs.map { $0 * coalRate / 1000 })
  }

  /// The curve of a unit from coal rates (gce/kWh) at loads (fraction of capacity, ascending).
  ///
  /// Fuel is interpolated between the points and extended with the outermost rates to `minimumOutput` and `capacity`.
  public init(loads: [Double], coalRates: [Double], minimumOutput: Double, capacity: Double) {
    precondition(loads.count == coalRates.count && !loads.isEmpty)
    let points = zip(loads, coalRates).map { (output: $0 * capacity, fuel: $0 * capacity * $1 / 1000) }
    func fuel(_ output: Double) -> Double {
      if output <= points[0].output { return output * coalRates[0] / 1000 }
      for (left, right) in zip(points, points.dropFirst()) where output <= right.output {
        return left.fuel + (right.fuel - left.fuel) * (output - left.output) / (right.output - left.output)
      }
      return output * coalRates[coalRates.count - 1] / 1000
    }
    var outputs = [minimumOutput]
    outputs += points.map(\.output).filter { $0 > minimumOutput + 1e-9 && $0 < capacity - 1e-9 }
    if capacity > minimumOutput + 1e-9 { outputs.append(capacity) }
    self.init(outputs: outputs, fuels: outputs.map(fuel))
  }

  /// The part of the curve from an output on.
  public func starting(at output: Double) -> FuelCurve {
    guard let next = outputs.firstIndex(where: { $0 > output }) else {
      return FuelCurve(outputs: [outputs[outputs.count - 1]], fuels: [fuels[fuels.count - 1]])
    }
    guard next > 0 else { return self }
    let share = (output - outputs[next - 1]) / (outputs[next] - outputs[next - 1])
    let fuel = fuels[next - 1] + share * (fuels[next] - fuels[next - 1])
    return FuelCurve(outputs: [output] + outputs[next...], fuels: [fuel] + fuels[next...])
  }

  /// The largest convex curve nowhere above this one, and how far below it lies at most (t/h).
  public func convexified() -> (curve: FuelCurve, deviation: Double) {
    var hull: [Int] = []
    for i in outputs.indices {
      while hull.count >= 2 {
        let a = hull[hull.count - 2]
        let b = hull[hull.count - 1]
        let rise = (fuels[b] - fuels[a]) * (outputs[i] - outputs[a])
        let chord = (fuels[i] - fuels[a]) * (outputs[b] - outputs[a])
        if rise > chord { hull.removeLast() } else { break }
      }
      hull.append(i)
    }
    let curve = FuelCurve(outputs: hull.map { outputs[$0] }, fuels: hull.map { fuels[$0] })
    var deviation = 0.0
    for (left, right) in zip(hull, hull.dropFirst()) {
      for i in left..<right {
        let share = (outputs[i] - outputs[left]) / (outputs[right] - outputs[left])
        deviation = max(deviation, fuels[i] - (fuels[left] + share * (fuels[right] - fuels[left])))
      }
    }
    return (curve, deviation)
  }

  /// t of coal equivalent per hour at an output between the points; beyond them as at the nearest.
  public func fuel(at output: Double) -> Double {
    guard let next = outputs.firstIndex(where: { $0 >= output }) else { return fuels[fuels.count - 1] }
    guard next > 0, outputs[next] > output else { return fuels[next] }
    let share = (output - outputs[next - 1]) / (outputs[next] - outputs[next - 1])
    return fuels[next - 1] + share * (fuels[next] - fuels[next - 1])
  }
}
