import GridModel
import SeedsAndSnapshots
import Testing

@testable import DispatchFormulation

@Suite struct CostSegmentsTests {
  private func randomUnit(_ seed: Int) -> ThermalUnit? {
    RandomSystems.system(seed: seed, .init(units: 1...1)).thermalUnits.first
  }

  /// Fuel at an output on the curve, between its points.
  private func fuel(_ curve: FuelCurve, _ output: Double) -> Double {
    for i in 1..<curve.outputs.count where output <= curve.outputs[i] {
      let share = (output - curve.outputs[i - 1]) / (curve.outputs[i] - curve.outputs[i - 1])
      return curve.fuels[i - 1] + share * (curve.fuels[i] - curve.fuels[i - 1])
    }
    return curve.fuels[curve.fuels.count - 1]
  }

  @Test func committedCostIsThatOfTheCurve() throws {
    for seed in seeds(100) {
      let unit = try #require(randomUnit(seed))
      let segments = CostSegments.committed(unit, co2Price: 10)
      let price = unit.fuelPrice + 10 * unit.co2PerFuel
      #expect(segments.base == unit.minimumOutput)
      #expect(zip(segments.slopes, segments.slopes.dropFirst()).allSatisfy { $0 <= $1 + 1e-9 }, "seed \(seed)")
      for share in stride(from: 0.0, through: 1, by: 0.125) {
        let output = unit.minimumOutput + share * (unit.capacity - unit.minimumOutput)
        let expected = fuel(unit.fuelCurve, output) * price + output * unit.variableCost
        #expect(areClose(segments.cost(at: output), expected), "seed \(seed)")
      }
    }
  }

  /// The least of all mixtures of standing still and points of the curve, by trying all pairs.
  @Test func relaxedCostIsTheCheapestMixture() throws {
    for seed in seeds(100) {
      let unit = try #require(randomUnit(seed))
      let segments = CostSegments.relaxed(unit, co2Price: 0)
      let points =
        [(0.0, 0.0)] + zip(unit.fuelCurve.outputs, unit.fuelCurve.fuels).filter { $0.0 > 0 }
      #expect(segments.base == 0 && segments.baseCost == 0)
      for output in stride(from: 0, through: unit.capacity, by: unit.capacity / 16) {
        var least = Double.infinity
        for left in points {
          for right in points where left.0 <= output && output <= right.0 {
            let share = right.0 > left.0 ? (output - left.0) / (right.0 - left.0) : 0
            least = min(least, left.1 + share * (right.1 - left.1))
          }
        }
        let expected = least * unit.fuelPrice + output * unit.variableCost
        #expect(areClose(segments.cost(at: output), expected), "seed \(seed) at \(output)")
      }
    }
  }
}
