import Foundation
import GLPK
import LinearOptimization
import SeedsAndSnapshots
import Testing

@Suite struct ModelWritingTests {
  private func withFile(_ model: LinearModel, _ format: Problem.FileFormat, _ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("model-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appendingPathComponent("model")
    switch format {
    case .freeMPS: try writeMPS(model, to: url)
    case .cplexLP: try writeLP(model, to: url)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["model"])
    try body(url)
  }

  /// Solves a file as GLPK reads it, with nothing of ours but the handle.
  private func verdict(_ format: Problem.FileFormat, _ url: URL, isInteger: Bool) throws -> Oracle? {
    var problem = try Problem()
    try problem.read(format, path: url.path)
    var state = try problem.runSimplex(.dual, milliseconds: 10_000)
    if state.status != .optimal { state = try problem.runSimplex(.primal, milliseconds: 10_000) }
    switch state.status {
    case .nonexistent: return .infeasible
    case .unbounded: return .unbounded
    case .optimal where isInteger:
      let result = try problem.runBranchAndCut(
        relativeGap: 0, milliseconds: 10_000, cuts: false, start: nil, poll: { _ in false })
      if result.status == .nonexistent { return .infeasible }
      return result.status == .optimal ? .optimal(try #require(result.tree.incumbent)) : nil
    case .optimal: return .optimal(state.objective)
    default: return nil
    }
  }

  @Test(arguments: [Problem.FileFormat.freeMPS, .cplexLP])
  func readsBackToTheSameOptimum(format: Problem.FileFormat) throws {
    for seed in seeds(150) {
      let integers = seed % 3
      let model = randomModel(seed: seed, columns: 2 + seed % 6, rows: seed % 6, integers: integers)
      let expected = try LinearOptimizationTests.verdict(of: model)
      try withFile(model, format) { url in
        let found = try verdict(format, url, isInteger: integers > 0)
        let text = try String(contentsOf: url, encoding: .utf8)
        #expect(
          agree(found, expected),
          "seed \(seed): \(String(describing: found)), not \(String(describing: expected))\n\(text)")
      }
    }
  }

  @Test(arguments: [Problem.FileFormat.freeMPS, .cplexLP])
  func dispatchReadsBack(format: Problem.FileFormat) throws {
    for model in [dispatchModel(hours: 48, units: 5), commitmentModel(hours: 6, units: 3)] {
      let expected = try LinearOptimizationTests.verdict(of: model)
      try withFile(model, format) { url in
        let found = try verdict(format, url, isInteger: model.integerCount > 0)
        #expect(agree(found, expected))
      }
    }
  }

  @Test(arguments: [Problem.FileFormat.freeMPS, .cplexLP])
  func anyNameIsMadeValidAndDistinct(format: Problem.FileFormat) throws {
    var model = LinearModel()
    let labels = [
      "power(Datong-1)", "power(Datong_1)", "power(Datong+1)", "大同 1", "大同 2", "e5", "5e", ".5", "free", "End", "inf",
      "st", "", " ", "a[0]", "objective", "constant_one", "$x", "*x", "x:y", "x<=y",
      String(repeating: "long", count: 99),
    ]
    var terms: [Term] = []
    for label in labels {
      terms.append(Term(model.addColumns(label, count: 2, upper: 1, cost: -1), 1))
      terms.append(Term(model.addColumns(label, count: 1, upper: 1, cost: -1), 1))
    }
    for label in labels { model.addRows(label, count: 2, upper: 1000, terms: terms) }
    model.objectiveOffset = 0.1
    try withFile(model, format) { url in
      let found = try verdict(format, url, isInteger: false)
      #expect(agree(found, .optimal(0.1 - 3 * Double(labels.count))))
      var problem = try Problem()
      try problem.read(format, path: url.path)
      #expect(problem.columnCount == model.columnCount + 1)
      #expect(problem.rowCount == model.rowCount)
    }
  }

  @Test(arguments: [Problem.FileFormat.freeMPS, .cplexLP])
  func theEmptyModelReadsBack(format: Problem.FileFormat) throws {
    try withFile(LinearModel(), format) { url in
      var problem = try Problem()
      try problem.read(format, path: url.path)
    }
  }

  @Test func aFailedWriteLeavesNothing() throws {
    #expect(throws: (any Error).self) {
      try writeMPS(LinearModel(), to: URL(fileURLWithPath: "/nowhere/at/all.mps"))
    }
  }
}
