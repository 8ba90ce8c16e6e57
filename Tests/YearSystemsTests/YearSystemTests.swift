import CaseFiles
import Foundation
import GridModel
import SeedsAndSnapshots
import Testing

@testable import YearSystems

/// What every member of the families has in common.
@Suite struct YearSystemTests {
  @Test(arguments: YearFamily.allCases) func sameParametersGiveTheSameSystem(family: YearFamily) {
    let year = YearSystem(family, seed: 5, hours: 72, units: 8)
    #expect(year.system() == YearSystem(family, seed: 5, hours: 72, units: 8).system())
    #expect(year.system() != YearSystem(family, seed: 6, hours: 72, units: 8).system())
  }

  @Test func aShorterHorizonIsTheBeginningOfALongerOne() {
    let long = YearSystem(.fourZones, seed: 3, hours: 400).system()
    #expect(YearSystem(.fourZones, seed: 3, hours: 100).system() == long.restricted(to: 0..<100))
  }

  /// Written as a case and read back it is the same, and no check of the reader minds anything but load that is to be
  /// short.
  @Test(arguments: YearFamily.allCases) func casesAreSound(family: YearFamily) throws {
    for seed in seeds(family == .scenario ? 10 : 2, as: UInt64.self) {
      let system = YearSystem(family, seed: seed, hours: 168, units: 12).system()
      let findings = try findingsOfRoundTrip(system)
      #expect(findings == [], "seed \(seed)")
    }
  }

  @Test func baseFamilyIsWhatItSays() {
    let system = YearSystem(seed: 1, hours: 8760).system()
    #expect(system.thermalUnits.count == 40)
    #expect(system.thermalUnits.count { $0.rampUp < $0.capacity - $0.minimumOutput } == 20)
    #expect(Set(system.thermalUnits.map { $0.fuelCurve.fuels[0] / $0.minimumOutput }).count == 40)
    for unit in system.thermalUnits {
      #expect(unit.fuelCurve.outputs.count == 4)
      #expect(unit.fuelCurve.convexified().deviation == 0)
    }
    let load = system.totalLoad
    func mean(_ steps: [Int]) -> Double { steps.map { load[$0] }.reduce(0, +) / Double(steps.count) }
    let isWeekend = { (step: Int) in
      CivilCalendar.weekday(daysSince1970: system.horizon.day(step)) >= 5
    }
    // Night below evening, weekend below weekday, summer below winter.
    #expect(mean(load.indices.filter { $0 % 24 == 3 }) < 0.7 * mean(load.indices.filter { $0 % 24 == 18 }))
    #expect(mean(load.indices.filter(isWeekend)) < 0.9 * mean(load.indices.filter { !isWeekend($0) }))
    #expect(mean(Array(4000..<4672)) < 0.85 * mean(Array(0..<672)))
  }

  @Test func horizonsRunOverSeveralYearsAndInQuarterHours() {
    let decade = YearSystem(seed: 1, hours: 87_600, units: 2).system()
    #expect(decade.horizon.count == 87_600)
    #expect(decade.horizon.years.count == 10)
    let quarters = YearSystem(seed: 1, hours: 24, units: 2) { $0.stepMinutes = 15 }.system()
    #expect(quarters.horizon.count == 96)
    let hourly = YearSystem(seed: 1, hours: 24, units: 2).system()
    #expect((0..<24).allSatisfy { quarters.totalLoad[4 * $0] == hourly.totalLoad[$0] })
  }

  @Test func anyTenScenariosInARowHaveEverything() {
    for first in [UInt64(1), 8, 1000] {
      let years = (first..<first + 10).map { YearSystem.scenario(seed: $0, hours: 168, units: 12) }
      #expect(years.contains { $0.scarcity > 0 })
      #expect(years.contains { $0.surplus > 0 && $0.curtailmentPrice > 0 })
      #expect(years.contains { $0.mustTake > 0 })
      #expect(years.contains { $0.interruptionPrice < 200 && $0.interruptibleHoursPerYear < 20 })
      #expect(years.contains { $0.interruptionPrice < 200 && $0.interruptibleHoursPerDay < 7 })
      #expect(years.contains { $0.zones > 1 && $0.lineFactor <= 0.5 })
      #expect(years.contains { $0.zones > 1 && $0.lineFactor >= 1 })
      #expect(years.contains { $0.zones == 1 })
      #expect(years.contains { $0.network == .dc })
      #expect(years.flatMap(\.storageHours).min() == 1)
      #expect(years.flatMap(\.storageHours).max() == 500)
      #expect(years.contains { $0.selfDischarge > 0 })
      #expect(years.contains { $0.startsHalfFull })
      #expect(years.contains { $0.reserveUp >= 0.1 })
      #expect(years.contains { $0.reserveUp > 0 && $0.reserveUp < 0.05 })
      #expect(Set(years.map(\.setOn)) == Set(YearSystem.SetOn.allCases))
      #expect(Set(years.map(\.stepMinutes)).isSuperset(of: [30, 60]))
      #expect(years.contains { $0.export > 0 } && years.contains { $0.export < 0 })
    }
  }
}

/// Findings on the case as written, without those on load that cannot be served.
func findingsOfRoundTrip(_ system: PowerSystem) throws -> [Finding] {
  let folder = FileManager.default.temporaryDirectory.appending(path: "year-\(UUID().uuidString)")
  defer { try? FileManager.default.removeItem(at: folder) }
  try writeCase(system, to: folder)
  let (read, findings) = readCase(at: folder)
  var same = try #require(read, "\(findings)")
  for (index, unit) in system.thermalUnits.enumerated() {
    // Fuel curves pass through coal rates and come back within rounding.
    let fuels = zip(same.thermalUnits[index].fuelCurve.fuels, unit.fuelCurve.fuels)
    #expect(fuels.allSatisfy { abs($0 - $1) <= 1e-12 * $1 })
    same.thermalUnits[index].fuelCurve = unit.fuelCurve
  }
  #expect(same.thermalUnits == system.thermalUnits)
  #expect(same.renewables == system.renewables)
  #expect(same.storages == system.storages)
  #expect(same == system)
  return findings.filter { $0.code != .unservableLoad }
}
