import Foundation
import SeedsAndSnapshots
import Testing

/// The tables as an engineer reads them in Python; skipped where pandas is not there.
@Suite(.enabled(if: Pandas.isThere)) struct PandasTests {
  @Test func tablesAreReadWithTheirTimes() throws {
    try StarterCase.inFolder { folder in
      try Command.expect(0, StarterCase.day + ["--out", "results"], in: folder)
      let script = """
        import glob, json, pandas
        summary = json.load(open("results/summary.json"))
        files = sorted(glob.glob("results/*.csv"))
        assert [f.split("/")[1] for f in files] == sorted(f for f in summary["files"] if f.endswith(".csv")), files
        tables = {}
        for file in files:
            if file.endswith("-balance.csv"):
                assert list(pandas.read_csv(file)["period"]) == ["2030-01-07"], file
                continue
            table = pandas.read_csv(file, index_col=0, parse_dates=True)
            assert len(table) == 24, file
            assert isinstance(table.index, pandas.DatetimeIndex), file
            assert table.index[0] == pandas.Timestamp("2030-01-07T00:00+08:00"), file
            assert (table.dtypes.map(lambda kind: kind.kind) != "O").all(), file
            tables[file.split("/")[1][:-4]] = table
        coal = next(e for e in summary["indicators"]["energy"] if e["source"] == "coal")
        assert abs(tables["thermal-power"].sum().sum() - coal["energy_mwh"]) < 1e-3, coal
        print("read", len(tables))
        """
      let outcome = try Pandas.run(script, in: folder)
      #expect(outcome.exitCode == 0, "\(outcome.output)")
    }
  }

  /// What pandas writes is audited like what the command wrote.
  @Test func tablesWrittenByPandasAreAudited() throws {
    try StarterCase.inFolder { folder in
      try Command.expect(0, StarterCase.day + ["--out", "results"], in: folder)
      let script = """
        import pandas
        file = "results/thermal-power.csv"
        table = pandas.read_csv(file, index_col=0, parse_dates=True)
        table.to_csv(file)
        """
      #expect(try Pandas.run(script, in: folder).exitCode == 0)
      try Command.expect(0, ["audit", "my-case", "results"], in: folder)
    }
  }
}

/// Python with pandas, if it is there.
private enum Pandas {
  static let isThere = (try? withTemporaryFolder { try run("import pandas", in: $0).exitCode }) == 0

  static func run(_ script: String, in folder: URL) throws -> (exitCode: Int32, output: String) {
    let python = try #require(OtherProgram.python)
    return try withTemporaryFolder { streams in
      let output = streams.appending(path: "output")
      let errors = streams.appending(path: "errors")
      let process = try ChildProcess(
        python, ["-c", script], in: folder, output: output.path, errors: errors.path)
      return (try process.exitCode(), try text(of: output) + text(of: errors))
    }
  }
}
