import Foundation
import SeedsAndSnapshots
import Testing

/// The method that a user asks for.
@Suite struct MethodTests {
  @Test(arguments: [[], ["--commitment", "--gap", "0.05"]]) func rollingObeysTheWholeCase(_ options: [String]) throws {
    try StarterCase.inFolder { folder in
      let whole = try Command.expect(0, ["solve", "my-case", "--json"] + options, in: folder)
      let rolled = try Command.expect(
        0,
        ["solve", "my-case", "--method", "rolling", "--window", "24", "--overlap", "12", "--out", "results"] + options,
        in: folder)
      let summary = try Summary(in: folder.appending(path: "results"))
      let optimum = try #require(try Summary(json: whole.output).objective)
      if options.isEmpty {
        // Prices of windows prove a bound for the whole case.
        #expect(try #require(summary.bound) <= optimum + 1e-7 * abs(optimum))
      } else {
        #expect(rolled.output.contains("solved, not proven to the gap"))
        #expect(rolled.output.contains(/Lower bound +none\n/))
        #expect(summary.status == "feasible" && summary.bound == nil && summary.gap == nil)
        #expect(try text(of: folder.appending(path: "results/summary.json")).contains("\"bound\" : null"))
      }
      #expect(summary.options["method"] == "rolling")
      #expect(summary.options["window"] == "24.0" && summary.options["overlap"] == "12.0")
      let bound = try #require(try Summary(json: whole.output).bound)
      #expect(try #require(summary.objective) >= bound - 1e-7 * abs(bound))
      try Command.expect(0, ["audit", "my-case", "results"], in: folder)
    }
  }

  @Test func autoIsOneModel() throws {
    try StarterCase.inFolder { folder in
      let auto = try Summary(json: try Command.expect(0, StarterCase.day + ["--json"], in: folder).output)
      let asked = try Command.expect(0, StarterCase.day + ["--method", "monolithic", "--json"], in: folder)
      #expect(auto.options["method"] == "auto" && auto.options["window"] == nil)
      #expect(try Summary(json: asked.output).objective == auto.objective)
    }
  }

  /// The unit must run with 80 MW, and the load falls below that on the last step.
  @Test func theWindowIsNamedWhereThereIsNone() throws {
    try withTemporaryFolder { folder in
      let target = folder.appending(path: "stuck")
      try FileManager.default.copyItem(at: TinyCase.cases.appending(path: "tiny-merit-order"), to: target)
      let load = target.appending(path: "series/load.csv")
      var lines = try text(of: load).split(separator: "\n").map(String.init)
      let last = lines.removeLast()
      lines.append(String(last.prefix { $0 != "," }) + ",50")
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: load)
      let outcome = try Command.expect(
        2, ["solve", "stuck", "--method", "rolling", "--window", "1", "--overlap", "0"], in: folder)
      let count = lines.count - 1
      #expect(outcome.output.contains("window \(count) of \(count), "), "\(outcome.output)")
      #expect(outcome.output.contains("is infeasible after those before it"))
    }
  }

  @Test func stopsSayWhere() throws {
    try StarterCase.inFolder { folder in
      let outcome = try Command.expect(
        4, ["solve", "my-case", "--method", "rolling", "--time-limit", "0.000001"], in: folder)
      #expect(outcome.output.contains("stopped early without a schedule (time limit)"))
      #expect(outcome.output.contains("stopped before window 1 of 2, "))
    }
  }

  @Test func polishIsNotedAndNeedsTheStructuredMethod() throws {
    try StarterCase.inFolder { folder in
      let polished = try Summary(
        json: try Command.expect(0, ["solve", "my-case", "--method", "structured", "--polish", "--json"], in: folder)
          .output)
      #expect(polished.options["polish"] == "true")
      for method in ["auto", "monolithic", "rolling"] {
        let refused = try Command.expect(1, ["solve", "my-case", "--method", method, "--polish"], in: folder)
        #expect(refused.errors.contains("--polish needs --method structured."))
      }
    }
  }
}
