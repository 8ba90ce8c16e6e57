import Foundation
import SeedsAndSnapshots
import Testing

/// Networks that PyPSA makes at random and solves with HiGHS, and this command from their CSV folders: every kind of
/// component, by the script that prints both costs. The recorded ones of SolutionMethodsTests always run.
@Suite struct RandomPyPSANetworkTests {
  private static let venv = ProcessInfo.processInfo.environment["PYPSA_VENV"]

  @Test(.enabled(if: venv != nil, "PYPSA_VENV names no virtual environment with PyPSA"))
  func everyCostOf200IsTheSame() throws {
    let python = URL(filePath: try #require(Self.venv)).appending(path: "bin/python")
    let script = TinyCase.cases.deletingLastPathComponent().appending(path: "Benchmarks/pypsa/networks.py")
    try withTemporaryFolder { folder in
      let output = folder.appending(path: "output")
      let process = try ChildProcess(
        python,
        ["-W", "ignore", script.path, "--griddispatch", Command.executable().path, "--count", "200"],
        in: folder, output: output.path, errors: folder.appending(path: "errors").path)
      let code = try process.exitCode(within: 3600)
      let lines = try String(contentsOf: output, encoding: .utf8).split(separator: "\n")
      #expect(code == 0, "\(lines.filter { !$0.hasSuffix("same") }.joined(separator: "\n"))")
      #expect(lines.last == "200 networks, 0 mismatches")
      #expect(lines.count { $0.hasSuffix("same") } == 200)
    }
  }
}
