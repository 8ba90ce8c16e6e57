import Foundation
import SeedsAndSnapshots
import Testing

/// What the exit code says, and what is left behind with each.
@Suite struct ExitCodeTests {
  @Test func solvedIsZero() throws {
    try StarterCase.inFolder { folder in
      let outcome = try Command.expect(0, StarterCase.day + ["--out", "results"], in: folder)
      #expect(outcome.errors.isEmpty)
      #expect(outcome.output.contains("solved to the gap"))
      #expect(outcome.output.hasSuffix("results/summary.json\n"))
      #expect(try names(in: folder) == ["my-case", "results"])
      try Command.expect(0, ["audit", "my-case", "results"], in: folder)
    }
  }

  @Test func badInputIsOne() throws {
    try StarterCase.inFolder { folder in
      try StarterCase.edit("thermal-units.csv", in: folder) { $0.replacing("city-1,city,600", with: "city-1,cty,600") }
      let check = try Command.expect(1, ["check", "my-case"], in: folder)
      #expect(check.output.hasPrefix("my-case/thermal-units.csv:3:8: error: "))
      #expect(check.output.contains("city"))
      #expect(check.output.contains("1 error, 0 warnings\n"))
      #expect(check.output.contains("griddispatch format"))
      let solve = try Command.expect(1, StarterCase.day + ["--out", "results", "--json"], in: folder)
      #expect(try JSONDocument(solve.output)["error"] != nil)
      #expect(solve.errors.contains("my-case/thermal-units.csv:3:8: error: "))
      #expect(solve.errors.contains("error: my-case has 1 error"))
      #expect(try names(in: folder) == ["my-case"])
    }
  }

  /// The unit must run with 80 MW, the load is 50, and nothing can take the rest.
  @Test func infeasibleIsTwo() throws {
    try withTemporaryFolder { folder in
      let target = folder.appending(path: "stuck")
      try FileManager.default.copyItem(at: TinyCase.cases.appending(path: "tiny-merit-order"), to: target)
      let load = target.appending(path: "series/load.csv")
      try Data(text(of: load).replacing(",150", with: ",50").utf8).write(to: load)
      for options in [[], ["--commitment"]] {
        let outcome = try Command.expect(2, ["solve", "stuck", "--out", "results", "--force"] + options, in: folder)
        #expect(outcome.output.contains("infeasible"))
        #expect(outcome.output.contains("at 2030-01-01T00:00+08:00, bus city: 30.0 MW too much"))
        #expect(outcome.output.contains("at 2030-01-01T00:00+08:00, unit base: 30.0 MW "))
        #expect(outcome.errors.contains("results/infeasibility.csv says why"))
        #expect(try names(in: folder.appending(path: "results")) == ["infeasibility.csv", "summary.json"])
      }
      let table = try text(of: folder.appending(path: "results/infeasibility.csv"))
      #expect(
        table.hasPrefix(
          """
          part,limit,device,from,until,steps,amount,unit,energy_mwh
          imbalance,balance-surplus,city,2030-01-01T00:00+08:00,2030-01-01T01:00+08:00,1,30.0,MW,30.0

          """))
      let chinese = try Command.expect(2, ["solve", "stuck", "--lang", "zh"], in: folder)
      #expect(chinese.output.contains("2030-01-01T00:00+08:00，节点 city：电力过剩 30.0 MW"))
      let audit = try Command.expect(1, ["audit", "stuck", "results"], in: folder)
      #expect(audit.errors.contains("results holds no schedule (status infeasible)"))
      let json = try Command.expect(2, ["solve", "stuck", "--json"], in: folder)
      #expect(try Summary(json: json.output).status == "infeasible")
      #expect(json.output.contains("\"limit\" : \"balance-surplus\""))
    }
  }

  @Test func timeLimitWithScheduleIsThree() throws {
    try StarterCase.inFolder { folder in
      let outcome = try Command.expect(
        3, StarterCase.endless + ["--time-limit", "4", "--out", "results"], in: folder)
      #expect(outcome.output.contains("stopped early with a schedule (time limit)"))
      let summary = try Summary(in: folder.appending(path: "results"))
      #expect(summary.status == "stoppedWithSolution")
      let (objective, bound) = (try #require(summary.objective), try #require(summary.bound))
      #expect(bound > 0 && bound < objective)
      #expect(try #require(summary.gap) > 1e-6)
      #expect(try names(in: folder) == ["my-case", "results"])
      try Command.expect(0, ["audit", "my-case", "results"], in: folder)
    }
  }

  @Test(arguments: [[], ["--commitment"]]) func timeLimitWithoutScheduleIsFour(_ options: [String]) throws {
    try StarterCase.inFolder { folder in
      // What was there stays, even when it was to be replaced.
      try Command.expect(0, StarterCase.day + ["--out", "results"], in: folder)
      let before = try text(of: folder.appending(path: "results/summary.json"))
      let outcome = try Command.expect(
        4, ["solve", "my-case", "--time-limit", "0.000001", "--out", "results", "--force"] + options, in: folder)
      #expect(outcome.output.contains("stopped early without a schedule (time limit)"))
      #expect(outcome.errors.contains("nothing was written to results"))
      #expect(try text(of: folder.appending(path: "results/summary.json")) == before)
      #expect(try names(in: folder) == ["my-case", "results"])
    }
  }

  @Test(arguments: [
    [], ["solve"], ["solve", "my-case", "--hours", "4300.."], ["solve", "my-case", "--hours", "5..<5"],
    ["solve", "my-case", "--hours", "-1..<5"], ["solve", "my-case", "--gap", "-1"], ["solve", "my-case", "--gap", "x"],
    ["solve", "my-case", "--gap", "nan"], ["solve", "my-case", "--time-limit", "0"],
    ["solve", "my-case", "--method", "guess"], ["solve", "my-case", "--window", "24"],
    ["solve", "my-case", "--method", "monolithic", "--overlap", "24"],
    ["solve", "my-case", "--method", "rolling", "--window", "0"],
    ["solve", "my-case", "--method", "rolling", "--window", "nan"],
    ["solve", "my-case", "--method", "rolling", "--overlap", "-1"], ["solve", "my-case", "--lang", "de"],
    ["solve", "my-case", "--out", ""],
    ["solve", "my-case", "--write-model", "model.txt"], ["solve", "my-case", "--model-only"],
    ["solve", "my-case", "--force"], ["solve", "my-case", "--frobnicate"], ["solve", "my-case", "extra"], ["audit"],
    ["audit", "my-case"], ["audit", "my-case", "results", "--most", "-1"], ["check"], ["new"], ["series"],
    ["import", "rts-gmlc"], ["import", "rts-gmlc", "source", "out", "--days", "0"],
  ])
  func usageErrorIsOne(_ arguments: [String]) throws {
    try StarterCase.inFolder { folder in
      let outcome = try Command.run(arguments, in: folder)
      guard !arguments.isEmpty else {
        #expect(outcome.exitCode == 0 && outcome.output.contains("SUBCOMMANDS"))
        return
      }
      #expect(outcome.exitCode == 1)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.hasPrefix("error: "), "\(outcome.errors)")
      #expect(outcome.errors.lowercased().contains("usage: griddispatch"))
      #expect(try names(in: folder) == ["my-case"])
    }
  }
}
