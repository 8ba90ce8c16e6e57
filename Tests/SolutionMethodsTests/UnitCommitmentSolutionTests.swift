import CaseFiles
import DispatchFormulation
import Foundation
import GridModel
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

/// Solutions in the layout of UnitCommitment.jl, held to what `UnitCommitment.validate` asks of one: the rules are written
/// here anew, from the instance alone.
@Suite struct UnitCommitmentSolutionTests {
  /// Two hours in half hours: a unit that runs, one that must start, a plant that follows a series with a least output, a
  /// store, load that is sensitive to its price, and reserve of which all units are part.
  private static let instance = """
    {"Parameters": {"Version": "0.4", "Time horizon (min)": 120, "Time step (min)": 30},
     "Buses": {"b1": {"Load (MW)": [60, 110, 190, 120]}, "b2": {"Load (MW)": [20, 30, 40, 30]}},
     "Generators": {
      "g1": {"Bus": "b1", "Production cost curve (MW)": [40, 80, 150], "Production cost curve ($)": [400, 800, 1700],
        "Ramp up limit (MW)": 60, "Ramp down limit (MW)": 60, "Initial status (h)": 10, "Initial power (MW)": 60,
        "Reserve eligibility": ["r1"]},
      "g2": {"Bus": "b2", "Production cost curve (MW)": [20, 100], "Production cost curve ($)": [300, 1900],
        "Startup costs ($)": [500, 900], "Startup delays (h)": [1, 4], "Startup limit (MW)": 60,
        "Shutdown limit (MW)": 60, "Minimum uptime (h)": 1, "Minimum downtime (h)": 1, "Initial status (h)": -5,
        "Reserve eligibility": ["r1"]},
      "w": {"Bus": "b2", "Type": "Profiled", "Minimum power (MW)": [5, 5, 0, 0], "Maximum power (MW)": [30, 20, 10, 40],
        "Cost ($/MW)": 1}},
     "Storage units": {"s": {"Bus": "b1", "Maximum level (MWh)": 30, "Maximum charge rate (MW)": 20,
        "Maximum discharge rate (MW)": 25, "Charge efficiency": 0.9, "Discharge efficiency": 0.9, "Initial level (MWh)": 10,
        "Charge cost ($/MW)": 1, "Discharge cost ($/MW)": 2, "Last period minimum level (MWh)": 5}},
     "Price-sensitive loads": {"p": {"Bus": "b2", "Revenue ($/MW)": 18, "Demand (MW)": 10}},
     "Transmission lines": {"l": {"Source bus": "b1", "Target bus": "b2", "Susceptance (S)": 10,
        "Normal flow limit (MW)": 60}},
     "Reserves": {"r1": {"Type": "Spinning", "Amount (MW)": [10, 10, 20, 10], "Shortfall penalty ($/MW)": 500}}}
    """

  private struct Solved {
    var objective: Double
    var findings: [Finding]
    var json: [String: Any]
  }

  private func solve(_ text: String = instance, commitment: Bool = true) throws -> Solved {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "instance.json")
      try Data(text.utf8).write(to: file)
      let system = try #require(readSystem(at: file).system)
      let program = DispatchProgram(system, options: .init(commitment: commitment))
      let outcome = try MonolithicMethod(program, options: SolveOptions(commitment: commitment, gap: 0)).solve()
      let solution = UnitCommitmentSolution(system, schedule: try #require(outcome.schedule))
      let written = folder.appending(path: "solution.json")
      try solution.write(to: written)
      let json = try JSONSerialization.jsonObject(with: Data(contentsOf: written))
      return Solved(
        objective: try #require(outcome.objective), findings: solution.findings,
        json: try #require(json as? [String: Any]))
    }
  }

  /// The documented keys, all of them and no others.
  @Test func keysAreThoseDocumented() throws {
    let solved = try solve()
    #expect(
      Set(solved.json.keys) == [
        "Thermal production (MW)", "Thermal production cost ($)", "Startup cost ($)", "Is on", "Switch on",
        "Switch off",
        "Net injection (MW)", "Load curtail (MW)", "Line overflow (MW)", "Price-sensitive loads (MW)",
        "Profiled production (MW)", "Profiled production cost ($)", "Storage level (MWh)", "Is charging",
        "Storage charging rates (MW)", "Storage charging cost ($)", "Is discharging", "Storage discharging rates (MW)",
        "Storage discharging cost ($)", "Spinning reserve (MW)", "Spinning reserve shortfall (MW)",
      ])
    #expect(solved.findings.isEmpty, "\(solved.findings)")
  }

  @Test func solutionPassesTheValidation() throws {
    let solved = try solve()
    let rules = Rules(
      solved.json, try #require(JSONSerialization.jsonObject(with: Data(Self.instance.utf8)) as? [String: Any]))
    #expect(rules.violations() == [])
    // All costs with what load pays: the objective there, and here with what all of it would pay.
    #expect(abs(rules.cost() - solved.objective) < 1e-6, "\(rules.cost()), not \(solved.objective)")
  }

  /// The rules find what is wrong.
  @Test(arguments: [
    ("Thermal production (MW)", "g1"), ("Is on", "g1"), ("Startup cost ($)", "g2"), ("Storage level (MWh)", "s"),
    ("Profiled production (MW)", "w"), ("Thermal production cost ($)", "g1"), ("Price-sensitive loads (MW)", "p"),
  ]) func validationFindsWhatIsWrong(_ key: String, _ name: String) throws {
    var json = try solve().json
    var table = try #require(json[key] as? [String: [Double]])
    table[name] = table[name]?.map { $0 == 0 ? 100 : 0 }
    json[key] = table
    let rules = Rules(
      json, try #require(JSONSerialization.jsonObject(with: Data(Self.instance.utf8)) as? [String: Any]))
    #expect(!rules.violations().isEmpty)
  }

  @Test func schedulesWithoutStatusesSaySo() throws {
    let solved = try solve(commitment: false)
    #expect(solved.findings.map(\.code) == [.assumption])
    #expect((solved.json["Is on"] as? [String: [Double]])?["g1"]?.count == 4)
  }
}

/// What `UnitCommitment.validate` asks for.
private struct Rules {
  let solution: [String: Any]
  let instance: [String: Any]
  let steps = 4
  let hours = 0.5
  private let tolerance = 0.01

  init(_ solution: [String: Any], _ instance: [String: Any]) {
    (self.solution, self.instance) = (solution, instance)
  }

  private func values(_ key: String, _ name: String) -> [Double] {
    ((solution[key] as? [String: Any])?[name] as? [Double]) ?? []
  }

  private func objects(_ key: String) -> [(String, [String: Any])] {
    ((instance[key] as? [String: Any]) ?? [:]).compactMap { name, value in (value as? [String: Any]).map { (name, $0) }
    }
  }

  private func number(_ object: [String: Any], _ key: String, _ fallback: Double) -> Double {
    (object[key] as? Double) ?? fallback
  }

  private func list(_ object: [String: Any], _ key: String) -> [Double] {
    (object[key] as? [Double]) ?? Array(repeating: number(object, key, 0), count: steps)
  }

  func violations() -> [String] {
    var found: [String] = []
    for (name, unit) in objects("Generators") {
      found += unit["Type"] as? String == "Profiled" ? profiled(name, unit) : thermal(name, unit)
    }
    for (name, unit) in objects("Storage units") { found += storage(name, unit) }
    return found + balance() + reserve()
  }

  private func thermal(_ name: String, _ unit: [String: Any]) -> [String] {
    var found: [String] = []
    let production = values("Thermal production (MW)", name)
    let reserve =
      (((solution["Spinning reserve (MW)"] as? [String: Any])?["r1"] as? [String: Any])?[name] as? [Double]) ?? []
    let (cost, start) = (values("Thermal production cost ($)", name), values("Startup cost ($)", name))
    let isOn = values("Is on", name).map { $0 > 0.5 }
    guard [production, reserve, cost, start].allSatisfy({ $0.count == steps }), isOn.count == steps else {
      return ["\(name) has no value for every step"]
    }
    let (outputs, costs) = (list(unit, "Production cost curve (MW)"), list(unit, "Production cost curve ($)"))
    let status = number(unit, "Initial status (h)", 0)
    let power = number(unit, "Initial power (MW)", 0)
    var (offHours, onHours) = (max(0, -status), max(0, status))
    for t in 0..<steps {
      let wasOn = t == 0 ? status > 0 : isOn[t - 1]
      let before = t == 0 ? power : production[t - 1]
      let (isStart, isStop) = (isOn[t] && !wasOn, !isOn[t] && wasOn)
      let (up, down) = (max(0, production[t] + reserve[t] - before), max(0, before - production[t]))
      func check(_ holds: Bool, _ what: String) { if !holds { found.append("\(name) \(t): \(what)") } }
      if isOn[t] {
        check(production[t] >= outputs[0] - tolerance, "below its least")
        check(production[t] + reserve[t] <= outputs[outputs.count - 1] + tolerance, "above its most")
      } else {
        check(production[t] + reserve[t] <= tolerance, "gives while off")
      }
      if isStart {
        check(up <= number(unit, "Startup limit (MW)", .infinity) + tolerance, "start-up limit")
        check(offHours >= number(unit, "Minimum downtime (h)", 1), "minimum time off")
      } else if isStop {
        check(down <= number(unit, "Shutdown limit (MW)", .infinity) + tolerance, "shut-down limit")
        check(onHours >= number(unit, "Minimum uptime (h)", 1), "minimum time on")
      } else {
        check(up <= number(unit, "Ramp up limit (MW)", .infinity) + tolerance, "ramp up")
        check(down <= number(unit, "Ramp down limit (MW)", .infinity) + tolerance, "ramp down")
      }
      var expected = isOn[t] ? costs[0] : 0
      for k in outputs.indices.dropLast() where isOn[t] {
        let slope = (costs[k + 1] - costs[k]) / (outputs[k + 1] - outputs[k])
        expected += slope * min(max(0, production[t] - outputs[k]), outputs[k + 1] - outputs[k])
      }
      check(abs(cost[t] - expected) <= 1, "cost \(cost[t]), not \(expected)")
      let delays = list(unit, "Startup delays (h)")
      let classes = Array(zip(delays.isEmpty ? [0] : delays, unit["Startup costs ($)"] as? [Double] ?? [0]))
      let starting = isStart ? classes.last { offHours >= $0.0 }?.1 ?? 0 : 0
      check(abs(start[t] - starting) <= 1, "start \(start[t]), not \(starting)")
      (offHours, onHours) = (isOn[t] ? 0 : offHours + hours, isOn[t] ? onHours + hours : 0)
    }
    return found
  }

  private func profiled(_ name: String, _ unit: [String: Any]) -> [String] {
    let power = values("Profiled production (MW)", name)
    let (least, most) = (list(unit, "Minimum power (MW)"), list(unit, "Maximum power (MW)"))
    return power.indices.filter { power[$0] < least[$0] - tolerance || power[$0] > most[$0] + tolerance }.map {
      "\(name) \($0): outside of its profile"
    }
  }

  private func storage(_ name: String, _ unit: [String: Any]) -> [String] {
    let level = values("Storage level (MWh)", name)
    let (charge, discharge) = (
      values("Storage charging rates (MW)", name), values("Storage discharging rates (MW)", name)
    )
    var (found, before) = ([String](), number(unit, "Initial level (MWh)", 0))
    for t in 0..<steps {
      let expected =
        before + hours
        * (charge[t] * number(unit, "Charge efficiency", 1) - discharge[t] / number(unit, "Discharge efficiency", 1))
      if abs(level[t] - expected) > tolerance { found.append("\(name) \(t): level") }
      if level[t] > number(unit, "Maximum level (MWh)", 0) + tolerance { found.append("\(name) \(t): too full") }
      if values("Is charging", name)[t] < 0.5, charge[t] > tolerance { found.append("\(name) \(t): charges") }
      if values("Is discharging", name)[t] < 0.5, discharge[t] > tolerance { found.append("\(name) \(t): discharges") }
      before = level[t]
    }
    if before < number(unit, "Last period minimum level (MWh)", 0) - tolerance { found.append("\(name): end") }
    return found
  }

  private func sum(_ key: String, _ t: Int) -> Double {
    ((solution[key] as? [String: [Double]]) ?? [:]).values.reduce(0) { $0 + $1[t] }
  }

  private func balance() -> [String] {
    (0..<steps).compactMap { t in
      let load = objects("Buses").reduce(0) { $0 + list($1.1, "Load (MW)")[t] }
      let given = sum("Thermal production (MW)", t) + sum("Profiled production (MW)", t)
      let stored = sum("Storage charging rates (MW)", t) - sum("Storage discharging rates (MW)", t)
      let rest = load + sum("Price-sensitive loads (MW)", t) - sum("Load curtail (MW)", t) - given + stored
      return abs(rest) > tolerance || abs(sum("Net injection (MW)", t)) > tolerance ? "balance \(t): \(rest)" : nil
    }
  }

  private func reserve() -> [String] {
    objects("Reserves").flatMap { name, rule in
      (0..<steps).compactMap { t in
        let units = ((solution["Spinning reserve (MW)"] as? [String: Any])?[name] as? [String: [Double]]) ?? [:]
        let held = units.values.reduce(0) { $0 + $1[t] } + values("Spinning reserve shortfall (MW)", name)[t]
        return held < list(rule, "Amount (MW)")[t] - tolerance ? "reserve \(name) \(t)" : nil
      }
    }
  }

  /// Of all that the solution says, with what load would pay that is not served.
  func cost() -> Double {
    (0..<steps).reduce(0) { total, t in
      let keys = [
        "Thermal production cost ($)", "Startup cost ($)", "Profiled production cost ($)", "Storage charging cost ($)",
        "Storage discharging cost ($)",
      ]
      let unserved = objects("Price-sensitive loads").reduce(0) { sum, load in
        sum + number(load.1, "Revenue ($/MW)", 0)
          * (list(load.1, "Demand (MW)")[t] - values("Price-sensitive loads (MW)", load.0)[t])
      }
      let short = 1000 * sum("Load curtail (MW)", t) + 500 * sum("Spinning reserve shortfall (MW)", t)
      return total + keys.reduce(0) { $0 + sum($1, t) } + unserved + short
    }
  }
}
