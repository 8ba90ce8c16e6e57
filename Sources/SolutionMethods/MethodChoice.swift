/// Which method solves a case.
public enum MethodChoice: String, Sendable, CaseIterable {
  /// Left to the program: for now always one model.
  case auto
  /// One model of the whole case.
  case monolithic
  /// Window by window, as operation does: a schedule, not an optimum.
  case rolling

  /// The method itself.
  public var chosen: MethodChoice { self == .auto ? .monolithic : self }
}
