import CaseFiles
import Foundation
import GridModel
import SeedsAndSnapshots
import Testing

@Suite struct CaseTemplateTests {
  @Test func readsWithoutFindings() throws {
    try withTemporaryFolder { folder in
      try newCase(at: folder.appending(path: "my-case"))
      let (system, findings) = readCase(at: folder.appending(path: "my-case"))
      #expect(findings.map(\.description) == [])
      let read = try #require(system)
      #expect(read.name == "my-case")
      #expect(read.horizon.count == 96)
      #expect(read.horizon.timestamp(0) == "2030-01-07T00:00+08:00")
      #expect(read.thermalUnits.map(\.capacity) == [600, 600, 350])
      #expect(read.thermalUnits[0].fuelCurve.outputs == [240, 300, 450, 600])
      #expect(read.storages.map(\.technology) == [.battery, .pumped])
    }
  }

  @Test func refusesAnExistingFolder() throws {
    try withTemporaryFolder { folder in
      #expect(throws: CaseError.folderExists(folder.path)) { try newCase(at: folder) }
    }
  }

  @Test func writesWhatItReads() throws {
    try withTemporaryFolder { folder in
      try newCase(at: folder.appending(path: "a"))
      let first = try #require(readCase(at: folder.appending(path: "a")).system)
      try writeCase(first, to: folder.appending(path: "b"))
      let (second, findings) = readCase(at: folder.appending(path: "b"))
      #expect(findings.map(\.description) == [])
      #expect(second?.storages == first.storages)
      #expect(second?.buses == first.buses)
      #expect(second?.renewables == first.renewables)
      #expect(second?.reserves == first.reserves)
      #expect(second?.targets == first.targets)
    }
  }
}
