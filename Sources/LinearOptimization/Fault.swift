import GLPK

/// What `solve` and sessions throw: faults of the solver and refused input, never a property of the model's optimum.
public typealias SolverFault = GLPK.SolverFault
