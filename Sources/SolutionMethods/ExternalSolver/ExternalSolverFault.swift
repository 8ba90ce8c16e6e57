import LinearOptimization

/// Why there is no answer of an external solver that can be used.
public enum ExternalSolverFault: Error, Equatable, CustomStringConvertible {
  /// What is wrong with the command or with what it wrote, and the end of what it printed.
  case unusable(String, output: String)
  /// GLPK failed at what is left to it.
  case solver(SolverFault)

  public var description: String {
    switch self {
    case .unusable(let reason, let output):
      output.isEmpty ? reason : reason + "\nit printed last:\n" + output
    case .solver(let fault): "\(fault)"
    }
  }
}
