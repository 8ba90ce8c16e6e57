/// What runs at a level between limits, and gives to buses and takes from them in proportion: a plant or conversion that no
/// other device describes, such as a heat pump whose efficiency follows the weather, a plant with several products, or a
/// cable with losses that leads both ways.
public struct LinearProcess: Sendable, Equatable {
  /// What one MW of level does at a bus.
  public struct Port: Sendable, Equatable {
    public var bus: String
    /// MW given to the bus per MW of level; negative for what is taken.
    public var rate: HourlySeries

    public init(bus: String, rate: HourlySeries) {
      self.bus = bus
      self.rate = rate
    }
  }

  public var name: String
  public var ports: [Port]
  /// MW that the limits are parts of.
  public var capacity: Double
  /// Part of the capacity at least, negative where it may run backwards, and at most.
  public var least: HourlySeries
  public var most: HourlySeries
  /// Currency per MWh of level, of either sign.
  public var cost: HourlySeries
  /// MW per hour; infinite when unlimited.
  public var rampUp: Double
  public var rampDown: Double
  /// MW before the first step; `nil`: unknown, and the first step is free.
  public var initialLevel: Double?

  public init(
    name: String, ports: [Port], capacity: Double, least: HourlySeries = .constant(0),
    most: HourlySeries = .constant(1), cost: HourlySeries = .constant(0), rampUp: Double = .infinity,
    rampDown: Double = .infinity, initialLevel: Double? = nil
  ) {
    self.name = name
    self.ports = ports
    self.capacity = capacity
    self.least = least
    self.most = most
    self.cost = cost
    self.rampUp = rampUp
    self.rampDown = rampDown
    self.initialLevel = initialLevel
  }

  /// Whether a ramp can be slower than the range of the level, with where it was before.
  public func isRamped(stepHours: Double) -> Bool {
    let (lowest, highest) = (capacity * (least.range?.lowerBound ?? 0), capacity * (most.range?.upperBound ?? 0))
    let range = max(highest, initialLevel ?? highest) - min(lowest, initialLevel ?? lowest)
    return min(rampUp, rampDown) * stepHours < range
  }

  /// MW that it can bring to a bus at most.
  public func greatestSupply(at bus: String) -> Double {
    let levels = [least.range?.lowerBound ?? 0, most.range?.upperBound ?? 0].map { $0 * capacity }
    return ports.filter { $0.bus == bus }.reduce(0) { sum, port in
      let rates = [port.rate.range?.lowerBound ?? 0, port.rate.range?.upperBound ?? 0]
      return sum + max(0, rates.flatMap { rate in levels.map { $0 * rate } }.max() ?? 0)
    }
  }

  func restricted(to steps: Range<Int>) -> LinearProcess {
    var process = self
    process.ports = ports.map { Port(bus: $0.bus, rate: $0.rate.restricted(to: steps)) }
    process.least = least.restricted(to: steps)
    process.most = most.restricted(to: steps)
    process.cost = cost.restricted(to: steps)
    if steps.lowerBound > 0 { process.initialLevel = nil }
    return process
  }
}
