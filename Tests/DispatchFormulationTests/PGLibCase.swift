import Foundation

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
}
