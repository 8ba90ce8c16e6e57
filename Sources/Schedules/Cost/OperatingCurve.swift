import GridModel

/// What a thermal unit takes per hour by output: fuel, wear of deep regulation, and oil.
struct OperatingCurve {
  struct Take {
    /// t of coal equivalent per hour.
    var fuel = 0.0
    /// Currency per hour.
    var wear = 0.0
    /// t per hour.
    var oil = 0.0

    static func + (a: Take, b: Take) -> Take { Take(fuel: a.fuel + b.fuel, wear: a.wear + b.wear, oil: a.oil + b.oil) }

    static func * (factor: Double, take: Take) -> Take {
      Take(fuel: factor * take.fuel, wear: factor * take.wear, oil: factor * take.oil)
    }
  }

  /// MW, ascending.
  private(set) var outputs: [Double] = []
  private(set) var takes: [Take] = []
  /// Rise per MW above each point but the last.
  private var slopes: [Take] = []
  /// Where oil begins below an output and is no part of the points.
  private var jumps: [(below: Double, oil: Double)] = []

  private init(_ points: [(output: Double, take: Take)]) {
    outputs = points.map(\.output)
    takes = points.map(\.take)
    slopes = outputs.indices.dropLast().map { k in
      1 / (outputs[k + 1] - outputs[k]) * (takes[k + 1] + -1 * takes[k])
    }
  }

  /// A unit that is switched on.
  static func running(_ unit: ThermalUnit) -> OperatingCurve {
    let stages = unit.deepStages
    var curve = OperatingCurve(points(of: unit, withOil: false))
    curve.jumps = stages.filter { $0.oil > 0 }.map { ($0.top - inStage, $0.oil) }
    return curve
  }

  /// A unit that is set on without commitment: as if it could be mixed of running at several outputs. Oil enters the mix.
  static func held(_ unit: ThermalUnit, co2Price: Double) -> OperatingCurve {
    let all = points(of: unit, withOil: true)
    // Without oil the curve is convex as it is.
    return unit.deepRegulation.oil > 0 ? OperatingCurve(hull(all, unit, co2Price)) : OperatingCurve(all)
  }

  /// Without commitment: mixed of running and of standing still. A curve that itself starts at zero output gives way to
  /// the origin.
  static func free(_ unit: ThermalUnit, co2Price: Double) -> OperatingCurve {
    let positive = points(of: unit, withOil: true).filter { $0.output > 0 }
    return OperatingCurve(hull([(0, Take())] + positive, unit, co2Price))
  }

  /// MW by which output may miss the top of a stage without being in it.
  static let inStage = 1e-5

  private static func points(of unit: ThermalUnit, withOil: Bool) -> [(output: Double, take: Take)] {
    let fuel = SegmentedCurve(unit.fuelCurve)
    let stages = unit.deepStages
    var outputs: [Double] = []
    for output in (unit.fuelCurve.outputs + stages.map(\.top)).sorted() where output > (outputs.last ?? -1) + 1e-9 {
      outputs.append(output)
    }
    return outputs.map { output in
      var take = Take(fuel: fuel.fuel(output))
      for stage in stages {
        take.wear += stage.wearCost * min(max(0, stage.top - output), stage.width)
        if withOil, output < stage.top - inStage { take.oil += stage.oil }
      }
      return (output, take)
    }
  }

  /// The points of the convex envelope of the cost; of a unit without deep stages, of the fuel.
  private static func hull(
    _ points: [(output: Double, take: Take)], _ unit: ThermalUnit, _ co2Price: Double
  ) -> [(output: Double, take: Take)] {
    let price = unit.deepStages.isEmpty ? 1 : unit.fuelPrice + unit.co2PerFuel * co2Price
    func cost(_ take: Take) -> Double { take.fuel * price + take.wear + take.oil * unit.deepRegulation.oilPrice }
    var hull: [(output: Double, take: Take)] = []
    for point in points {
      while hull.count >= 2 {
        let (a, b) = (hull[hull.count - 2], hull[hull.count - 1])
        let rise = (cost(b.take) - cost(a.take)) * (point.output - a.output)
        guard rise > (cost(point.take) - cost(a.take)) * (b.output - a.output) else { break }
        hull.removeLast()
      }
      hull.append(point)
    }
    return hull
  }

  /// What running at an output takes, the outermost parts of the curve extended.
  func take(at output: Double) -> Take {
    guard !slopes.isEmpty else { return takes.first ?? Take() }
    var part = 0
    while part < slopes.count - 1, output > outputs[part + 1] { part += 1 }
    var take = takes[part] + (output - outputs[part]) * slopes[part]
    for jump in jumps where output < jump.below { take.oil += jump.oil }
    return take
  }
}
