import CaseFiles
import DispatchFormulation
import Foundation
import LinearOptimization
import Testing

/// The commitment model against the published one of pglib-uc, on its own instances.
@Suite struct PGLibTests {
  private func relaxation(_ file: URL, hours: Int? = nil) throws -> Double {
    let whole = try #require(importPGLibUC(at: file).system)
    let system = hours.map { whole.restricted(to: 0..<$0) } ?? whole
    var session = try LazySession(DispatchProgram(system, options: .init(commitment: true)).model)
    return try session.solve().objective
  }

  private func published(_ instance: PGLibCase, _ tightening: PGLibModel.Tightening = []) throws -> Double {
    try solve(PGLibModel(instance, tightening).model).objective
  }

  /// Our relaxation is the published one with named tightenings, and nothing else.
  @Test(
    .enabled(if: PGLibCase.file("rts_gmlc/2020-01-27") != nil, "needs the published instances"),
    arguments: [("2020-01-27", 12), ("2020-07-06", 12), ("2020-01-27", 5)])
  func isThePublishedModelTightened(day: String, hours: Int) throws {
    let file = try #require(PGLibCase.file("rts_gmlc/\(day)"))
    let instance = try PGLibCase.read(file, hours: hours)
    let ours = try relaxation(file, hours: hours)
    let tightened = try published(instance, .all)
    #expect(areClose(ours, tightened), "\(ours), not \(tightened)")
    #expect(ours >= (try published(instance)) - 1e-3)
  }

  /// Slow: with GRIDDISPATCH_TEST_PGLIB=1 only.
  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["GRIDDISPATCH_TEST_PGLIB"] != nil),
    arguments: [("2020-01-27", 1_205_494.5062, 1_233_744.5), ("2020-07-06", 3_720_622.00, 3_729_194.9)])
  func wholeInstances(day: String, reference: Double, bestKnown: Double) throws {
    let file = try #require(PGLibCase.file("rts_gmlc/\(day)"))
    let instance = try PGLibCase.read(file)
    let ours = try relaxation(file)
    print(day, "ours", ours)
    #expect(ours <= bestKnown)
    let plain = try published(instance)
    print(day, "published", plain)
    #expect(abs(plain - reference) < 0.01)
    #expect(ours >= plain - 0.01)
    let tightened = try published(instance, .all)
    print(day, "published, tightened", tightened)
    #expect(areClose(ours, tightened))
  }
}
