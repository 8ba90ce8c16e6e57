import DispatchFormulation
import Foundation
import LinearOptimization
import Testing

@Suite struct PGLibTests {
  private func bounds(_ name: String, hours: Int) throws -> (ours: Double, published: Double)? {
    guard let file = PGLibCase.file(name) else { return nil }
    let instance = try PGLibCase.read(file, hours: hours)
    var session = try LazySession(DispatchProgram(instance.system, options: .init(commitment: true)).model)
    let ours = try session.solve()
    let published = try solve(PGLibModel(instance).model)
    print(name, hours, ours.status, ours.objective, published.status, published.objective)
    return (ours.objective, published.objective)
  }

  @Test(arguments: ["rts_gmlc/2020-01-27", "rts_gmlc/2020-07-06"])
  func firstHours(name: String) throws {
    _ = try bounds(name, hours: 12)
  }
}
