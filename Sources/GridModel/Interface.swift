/// A section of the network (断面): a weighted sum of line flows that stays within limits.
public struct Interface: Sendable, Equatable {
  public var name: String
  public var members: [Member]
  /// MW at most of the sum, and of its negative; infinite where unlimited.
  public var limit: HourlySeries
  public var reverseLimit: HourlySeries

  /// A line and what its flow counts, negative where the line's direction is against the interface.
  public struct Member: Sendable, Equatable {
    public var line: String
    public var weight: Double

    public init(_ line: String, weight: Double = 1) {
      self.line = line
      self.weight = weight
    }
  }

  public init(name: String, members: [Member], limit: HourlySeries, reverseLimit: HourlySeries? = nil) {
    self.name = name
    self.members = members
    self.limit = limit
    self.reverseLimit = reverseLimit ?? limit
  }

  /// MW that the sum can come to at all, and its negative, within the limits of the lines with all that may be built; no
  /// more counts as a limit.
  public func reach(over lines: [Line]) -> (forward: Double, reverse: Double) {
    members.reduce((0, 0)) { sum, member in
      guard let line = lines.first(where: { $0.name == member.line }) else { return sum }
      let weight = abs(member.weight)
      let reach = line.reach
      let (ahead, behind) =
        member.weight > 0 ? (reach.forward, reach.reverse) : (reach.reverse, reach.forward)
      return (sum.0 + weight * ahead, sum.1 + weight * behind)
    }
  }

  func restricted(to steps: Range<Int>) -> Interface {
    var part = self
    part.limit = limit.restricted(to: steps)
    part.reverseLimit = reverseLimit.restricted(to: steps)
    return part
  }
}
