import DispatchFormulation
import GridModel
import SeedsAndSnapshots
import Testing

@testable import SolutionMethods

@Suite struct MonolithicCommitmentPatternTests {
  private struct Sample {
    var block: CommitmentBlock
    var relaxed: [Double]
  }

  /// A unit with minimum times, outages, hours set on and any initial state, as the formulation gives it.
  private func sample(_ random: inout some RandomNumberGenerator) throws -> Sample {
    let steps = Int.random(in: 1...9, using: &random)
    func series(_ rare: Int, _ usual: Double) -> HourlySeries {
      .series((0..<steps).map { _ in Int.random(in: 0..<rare, using: &random) == 0 ? 1 - usual : usual })
    }
    var unit = ThermalUnit(
      name: "unit", bus: "bus", capacity: 100, minimumOutput: 40,
      fuelCurve: FuelCurve(coalRate: 300, minimumOutput: 40, capacity: 100), fuelPrice: 1,
      minimumUpHours: Double(Int.random(in: 0...5, using: &random)),
      minimumDownHours: Double(Int.random(in: 0...5, using: &random)), mustRun: series(6, 0),
      availability: series(8, 1))
    let hours = Double(Int.random(in: 1...6, using: &random))
    switch Int.random(in: 0...2, using: &random) {
    case 0: unit.initialState = .init(hours: hours, output: 40)
    case 1: unit.initialState = .init(hours: -hours, output: 0)
    default: break
    }
    let system = PowerSystem(
      name: "pattern", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: steps),
      buses: [Bus(name: "bus", load: .constant(50))], thermalUnits: [unit])
    let program = DispatchProgram(system, options: .init(commitment: true))
    let block = try #require(program.commitments.first)
    return Sample(block: block, relaxed: (0..<steps).map { _ in Double.random(in: 0...1, using: &random) })
  }

  /// The rules of a block, written down once more.
  private func obeys(_ block: CommitmentBlock, _ isOn: [Bool]) -> Bool {
    for (now, given) in zip(isOn, block.given) where given != nil && given != now { return false }
    let known = block.initiallyOn.map { [$0] } ?? []
    let states = known + isOn
    for change in states.indices.dropFirst() where states[change] != states[change - 1] {
      let least = states[change] ? block.minimumUpSteps : block.minimumDownSteps
      for later in change..<min(change + least, states.count) where states[later] != states[change] { return false }
    }
    return true
  }

  @Test func repairFindsAFeasiblePatternWhereThereIsOne() throws {
    var random = SeededGenerator(firstSeed)
    let count = 1000 * testScale
    var (feasible, infeasible) = (0, 0)
    for _ in 0..<count {
      let sample = try sample(&random)
      let steps = sample.relaxed.count
      let exists = (0..<1 << steps).contains { bits in obeys(sample.block, (0..<steps).map { bits >> $0 & 1 == 1 }) }
      for threshold in [0.1, 0.5, 0.9] {
        let pattern = CommitmentPattern(sample.block, relaxed: sample.relaxed[...], threshold: threshold)
        #expect(pattern.isFeasible == obeys(sample.block, pattern.isOn), "\(sample)")
        #expect(pattern.isFeasible == exists, "\(sample): \(pattern.isOn)")
      }
      if exists { feasible += 1 } else { infeasible += 1 }
    }
    #expect(feasible > count / 4)
  }
}
