import CaseFiles
import Foundation
import SeedsAndSnapshots
import Testing

/// The subcommands around a solve: new, check, series, import, format.
@Suite struct CaseCommandTests {
  @Test func newCaseIsReady() throws {
    try withTemporaryFolder { folder in
      let new = try Command.expect(0, ["new", "deep/my-case"], in: folder)
      #expect(new.output == "deep/my-case is ready. Next: griddispatch solve deep/my-case\n")
      let check = try Command.expect(0, ["check", "deep/my-case"], in: folder)
      #expect(check.output.hasSuffix("0 errors, 0 warnings\n"))
      #expect(check.output.contains("my-case: 96 steps of 60 min from 2030-01-07T00:00+08:00\n  2 buses, 1 line, "))
      // What the command says is next.
      try Command.expect(0, ["solve", "deep/my-case"], in: folder)
    }
  }

  @Test(arguments: TinyCase.all) func shippedCaseIsSound(_ tiny: TinyCase) throws {
    let outcome = try Command.expect(0, ["check", tiny.folder.path], in: TinyCase.cases)
    #expect(outcome.output.contains("0 errors, "))
  }

  @Test func everyFindingHasItsPlace() throws {
    try StarterCase.inFolder { folder in
      try StarterCase.edit("storages.csv", in: folder) {
        $0.replacing("city-battery,city,battery,100", with: "city-battery,town,battery,many")
      }
      // One error on each of the four days, and two in the store.
      try StarterCase.edit("series/wind.csv", in: folder) { $0.replacing("T02:00,", with: "T02:00,x") }
      let outcome = try Command.expect(1, ["check", "my-case"], in: folder)
      let errors = outcome.output.split(separator: "\n").filter { $0.contains(": error: ") }
      #expect(errors.count == 6, "\(outcome.output)")
      #expect(errors.allSatisfy { $0.firstMatch(of: /^my-case\/[a-z\/.-]+:\d+:\d+: error: .* \[[a-z-]+\]$/) != nil })
      #expect(outcome.output.contains("6 errors, "))
    }
  }

  @Test func seriesAreMadeAndVerified() throws {
    try withTemporaryFolder { folder in
      let target = folder.appending(path: "taiyuan")
      try FileManager.default.copyItem(at: TinyCase.cases.appending(path: "taiyuan-2030"), to: target)
      let verified = try Command.expect(0, ["series", "taiyuan", "--verify"], in: folder)
      #expect(!verified.output.contains("differs"))
      let wind = target.appending(path: "series/wind.csv")
      let before = try text(of: wind)
      try Data((before + "2031-01-01T00:00,0.5\n").utf8).write(to: wind)
      let differing = try Command.expect(1, ["series", "taiyuan", "--verify"], in: folder)
      #expect(differing.output.contains("taiyuan/series/wind.csv: differs\n"))
      #expect(differing.output.hasSuffix("1 file not as generated; griddispatch series taiyuan makes them anew\n"))
      try Command.expect(0, ["series", "taiyuan"], in: folder)
      #expect(try text(of: wind) == before)
    }
  }

  @Test(arguments: [
    ("nonsense: 1\n", "nonsense: unknown key 'nonsense'"), ("- 1\n", "generator.yaml: "),
    ("a: [1\n", "generator.yaml: "), ("", "generator.yaml: "),
  ])
  func recipeThatCannotBeReadIsRefused(_ recipe: String, _ reason: String) throws {
    try StarterCase.inFolder { folder in
      try Data(recipe.utf8).write(to: folder.appending(path: "my-case/generator.yaml"))
      let outcome = try Command.expect(1, ["series", "my-case"], in: folder)
      #expect(outcome.errors.hasPrefix("error: my-case/generator.yaml: "))
      #expect(outcome.errors.contains(reason), "\(outcome.errors)")
      #expect(!outcome.errors.contains("Domain") && !outcome.errors.contains("Context("), "\(outcome.errors)")
    }
  }

  @Test func publishedSystemIsImported() throws {
    try withTemporaryFolder { folder in
      try PublishedSystem.write(to: folder.appending(path: "source"))
      let outcome = try Command.expect(0, ["import", "rts-gmlc", "source", "rts", "--days", "1"], in: folder)
      #expect(outcome.output == "rts: 24 h, 1 thermal unit, 4 buses\n")
      #expect(try text(of: folder.appending(path: "rts/DATA-USE.md")) == PublishedSystem.notice)
      try Command.expect(0, ["check", "rts"], in: folder)
      try Command.expect(0, ["solve", "rts", "--commitment", "--out", "results"], in: folder)
      try Command.expect(0, ["audit", "rts", "results"], in: folder)
    }
  }

  @Test func nothingIsImportedWithoutTheNoticeOfTheData() throws {
    try withTemporaryFolder { folder in
      let source = folder.appending(path: "source")
      try PublishedSystem.write(to: source)
      try FileManager.default.removeItem(at: source.appending(path: "DATA-USE.md"))
      let outcome = try Command.expect(1, ["import", "rts-gmlc", "source", "rts"], in: folder)
      #expect(outcome.errors.contains("DATA-USE.md"))
      #expect(try names(in: folder) == ["source"])
    }
  }

  @Test func formatIsTheSchemaReference() throws {
    let outcome = try Command.expect(0, ["format"], in: TinyCase.cases)
    #expect(outcome.output == schemaReference() + "\n")
  }
}

/// A system of four buses in the form of the published RTS-GMLC data.
private enum PublishedSystem {
  static let notice = "The notice of the data.\n"

  static func write(to folder: URL) throws {
    let hours = (0..<48).map { hour in "2020,1,\(1 + hour / 24),\(1 + hour % 24)" }
    func series(_ column: String, _ value: Int) -> String {
      "Year,Month,Day,Period,\(column)\n" + hours.map { "\($0),\(value)\n" }.joined()
    }
    let reserves = (1...3).map {
      (
        "timeseries_data_files/Reserves/DAY_AHEAD_regional_Spin_Up_R\($0).csv",
        series("Spin_Up_R\($0)", $0 == 1 ? 2 : 0)
      )
    }
    let files = [
      ("SourceData/bus.csv", "Bus ID,Area,MW Load\n101,1,30\n102,1,10\n201,2,0\n301,3,0\n"),
      (
        "SourceData/branch.csv",
        """
        UID,From Bus,To Bus,X,Cont Rating,LTE Rating
        A1,101,102,0.1,100,110
        A2,102,201,0.1,100,110
        A3,201,301,0.1,100,110

        """
      ),
      ("SourceData/dc_branch.csv", "UID,From Bus,To Bus,MW Load\n"),
      (
        "SourceData/gen.csv",
        """
        GEN UID,Bus ID,Unit Type,Fuel,PMax MW,PMin MW,Ramp Rate MW/Min,Min Up Time Hr,Min Down Time Hr,\
        Fuel Price $/MMBTU,VOM,Emissions CO2 Lbs/MMBTU,HR_avg_0,Output_pct_1,HR_incr_1,Output_pct_2,HR_incr_2,\
        Output_pct_3,HR_incr_3,Output_pct_4,HR_incr_4,Non Fuel Start Cost $,Start Heat Hot MBTU,Start Heat Warm MBTU,\
        Start Heat Cold MBTU,Start Time Warm Hr,Start Time Cold Hr
        101_STEAM_1,101,STEAM,Coal,76,30,2,8,4,2,0,210,13000,0.6,9000,0.8,9500,1,10000,NA,NA,0,100,200,300,10,12

        """
      ),
      ("SourceData/storage.csv", "GEN UID,position,Max Volume GWh,Initial Volume GWh\n"),
      ("timeseries_data_files/Load/DAY_AHEAD_regional_Load.csv", series("1", 60)), ("DATA-USE.md", notice),
    ]
    for (path, text) in files + reserves {
      let file = folder.appending(path: path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }
}
