import CaseFiles
import Foundation
import GridModel
import SeedsAndSnapshots
import Testing

/// Networks of PyPSA as CSV folders; their optima are compared in SolutionMethodsTests.
@Suite struct PyPSAImportTests {
  private static let root = "MalformedPyPSA"

  @Test func baseIsRead() throws {
    let (system, findings) = try MalformedCase(code: "base", root: Self.root).read()
    #expect(findings == [])
    let read = try #require(system)
    #expect(read.name == "small" && read.horizon.count == 2 && read.horizon.timestamp(0) == "2030-01-01T00:00+00:00")
    #expect(read.valueOfLostLoad == .infinity && read.network == .dc)
    #expect(read.buses.map(\.load) == [.constant(0), .series([80, 90])])
    #expect(read.renewables.map(\.technology) == [.wind])
    #expect(read.renewables[0].capacity == 50 && read.renewables[0].availability == .series([1, 0.5]))
    let unit = try #require(read.thermalUnits.first)
    #expect(unit.variableCost == 30 && unit.fuelPrice == 0 && unit.mustRun == .constant(1))
    // 200 MW from 500 MW of coal at 0.34 t/MWh.
    #expect(abs((unit.fuelCurve.fuels.last ?? 0) * unit.co2PerFuel - 170) < 1e-9)
    // x per unit of 1 MVA at 380 kV.
    #expect(abs((read.lines[0].reactance ?? 0) - 10 / 144_400) < 1e-15)
    #expect(read.converters.map(\.efficiency) == [0.95])
    #expect(read.storages.map(\.energyCapacity) == [20, 50] && read.storages.allSatisfy(\.bothAtOnce))
  }

  /// Limits of a level that differ from snapshot to snapshot.
  @Test func varyingLevelIsRead() throws {
    try withTemporaryFolder { folder in
      let base = try MalformedCase.folder(Self.root).appending(path: "base")
      let network = folder.appending(path: "network")
      try FileManager.default.copyItem(at: base, to: network)
      try Data(",tank\n0,1\n1,0.5\n".utf8).write(to: network.appending(path: "stores-e_max_pu.csv"))
      let (system, findings) = readSystem(at: network)
      #expect(findings == [])
      let tank = try #require(system?.storages.first { $0.name == "tank" })
      #expect(tank.window == LevelWindow(highest: .series([50, 25])) && tank.energyCapacity == 50)
    }
  }

  @Test func everyFaultHasItsFindings() throws {
    let codes = try MalformedCase.codes(root: Self.root)
    let texts = try codes.map { code in
      let (system, findings) = try MalformedCase(code: code, root: Self.root).read()
      #expect(!findings.isEmpty, "\(code)")
      #expect(system == nil || findings.allSatisfy { $0.severity != .error }, "\(code)")
      return "# \(code)\n" + findings.map { "\($0)\n" }.joined()
    }
    try expectSnapshot("MalformedPyPSA.txt", texts.joined(separator: "\n"))
  }

  @Test func writtenCaseReadsBack() throws {
    let system = try #require(try MalformedCase(code: "base", root: Self.root).read().system)
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "case")
      try writeCase(system, to: folder)
      #expect(SourceFormat(of: folder) == .caseFolder)
      let (read, findings) = readCase(at: folder)
      #expect(findings == [])
      #expect(read == system)
    }
  }

  @Test func formatIsToldByTheFiles() throws {
    try withTemporaryFolder { folder in
      #expect(SourceFormat(of: folder) == .caseFolder)
      try Data("name\nx\n".utf8).write(to: folder.appending(path: "network.csv"))
      #expect(SourceFormat(of: folder) == .pypsa)
      try Data("name: x\n".utf8).write(to: folder.appending(path: "case.yaml"))
      #expect(SourceFormat(of: folder) == .caseFolder)
    }
  }
}
