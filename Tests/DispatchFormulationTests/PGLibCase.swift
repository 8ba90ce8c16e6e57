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

    var mustRun: Int
    var powerOutputMinimum: Double
    var powerOutputMaximum: Double
    var rampUpLimit: Double
    var rampDownLimit: Double
    var rampStartupLimit: Double
    var rampShutdownLimit: Double
    var timeUpMinimum: Int
    var timeDownMinimum: Int
    var powerOutputT0: Double
    var unitOnT0: Int
    var timeDownT0: Int
    var timeUpT0: Int
    var startup: [StartUp]
    var piecewiseProduction: [Point]
  }

  struct Renewable: Decodable {
    var powerOutputMinimum: [Double]
    var powerOutputMaximum: [Double]
  }

  var timePeriods: Int
  var demand: [Double]
  var reserves: [Double]
  var thermalGenerators: [String: Unit]
  var renewableGenerators: [String: Renewable]

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
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    var instance = try decoder.decode(PGLibCase.self, from: Data(contentsOf: file))
    instance.timePeriods = min(instance.timePeriods, hours)
    return instance
  }

  /// The instance as a power system of one bus; fuel is counted in currency. Nothing may fall short in the published
  /// model, so shortages are dear.
  var system: PowerSystem {
    let hours = 0..<timePeriods
    func series(_ values: [Double], of capacity: Double) -> HourlySeries {
      .series(hours.map { capacity > 0 ? values[$0] / capacity : 0 })
    }
    var system = PowerSystem(
      name: "pglib-uc", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: timePeriods),
      currency: "USD", valueOfLostLoad: 100_000, buses: [Bus(name: "bus", load: .series(Array(demand[hours])))])
    system.thermalUnits = thermalGenerators.sorted { $0.key < $1.key }.map { name, unit in
      ThermalUnit(
        name: name, bus: "bus", capacity: unit.powerOutputMaximum, minimumOutput: unit.powerOutputMinimum,
        fuelCurve: FuelCurve(
          outputs: unit.piecewiseProduction.map(\.mw), fuels: unit.piecewiseProduction.map(\.cost)
        ).convexified().curve,
        fuelPrice: 1,
        startClasses: unit.startup.enumerated().map {
          .init(offlineHours: $0 == 0 ? 0 : Double($1.lag), cost: $1.cost)
        },
        rampUp: unit.rampUpLimit, rampDown: unit.rampDownLimit, startUpRamp: unit.rampStartupLimit,
        shutDownRamp: unit.rampShutdownLimit, minimumUpHours: Double(unit.timeUpMinimum),
        minimumDownHours: Double(unit.timeDownMinimum), mustRun: .constant(Double(unit.mustRun)),
        initialState: unit.unitOnT0 == 1
          ? .init(hours: Double(unit.timeUpT0), output: unit.powerOutputT0)
          : .init(hours: -Double(unit.timeDownT0), output: 0))
    }
    for (name, plant) in renewableGenerators.sorted(by: { $0.key < $1.key }) {
      let free = zip(plant.powerOutputMaximum, plant.powerOutputMinimum).map { $0 - $1 }
      for (label, values, isCurtailable) in [("\(name) fixed", plant.powerOutputMinimum, false), (name, free, true)] {
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
