import DispatchFormulation
import GridModel
import LinearOptimization
import Schedules
import SeedsAndSnapshots
import Testing
import YearSystems

@testable import SolutionMethods

/// Merging what differs only in size changes neither the least cost nor what can be done.
@Suite struct EquivalentDevicesTests {
  /// A random system with some devices in parts, and how many more there are than before.
  private func split(seed: UInt64) -> (system: PowerSystem, parts: Int) {
    var random = SeededGenerator(Int(seed))
    let whole = YearSystem.scenario(seed: seed, hours: 24, units: 5).system()
    var system = whole
    // Powers of two scale without rounding, so that every part has just the shape of the whole.
    func sizes() -> [Double] {
      [[1], [0.5, 0.5], [0.25, 0.5, 0.25]][Int(random.next() % 3)]
    }
    (system.thermalUnits, system.storages) = ([], [])
    for unit in whole.thermalUnits {
      for (k, size) in sizes().enumerated() {
        var part = unit
        part.name += "-\(k)"
        part.capacity *= size
        part.minimumOutput *= size
        part.fuelCurve = FuelCurve(
          outputs: unit.fuelCurve.outputs.map { $0 * size }, fuels: unit.fuelCurve.fuels.map { $0 * size })
        (part.rampUp, part.rampDown) = (unit.rampUp * size, unit.rampDown * size)
        part.reserveLimit *= size
        part.frequencyResponse *= size
        // Parts of one unit need not be neighbours.
        system.thermalUnits.insert(part, at: Int(random.next() % UInt64(system.thermalUnits.count + 1)))
      }
    }
    for store in whole.storages {
      for (k, size) in sizes().enumerated() {
        var part = store
        part.name += "-\(k)"
        part.chargeCapacity *= size
        part.dischargeCapacity *= size
        part.energyCapacity *= size
        part.minimumEnergy *= size
        part.initialEnergy = store.initialEnergy.map { $0 * size }
        if case .atLeast(let energy) = store.endLevel { part.endLevel = .atLeast(energy * size) }
        system.storages.append(part)
      }
    }
    let parts = system.thermalUnits.count + system.storages.count - whole.thermalUnits.count - whole.storages.count
    return (system, parts)
  }

  @Test func mergedSystemHasTheSameOptimumAndItsScheduleHolds() throws {
    var merged = 0
    for seed in seeds(10, as: UInt64.self) {
      let (system, parts) = split(seed: seed)
      let equivalents = EquivalentDevices(system)
      let counts = { (system: PowerSystem) in system.thermalUnits.count + system.storages.count }
      #expect(counts(equivalents.system) == counts(system) - parts, "seed \(seed)")
      #expect(equivalents.isSmaller == (parts > 0))
      merged += parts
      let optimum = try solve(DispatchProgram(system).model)
      let program = DispatchProgram(equivalents.system)
      let solution = try solve(program.model)
      #expect(optimum.status == .optimal && solution.status == .optimal, "seed \(seed)")
      #expect(
        abs(solution.objective - optimum.objective) <= 1e-7 * abs(optimum.objective),
        "seed \(seed): \(solution.objective) for \(optimum.objective)")
      var schedule = program.schedule(columnValues: solution.columnValues)
      program.addPrices(rowDuals: solution.rowDuals, to: &schedule)
      let expanded = equivalents.expanded(schedule, of: system)
      let claim = BoundClaim(solution.objective * (1 - 1e-8), certifiedBy: "row duals")
      let report = audit(expanded, of: system, reportedObjective: solution.objective, reportedBound: claim)
      // The linear program lets a store charge and discharge at once where energy is worth nothing or less.
      #expect(
        report.counts.keys.allSatisfy { $0 == .storageSimultaneous },
        "seed \(seed): \(report.violations.map(\.message))")
    }
    #expect(merged > 0)
  }

  /// A cycle that does not end where the first step begins is a level, and scales with the store.
  @Test func cyclesScaleWithTheStore() throws {
    var system = YearSystem.scenario(seed: 3, hours: 24, units: 4).system()
    var store = system.storages[0]
    store.initialEnergy = 0.25 * store.energyCapacity
    store.cycleEnergy = 0.5 * store.energyCapacity
    store.endLevel = .cyclic
    system.storages = [store]
    store.name = "again"
    system.storages.append(store)
    let merged = EquivalentDevices(system).system
    #expect(merged.storages.count == 1)
    #expect(merged.storages[0].cycleEnergy == system.storages.compactMap(\.cycleEnergy).reduce(0, +))
    let optimum = try solve(DispatchProgram(system).model)
    let other = try solve(DispatchProgram(merged).model)
    #expect(optimum.status == .optimal && other.status == .optimal)
    #expect(abs(other.objective - optimum.objective) <= 1e-7 * abs(optimum.objective))
  }

  @Test func whatDiffersInMoreThanSizeStaysApart() {
    let system = YearSystem(.fourZones, seed: 1, hours: 24, units: 8).system()
    var other = system
    for (index, unit) in system.thermalUnits.enumerated() {
      var twin = unit
      twin.name += "-twin"
      switch index % 4 {
      case 0: twin.bus = system.buses.first { $0.name != unit.bus }?.name ?? ""
      case 1: twin.fuelPrice += 1
      case 2: twin.minimumOutput *= 0.9
      default: twin.availability = .constant(0.9)
      }
      other.thermalUnits.append(twin)
    }
    let equivalents = EquivalentDevices(other)
    #expect(!equivalents.isSmaller && equivalents.system == other)
  }
}
