import GridModel
import SeedsAndSnapshots
import Testing
import YearSystems

@testable import SolutionMethods

/// Weeks with a heating area and a hydrogen system, by the structured method.
@Suite struct StructuredHeatTests {
  @Test func boundAndCostEncloseTheOptimum() throws {
    for seed in seeds(4, as: UInt64.self) {
      let system = Self.system(seed)
      let options = SolveOptions(gap: 1e-3)
      let outcome = try #require(
        try StructuredInteriorPointMethod(system, options: options).solve(), "seed \(seed): no schedule")
      let schedule = try check(outcome, options, of: system, "seed \(seed)")
      #expect(outcome.status == .optimal, "seed \(seed): gap \(outcome.gap ?? .nan)")
      #expect(schedule[.thermalHeat]?.values.contains { $0 > 1 } == true)
    }
  }

  /// A year's beginning whose first units heat an area with a store and a boiler, beside an electrolyser with a tank.
  private static func system(_ seed: UInt64) -> PowerSystem {
    var system = YearSystem(seed: seed, hours: 168, units: 5).system()
    var random = SeededGenerator(Int(seed))
    let demand = system.totalLoad.map { 0.3 * $0 }
    let grid = system.buses[0].name
    let size = demand.max() ?? 0
    system.buses.append(
      Bus(
        name: "area", carrier: .heat, load: .series(demand.map { 0.8 * size - 0.5 * $0 }), shortfallPrice: 2000,
        surplusPrice: 0))
    system.buses.append(
      Bus(name: "hydrogen", carrier: .hydrogen, load: .constant(0.05 * size), shortfallPrice: 3000, surplusPrice: 0))
    for (index, operation) in zip(system.thermalUnits.indices, [CombinedHeat.Operation.extraction, .backPressure]) {
      system.thermalUnits[index].heat = CombinedHeat(
        bus: "area", operation: operation, capacity: 0.4 * size, powerLoss: operation == .extraction ? 0.15 : 0,
        powerPerHeat: Double.random(in: 0.4...0.7, using: &random))
    }
    system.storages += [
      Storage(
        name: "hot water", bus: "area", technology: .other, chargeCapacity: 0.2 * size, dischargeCapacity: 0.2 * size,
        energyCapacity: size, chargeEfficiency: 0.98, dischargeEfficiency: 0.98, selfDischargePerHour: 0.01),
      Storage(
        name: "tank", bus: "hydrogen", technology: .other, chargeCapacity: 0.2 * size, dischargeCapacity: 0.2 * size,
        energyCapacity: 0.5 * size),
    ]
    system.converters = [
      Converter(
        name: "boiler", from: grid, to: "area", technology: .electricBoiler, capacity: 0.3 * size, efficiency: 0.98),
      Converter(
        name: "electrolyser", from: grid, to: "hydrogen", technology: .electrolyser, capacity: 0.2 * size,
        efficiency: 0.65, ramp: 0.02 * size),
    ]
    return system
  }
}
