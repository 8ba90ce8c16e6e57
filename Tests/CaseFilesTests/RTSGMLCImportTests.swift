import Foundation
import GridModel
import SeedsAndSnapshots
import Testing

@testable import CaseFiles

/// The published data lie beside the package, if at all.
private let source = URL(filePath: #filePath).deletingLastPathComponent()
  .appending(path: "../../../shared/data/rts-gmlc").standardizedFileURL

@Suite(.enabled(if: FileManager.default.fileExists(atPath: source.path))) struct RTSGMLCImportTests {
  @Test func systemIsThePublishedOne() throws {
    let (imported, findings) = importRTSGMLC(at: source)
    #expect(findings.filter { $0.severity != .note } == [])
    let system = try #require(imported)
    #expect(system.horizon.count == 8784)
    #expect(system.horizon.timestamp(0) == "2020-01-01T00:00-08:00")
    #expect(system.buses.count == 73)
    #expect(system.lines.count == 121)
    #expect(system.lines.count { $0.reactance == nil } == 1)
    #expect(system.thermalUnits.count == 73)
    #expect(system.renewables.count == 81)
    #expect(system.storages.map(\.energyCapacity) == [150])
    #expect(system.reserves.map(\.zone) == ["1", "2", "3"])
    // The first hour of the regional loads.
    #expect(abs(system.totalLoad[0] - (985.0197922 + 1102.675901 + 1249.636191)) < 1e-9)

    let unit = try #require(system.thermalUnits.first { $0.name == "101_STEAM_3" })
    #expect(unit.capacity == 76 && unit.minimumOutput == 30 && unit.rampUp == 120 && unit.reserveLimit == 20)
    // 30 MW at 13270 BTU/kWh and 2.11399 USD/MMBTU.
    #expect(abs(unit.fuelCurve.fuels[0] * unit.fuelPrice - 30 * 13.270 * 2.11399) < 1e-9)
    let rise = (76 * (0.596491228 - 0.394736842) * 6.713 + 76 * 0.201754386 * 8.028 + 76 * 0.201754386 * 8.549)
    #expect(abs((unit.fuelCurve.fuels[3] - unit.fuelCurve.fuels[0]) * unit.fuelPrice - rise * 2.11399) < 1e-5)
    #expect(unit.startClasses.map(\.offlineHours) == [0, 10, 12])
    #expect(abs(unit.startClasses[2].cost - 5284.8 * 2.11399) < 1e-9)
    #expect(abs(unit.co2PerFuel - 2.646) < 1e-3)
  }

  @Test func writtenCaseReadsBack() throws {
    let system = try #require(importRTSGMLC(at: source).system)
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "rts")
      try writeCase(system, to: folder)
      let (read, findings) = readCase(at: folder)
      #expect(findings == [])
      #expect(read?.buses == system.buses)
      #expect(read?.renewables == system.renewables)
      #expect(read?.reserves == system.reserves)
      #expect(read?.lines == system.lines)
    }
  }

  @Test func missingFilesAreFindings() throws {
    try withTemporaryFolder { folder in
      let (system, findings) = importRTSGMLC(at: folder)
      #expect(system == nil)
      #expect(findings.count { $0.code == .missingFile } == 6)
    }
  }
}
