import CaseFiles
import DispatchFormulation
import Foundation
import GridModel
import SeedsAndSnapshots
import SolutionMethods
import Testing

/// PyPSA's own networks, read, written and read again.
@Suite struct PyPSARoundTripTests {
  @Test(arguments: try PyPSANetworkTests.names()) func objectiveIsKept(name: String) throws {
    let source = try #require(Bundle.module.url(forResource: "Networks", withExtension: nil)).appending(path: name)
    let commitment = ["committable", "switched"].contains { name.hasPrefix($0) }
    let system = try #require(readSystem(at: source).system)
    let network = PyPSAExport(system, commitment: commitment)
    #expect(network.findings.allSatisfy { $0.code == .assumption }, "\(network.findings)")
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "network")
      try network.write(to: folder)
      let (read, findings) = readSystem(at: folder)
      let again = try #require(read, "\(findings.filter { $0.severity == .error })")
      let (before, after) = (try objective(of: system, commitment), try objective(of: again, commitment))
      guard let before, let after else {
        #expect(before == nil && after == nil)
        return
      }
      let total = after + network.constantCost
      #expect(abs(total - before) <= 1e-6 * max(1, abs(before)), "\(total), not \(before)")
    }
  }

  private func objective(of system: PowerSystem, _ commitment: Bool) throws -> Double? {
    let options = SolveOptions(commitment: commitment, gap: commitment ? 1e-9 : 0)
    return try MonolithicMethod(
      DispatchProgram(system, options: .init(commitment: commitment)), options: options
    ).solve().objective
  }
}
