import LinearOptimization

/// A proof that no schedule costs less: duals of the rows of a model, and the bound that they prove by one pass over it.
///
/// Wrong duals can only make the bound worse, so nothing about the solver that they come from has to be trusted. Where
/// the model has integer columns, the bound is one on its relaxation, and so on it.
public struct OptimalityCertificate: Sendable {
  /// No point of the model costs less; safe against rounding, −∞ where the duals prove nothing.
  public let bound: Double
  /// Such as `row duals of GLPK simplex`.
  public let certifiedBy: String
  /// One per row of the model; published as prices, they let a stranger derive the bound again.
  public let rowDuals: [Double]

  /// - Parameter maker: what the duals come from, such as `GLPK simplex`.
  public init(rowDuals: [Double], of model: LinearModel, maker: String) {
    bound = model.lagrangianBound(rowDuals: rowDuals)
    certifiedBy = "row duals of \(maker)"
    self.rowDuals = rowDuals
  }
}
