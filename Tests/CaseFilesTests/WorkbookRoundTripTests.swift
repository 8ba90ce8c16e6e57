import CaseFiles
import Foundation
import GridModel
import SeedsAndSnapshots
import Testing

@Suite struct WorkbookRoundTripTests {
  private func readBack(_ write: (URL) throws -> Void) throws -> PowerSystem {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "book.xlsx")
      try write(file)
      #expect(SourceFormat(of: file) == .workbook)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(left == ["book.xlsx"])
      let (read, findings) = readSystem(at: file)
      let unexpected = findings.filter { $0.severity == .error || $0.code == .ignoredSheet }
      #expect(unexpected == [])
      return try #require(read)
    }
  }

  /// What the case folder makes of a system, the workbook does too.
  @Test func randomSystemsReadBackAsFromAFolder() throws {
    for seed in seeds(25) {
      var generator = RandomSystem(seed: seed)
      let system = generator.system()
      let fromFolder = try withTemporaryFolder { parent in
        try writeCase(system, to: parent.appending(path: "case"))
        return readCase(at: parent.appending(path: "case")).system
      }
      let fromBook = try readBack { try writeWorkbook(system, to: $0) }
      #expect(fromBook.thermalUnits == fromFolder?.thermalUnits, "seed \(seed)")
      #expect(fromBook == fromFolder, "seed \(seed)")
    }
  }

  private static let cases = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Cases")
    .standardizedFileURL
  private static var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: cases.path)) ?? []).sorted().filter {
      FileManager.default.fileExists(atPath: cases.appending(path: "\($0)/case.yaml").path)
    }
  }

  /// Whole, but for years, of which four days go by way of the system.
  @Test(arguments: names) func shippedCasesReadBack(_ name: String) throws {
    let folder = Self.cases.appending(path: name)
    let whole = try #require(readCase(at: folder).system)
    guard whole.horizon.count > 1000, name != Self.wholeYear else {
      let read = try readBack { try writeWorkbook(ofCaseAt: folder, to: $0) }
      #expect(read == whole)
      return
    }
    let part = whole.restricted(to: 0..<96)
    let fromFolder = try withTemporaryFolder { parent in
      try writeCase(part, to: parent.appending(path: "case"))
      return readCase(at: parent.appending(path: "case")).system
    }
    #expect(try readBack { try writeWorkbook(part, to: $0) } == fromFolder)
  }

  private static let wholeYear = "lvliang-2030"

  /// Shared strings, styles and all as openpyxl 3.1.5 writes them.
  @Test func bookOfOpenpyxlIsRead() throws {
    let book = try #require(Bundle.module.url(forResource: "Workbooks", withExtension: nil))
      .appending(path: "openpyxl.xlsx")
    let (system, findings) = readSystem(at: book)
    #expect(findings.map(\.code) == [.assumption], "a sheet is hidden")
    let original = readCase(at: Self.cases.appending(path: "tiny-reserves")).system
    #expect(system != nil && system == original)
  }
}
