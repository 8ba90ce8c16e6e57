/// A connection of two buses; flow is positive from `from` to `to`, and counts in the middle of the line.
public struct Line: Sendable, Equatable {
  public var name: String
  public var from: String
  public var to: String
  /// MW in the positive direction; below zero, so much must flow in the negative one at least.
  public var capacity: Double
  /// MW in the negative direction, likewise.
  public var reverseCapacity: Double
  /// Any one unit for the whole case (p.u. or ohm): only ratios matter. `nil` for a controllable link, which DC power
  /// flow leaves free within its limits.
  public var reactance: Double?
  public var kind: Kind
  /// `nil` for a line that loses nothing.
  public var loss: LineLoss?
  /// MW that a link carries at least in either direction when it is on. It holds where statuses are decided.
  public var minimumFlow: Double
  /// Whether the others must stay within their emergency limits when this line trips.
  public var isSecured: Bool
  /// MW in either direction after the outage of another line; `nil` for the limits that always hold.
  public var emergencyCapacity: Double?
  /// How far the limits may be gone beyond; `nil` for limits that hold.
  public var overload: LineOverload?
  /// What may be built besides `capacity` and `reverseCapacity`, MW; the reactance stays.
  public var expansion: Expansion?
  /// Part of what is built that leads backwards too: 0 for a link of one way.
  public var builtReversePart: Double

  public enum Kind: String, Sendable, CaseIterable {
    case ac
    /// A direct-current link: its flow is set, whatever the voltages.
    case hvdc
  }

  public init(
    name: String, from: String, to: String, capacity: Double, reverseCapacity: Double? = nil, reactance: Double? = nil,
    kind: Kind = .ac, loss: LineLoss? = nil, minimumFlow: Double = 0, isSecured: Bool = false,
    emergencyCapacity: Double? = nil, expansion: Expansion? = nil, builtReversePart: Double = 1
  ) {
    self.name = name
    self.from = from
    self.to = to
    self.capacity = capacity
    self.reverseCapacity = reverseCapacity ?? capacity
    self.reactance = reactance
    self.kind = kind
    self.loss = loss
    self.minimumFlow = minimumFlow
    self.isSecured = isSecured
    self.emergencyCapacity = emergencyCapacity
    self.expansion = expansion
    self.builtReversePart = builtReversePart
  }

  /// MW at which the loss is stated: the larger of both capacities.
  public var rating: Double { max(capacity, reverseCapacity) }
  /// MW in either direction at most, with all that may be built.
  public var largestFlow: Double { rating + (expansion?.most ?? 0) + (overload?.most ?? 0) }
  /// MW in the positive direction and in the negative one at most, with all that may be built and beyond the limits.
  public var reach: (forward: Double, reverse: Double) {
    let (whole, beyond) = (building(expansion?.most ?? 0), overload?.most ?? 0)
    return (whole.capacity + beyond, whole.reverseCapacity + beyond)
  }
  /// Flow after the outage of another line lies between these, MW.
  public var emergencyLimits: (lowest: Double, highest: Double) {
    (-(emergencyCapacity ?? reverseCapacity), emergencyCapacity ?? capacity)
  }
  /// MW lost at full flow.
  public var fullLoss: Double { (loss?.part ?? 0) * rating }
}

/// How far a line may go beyond its limits in either direction, after outages beyond the emergency limits, and for what.
public struct LineOverload: Sendable, Equatable {
  /// MW.
  public var most: Double
  /// Currency per MWh, once for all limits of the line in a step.
  public var price: Double

  public init(most: Double, price: Double) {
    self.most = most
    self.price = price
  }
}

/// What a line loses: chords of the parabola p · f² / rating over equal segments of the flow. Half is drawn at each end.
///
/// With one segment the loss is in proportion to the flow. The chords meet the parabola where they join and lie above it
/// by at most p · rating / (4 n²) in between.
public struct LineLoss: Sendable, Equatable {
  /// Part of the flow that is lost at the rating.
  public var part: Double
  /// At least 1.
  public var segments: Int

  public init(part: Double, segments: Int = 1) {
    self.part = part
    self.segments = segments
  }

  /// Loss as the greatest of these lines in the flow's size, MW: slope · |f| + constant.
  public func chords(rating: Double) -> [(slope: Double, constant: Double)] {
    let n = Double(segments)
    return (1...max(1, segments)).map { number in
      let k = Double(number)
      return (part * (2 * k - 1) / n, -part * rating * k * (k - 1) / (n * n))
    }
  }
}

/// How flows are tied to the network.
public enum NetworkModel: String, Sendable, CaseIterable {
  /// Flows are free within the limits of the lines.
  case transport
  /// Linear power flow: flows obey the reactances around every cycle.
  case dc
}
