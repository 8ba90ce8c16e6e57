import GridModel

extension MATPOWERImport {
  /// Pieces of a polynomial cost.
  private static let pieces = 50

  /// Units in service. One that may take power is a load of that much and a unit that gives it back.
  mutating func units(_ rows: [MATPOWERFile.Row], _ system: inout PowerSystem) -> [ThermalUnit] {
    let costs = source.blocks["gencost"]?.rows
    if let costs, costs.count != rows.count, costs.count != 2 * rows.count {
      log.add(
        .seriesLength, at: source.blocks["gencost"]?.place ?? Place(file: source.file),
        "mpc.gencost has \(costs.count) rows, expected \(rows.count), one for each row of mpc.gen")
      return []
    }
    if costs == nil { log.add(.assumption, at: Place(file: source.file), "no mpc.gencost: power costs nothing") }
    var units: [ThermalUnit] = []
    for (index, row) in rows.enumerated() {
      let (capacity, least) = (row.values[8], row.values[9])
      guard row.values[7] > 0, let bus = bus(row.values[0], row) else { continue }
      guard capacity.isFinite, least.isFinite, least <= capacity else {
        log.add(
          .minimumAboveMaximum, at: row.place,
          "unit \(index + 1): Pmin \(NumberText.text(least)) and Pmax \(NumberText.text(capacity)) are no range of MW")
        continue
      }
      let shift = min(0, least)
      guard var curve = costs.map({ curve($0[index], from: least, to: capacity) }) ?? .free(least, capacity) else {
        continue
      }
      if shift < 0 {
        curve = FuelCurve(outputs: curve.outputs.map { $0 - shift }, fuels: curve.fuels)
        if let position = system.buses.firstIndex(where: { $0.name == bus }) {
          let load = system.buses[position].load.values(count: system.horizon.count)
          system.buses[position].load = .series(load.map { $0 - shift })
        }
        log.add(
          .assumption, at: row.place,
          "unit \(index + 1) may take \(NumberText.text(-shift)) MW: a load of that much and a unit that gives it back")
      }
      if let cheapest = curve.fuels.min(), cheapest < 0 {
        log.add(.notSupported, at: row.place, "unit \(index + 1) costs less than nothing, which is not supported")
        continue
      }
      units.append(
        ThermalUnit(
          name: "unit-\(index + 1)", bus: bus, fuel: "other", capacity: capacity - shift, minimumOutput: least - shift,
          fuelCurve: curve, fuelPrice: 1, mustRun: .constant(1), reserveLimit: 0, frequencyResponse: 0))
    }
    if costError > 0 {
      let error = NumberText.text((costError * 1e4).rounded(.up) / 1e4)
      log.add(
        .assumption, at: source.blocks["gencost"]?.place ?? Place(file: source.file),
        "polynomial costs are taken in \(Self.pieces) straight parts each, in all at most \(error) per hour too high")
    }
    return units
  }

  /// Cost by output, in currency per hour.
  private mutating func curve(_ row: MATPOWERFile.Row, from least: Double, to most: Double) -> FuelCurve? {
    let values = row.values
    let count = values.count > 3 ? Int(values[3]) : -1
    let isPiecewise = values.first == 1
    guard isPiecewise || values.first == 2, count >= (isPiecewise ? 2 : 0),
      values.count >= 4 + count * (isPiecewise ? 2 : 1)
    else {
      log.add(
        .raggedRow, at: row.place,
        "expected a cost of model 1 (points) or 2 (polynomial), its start and stop cost, a count and that many values")
      return nil
    }
    let data = Array(values[4..<4 + count * (isPiecewise ? 2 : 1)])
    if isPiecewise { return points(data, from: least, to: most, row) }
    let cost = { (output: Double) in data.reduce(0) { $0 * output + $1 } }
    guard data.dropLast(2).contains(where: { $0 != 0 }), most > least else {
      return FuelCurve(
        outputs: most > least ? [least, most] : [most], fuels: most > least ? [cost(least), cost(most)] : [cost(most)])
    }
    let width = (most - least) / Double(Self.pieces)
    let outputs = (0...Self.pieces).map { $0 == Self.pieces ? most : least + Double($0) * width }
    let (curve, deviation) = FuelCurve(outputs: outputs, fuels: outputs.map(cost)).convexified()
    let error = zip(outputs, outputs.dropFirst()).reduce(0.0) {
      max($0, abs((cost($1.0) + cost($1.1)) / 2 - cost(($1.0 + $1.1) / 2)))
    }
    costError += max(error, deviation)
    return curve
  }

  private mutating func points(
    _ data: [Double], from least: Double, to most: Double, _ row: MATPOWERFile.Row
  ) -> FuelCurve? {
    let points = stride(from: 0, to: data.count, by: 2).map { (output: data[$0], cost: data[$0 + 1]) }
    guard zip(points, points.dropFirst()).allSatisfy({ $0.output < $1.output }) else {
      log.add(.curveOrder, at: row.place, "points of a cost must rise in output")
      return nil
    }
    // Beyond its points a cost goes on as it ends.
    func cost(_ output: Double) -> Double {
      let next = min(max(points.firstIndex { $0.output >= output } ?? points.count - 1, 1), points.count - 1)
      let (a, b) = (points[next - 1], points[next])
      return a.cost + (b.cost - a.cost) * (output - a.output) / (b.output - a.output)
    }
    let inner = points.map(\.output).filter { $0 > least && $0 < most }
    let outputs = most > least ? [least] + inner + [most] : [most]
    return .convex(outputs: outputs, costs: outputs.map(cost), of: "the cost per hour", at: row.place, &log)
  }
}

extension FuelCurve {
  fileprivate static func free(_ least: Double, _ most: Double) -> FuelCurve {
    FuelCurve(outputs: most > least ? [least, most] : [most], fuels: most > least ? [0, 0] : [0])
  }
}
