import Foundation
import GridModel

/// An instance of Power Grid Lib – Unit Commitment, as published.
struct PGLibCase: Decodable {
  struct Unit: Decodable {
    struct StartUp: Decodable {
      var lag: Int
      var cost: Double
    }

    struct Point: Decodable {
      var mw: Double
      var cost: Double
    }

    var must_run: Int
    var power_output_minimum: Double
    var power_output_maximum: Double
    var ramp_up_limit: Double
    var ramp_down_limit: Double
    var ramp_startup_limit: Double
    var ramp_shutdown_limit: Double
    var time_up_minimum: Int
    var time_down_minimum: Int
    var power_output_t0: Double
    var unit_on_t0: Int
    var time_down_t0: Int
    var time_up_t0: Int
    var startup: [StartUp]
    var piecewise_production: [Point]
  }

  struct Renewable: Decodable {
    var power_output_minimum: [Double]
    var power_output_maximum: [Double]
  }

  var time_periods: Int
  var demand: [Double]
  var reserves: [Double]
  var thermal_generators: [String: Unit]
  var renewable_generators: [String: Renewable]

  /// Where the data lie: in GRIDDISPATCH_TEST_DATA, or beside the package. The tests do without them.
  static func file(_ name: String) -> URL? {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    folder.appendPathComponent("shared/data")
    if let data = ProcessInfo.processInfo.environment["GRIDDISPATCH_TEST_DATA"] { folder = URL(fileURLWithPath: data) }
    let file = folder.appendingPathComponent("pglib-uc/\(name).json")
    return FileManager.default.fileExists(atPath: file.path) ? file : nil
  }

  static func read(_ file: URL, hours: Int = .max) throws -> PGLibCase {
    var instance = try JSONDecoder().decode(PGLibCase.self, from: Data(contentsOf: file))
    instance.time_periods = min(instance.time_periods, hours)
    return instance
  }

  /// The instance as a power system of one bus; fuel is counted in currency. Nothing may fall short in the published
  /// model, so shortages are dear.
  var system: PowerSystem {
    let hours = 0..<time_periods
    func series(_ values: [Double], of capacity: Double) -> HourlySeries {
      .series(hours.map { capacity > 0 ? values[$0] / capacity : 0 })
    }
    var system = PowerSystem(
      name: "pglib-uc", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: time_periods),
      currency: "USD", valueOfLostLoad: 100_000, buses: [Bus(name: "bus", load: .series(Array(demand[hours])))])
    system.thermalUnits = thermal_generators.sorted { $0.key < $1.key }.map { name, unit in
      ThermalUnit(
        name: name, bus: "bus", capacity: unit.power_output_maximum, minimumOutput: unit.power_output_minimum,
        fuelCurve: FuelCurve(
          outputs: unit.piecewise_production.map(\.mw), fuels: unit.piecewise_production.map(\.cost)
        ).convexified().curve,
        fuelPrice: 1,
        startClasses: unit.startup.enumerated().map {
          .init(offlineHours: $0 == 0 ? 0 : Double($1.lag), cost: $1.cost)
        },
        rampUp: unit.ramp_up_limit, rampDown: unit.ramp_down_limit, startUpRamp: unit.ramp_startup_limit,
        shutDownRamp: unit.ramp_shutdown_limit, minimumUpHours: Double(unit.time_up_minimum),
        minimumDownHours: Double(unit.time_down_minimum), mustRun: .constant(Double(unit.must_run)),
        initialState: unit.unit_on_t0 == 1
          ? .init(hours: Double(unit.time_up_t0), output: unit.power_output_t0)
          : .init(hours: -Double(unit.time_down_t0), output: 0))
    }
    for (name, plant) in renewable_generators.sorted(by: { $0.key < $1.key }) {
      let free = zip(plant.power_output_maximum, plant.power_output_minimum).map { $0 - $1 }
      for (label, values, isCurtailable) in [("\(name) fixed", plant.power_output_minimum, false), (name, free, true)] {
        guard let most = values[hours].max(), most > 0 else { continue }
        system.renewables.append(
          RenewablePlant(
            name: label, bus: "bus", technology: .wind, capacity: most, availability: series(values, of: most),
            isCurtailable: isCurtailable))
      }
    }
    system.reserves = [
      ReserveRule(
        name: "spinning", direction: .up, requirement: .series(Array(reserves[hours])), shortfallPrice: 100_000)
    ]
    return system
  }
}
