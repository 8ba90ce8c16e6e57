import CaseFiles
import DispatchFormulation
import Foundation
import GridModel
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

/// Storage units of UnitCommitment.jl with what a storage has no word for.
@Suite struct UnitCommitmentStorageTests {
  /// 20 MW at 10, 20 more at 100; a load of 12 MW, then of 26.
  private func cost(_ storage: String, commitment: Bool = true) throws -> Double {
    let text = """
      {"Parameters": {"Version": "0.4", "Time horizon (h)": 2, "Power balance penalty ($/MW)": 1000},
       "Buses": {"b": {"Load (MW)": [12, 26]}},
       "Generators": {"g": {"Bus": "b", "Production cost curve (MW)": [0, 20, 40],
         "Production cost curve ($)": [0, 200, 2200], "Initial status (h)": 9, "Initial power (MW)": 9}},
       "Storage units": {"s": {"Bus": "b", "Charge cost ($/MW)": 0, "Discharge cost ($/MW)": 0, \(storage)}}}
      """
    return try withTemporaryFolder { folder in
      let file = folder.appending(path: "instance.json")
      try Data(text.utf8).write(to: file)
      let system = try #require(readSystem(at: file).system)
      let program = DispatchProgram(system, options: .init(commitment: commitment))
      let outcome = try MonolithicMethod(program, options: SolveOptions(commitment: commitment, gap: 0)).solve()
      let objective = try #require(outcome.objective)
      let report = audit(try #require(outcome.schedule), of: system, reportedObjective: objective)
      #expect(report.passed, "\(report.violations)")
      return objective
    }
  }

  private func areClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-6 * max(1, abs(b)) }

  private let plain =
    "\"Maximum level (MWh)\": 20, \"Maximum charge rate (MW)\": 10, \"Maximum discharge rate (MW)\": 10"

  /// 8 MW fit beside the first load at 10, and then serve what would cost 100: 200 + 180.
  @Test func withoutLeastRates() throws {
    #expect(areClose(try cost(plain), 380))
  }

  /// Charged is at least 9 MW, one of them at 100, and discharged as much: 300 + 170. Relaxed, it is as without.
  @Test func leastRatesHoldOnceOn() throws {
    let least =
      plain + ", \"Minimum charge rate (MW)\": 9, \"Minimum discharge rate (MW)\": [2, 7]"
      + ", \"Allow simultaneous charging and discharging\": [false, true]"
    #expect(areClose(try cost(least), 470))
    #expect(areClose(try cost(least, commitment: false), 380))
    // Charged 10 and discharged 2 in the first hour, the sum is that without.
    #expect(areClose(try cost(least.replacing("[false, true]", with: "true")), 380))
  }

  /// Half of 8 MWh is left, lost on the way in or out: 22 MW remain of the second load.
  @Test func efficienciesDifferByStep() throws {
    #expect(areClose(try cost(plain + ", \"Charge efficiency\": [0.5, 1]"), 200 + 200 + 200))
    #expect(areClose(try cost(plain + ", \"Discharge efficiency\": [1, 0.5]"), 200 + 200 + 200))
  }

  /// Of the 5 MWh that fit in after the first hour, 3 must be left after the second.
  @Test func levelsDifferByStep() throws {
    let levels = "\"Maximum level (MWh)\": [5, 20], \"Minimum level (MWh)\": [0, 3], "
    let rates = "\"Maximum charge rate (MW)\": 10, \"Maximum discharge rate (MW)\": 10"
    #expect(areClose(try cost(levels + rates), 170 + 200 + 400))
  }

  /// With 10 MWh at first and none at the end, all 10 are given: at most 4 in the first hour, so that 20 MW do in the
  /// second. Where the second hour takes only 4 MW or 1 of it, the first takes the rest.
  @Test func endHasAGreatestLevel() throws {
    let full = plain + ", \"Initial level (MWh)\": 10, \"Last period maximum level (MWh)\": 0"
    #expect(areClose(try cost(full), 120 + 160))
    let early = full.replacing("\"Maximum discharge rate (MW)\": 10", with: "\"Maximum discharge rate (MW)\": [10, 4]")
    #expect(areClose(try cost(early), (12 - 6) * 10 + 200 + 200))
    #expect(areClose(try cost(early.replacing("[10, 4]", with: "[9, 1]")), (12 - 9) * 10 + 200 + 500))
  }
}
