import CaseFiles
import DispatchFormulation
import Foundation
import GridModel
import LinearOptimization
import Schedules
import SolutionMethods
import Testing

@testable import YearSystems

@Suite struct TightenedTests {
  @Test func unitsRampSlowlyAndAreOnAllTheTime() {
    let system = YearSystem(.fourZones, seed: 1, hours: 24, units: 8).system()
    let tight = tightened(system)
    for (before, after) in zip(system.thermalUnits, tight.thermalUnits) {
      #expect(after.rampUp == 0.12 * before.capacity && after.rampDown == after.rampUp)
      #expect(after.mustRun == .constant(1))
      #expect(after.minimumOutput == before.minimumOutput && after.fuelCurve == before.fuelCurve)
    }
  }

  /// Minimum outputs of every zone find takers within it or beyond its lines in every hour of the year, with the stores
  /// at rest: the case is feasible, since the rest of the load may stay unserved and all renewables be curtailed.
  @Test func provinceCarriesItsMinimumOutputs() throws {
    let system = try tightened(plain(province()))
    let count = system.horizon.count
    #expect(system.renewables.allSatisfy { $0.isCurtailable })
    #expect(system.network == .transport)
    #expect(system.thermalUnits.allSatisfy { $0.availability == .constant(1) })
    var room = system.buses.map { $0.load.values(count: count) }
    let index = system.busIndex
    for channel in system.exportChannels {
      let bus = try #require(index[channel.bus])
      for (t, power) in channel.schedule.values(count: count).enumerated() { room[bus][t] += power }
    }
    for unit in system.thermalUnits {
      let bus = try #require(index[unit.bus])
      for t in 0..<count { room[bus][t] -= unit.minimumOutput }
    }
    let lacking = room.map { $0.min() ?? 0 }
    #expect(lacking.allSatisfy { $0 >= 0 }, "\(lacking)")
  }

  /// What is left has four zones, 128 units and five channels, with the loads and limits that they had.
  @Test func plainProvinceKeepsItsZones() throws {
    let whole = try province()
    let left = plain(whole)
    #expect(left.buses == whole.buses.filter { ["north", "central", "east", "south"].contains($0.name) })
    #expect(left.lines.count == 4 && left.thermalUnits.count == 128 && left.storages.count == 10)
    #expect(left.thermalUnits.allSatisfy { $0.heat == nil && $0.deepStages.isEmpty })
    #expect(
      zip(left.thermalUnits, whole.thermalUnits).allSatisfy { $0.name == $1.name && $0.fuelCurve == $1.fuelCurve })
    #expect(left.exportChannels.count == 5 && left.exportChannels.allSatisfy { $0.renewables == nil })
    #expect(left.reserves == whole.reserves && !whole.vehicleFleets.isEmpty && left.vehicleFleets.isEmpty)
  }

  private func province() throws -> PowerSystem {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let folder = tests.deletingLastPathComponent().appending(path: "Cases/shanxi-2030")
    return try #require(readCase(at: folder).system)
  }
}
