import GridModel

/// What formats without times and with costs in currency have in common.
extension Horizon {
  /// The horizon of data that name no start.
  static func untimed(stepMinutes: Int = 60, count: Int) -> Horizon {
    Horizon(
      start: LocalTime(year: 2020, month: 1, day: 1).localSeconds, utcOffsetSeconds: 0, stepMinutes: stepMinutes,
      count: count)
  }
}

extension RenewablePlant {
  /// Power between two series as a plant each: what must be taken (`NAME-fixed`), and what may be on top.
  static func parts(
    _ name: String, bus: String, technology: Technology, least: [Double], most: [Double], variableCost: Double = 0
  ) -> [RenewablePlant] {
    let free = zip(most, least).map { $0 - $1 }
    return [("\(name)-fixed", least, false), (name, free, true)].compactMap { name, values, isCurtailable in
      guard let capacity = values.max(), capacity > 0 else { return nil }
      return RenewablePlant(
        name: name, bus: bus, technology: technology, capacity: capacity,
        availability: .series(values.map { $0 / capacity }), isCurtailable: isCurtailable, variableCost: variableCost)
    }
  }
}

extension FuelCurve {
  /// The curve through points that rise in output, convex: a finding tells where that changes it.
  static func convex(
    outputs: [Double], costs: [Double], of what: String, at place: Place, _ log: inout FindingLog
  ) -> FuelCurve {
    let (curve, deviation) = FuelCurve(outputs: outputs, fuels: costs).convexified()
    if deviation > 1e-9 * max(1, abs(costs.last ?? 0)) {
      log.add(
        .nonConvexCoalRate, at: place,
        "\(what) is not convex; it is taken up to \(NumberText.text(deviation)) lower")
    }
    return curve
  }
}
