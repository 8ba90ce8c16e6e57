import DispatchFormulation
import GridModel
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

/// A price is a slope of the least cost: one more MW at the bus costs no less than price × hours, one less saves no more.
@Suite struct PriceTests {
  private func check(_ system: PowerSystem, commitment: Bool, _ seed: Int) throws -> Bool {
    let program = DispatchProgram(system, options: .init(commitment: commitment))
    let options = SolveOptions(commitment: commitment, gap: 0, timeLimit: 20)
    guard let schedule = try MonolithicMethod(program, options: options).solve().schedule else { return false }
    let statuses: [[Bool]]? =
      commitment ? system.thermalUnits.map { schedule.values(.thermalStatus, of: $0.name).map { $0 == 1 } } : nil
    // Demand comes as an export: a load would also raise what may stay unserved.
    func cost(_ demand: Double, _ bus: String, _ step: Int) -> Double? {
      var changed = system
      var series = Array(repeating: 0.0, count: system.horizon.count)
      series[step] = demand
      changed.exportChannels.append(
        ExportChannel(name: "probe", bus: bus, capacity: 1, schedule: .series(series)))
      return DenseDispatch(changed, statuses: statuses).minimum().minimum
    }
    var random = SeededGenerator(seed)
    for _ in 0..<3 {
      let bus = random.pick(system.buses).name
      let step = Int.random(in: 0..<system.horizon.count, using: &random)
      let size = 0.01
      let price = schedule.values(.price, of: bus)[step]
      let slope = price * system.horizon.stepHours
      let base = try #require(cost(0, bus, step))
      let tolerance = 1e-4 * max(1, abs(slope))
      if let more = cost(size, bus, step) {
        #expect((more - base) / size >= slope - tolerance, "seed \(seed): \(price) at \(bus), \(step)")
      }
      if let less = cost(-size, bus, step) {
        #expect((base - less) / size <= slope + tolerance, "seed \(seed): \(price) at \(bus), \(step)")
      }
    }
    return true
  }

  @Test func ofADispatch() throws {
    var checked = 0
    for seed in seeds(60) {
      // A store would have to keep its directions, and then is no part of the dense program.
      let system = RandomSystems.system(seed: seed, .init(steps: 2...5, hasStorage: seed % 3 == 0))
      let hasLossyStore = system.storages.contains { $0.chargeEfficiency * $0.dischargeEfficiency < 1 }
      if !hasLossyStore, try check(system, commitment: false, seed) { checked += 1 }
    }
    // About half the systems have no lossy store.
    #expect(checked > seeds(60).count / 3)
  }

  @Test func ofACommitment() throws {
    var checked = 0
    for seed in seeds(40) {
      let wish = RandomSystems.Wish(steps: 2...5, units: 1...2, hasStorage: false, hasCommitmentData: true)
      if try check(RandomSystems.system(seed: seed, wish), commitment: true, seed) { checked += 1 }
    }
    #expect(checked > seeds(40).count / 2)
  }
}
