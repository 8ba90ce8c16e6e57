import Foundation
import SeedsAndSnapshots
import Testing

/// `griddispatch export`.
@Suite struct ExportTests {
  @Test func aNetworkHasTheDispatch() throws {
    try StarterCase.inFolder { folder in
      try Command.expect(0, StarterCase.day + ["--out", "results"], in: folder)
      let export = ["export", "my-case", "--results", "results", "--pypsa", "network"]
      let first = try Command.expect(0, export, in: folder)
      #expect(first.output == "network\n")
      #expect(first.errors.contains("[left-out]"))
      let files = try names(in: folder.appending(path: "network"))
      for file in ["network.csv", "generators-p.csv", "buses-marginal_price.csv", "loads-p.csv"] {
        #expect(files.contains(file), "\(files)")
      }
      let prices = try text(of: folder.appending(path: "network/buses-marginal_price.csv")).split(separator: "\n")
      #expect(prices.count == 25 && prices[1].hasPrefix("2030-01-07 00:00:00,"))
      #expect(try Command.expect(1, export, in: folder).errors.contains("network exists already"))
      let again = try Command.expect(0, export + ["--force", "--json"], in: folder)
      #expect(again.output.contains("\"code\" : \"left-out\"") && again.errors.isEmpty)
      try Command.expect(0, ["check", "network"], in: folder)
      try Command.expect(0, ["export", "my-case", "--hours", "0..<6", "--pypsa", "hours"], in: folder)
      #expect(try text(of: folder.appending(path: "hours/snapshots.csv")).split(separator: "\n").count == 7)
    }
  }

  @Test func aSolutionOfUnitCommitmentJLIsWritten() throws {
    try StarterCase.inFolder { folder in
      try Command.expect(0, StarterCase.day + ["--out", "results"], in: folder)
      let export = ["export", "my-case", "--results", "results", "--unit-commitment-jl", "solution.json"]
      let first = try Command.expect(0, export, in: folder)
      #expect(first.output == "solution.json\n" && first.errors.hasPrefix("my-case/thermal-units.csv: note: "))
      let data = try Data(contentsOf: folder.appending(path: "solution.json"))
      let solution = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
      #expect((solution["Thermal production (MW)"] as? [String: [Double]])?.values.first?.count == 24)
      #expect(try Command.expect(1, export, in: folder).errors.contains("solution.json exists already"))
      try Command.expect(0, export + ["--force"], in: folder)
      let elsewhere = ["export", "my-case", "--results", "results", "--unit-commitment-jl", "results", "--force"]
      #expect(try Command.expect(1, elsewhere, in: folder).errors.contains("results is a folder"))
      let other = [
        "export", "my-case", "--results", "results", "--unit-commitment-jl", "results/summary.json", "--force",
      ]
      #expect(try Command.expect(1, other, in: folder).errors.contains("results/summary.json is no solution"))
      #expect(try names(in: folder) == ["my-case", "results", "solution.json"])
    }
  }

  static let refusals: [(arguments: [String], reason: String)] = [
    (["export", "my-case"], "export takes one of"),
    (["export", "my-case", "--pypsa", "my-case", "--force"], "my-case is no PyPSA network, so it is not replaced"),
    (["export", "my-case", "--pypsa", "n", "--results", "nowhere"], "nowhere: has no summary.json"),
    (["export", "my-case", "--pypsa", "n", "--results", "r", "--hours", "0..<2"], "which has its own hours"),
    (["export", "my-case", "--pypsa", "n", "--hours", "90..<200"], "the case has 96 hours"),
    (["export", "my-case", "--pypsa", "my-case/case.yaml/n"], "my-case/case.yaml/n"),
    (["export", "my-case", "--unit-commitment-jl", "s.json"], "it needs --results"),
    (["export", "my-case", "--unit-commitment-jl", "s.json", "--pypsa", "n"], "export takes one of"),
    (["export", "nowhere", "--pypsa", "n"], "nowhere does not exist"),
  ]

  @Test(arguments: refusals) func refusalsSayWhy(_ arguments: [String], reason: String) throws {
    try StarterCase.inFolder { folder in
      let outcome = try Command.expect(1, arguments, in: folder)
      #expect(outcome.errors.contains(reason), "\(outcome.errors)")
      #expect(try names(in: folder) == ["my-case"])
    }
  }

  private static let venv = ProcessInfo.processInfo.environment["PYPSA_VENV"]

  /// Cases of which PyPSA holds all, and the constant part of their cost.
  static let whole: [(String, [String], Double)] = [
    ("tiny-network", [], 0), ("tiny-storage", [], 0), ("tiny-pumped", [], 0), ("tiny-reservoir", [], 0),
    ("tiny-expansion", [], 0), ("tiny-merit-order", [], 6600),
  ]

  /// PyPSA itself opens what is written, finds the results balanced and, with HiGHS, the same cost.
  @Test(.enabled(if: venv != nil), arguments: whole)
  func pypsaFindsTheSameCost(_ name: String, _ options: [String], constant: Double) throws {
    try withTemporaryFolder { folder in
      let path = TinyCase.cases.appending(path: name).path
      try Command.expect(0, ["solve", path, "--gap", "0", "--out", "results"] + options, in: folder)
      try Command.expect(0, ["export", path, "--results", "results", "--pypsa", "network"], in: folder)
      let script = """
        import warnings, logging, pandas, pypsa
        warnings.filterwarnings("ignore"); logging.disable(logging.WARNING)
        n = pypsa.Network("network")
        balance = pandas.DataFrame(0.0, index=n.snapshots, columns=n.buses.index)
        for table, results, sign in ((n.generators, n.generators_t, 1), (n.storage_units, n.storage_units_t, 1),
                                     (n.stores, n.stores_t, 1), (n.loads, n.loads_t, -1)):
            for name in results.p: balance[table.bus[name]] += sign * results.p[name]
        for table, results in ((n.lines, n.lines_t), (n.links, n.links_t)):
            for port in ("0", "1"):
                for name in results["p" + port]: balance[table["bus" + port][name]] -= results["p" + port][name]
        assert balance.abs().max().max() < 1e-6, balance
        assert not n.buses_t.marginal_price.isna().any().any()
        try:
            import highspy
        except ImportError:
            print("opened")
        else:
            n.optimize(solver_name="highs", log_to_console=False, solver_options={"output_flag": False})
            print("objective", n.objective + n.objective_constant)
        """
      let python = URL(filePath: try #require(Self.venv)).appending(path: "bin/python")
      let output = folder.appending(path: "output")
      let process = try ChildProcess(
        python, ["-c", script], in: folder, output: output.path, errors: folder.appending(path: "errors").path)
      let code = try process.exitCode()
      let errors = try text(of: folder.appending(path: "errors")).suffix(2000)
      #expect(code == 0, "\(errors)")
      let shown = try text(of: output)
      guard let line = shown.split(separator: "\n").last(where: { $0.hasPrefix("objective ") }) else {
        #expect(shown.contains("opened"))
        return
      }
      let objective = try #require(Double(line.dropFirst(10)))
      let expected = try #require(Summary(in: folder.appending(path: "results")).objective)
      #expect(abs(objective + constant - expected) <= 1e-6 * max(1, abs(expected)), "\(objective), not \(expected)")
    }
  }
}
