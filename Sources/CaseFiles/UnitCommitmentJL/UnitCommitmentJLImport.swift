import Foundation
import GridModel

/// Reads an instance of UnitCommitment.jl, versions 0.2 to 0.4 (A. S. Xavier et al., "UnitCommitment.jl: A Julia/JuMP
/// Optimization Package for Security-Constrained Unit Commitment", 2020): `.json`, or `.json.gz` by gzip.
///
/// Demand that is sensitive to its price is load that may be interrupted at it: the objective there is the cost here less
/// what all such demand would pay. What is not supported is a finding.
/// - Returns: the system, `nil` when there is any error, and the findings.
public func importUnitCommitmentJL(at file: URL) -> (system: PowerSystem?, findings: [Finding]) {
  var log = FindingLog()
  guard let root = JSONDocument.read(file, &log), var reading = UnitCommitmentJLImport(root, &log) else {
    return (nil, log.sorted())
  }
  let system = reading.system()
  return (reading.log.hasErrors ? nil : system, reading.log.sorted())
}

struct UnitCommitmentJLImport {
  static let keys = [
    "SOURCE", "Parameters", "Buses", "Generators", "Storage units", "Price-sensitive loads", "Transmission lines",
    "Contingencies", "Reserves",
  ]
  let root: JSONObject
  let horizon: Horizon
  var log: FindingLog
  private let penalty: Double
  private(set) var buses: [String] = []

  /// `nil` where there is no horizon to read by.
  init?(_ root: JSONObject, _ log: inout FindingLog) {
    self.root = root
    root.reportOthers(than: Self.keys, as: .leftOut, &log)
    guard let parameters = root.object("Parameters", &log) else { return nil }
    parameters.reportOthers(
      than: [
        "Version", "Time horizon (h)", "Time horizon (min)", "Time (h)", "Time step (min)",
        "Power balance penalty ($/MW)", "Scenario name", "Scenario weight",
      ], as: .leftOut, &log)
    let version = parameters.text("Version") ?? "0.2"
    if !["0.2", "0.3", "0.4"].contains(where: { version.hasPrefix($0) }) {
      log.add(
        .notSupported, at: parameters.place(of: "Version"),
        "version \(quoted(version)) of the format is not known, expected 0.2, 0.3 or 0.4")
    }
    let minutesKey = "Time horizon (min)"
    let hoursKey = parameters.has("Time (h)") ? "Time (h)" : "Time horizon (h)"
    let minutes =
      parameters.has(minutesKey)
      ? parameters.number(minutesKey, least: 0, &log)
      : parameters.number(hoursKey, least: 0, &log).map { $0 * 60 }
    guard let minutes, let step = parameters.number("Time step (min)", default: 60, least: 1, &log),
      let penalty = parameters.number("Power balance penalty ($/MW)", default: 1000, least: 0, &log)
    else { return nil }
    guard step == 15 || step == 30 || step.truncatingRemainder(dividingBy: 60) == 0, minutes >= step,
      minutes.truncatingRemainder(dividingBy: step) == 0
    else {
      log.add(
        .notSupported, at: parameters.place,
        "a horizon of \(NumberText.text(minutes)) minutes in steps of \(NumberText.text(step)) is not supported: steps "
          + "are 15 or 30 minutes or whole hours")
      return nil
    }
    self.log = log
    self.penalty = penalty
    horizon = .untimed(stepMinutes: Int(step), count: Int(minutes / step))
  }

  mutating func system() -> PowerSystem {
    log.add(
      .assumption, at: Place(file: root.file),
      "the instance names no start: 2020-01-01T00:00Z is assumed; what is missing costs the same per MWh as per MW and hour"
    )
    var system = PowerSystem(
      name: root.file.replacing(".json.gz", with: "").replacing(".json", with: ""), horizon: horizon, currency: "USD",
      // Penalties are per MW of a step.
      valueOfLostLoad: penalty / horizon.stepHours, network: .dc, buses: busList())
    addLoads(to: &system)
    addUnits(to: &system)
    addStorages(to: &system)
    addLines(to: &system)
    system.reserves = reserves()
    return system
  }

  private mutating func busList() -> [Bus] {
    root.members("Buses", each: "bus", &log).map { name, bus in
      bus.reportOthers(than: ["Load (MW)"], as: .leftOut, &log)
      buses.append(name)
      return Bus(name: name, load: series("Load (MW)", of: bus, default: 0))
    }
  }

  /// One value, or one for each step.
  mutating func series(_ key: String, of object: JSONObject, default fallback: Double) -> HourlySeries {
    guard object.has(key) else { return .constant(fallback) }
    guard let values = object.numbers(key, count: horizon.count, &log), let first = values.first else {
      return .constant(fallback)
    }
    return values.allSatisfy { $0 == first } ? .constant(first) : .series(values)
  }

  /// One value that holds in every step.
  mutating func constant(_ key: String, of object: JSONObject, default fallback: Double) -> Double {
    switch series(key, of: object, default: fallback) {
    case .constant(let value): return value
    case .series(let values):
      log.add(
        .notSupported, at: object.place(of: key),
        "\(quoted(key)) of \(object.what) differs from step to step, which is not supported")
      return values[0]
    }
  }

  mutating func bus(_ key: String, of object: JSONObject) -> String? {
    guard let name = object.text(key) else {
      log.add(.missingKey, at: object.place, "\(object.what) has no \(quoted(key))")
      return nil
    }
    if buses.contains(name) { return name }
    log.add(
      .unknownBus, at: object.place(of: key), "no bus \(quoted(name)) in Buses\(suggestion(for: name, among: buses))")
    return nil
  }

  private mutating func addLoads(to system: inout PowerSystem) {
    for (name, load) in root.members("Price-sensitive loads", each: "load", &log) {
      load.reportOthers(than: ["Bus", "Revenue ($/MW)", "Demand (MW)"], as: .leftOut, &log)
      let demand = series("Demand (MW)", of: load, default: 0).values(count: horizon.count)
      guard let bus = bus("Bus", of: load), let position = system.buses.firstIndex(where: { $0.name == bus }) else {
        continue
      }
      let revenue = series("Revenue ($/MW)", of: load, default: 0).values(count: horizon.count)
      let values = system.buses[position].load.values(count: horizon.count)
      system.buses[position].load = .series(zip(values, demand).map { $0 + $1 })
      let most = demand.max() ?? 0
      guard most > 0 else { continue }
      let isConstant = demand.allSatisfy { $0 == most } && revenue.allSatisfy { $0 == revenue[0] }
      if isConstant {
        system.interruptibleLoads.append(
          InterruptibleLoad(name: name, bus: bus, capacity: most, price: revenue[0] / horizon.stepHours))
      } else {
        system.processes.append(
          LinearProcess(
            name: name, ports: [.init(bus: bus, rate: .constant(1))], capacity: most,
            most: .series(demand.map { $0 / most }), cost: .series(revenue.map { $0 / horizon.stepHours })))
      }
      let paid = zip(revenue, demand).reduce(0) { $0 + $1.0 * $1.1 }
      log.add(
        .assumption, at: load.place,
        "\(load.what) is load that \(isConstant ? "may be interrupted" : "a process gives back") at its revenue: the "
          + "cost is \(NumberText.text(paid)) above the objective of UnitCommitment.jl")
    }
  }
}
