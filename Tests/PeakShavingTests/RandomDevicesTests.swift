import DispatchFormulation
import GridModel
import LinearOptimization
import PeakShaving
import SeedsAndSnapshots
import Testing

/// Random devices of every kind: the schedule of each keeps all rules, and the level is what the model of dispatch finds,
/// which knows no envelopes.
@Suite struct RandomDevicesTests {
  @Test(arguments: seeds(60)) func schedulesPassTheAudit(seed: Int) {
    let system = RandomDevices(seed: seed).system
    for definition in ShavingDefinition.allCases {
      let found = PeakShavingAssessment(of: system, definition: definition, basis: .gross)
      let scale = max(1, abs(found.level))
      #expect(
        found.level - found.lowerBound <= 1.01e-6 * scale && found.passesCheck,
        "\(definition) \(found.check) \(found.level) \(found.relativeGap) \(found.solution.effort)")
      #expect(deviceFindings(found, system) == [], "\(definition)")
    }
  }

  /// The least capacity of a plant that serves the load beside the devices, by dispatch with capacities to be built.
  @Test(arguments: seeds(60)) func agreesWithDispatch(seed: Int) throws {
    let random = RandomDevices(seed: seed)
    let found = PeakShavingAssessment(of: random.system, definition: .allResources, basis: .gross)
    var system = random.system
    system.thermalUnits = [
      ThermalUnit(
        name: "plant", bus: "bus", capacity: 1, fuelCurve: FuelCurve(coalRate: 0, minimumOutput: 0, capacity: 1),
        fuelPrice: 0, expansion: Expansion(yearlyCost: 1 / system.horizon.partOfYear, most: 1e4), existingCapacity: 0)
    ]
    let program = DispatchProgram(system)
    let reference = try solve(program.model)
    try #require(reference.status == .optimal)
    let built = try #require(program.capacities.first).columns
    let optimum = reference.columnValues[built.first]
    // Vehicles that leave short even so may share what is inside in another way.
    guard reference.objective <= (1 + 1e-9) * optimum else { return }
    let scale = abs(found.level)
    #expect(found.level >= optimum - 1e-7 * scale, "\(optimum)")
    guard random.areAwayAtNoon else { return }
    #expect(found.lowerBound <= optimum + 1e-7 * scale, "\(optimum)")
    #expect(found.level <= optimum + 1.1e-6 * scale, "\(optimum)")
  }
}
