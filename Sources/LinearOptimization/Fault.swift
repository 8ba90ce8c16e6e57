import GLPK

/// What `solve` and sessions throw: faults of the solver and refused input, never a property of the model's optimum.
public typealias SolverFault = GLPK.SolverFault

/// Version of the solver library, such as `5.0`.
public var solverVersion: String { glpkVersion }
