import DispatchFormulation
import GridModel
import Schedules
import SeedsAndSnapshots
import Testing
import YearSystems

@testable import SolutionMethods

/// Days with all that stores can have, by the structured method: restoration keeps levels, budgets and shared
/// reservoirs, and bound and cost enclose the optimum of the linear program.
@Suite struct StructuredWaterTests {
  private func system(seed: UInt64) -> PowerSystem {
    var random = SeededGenerator(Int(seed))
    var system = YearSystem.scenario(seed: seed, hours: 48, units: 4).system()
    let bus = system.buses[0].name
    let size = system.totalLoad.max() ?? 100
    for index in system.storages.indices {
      system.storages[index].budgets.cyclesPerDay = random.pick([0.3, 0.7, .infinity])
      system.storages[index].budgets.cyclesPerYear = random.pick([1, .infinity])
    }
    // Two that differ in size only are one to the method.
    for share in [0.02, 0.04] {
      var battery = Storage(
        name: "battery \(share)", bus: bus, chargeCapacity: share * size, dischargeCapacity: share * size,
        energyCapacity: 2 * share * size, minimumEnergy: 0.2 * share * size, chargeEfficiency: 0.9,
        dischargeEfficiency: 0.9)
      battery.budgets.cyclesPerDay = 0.8
      battery.budgets.energyPerWeek = 6 * share * size
      battery.maximumEnergy = 1.8 * share * size
      battery.inflow = .constant(0.05 * share * size)
      battery.fuel = StorageFuel(perEnergy: 4, price: 20, co2: 0.05)
      system.storages.append(battery)
    }
    var river = Storage(
      name: "river", bus: bus, technology: .hydro, chargeCapacity: 0, dischargeCapacity: 0.05 * size,
      energyCapacity: 2 * size, initialEnergy: size)
    river.inflow = .series((0..<system.horizon.count).map { 0.02 * size * (1 + 0.5 * Double($0 % 24) / 24) })
    river.minimumDischarge = .constant(0.01 * size)
    var canal = Storage(
      name: "canal", bus: bus, technology: .hydro, chargeCapacity: 0, dischargeCapacity: 0.03 * size,
      energyCapacity: .infinity)
    canal.budgets.energyPerWeek = 2 * size
    system.storages += [river, canal]
    system.reservoirs = [
      Reservoir(
        name: "lake", energyCapacity: size, minimumEnergy: 0.1 * size, initialEnergy: 0.5 * size,
        inflow: .constant(0.01 * size))
    ]
    for (name, efficiency) in [("upper", 0.9), ("lower", 0.85)] {
      var plant = Storage(
        name: name, bus: bus, technology: .pumped, chargeCapacity: 0.05 * size, dischargeCapacity: 0.05 * size,
        energyCapacity: 0, chargeEfficiency: efficiency, dischargeEfficiency: 0.9)
      plant.reservoir = "lake"
      system.storages.append(plant)
    }
    return system
  }

  @Test func boundAndCostEncloseTheOptimum() throws {
    var solved = 0
    for seed in seeds(3, as: UInt64.self) {
      let system = system(seed: seed)
      let options = SolveOptions(gap: 1e-4)
      let outcome = try #require(
        try StructuredInteriorPointMethod(system, options: options).solve(), "seed \(seed): no schedule")
      try check(outcome, options, of: system, "seed \(seed)")
      if outcome.status == .optimal { solved += 1 }
    }
    #expect(solved > seeds(3, as: UInt64.self).count / 2)
  }
}
