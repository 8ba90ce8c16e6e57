import CaseFiles
import DispatchFormulation
import Foundation
import GridModel
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

/// Hand-derived optima of small files of other tools.
@Suite struct ImportedFileTests {
  private func cost(_ text: String, as name: String, commitment: Bool = false) throws -> Double {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: name)
      try Data(text.utf8).write(to: file)
      let (read, findings) = readSystem(at: file)
      let system = try #require(read, "\(findings)")
      let program = DispatchProgram(system, options: .init(commitment: commitment))
      let outcome = try MonolithicMethod(program, options: SolveOptions(commitment: commitment, gap: 0)).solve()
      let report = audit(try #require(outcome.schedule), of: system, reportedObjective: outcome.objective)
      #expect(report.passed, "\(report.violations.prefix(3))")
      return try #require(outcome.objective)
    }
  }

  /// Three buses in a triangle of equal lines, 150 MW at bus 3, units at bus 1 (10 per MWh) and 2 (20). The line 1–3
  /// carries (2 g1 + g2) / 3 = (150 + g1) / 3, at most 80: g1 = 90, g2 = 60, cost 900 + 1200.
  @Test func matpowerTriangle() throws {
    let bus = { (number: Int, load: Int) in "\(number) 1 \(load) 0 0 0 1 1 0 380 1 1.1 0.9;" }
    let text = """
      mpc.baseMVA = 100;
      mpc.bus = [ \(bus(1, 0)) \(bus(2, 0)) \(bus(3, 150)) ];
      mpc.gen = [
        1 0 0 0 0 1 100 1 200 0
        2 0 0 0 0 1 100 1 200 0
        2 0 0 0 0 1 100 0 900 0 % out of service
      ];
      mpc.branch = [ 1 2 0 .1 0 0 0 0 0 0 1; 2 3 0 .1 0 0 0 0 0 0 1; 1 3 0 .1 0 80 0 0 0 0 1 ];
      mpc.gencost = [ 2 0 0 2 10 0; 1 0 0 3 0 0 50 1000 200 4000; 2 0 0 1 0 ];
      """
    #expect(abs(try cost(text, as: "triangle.m") - 2100) < 1e-6)
    // As an angle of ±x·80/100 rad: the same limit.
    let angle = text.replacing("0 80 0 0 0 0 1 ]", with: "0 0 0 0 0 0 1 -360 \(0.08 * 180 / Double.pi) ]")
    #expect(abs(try cost(angle.replacing("0 0 1;", with: "0 0 1 0 0;"), as: "angle.m") - 2100) < 1e-6)
  }

  /// The same with a shift of the line 1–3 that takes s = 30 MW from its flow: (150 + g1 − s) / 3 is at most 80, so g1 = 120
  /// and g2 = 30.
  @Test func matpowerShiftsPhases() throws {
    let bus = { (number: Int, load: Int) in "\(number) 1 \(load) 0 0 0 1 1 0 380 1 1.1 0.9;" }
    let text = """
      mpc.baseMVA = 100;
      mpc.bus = [ \(bus(1, 0)) \(bus(2, 0)) \(bus(3, 150)) ];
      mpc.gen = [ 1 0 0 0 0 1 100 1 200 0; 2 0 0 0 0 1 100 1 200 0 ];
      mpc.branch = [ 1 2 0 .1 0 0 0 0 0 0 1; 2 3 0 .1 0 0 0 0 0 0 1; 1 3 0 .1 0 80 0 0 0 \(0.03 * 180 / Double.pi) 1 ];
      mpc.gencost = [ 2 0 0 2 10 0; 2 0 0 2 20 0 ];
      """
    #expect(abs(try cost(text, as: "shift.m") - 1800) < 1e-6)
  }

  /// 90 MW behind a line of direct current that loses 9 MW and a tenth: (90 + 9) / 0.9 = 110 MW at 10.
  @Test func matpowerDirectCurrentLoses() throws {
    let bus = { (number: Int, load: Int) in "\(number) 1 \(load) 0 0 0 1 1 0 380 1 1.1 0.9;" }
    let text = """
      mpc.baseMVA = 100;
      mpc.bus = [ \(bus(1, 0)) \(bus(2, 90)) ];
      mpc.gen = [ 1 0 0 0 0 1 100 1 200 0 ];
      mpc.branch = [ ];
      mpc.dcline = [ 1 2 1 0 0 0 0 1 1 5 150 0 0 0 0 9 0.1 ];
      mpc.gencost = [ 2 0 0 2 10 0 ];
      """
    #expect(abs(try cost(text, as: "dc.m") - 1100) < 1e-6)
  }

  /// The first hour: g1 at 100 MW for 1500. The second needs 50 MW more than its 150 (2000): g2 starts for 500 and gives
  /// them for 600 + 30 · 20. In all 5200.
  @Test func unitCommitmentJLStartsAUnit() throws {
    let text = """
      {"Parameters": {"Version": "0.4", "Time horizon (min)": 120},
       "Buses": {"b1": {"Load (MW)": [100, 200]}},
       "Generators": {
        "g1": {"Bus": "b1", "Production cost curve (MW)": [50, 150], "Production cost curve ($)": [1000, 2000],
          "Initial status (h)": 10, "Initial power (MW)": 100},
        "g2": {"Bus": "b1", "Production cost curve (MW)": [20, 100], "Production cost curve ($)": [600, 2200],
          "Startup costs ($)": [500], "Initial status (h)": -10}}}
      """
    #expect(abs(try cost(text, as: "start.json", commitment: true) - 5200) < 1e-6)
  }

  /// The same system in the words of pglib-uc.
  @Test func pglibStartsAUnit() throws {
    func unit(_ least: Int, _ most: Int, _ costs: (Int, Int), start: Int, isOn: Bool) -> String {
      """
      {"must_run": 0, "power_output_minimum": \(least), "power_output_maximum": \(most), "ramp_up_limit": 500,
       "ramp_down_limit": 500, "ramp_startup_limit": 500, "ramp_shutdown_limit": 500, "time_up_minimum": 1,
       "time_down_minimum": 1, "power_output_t0": \(isOn ? 100 : 0), "unit_on_t0": \(isOn ? 1 : 0),
       "time_down_t0": \(isOn ? 0 : 10), "time_up_t0": \(isOn ? 10 : 0), "startup": [{"lag": 1, "cost": \(start)}],
       "piecewise_production": [{"mw": \(least), "cost": \(costs.0)}, {"mw": \(most), "cost": \(costs.1)}]}
      """
    }
    let text = """
      {"time_periods": 2, "demand": [100, 200], "reserves": [0, 0], "renewable_generators": {},
       "thermal_generators": {"g1": \(unit(50, 150, (1000, 2000), start: 0, isOn: true)),
        "g2": \(unit(20, 100, (600, 2200), start: 500, isOn: false))}}
      """
    #expect(abs(try cost(text, as: "start.json", commitment: true) - 5200) < 1e-6)
  }
}
