import CaseFiles
import Foundation
import GridModel
import SeedsAndSnapshots
import Testing

/// Instances of pglib-uc and UnitCommitment.jl and cases of MATPOWER; their optima are tested in SolutionMethodsTests.
@Suite struct FileImportTests {
  private static let pglib = """
    {"time_periods": 3, "demand": [100, 120, 90], "reserves": [10, 10, 10],
     "thermal_generators": {
      "u1": {"must_run": 0, "power_output_minimum": 50, "power_output_maximum": 150, "ramp_up_limit": 40,
        "ramp_down_limit": 30, "ramp_startup_limit": 60, "ramp_shutdown_limit": 70, "time_up_minimum": 2,
        "time_down_minimum": 3, "power_output_t0": 80, "unit_on_t0": 1, "time_down_t0": 0, "time_up_t0": 5,
        "startup": [{"lag": 3, "cost": 100}, {"lag": 8, "cost": 200}],
        "piecewise_production": [{"mw": 50, "cost": 1000}, {"mw": 150, "cost": 3000}], "name": "u1"}},
     "renewable_generators": {
      "pv": {"power_output_minimum": [0, 5, 0], "power_output_maximum": [10, 20, 0], "name": "pv"}}}
    """

  private static let ucjl = """
    {"Parameters": {"Version": "0.3", "Time horizon (h)": 1, "Time step (min)": 30},
     "Buses": {"b1": {"Load (MW)": [90, 100]}, "b2": {"Load (MW)": 0}},
     "Generators": {
      "g1": {"Bus": "b1", "Production cost curve (MW)": [50, 150], "Production cost curve ($)": [500, 1500],
        "Startup costs ($)": [10, 20], "Startup delays (h)": [1, 4], "Ramp up limit (MW)": 40,
        "Initial status (h)": 3, "Initial power (MW)": 60, "Commitment status": [null, true],
        "Reserve eligibility": ["r1"]},
      "w": {"Bus": "b2", "Type": "Profiled", "Maximum power (MW)": [10, 20], "Cost ($/MW)": 2}},
     "Transmission lines": {"l1": {"Source bus": "b1", "Target bus": "b2", "Susceptance (S)": 20}},
     "Price-sensitive loads": {"p": {"Bus": "b1", "Revenue ($/MW)": 70, "Demand (MW)": 5}},
     "Storage units": {"s": {"Bus": "b2", "Maximum level (MWh)": 40, "Maximum charge rate (MW)": 10,
       "Maximum discharge rate (MW)": 10, "Charge efficiency": 0.9, "Loss factor": 0.19, "Initial level (MWh)": 20,
       "Last period minimum level (MWh)": 20}},
     "Reserves": {"r1": {"Type": "Spinning", "Amount (MW)": 8, "Shortfall penalty ($/MW)": 500}}}
    """

  private static let matpower = """
    function mpc = small
    % two buses
    mpc.version = '2';
    mpc.baseMVA = 100;
    mpc.bus = [
      1 3 0 0 0 0 1 1 0 380 1 1.1 0.9;
      2 1 150 20 0 0 1 1 0 380 1 1.1 0.9;
    ];
    mpc.gen = [ 1 0 0 0 0 1 100 1 200 10 ]; % one unit
    mpc.branch = [ 1 2 0 0.1 0 80 0 0 0 0 1 -30 30 ];
    mpc.gencost = [ 2 0 0 3 0.01 10 5 ];
    mpc.bus_name = { 'a'; 'b' };
    """

  private func read(_ text: String, as name: String) throws -> (system: PowerSystem?, findings: [Finding]) {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: name)
      try Data(text.utf8).write(to: file)
      return readSystem(at: file)
    }
  }

  @Test func pglibIsRead() throws {
    let (system, findings) = try read(Self.pglib, as: "day.json")
    #expect(findings.allSatisfy { $0.severity == .note }, "\(findings)")
    let read = try #require(system)
    #expect(read.name == "day" && read.horizon.count == 3 && read.valueOfLostLoad == .infinity)
    let unit = try #require(read.thermalUnits.first)
    #expect(unit.rampUp == 40 && unit.rampDown == 30 && unit.startUpRamp == 60 && unit.shutDownRamp == 70)
    #expect(unit.minimumUpHours == 2 && unit.minimumDownHours == 3)
    #expect(unit.startClasses == [.init(offlineHours: 0, cost: 100), .init(offlineHours: 8, cost: 200)])
    #expect(unit.initialState == .init(hours: 5, output: 80) && unit.fuelCurve.fuels == [1000, 3000])
    #expect(read.renewables.map(\.isCurtailable) == [false, true])
    #expect(read.renewables.map(\.capacity) == [5, 15])
    #expect(read.reserves.map(\.requirement) == [.constant(10)])
  }

  /// Costs and penalties are those of a step, ramps from step to step.
  @Test func unitCommitmentJLIsRead() throws {
    let (system, findings) = try read(Self.ucjl, as: "case.json")
    #expect(findings.allSatisfy { $0.severity == .note }, "\(findings)")
    let read = try #require(system)
    #expect(read.horizon.count == 2 && read.horizon.stepMinutes == 30 && read.valueOfLostLoad == 2000)
    let unit = try #require(read.thermalUnits.first)
    #expect(unit.rampUp == 80 && unit.rampDown == .infinity && unit.fuelPrice == 2)
    #expect(unit.mustRun == .series([0, 1]) && unit.initialState == .init(hours: 3, output: 60))
    #expect(read.buses.map(\.load) == [.series([95, 105]), .constant(0)])
    #expect(read.interruptibleLoads.map(\.price) == [140] && read.renewables.map(\.variableCost) == [4])
    #expect(read.lines.map(\.reactance) == [0.05] && read.lines.map(\.capacity) == [180])
    #expect(read.storages.allSatisfy { abs($0.selfDischargePerHour - (1 - 0.81 * 0.81)) < 1e-12 && $0.bothAtOnce })
    #expect(read.storages.map(\.endLevel) == [.atLeast(20)])
    #expect(read.reserves.map(\.providers) == [["g1"]] && read.reserves.map(\.shortfallPrice) == [1000])
  }

  /// Version 0.2 has one requirement, which must be met, for the units that say so.
  @Test func oldReservesAreRead() throws {
    let text = Self.ucjl.replacing("\"0.3\"", with: "\"0.2\"")
      .replacing("\"Reserve eligibility\": [\"r1\"]", with: "\"Provides spinning reserves?\": true")
      .replacing(
        "{\"r1\": {\"Type\": \"Spinning\", \"Amount (MW)\": 8, \"Shortfall penalty ($/MW)\": 500}}",
        with: "{\"Spinning (MW)\": [8, 9]}")
    let (system, findings) = try read(text, as: "case.json")
    #expect(findings.allSatisfy { $0.severity == .note }, "\(findings)")
    let rule = try #require(system?.reserves.first)
    #expect(rule.requirement == .series([8, 9]) && rule.providers == ["g1"] && rule.shortfallPrice == 200_000)
  }

  @Test func seriesOfPricesAreRead() throws {
    let text = Self.ucjl.replacing("\"Demand (MW)\": 5", with: "\"Demand (MW)\": [5, 2]")
      .replacing("\"Cost ($/MW)\": 2", with: "\"Cost ($/MW)\": [2, 3], \"Minimum power (MW)\": 1")
    let (system, findings) = try read(text, as: "case.json")
    #expect(findings.allSatisfy { $0.severity == .note }, "\(findings)")
    let read = try #require(system)
    #expect(read.interruptibleLoads.isEmpty && read.renewables.isEmpty && read.processes.map(\.name) == ["p", "w"])
    #expect(read.processes.map(\.capacity) == [5, 20] && read.processes[0].most == .series([1, 0.4]))
    #expect(read.processes.map(\.cost) == [.series([140, 140]), .series([4, 6])])
    #expect(read.buses.first?.load == .series([95, 102]))
  }

  @Test func contingenciesAreRead() throws {
    let text = Self.ucjl.replacing(
      "\"Storage units\"", with: "\"Contingencies\": {\"c\": {\"Affected lines\": [\"l1\"]}}, \"Storage units\""
    ).replacing("\"Susceptance (S)\": 20", with: "\"Susceptance (S)\": 20, \"Emergency flow limit (MW)\": 90")
    let line = try #require(try read(text, as: "case.json").system?.lines.first)
    #expect(line.isSecured && line.emergencyCapacity == 90)
  }

  /// Ramping reserve of a step, up and down.
  @Test func flexirampIsRead() throws {
    let text = Self.ucjl.replacing("\"Spinning\"", with: "\"Flexiramp\"")
    let rules = try #require(try read(text, as: "case.json").system?.reserves)
    #expect(rules.map(\.name) == ["r1-up", "r1-down"] && rules.map(\.direction) == [.up, .down])
    #expect(rules.allSatisfy { $0.product == .ramping && $0.minutes == 30 && $0.shortfallPrice == 1000 })
  }

  @Test func matpowerIsRead() throws {
    let (system, findings) = try read(Self.matpower, as: "small.m")
    #expect(findings.allSatisfy { $0.severity == .note }, "\(findings)")
    let read = try #require(system)
    #expect(read.buses.map(\.load) == [.constant(0), .constant(150)] && read.network == .dc)
    let unit = try #require(read.thermalUnits.first)
    #expect(unit.capacity == 200 && unit.minimumOutput == 10 && unit.mustRun == .constant(1))
    #expect(unit.fuelCurve.outputs.count == 51 && abs((unit.fuelCurve.fuels.last ?? 0) - 2405) < 1e-9)
    #expect(read.lines.map(\.capacity) == [80] && read.lines.map(\.reactance) == [0.1])
  }

  /// Flow is the angle over the reactance: at most −3° and 2° of a negative one are 1000 π / 180 · 3 and · 2 MW.
  @Test func negativeReactanceTurnsTheLimitsOfAngles() throws {
    let text = Self.matpower.replacing("0 0.1 0 80 0 0 0 0 1 -30 30", with: "0 -0.1 0 80 0 0 0 0 1 -3 2")
    let line = try #require(try read(text, as: "small.m").system?.lines.first)
    #expect(line.reactance == -0.1)
    #expect(abs(line.capacity - 3 * 1000 * Double.pi / 180) < 1e-9)
    #expect(abs(line.reverseCapacity - 2 * 1000 * Double.pi / 180) < 1e-9)
  }

  @Test func matpowerTakesAProfile() throws {
    func importing(_ profile: String) throws -> (system: PowerSystem?, findings: [Finding]) {
      try withTemporaryFolder { folder in
        let (file, factors) = (folder.appending(path: "small.m"), folder.appending(path: "day.csv"))
        try Data(Self.matpower.utf8).write(to: file)
        try Data(profile.utf8).write(to: factors)
        return importMATPOWER(at: file, profile: factors)
      }
    }
    let system = try importing("hour,factor\n1,0.5\n2,1\n").system
    #expect(system?.buses.last?.load == .series([75, 150]) && system?.horizon.count == 2)
    let (none, findings) = try importing("factor\n0.5\n-1\nx\n")
    #expect(none == nil && findings.filter { $0.severity == .error }.map(\.line) == [3, 4], "\(findings)")
    #expect(try importing("factor\n").findings.contains { $0.code == .emptyFile })
  }

  /// Each fault is made by replacing a piece of a good file.
  static let faults: [(file: String, piece: String, by: String)] = [
    ("day.json", "\"demand\": [100, 120, 90]", "\"demand\": [100, 120]"),
    ("day.json", "\"demand\"", "\"demnad\""),
    ("day.json", "\"time_up_minimum\": 2", "\"time_up_minimum\": \"two\""),
    ("day.json", "\"ramp_up_limit\": 40", "\"ramp_up_limit\": -40"),
    ("day.json", "\"power_output_maximum\": 150", "\"power_output_maximum\": 20"),
    ("day.json", "{\"mw\": 150, \"cost\": 3000}", "{\"mw\": 40, \"cost\": 3000}"),
    ("day.json", "[10, 20, 0]", "[10, 2, 0]"),
    ("day.json", "\"startup\": [", "\"startup\": {["),
    ("day.json", "\"unit_on_t0\": 1", "\"unit_on_t0\": 1, \"unit_on_t0\": 0"),
    ("case.json", "\"Bus\": \"b1\"", "\"Bus\": \"b3\""),
    ("case.json", "\"Version\": \"0.3\"", "\"Version\": \"0.9\""),
    ("case.json", "\"Startup costs ($)\"", "\"Start costs ($)\""),
    ("case.json", "\"Time step (min)\": 30", "\"Time step (min)\": 7"),
    ("case.json", "\"Profiled\"", "\"Profile\""),
    ("case.json", "\"Spinning\"", "\"Spining\""),
    ("case.json", "[null, true]", "[null]"),
    ("case.json", "\"Storage units\"", "\"Contingencies\": {\"c\": {\"Affected lines\": [\"l2\"]}}, \"Storage units\""),
    ("case.json", "\"Storage units\"", "\"Contingencies\": {\"c\": {\"Affected units\": [\"g1\"]}}, \"Storage units\""),
    ("small.m", "mpc.baseMVA = 100;", "mpc.baseMVA = 10*10;"),
    ("small.m", "1 2 0 0.1", "1 7 0 0.1"),
    ("small.m", "0 0.1 0 80", "0 0 0 80"),
    ("small.m", "2 0 0 3 0.01 10 5", "2 0 0 3 0.01 10"),
    ("small.m", "0.01 10 5", "0.01 ten 5"),
    ("small.m", "mpc.version = '2';", "mpc.bus(:, 3) = mpc.bus(:, 3) / 1e3;"),
    ("small.m", "100 1 200 10 ];", "100 1 200 10"),
    ("small.m", "0 20 0 0 1 1 0 380", "0 380"),
  ]

  @Test func everyFaultHasItsFindings() throws {
    let files = ["day.json": Self.pglib, "case.json": Self.ucjl, "small.m": Self.matpower]
    var texts: [String] = []
    for fault in Self.faults {
      let good = try #require(files[fault.file])
      let bad = good.replacing(fault.piece, with: fault.by, maxReplacements: 1)
      let (_, findings) = try read(bad, as: fault.file)
      let shown = findings.filter { $0.severity != .note }
      #expect(bad != good && !shown.isEmpty, "\(fault)")
      texts.append("# \(fault.piece) → \(fault.by)\n" + shown.map { "\($0)\n" }.joined())
    }
    try expectSnapshot("ImportedFiles.txt", texts.joined(separator: "\n"))
  }

  /// Whatever is cut off or overwritten, the reader ends with a finding or a system.
  @Test func damageNeverCrashes() throws {
    for (name, text) in [("day.json", Self.pglib), ("case.json", Self.ucjl), ("small.m", Self.matpower)] {
      let bytes = Array(text.utf8)
      for seed in seeds(40) {
        var random = SeededGenerator(seed)
        var damaged = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          let position = Int.random(in: 0..<damaged.count, using: &random)
          switch Int.random(in: 0..<3, using: &random) {
          case 0: damaged.removeSubrange(position...)
          case 1: damaged[position] = Array("0-]},;:[{ \"x.%".utf8).randomElement(using: &random) ?? 0
          default: damaged.remove(at: position)
          }
          if damaged.isEmpty { damaged = [0x20] }
        }
        let (system, findings) = try read(String(decoding: damaged, as: UTF8.self), as: name)
        #expect(system != nil || !findings.isEmpty, "\(name), seed \(seed)")
      }
    }
  }

  /// A case holds costs as rates, so they come back up to rounding.
  private func rounded(_ system: PowerSystem?) -> PowerSystem? {
    guard var system else { return nil }
    for index in system.thermalUnits.indices {
      let curve = system.thermalUnits[index].fuelCurve
      let round = { (values: [Double]) in values.map { ($0 * 1e6).rounded() / 1e6 } }
      system.thermalUnits[index].fuelCurve = FuelCurve(outputs: round(curve.outputs), fuels: round(curve.fuels))
    }
    return system
  }

  @Test func readsBackAsACase() throws {
    for (name, text) in [("day.json", Self.pglib), ("case.json", Self.ucjl), ("small.m", Self.matpower)] {
      let system = try #require(try read(text, as: name).system)
      try withTemporaryFolder { parent in
        let folder = parent.appending(path: "case")
        try writeCase(system, to: folder)
        let (again, findings) = readCase(at: folder)
        #expect(findings.allSatisfy { $0.severity != .error }, "\(name): \(findings)")
        #expect(rounded(again) == rounded(system), "\(name)")
      }
    }
  }
}
