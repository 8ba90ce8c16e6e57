/// What each resource, and each group of them, adds to the capability, MW; rules of calls are left out.
public struct Contributions: Sendable, Equatable {
  public struct Resource: Sendable, Equatable, Codable {
    public var name: String
    public var group: String
    /// Shaved by it alone.
    public var alone: Double
    /// Lost without it.
    public var lastIn: Double

    enum CodingKeys: String, CodingKey {
      case name, group
      case alone = "alone_mw"
      case lastIn = "last_in_mw"
    }
  }

  public struct Group: Sendable, Equatable, Codable {
    public var name: String
    /// Mean of what it adds over all orders of the groups (L. S. Shapley, "A value for n-person games", 1953); the
    /// shares sum to the capability.
    public var shapley: Double

    enum CodingKeys: String, CodingKey {
      case name
      case shapley = "shapley_mw"
    }
  }

  public var resources: [Resource]
  public var groups: [Group]
}

extension PeakShavingAssessment {
  /// Solves the question again for parts of the fleet: for each resource alone and without it, and for all sets of groups.
  public func contributions(relativeGap: Double = 1e-6) -> Contributions {
    let all = resources.filter { $0.exclusion == nil }.map(\.envelope)
    func shaved(_ part: [EnergyEnvelope]) -> Double {
      let problem = PeakShavingProblem(load: load, stepHours: self.problem.stepHours, envelopes: part.merged)
      return max(0, peak - PeakShavingSolver(problem, options: .init(relativeGap: relativeGap)).solve().level)
    }
    let each = all.indices.map { i in
      let others = all.indices.filter { $0 != i }.map { all[$0] }
      return Contributions.Resource(
        name: all[i].name, group: all[i].group, alone: shaved([all[i]]),
        lastIn: max(0, relaxedCapability - shaved(others)))
    }
    var names: [String] = []
    for envelope in all where !names.contains(envelope.group) { names.append(envelope.group) }
    let sets = 1 << names.count
    let values = (0..<sets).map { set in
      set == 0
        ? 0
        : set == sets - 1
          ? relaxedCapability
          : shaved(all.filter { envelope in names.firstIndex(of: envelope.group).map { set >> $0 & 1 == 1 } ?? false })
    }
    let groups = names.indices.map { g in
      var share = 0.0
      for set in 0..<sets where set >> g & 1 == 0 {
        share += Self.orders(before: set.nonzeroBitCount, of: names.count) * (values[set | 1 << g] - values[set])
      }
      return Contributions.Group(name: names[g], shapley: share)
    }
    return Contributions(resources: each, groups: groups)
  }

  /// Part of all orders of `count` in which a given set of `size` comes right before a given other one.
  private static func orders(before size: Int, of count: Int) -> Double {
    func factorial(_ k: Int) -> Double { k < 2 ? 1 : (2...k).reduce(1.0) { $0 * Double($1) } }
    return factorial(size) * factorial(count - size - 1) / factorial(count)
  }
}
