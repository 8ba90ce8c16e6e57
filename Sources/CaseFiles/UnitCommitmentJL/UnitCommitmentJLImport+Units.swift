import Foundation
import GridModel

extension UnitCommitmentJLImport {
  private static let thermalKeys = [
    "Bus", "Type", "Production cost curve (MW)", "Production cost curve ($)", "Startup costs ($)", "Startup delays (h)",
    "Ramp up limit (MW)", "Ramp down limit (MW)", "Startup limit (MW)", "Shutdown limit (MW)", "Minimum downtime (h)",
    "Minimum uptime (h)", "Initial status (h)", "Initial power (MW)", "Must run?", "Reserve eligibility",
    "Provides spinning reserves?", "Commitment status",
  ]

  mutating func addUnits(to system: inout PowerSystem) {
    for (name, unit) in root.members("Generators", each: "generator", &log) {
      let kind = unit.text("Type") ?? "Thermal"
      switch kind.lowercased() {
      case "thermal":
        unit.reportOthers(than: Self.thermalKeys, as: .leftOut, &log)
        if let unit = thermalUnit(name, unit) { system.thermalUnits.append(unit) }
      case "profiled":
        unit.reportOthers(
          than: ["Bus", "Type", "Cost ($/MW)", "Minimum power (MW)", "Maximum power (MW)"], as: .leftOut, &log)
        addProfiled(name, unit, to: &system)
      default:
        log.add(
          .unknownWord, at: unit.place(of: "Type"),
          "type \(quoted(kind)) of \(unit.what), expected Thermal or Profiled")
      }
    }
  }

  private mutating func thermalUnit(_ name: String, _ unit: JSONObject) -> ThermalUnit? {
    guard let bus = bus("Bus", of: unit), let curve = curve(unit) else { return nil }
    let hours = horizon.stepHours
    let (least, capacity) = (curve.outputs[0], curve.outputs[curve.outputs.count - 1])
    // Limits are MW from one step to the next.
    let (up, down) = (
      constant("Ramp up limit (MW)", of: unit, default: .infinity) / hours,
      constant("Ramp down limit (MW)", of: unit, default: .infinity) / hours
    )
    guard let classes = startClasses(unit),
      let upTime = unit.number("Minimum uptime (h)", default: 1, least: 0, &log),
      let downTime = unit.number("Minimum downtime (h)", default: 1, least: 0, &log)
    else { return nil }
    var state: ThermalUnit.InitialState?
    if unit.has("Initial status (h)"), let status = unit.number("Initial status (h)", &log) {
      let power = unit.number("Initial power (MW)", default: status > 0 ? least : 0, least: 0, &log) ?? 0
      guard status != 0 else {
        log.add(
          .outOfBounds, at: unit.place(of: "Initial status (h)"),
          "initial status of \(unit.what) is 0: expected hours on above 0, or hours off below")
        return nil
      }
      state = .init(hours: status, output: status > 0 ? power : 0)
    }
    var result = ThermalUnit(
      name: name, bus: bus, fuel: "other", capacity: capacity, minimumOutput: least, fuelCurve: curve,
      fuelPrice: 1 / hours,
      startClasses: classes, rampUp: up, rampDown: down,
      startUpRamp: constant("Startup limit (MW)", of: unit, default: .infinity),
      shutDownRamp: constant("Shutdown limit (MW)", of: unit, default: .infinity), minimumUpHours: upTime,
      minimumDownHours: downTime, mustRun: .constant(unit.flag("Must run?", default: false, &log) == true ? 1 : 0),
      initialState: state, frequencyResponse: 0)
    give(&result, unit.words("Commitment status"), unit)
    return result
  }

  /// Statuses that are given: on must run, off is not available.
  private mutating func give(_ unit: inout ThermalUnit, _ statuses: [String], _ object: JSONObject) {
    guard !statuses.isEmpty else { return }
    guard statuses.count == horizon.count else {
      log.add(
        .seriesLength, at: object.place(of: "Commitment status"),
        "\"Commitment status\" of \(object.what) has \(statuses.count) values, expected \(horizon.count)")
      return
    }
    let isSetOn = unit.mustRun.values(count: horizon.count)
    unit.mustRun = .series(zip(statuses, isSetOn).map { ["true", "1"].contains($0) ? 1 : $1 })
    if statuses.contains(where: { ["false", "0"].contains($0) }) {
      unit.availability = .series(statuses.map { ["false", "0"].contains($0) ? 0 : 1 })
    }
  }

  /// Cost of a step by output, in currency.
  private mutating func curve(_ unit: JSONObject) -> FuelCurve? {
    guard let outputs = unit.numbers("Production cost curve (MW)", least: 0, &log),
      let costs = unit.numbers("Production cost curve ($)", &log)
    else { return nil }
    let place = unit.place(of: "Production cost curve (MW)")
    guard outputs.count == costs.count, !costs.isEmpty else {
      log.add(
        .seriesLength, at: place,
        "the production cost curve of \(unit.what) has \(outputs.count) outputs and \(costs.count) costs")
      return nil
    }
    guard zip(outputs, outputs.dropFirst()).allSatisfy({ $0 < $1 }) else {
      log.add(.curveOrder, at: place, "outputs of the production cost curve of \(unit.what) must rise")
      return nil
    }
    return .convex(outputs: outputs, costs: costs, of: "production cost of \(unit.what)", at: place, &log)
  }

  private mutating func startClasses(_ unit: JSONObject) -> [ThermalUnit.StartClass]? {
    guard unit.has("Startup costs ($)") else { return [] }
    guard let costs = unit.numbers("Startup costs ($)", least: 0, &log) else { return nil }
    guard unit.has("Startup delays (h)") || costs.count > 1 else { return [.init(offlineHours: 0, cost: costs[0])] }
    guard let delays = unit.numbers("Startup delays (h)", count: costs.count, least: 0, &log) else { return nil }
    return zip(delays, costs).enumerated().map { position, start in
      // The first is for all that is shorter as well.
      .init(offlineHours: position == 0 ? 0 : start.0, cost: start.1)
    }
  }

  private mutating func addProfiled(_ name: String, _ unit: JSONObject, to system: inout PowerSystem) {
    guard let bus = bus("Bus", of: unit) else { return }
    let least = series("Minimum power (MW)", of: unit, default: 0).values(count: horizon.count)
    let most = series("Maximum power (MW)", of: unit, default: 0).values(count: horizon.count)
    let cost = series("Cost ($/MW)", of: unit, default: 0)
    guard zip(least, most).allSatisfy({ $0 >= 0 && $0 <= $1 }) else {
      log.add(
        .minimumAboveMaximum, at: unit.place, "power of \(unit.what) has no range from a minimum of 0 or more")
      return
    }
    switch cost {
    case .constant(let cost):
      system.renewables += RenewablePlant.parts(
        name, bus: bus, technology: .wind, least: least, most: most, variableCost: cost / horizon.stepHours)
    case .series(let costs):
      guard let capacity = most.max(), capacity > 0 else { return }
      system.processes.append(
        LinearProcess(
          name: name, ports: [.init(bus: bus, rate: .constant(1))], capacity: capacity,
          least: .series(least.map { $0 / capacity }), most: .series(most.map { $0 / capacity }),
          cost: .series(costs.map { $0 / horizon.stepHours })))
    }
  }
}
