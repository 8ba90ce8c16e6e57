import Foundation
import GridModel

/// Reads an instance of Power Grid Lib – Unit Commitment (B. Knueven, J. Ostrowski, J.-P. Watson, "On mixed-integer
/// programming formulations for the unit commitment problem", INFORMS Journal on Computing 32, 2020).
///
/// One bus, hours, costs in currency per hour. Load is always served, as in the published model; missing reserve, which
/// that model does not know either, costs more than any reserve is worth.
/// - Returns: the system, `nil` when there is any error, and the findings.
public func importPGLibUC(at file: URL) -> (system: PowerSystem?, findings: [Finding]) {
  var log = FindingLog()
  let system = JSONDocument.read(file, &log).flatMap { PGLibUCImport.system($0, &log) }
  return (log.hasErrors ? nil : system, log.sorted())
}

enum PGLibUCImport {
  static let keys = ["time_periods", "demand", "reserves", "thermal_generators", "renewable_generators"]
  private static let bus = "bus"
  private static let missingReserve = 100_000.0

  static func system(_ root: JSONObject, _ log: inout FindingLog) -> PowerSystem? {
    root.reportOthers(than: keys, &log)
    guard let periods = root.number("time_periods", least: 1, &log).map({ Int($0.rounded()) }),
      let demand = root.numbers("demand", count: periods, &log),
      let reserves = root.numbers("reserves", count: periods, least: 0, &log)
    else { return nil }
    let place = Place(file: root.file)
    log.add(.assumption, at: place, "the instance names no start: 2020-01-01T00:00Z is assumed, and steps of an hour")
    var system = PowerSystem(
      name: root.file.replacing(".json", with: ""),
      horizon: .untimed(count: periods), currency: "USD", valueOfLostLoad: .infinity,
      buses: [Bus(name: bus, load: .series(demand))])
    for (name, unit) in root.members("thermal_generators", each: "unit", &log) {
      if let unit = thermalUnit(name, unit, &log) { system.thermalUnits.append(unit) }
    }
    for (name, plant) in root.members("renewable_generators", each: "plant", &log) {
      system.renewables += renewables(name, plant, periods, &log)
    }
    if reserves.contains(where: { $0 > 0 }) {
      log.add(
        .assumption, at: root.place(of: "reserves"),
        "reserve that is missing costs \(NumberText.text(missingReserve)) per MW and hour; the published model has none"
      )
      system.reserves = [
        ReserveRule(
          name: "spinning", direction: .up,
          requirement: reserves.allSatisfy { $0 == reserves[0] } ? .constant(reserves[0]) : .series(reserves),
          shortfallPrice: missingReserve)
      ]
    }
    return system
  }

  private static let unitKeys = [
    "name", "must_run", "power_output_minimum", "power_output_maximum", "ramp_up_limit", "ramp_down_limit",
    "ramp_startup_limit", "ramp_shutdown_limit", "time_up_minimum", "time_down_minimum", "power_output_t0",
    "unit_on_t0",
    "time_down_t0", "time_up_t0", "startup", "piecewise_production",
  ]

  private static func thermalUnit(_ name: String, _ unit: JSONObject, _ log: inout FindingLog) -> ThermalUnit? {
    unit.reportOthers(than: unitKeys, &log)
    guard let least = unit.number("power_output_minimum", least: 0, &log),
      let capacity = unit.number("power_output_maximum", least: least, &log),
      let up = unit.number("ramp_up_limit", least: 0, &log), let down = unit.number("ramp_down_limit", least: 0, &log),
      let startUp = unit.number("ramp_startup_limit", least: 0, &log),
      let shutDown = unit.number("ramp_shutdown_limit", least: 0, &log),
      let upTime = unit.number("time_up_minimum", least: 0, &log),
      let downTime = unit.number("time_down_minimum", least: 0, &log), let mustRun = unit.flag("must_run", &log),
      let wasOn = unit.flag("unit_on_t0", &log), let curve = curve(unit, least, capacity, &log),
      let classes = startClasses(unit, &log),
      let state = wasOn
        ? unit.number("time_up_t0", least: 0, &log).flatMap({ hours in
          unit.number("power_output_t0", least: 0, &log).map { .init(hours: hours, output: $0) }
        })
        : unit.number("time_down_t0", least: 0, &log).map({ ThermalUnit.InitialState(hours: -$0, output: 0) })
    else { return nil }
    return ThermalUnit(
      name: name, bus: bus, fuel: "other", capacity: capacity, minimumOutput: least, fuelCurve: curve, fuelPrice: 1,
      startClasses: classes, rampUp: up, rampDown: down, startUpRamp: startUp, shutDownRamp: shutDown,
      minimumUpHours: upTime, minimumDownHours: downTime, mustRun: .constant(mustRun ? 1 : 0), initialState: state)
  }

  /// Fuel is counted in currency.
  private static func curve(
    _ unit: JSONObject, _ least: Double, _ capacity: Double, _ log: inout FindingLog
  ) -> FuelCurve? {
    var points: [(output: Double, cost: Double)] = []
    for point in unit.objects("piecewise_production", &log) {
      guard let output = point.number("mw", least: 0, &log), let cost = point.number("cost", &log) else { return nil }
      if let last = points.last, output <= last.output {
        log.add(
          .curveOrder, at: point.place, "\(NumberText.text(output)) MW does not lie above the point before it")
        return nil
      }
      points.append((output, cost))
    }
    guard let first = points.first, let last = points.last, abs(first.output - least) <= 1e-6 * max(1, capacity),
      abs(last.output - capacity) <= 1e-6 * max(1, capacity)
    else {
      log.add(
        .curveOrder, at: unit.place(of: "piecewise_production"),
        "\"piecewise_production\" of \(unit.what) must lead from power_output_minimum to power_output_maximum")
      return nil
    }
    var outputs = points.map(\.output)
    (outputs[0], outputs[outputs.count - 1]) = (least, capacity)
    return .convex(
      outputs: outputs, costs: points.map(\.cost), of: "production cost per hour of \(unit.what)",
      at: unit.place(of: "piecewise_production"), &log)
  }

  private static func startClasses(_ unit: JSONObject, _ log: inout FindingLog) -> [ThermalUnit.StartClass]? {
    var classes: [ThermalUnit.StartClass] = []
    for start in unit.objects("startup", &log) {
      guard let lag = start.number("lag", least: 0, &log), let cost = start.number("cost", least: 0, &log) else {
        return nil
      }
      // The first kind is for all that is shorter as well.
      classes.append(.init(offlineHours: classes.isEmpty ? 0 : lag, cost: cost))
    }
    return classes
  }

  /// What must be taken and what may be, as a plant each.
  private static func renewables(
    _ name: String, _ plant: JSONObject, _ periods: Int, _ log: inout FindingLog
  ) -> [RenewablePlant] {
    plant.reportOthers(than: ["name", "power_output_minimum", "power_output_maximum"], &log)
    guard let least = plant.numbers("power_output_minimum", count: periods, least: 0, &log),
      let most = plant.numbers("power_output_maximum", count: periods, least: 0, &log)
    else { return [] }
    if let t = least.indices.first(where: { least[$0] > most[$0] }) {
      log.add(
        .minimumAboveMaximum, at: plant.place(of: "power_output_minimum"),
        "power_output_minimum of \(plant.what) is above its maximum in period \(t + 1)")
      return []
    }
    return RenewablePlant.parts(name, bus: bus, technology: technology(of: name), least: least, most: most)
  }

  /// The instances tell it by their names only; reports count by it, nothing else does.
  private static func technology(of name: String) -> RenewablePlant.Technology {
    let name = name.uppercased()
    if name.contains("PV") || name.contains("SOLAR") { return .solar }
    return name.contains("HYDRO") ? .hydro : .wind
  }
}
