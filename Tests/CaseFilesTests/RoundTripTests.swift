import CaseFiles
import Foundation
import GridModel
import SeedsAndSnapshots
import Testing

@Suite struct RoundTripTests {
  @Test func whatIsWrittenReadsBack() throws {
    for seed in seeds(25) {
      var generator = RandomSystem(seed: seed)
      let system = generator.system()
      try withTemporaryFolder { parent in
        let folder = parent.appending(path: "case")
        try writeCase(system, to: folder)
        let (read, findings) = readCase(at: folder)
        let errors = findings.filter { $0.severity == .error }
        #expect(errors == [])
        expectEqual(try #require(read), system)
      }
    }
  }

  /// Fuel curves pass through coal rates, so that they agree within rounding; all else is exact.
  private func expectEqual(_ read: PowerSystem, _ written: PowerSystem) {
    var read = read
    for (index, unit) in written.thermalUnits.enumerated() where index < read.thermalUnits.count {
      let (a, b) = (read.thermalUnits[index].fuelCurve, unit.fuelCurve)
      #expect(a.outputs.count == b.outputs.count)
      #expect(zip(a.outputs, b.outputs).allSatisfy { abs($0 - $1) <= 1e-12 * $1 })
      #expect(zip(a.fuels, b.fuels).allSatisfy { abs($0 - $1) <= 1e-12 * $1 })
      read.thermalUnits[index].fuelCurve = b
      if let curve = unit.retrofit?.fuelCurve { read.thermalUnits[index].retrofit?.fuelCurve = curve }
    }
    #expect(read.thermalUnits == written.thermalUnits)
    #expect(read.storages == written.storages)
    #expect(read.renewables == written.renewables)
    #expect(read.buses == written.buses)
    #expect(read == written)
  }

  @Test func unitsOfOneShapeShareACurve() throws {
    let horizon = Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: 1)
    let units = [300.0, 600, 1000].map { capacity in
      ThermalUnit(
        name: "\(capacity)", bus: "a", capacity: capacity, minimumOutput: 0.4 * capacity,
        fuelCurve: FuelCurve(
          loads: [0.4, 1], coalRates: [340 + capacity / 34, 300 + capacity / 34 * 300 / 340],
          minimumOutput: 0.4 * capacity, capacity: capacity), fuelPrice: 900)
    }
    let system = PowerSystem(name: "curves", horizon: horizon, buses: [Bus(name: "a")], thermalUnits: units)
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "case")
      try writeCase(system, to: folder)
      let text = try String(contentsOf: folder.appending(path: "coal-rate-curves.csv"), encoding: .utf8)
      #expect(text.split(separator: "\n").count == 3)
    }
  }

  @Test func replacingLeavesNothingOfTheFormerCase() throws {
    let horizon = Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: 1)
    let system = PowerSystem(name: "new", horizon: horizon, buses: [Bus(name: "a")])
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "case")
      try newCase(at: folder)
      #expect(throws: CaseError.folderExists(folder.path)) { try writeCase(system, to: folder) }
      try writeCase(system, to: folder, readme: "# New", replacing: true)
      let left = try FileManager.default.contentsOfDirectory(atPath: parent.path)
      let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
      #expect(left == ["case"])
      #expect(files == ["README.md", "buses.csv", "case.yaml", "series", "series/load.csv"])
      #expect(readCase(at: folder).system == system)
    }
  }

  @Test func fuelAtZeroOutputIsRefused() throws {
    let horizon = Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: 1)
    let unit = ThermalUnit(
      name: "u", bus: "a", capacity: 1, fuelCurve: FuelCurve(outputs: [0, 1], fuels: [0.1, 0.4]), fuelPrice: 900)
    let system = PowerSystem(name: "curves", horizon: horizon, buses: [Bus(name: "a")], thermalUnits: [unit])
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "case")
      #expect(throws: CaseError.notRepresentable("fuel use at zero output (thermal unit u)")) {
        try writeCase(system, to: folder)
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: parent.path)
      #expect(left == [])
    }
  }
}
