import Foundation
import LinearOptimization
import Testing

@testable import SolutionMethods

@Suite struct SolutionFileTests {
  private func read(_ text: String) throws(SolutionFile.Fault) -> SolutionFile {
    try SolutionFile(Data(text.utf8), of: RecordedSolution.model)
  }

  @Test(arguments: RecordedSolution.allCases) func recordedSolutionsAreRead(_ recorded: RecordedSolution) throws {
    let file = try read(recorded.text)
    #expect(zip(file.values, [60, 40]).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(abs((file.objective ?? 0) - 1405) < 1e-5)
    #expect(file.claim == (recorded == .gurobi || recorded == .scip ? .feasible : .optimal))
    if recorded.hasDuals {
      let duals = try #require(file.rowDuals)
      // By the model's rows, of which solvers know but those with a limit.
      #expect(zip(duals, [20, 0, 0]).allSatisfy { abs($0 - $1) < 1e-6 })
    } else {
      #expect(file.rowDuals == nil)
    }
    // Line ends of another system change nothing.
    #expect(try read(recorded.text.replacing("\n", with: "\r\n")).values == file.values)
  }

  /// What a file cut anywhere yields is a fault or the whole answer, except that what leaves out zeros cannot be told from
  /// what lost its end: the caller counts the cost again.
  @Test(arguments: RecordedSolution.allCases) func cutFilesAreRefused(_ recorded: RecordedSolution) {
    for end in 0..<recorded.text.utf8.count {
      let cut = Data(recorded.text.utf8.prefix(end))
      guard let file = try? SolutionFile(cut, of: RecordedSolution.model) else { continue }
      let isWhole = file.values.allSatisfy { $0 > 1 }
      #expect(isWhole || file.format == .cbc || file.format == .scip, "\(String(decoding: cut, as: UTF8.self))")
    }
  }

  static let malformed: [(RecordedSolution, from: String, to: String, says: String)] = [
    (.glpk, "j 1 u 60", "j 1 u sixty", "line 11 of its solution: 'sixty' is no finite number"),
    (.glpk, "j 2 b 40 0", "j 1 b 40 0", "line 12 of its solution: the column comes twice"),
    (.glpk, "j 2 b 40 0", "j 9 b 40 0", "there is no such column"),
    (.glpk, "i 2 b 40 0", "i 7 b 40 0", "there is no such row"),
    (.glpk, "j 2 b 40 0\n", "", "columns or rows are missing"),
    (.glpk, "s bas 2 3", "s bas 7 3", "7 rows and 3 columns are not those of the model"),
    (.glpk, "s bas 2 3 f f", "s bas f f", "not the head of a GLPK solution"),
    (.glpk, "e o f\n", "", "ends before its end mark"),
    (.glpk, "i 1 s 100 20", "what is this", "line 9 of its solution: not a line of a GLPK solution"),
    (.highs, "x 60", "z 60", "the model has no column z"),
    (.highs, "balance 20", "balanced 20", "the model has no row balanced"),
    (.highs, "x 60", "x 60 0", "not a name and a value"),
    (.highs, "# Columns 3\nx 60", "# Columns 300\nx 60", "300 lines were to follow"),
    (.highs, "# Columns 3\nx 60", "# Columns -3\nx 60", "sparse solutions are not read"),
    (.highs, "y 40", "y inf", "'inf' is no finite number"),
    (.highsPretty, "           60           60          -10", "  -10", "not a line of the table"),
    (.highsPretty, "\nModel status: Optimal\n\nObjective value: 1405\n", "", "ends before its status"),
    (.cbc, "0 x ", "x ", "not index, name, value and reduced cost"),
    (.cbc, "0 x ", "0 w ", "the model has no column w"),
    (.cbc, "value 1405.00000000", "value many", "'many' is no finite number"),
    (.scipShell, "(obj:10)", "10", "not a name, a value and (obj:…)"),
    (.gurobi, "y 40\n", "", "no value of column y"),
    (.gurobi, "y 40", "y nan", "'nan' is no finite number"),
    (
      .gurobi, "# Solution for model model\n# Objective value", "<solution>",
      "as none of GLPK, HiGHS, CBC, SCIP, Gurobi does"
    ),
  ]

  @Test(arguments: malformed) func malformedFilesAreRefused(
    _ recorded: RecordedSolution, from: String, to: String, says: String
  ) {
    #expect(recorded.text.contains(from))
    do {
      _ = try read(recorded.text.replacing(from, with: to, maxReplacements: 1))
      Issue.record("read with \(to)")
    } catch {
      #expect(error.description.contains(says), "\(error.description)")
    }
  }

  @Test func textIsAskedFor() {
    #expect(throws: SolutionFile.Fault.self) { try SolutionFile(Data([0xFF, 0xFE, 0x0A]), of: RecordedSolution.model) }
    #expect(throws: SolutionFile.Fault.self) { try SolutionFile(Data(), of: RecordedSolution.model) }
  }

  static let claims: [(String, SolutionFile.Claim)] = [
    ("Infeasible - objective value 12\n", .infeasible), ("Integer infeasible - objective value 12\n", .infeasible),
    ("Unbounded - objective value -1e+30\n", .unbounded),
    ("Stopped on time (no integer solution - continuous used) - objective value 3\n", .noPoint),
    ("solution status: infeasible\nno solution available\n", .infeasible),
    ("solution status: time limit reached\nno solution available\n", .noPoint),
    ("Model status\nInfeasible\n\n# Primal solution values\nNone\n", .infeasible),
    ("Model status\nTime limit reached\n\n# Primal solution values\nNone\n", .noPoint),
    ("s bas 2 3 u u 0\n", .noPoint), ("s bas 2 3 n f 0\n", .infeasible), ("s bas 2 3 f n 0\n", .unbounded),
    ("s mip 2 3 n 0\n", .infeasible), ("s mip 2 3 u 0\n", .noPoint),
  ]

  @Test(arguments: claims) func filesWithoutPointSayWhy(_ text: String, _ claim: SolutionFile.Claim) throws {
    #expect(try read(text).claim == claim)
  }

  @Test func commandsHavePlaceholders() throws {
    #expect(ExternalSolver("highs model.mps") == nil)
    let solver = try #require(ExternalSolver("LANG=C /opt/bin/highs {model} --solution_file {solution}"))
    #expect(solver.name == "highs")
    let line = solver.line(model: URL(filePath: "/tmp/it's here/m.mps"), solution: URL(filePath: "/tmp/s.sol"))
    #expect(line == "LANG=C /opt/bin/highs '/tmp/it'\\''s here/m.mps' --solution_file /tmp/s.sol")
  }
}
