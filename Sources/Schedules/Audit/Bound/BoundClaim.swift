/// A lower bound on the cost of every schedule, as the maker of a schedule claims it.
public struct BoundClaim: Sendable, Equatable {
  /// The certifier of bounds that a search over integer choices proved: prices cannot show those.
  public static let branchAndCut = "GLPK branch and cut"

  public var value: Double
  /// What proved it.
  public var certifiedBy: String

  public init(_ value: Double, certifiedBy: String) {
    self.value = value
    self.certifiedBy = certifiedBy
  }
}
