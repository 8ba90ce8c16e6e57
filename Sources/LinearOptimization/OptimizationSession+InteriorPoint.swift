import GLPK

extension OptimizationSession {
  /// Sets the basis next to the end of an interior-point method, for the simplex method to finish; leaves the basis as it
  /// is where that method gets nowhere.
  mutating func startFromInterior(_ options: SolverOptions, _ watch: SolveWatch) throws(SolverFault) {
    let model = model.withTiesBroken
    guard let point = InteriorPoint.find(in: model, watch, memoryLimit: options.memoryLimitMegabytes) else { return }
    // Over long chains of pivots rounding may exceed what is left of independent columns: then fewer will do.
    for tolerance in [1e-6, 1e-4, 1e-2] {
      let basis = point.basis(of: model, tolerance: tolerance)
      try problem.setBasis(columns: basis.columnStatus, rows: basis.rowStatus)
      if try problem.factorize() { return }
    }
    try problem.setAdvancedBasis()
  }
}
