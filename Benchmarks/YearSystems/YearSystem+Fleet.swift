import GridModel
import SyntheticSeries

extension YearSystem {
  /// The units, with the minimum output of each zone's as part of their capacity.
  func fleet(_ horizon: Horizon, minimumParts: [Double]) -> [ThermalUnit] {
    let random = KeyedRandom(seed: seed, stream: "units")
    let outages = KeyedRandom(seed: seed, stream: "outages")
    return (0..<units).map { index in
      func draw(_ k: Int, _ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * random.uniform(8 * index + k)
      }
      let capacity = draw(0, 300...1000).rounded()
      // t of coal equivalent per MWh; every unit differs, and each burns more the higher it runs.
      let rate = draw(1, 0.26...0.48)
      let rates = [
        1.02 * rate, rate * draw(2, 0.960...0.973), rate * draw(3, 1.013...1.027), rate * draw(4, 1.087...1.114),
      ]
      let isRamped = index / zones % 2 == 1
      let ramp = isRamped ? (rampPerHour * capacity).rounded() : Double.infinity
      var unit = ThermalUnit(
        name: "unit-\(index)", bus: Self.bus(index % zones), capacity: capacity, fuelCurve: Self.still, fuelPrice: 800,
        variableCost: 8, co2PerFuel: 2.7, rampUp: ramp, rampDown: ramp,
        mustRun: mustRun(index, horizon), reserveLimit: reserveLimit * capacity)
      unit.setMinimumOutput((minimumParts[index % zones] * capacity * 10).rounded(.down) / 10, rates: rates)
      if hasOutages, unit.mustRun == .constant(0) {
        let available = (0..<horizon.count).map { step in
          let week = (Int(Double(step) * horizon.stepHours) + 84) / 168
          return outages.uniform(week * units + index) < 0.08 ? 0.0 : 1
        }
        unit.availability = HourlySeries(available)
      }
      return unit
    }
  }

  private static let still = FuelCurve(outputs: [1], fuels: [0.3])

  private func mustRun(_ index: Int, _ horizon: Horizon) -> HourlySeries {
    switch setOn {
    case .never: return .constant(0)
    case .always: return .constant(1)
    case .winter:
      guard index % 2 == 0 else { return .constant(0) }
      let isOn = (0..<horizon.count).map { step in
        let time = horizon.localTime(step)
        let day = 100 * time.month + time.day
        return day >= 1115 || day < 315 ? 1.0 : 0
      }
      return HourlySeries(isOn)
    }
  }
}

extension HourlySeries {
  /// One value for all steps where they are equal, as reading a case has it.
  fileprivate init(_ values: [Double]) {
    let first = values.first ?? 0
    self = values.allSatisfy { $0 == first } ? .constant(first) : .series(values)
  }
}

extension ThermalUnit {
  /// Sets the minimum output and the fuel curve above it: t/MWh at the minimum, and of three segments above.
  fileprivate mutating func setMinimumOutput(_ minimum: Double, rates: [Double]) {
    var outputs = [minimum]
    var fuels = [minimum * rates[0]]
    for (part, rate) in zip([0.4, 0.75, 1], rates.dropFirst()) {
      let output = part < 1 ? (minimum + part * (capacity - minimum)).rounded() : capacity
      fuels.append(fuels[fuels.count - 1] + rate * (output - outputs[outputs.count - 1]))
      outputs.append(output)
    }
    minimumOutput = minimum
    fuelCurve = FuelCurve(outputs: outputs, fuels: fuels)
  }
}
