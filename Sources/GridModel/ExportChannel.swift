/// A channel that takes power out of the system: on a fixed schedule, in steps, or within a band.
///
/// What counts is the power that leaves the bus. What the channel loses on the way is the sender's: only what arrives is
/// paid for. Imports arrive at the bus as stated and cost the price.
public struct ExportChannel: Sendable, Equatable {
  public var name: String
  public var bus: String
  /// MW at most.
  public var capacity: Double
  /// MW sent out, negative for an import; of a flexible channel the least that is sent.
  public var schedule: HourlySeries
  /// Currency earned per MWh that arrives.
  public var price: HourlySeries
  /// Part of what is sent that does not arrive.
  public var lossPart: Double
  /// What may be chosen; `nil` for a fixed schedule.
  public var flexibility: ExportFlexibility?
  public var renewables: RenewableObligation?
  /// What was sent before the first step.
  public var sent = ExportHistory()

  public init(
    name: String, bus: String, capacity: Double, schedule: HourlySeries, price: HourlySeries = 0, lossPart: Double = 0,
    flexibility: ExportFlexibility? = nil, renewables: RenewableObligation? = nil
  ) {
    self.name = name
    self.bus = bus
    self.capacity = capacity
    self.schedule = schedule
    self.price = price
    self.lossPart = lossPart
    self.flexibility = flexibility
    self.renewables = renewables
  }

  /// MW that arrive of what is sent; an import counts in full.
  public func arriving(_ power: Double) -> Double { power > 0 ? (1 - lossPart) * power : power }

  func restricted(to steps: Range<Int>) -> ExportChannel {
    var channel = self
    channel.schedule = schedule.restricted(to: steps)
    channel.price = price.restricted(to: steps)
    channel.flexibility?.most = flexibility?.most.restricted(to: steps) ?? .constant(0)
    return channel
  }

  /// Least and most MW sent in each step, imports negative; of a stepped channel the outer levels that the step allows.
  public func band(count: Int) -> (least: [Double], most: [Double]) {
    var least = schedule.values(count: count)
    guard let flexibility else { return (least, least) }
    var most = flexibility.most.values(count: count)
    guard !flexibility.levels.isEmpty else { return (least, most) }
    for t in 0..<count {
      let allowed = flexibility.levels.filter { $0 >= least[t] - 1e-9 && $0 <= most[t] + 1e-9 }
      if let low = allowed.min(), let high = allowed.max() { (least[t], most[t]) = (low, high) }
    }
    return (least, most)
  }

  /// MWh that the energy of each run may come to with what was sent before: in proportion to the part of its day or year
  /// up to the end of the run.
  public func energyLimits(
    _ limits: ClosedRange<Double>, of runs: [Range<Int>], fullHours: (Range<Int>) -> Double, hoursBefore: Double,
    sentBefore: Double, stepHours: Double
  ) -> [ClosedRange<Double>] {
    runs.enumerated().map { number, run in
      let elapsed = Double(run.count) * stepHours + (number == 0 ? hoursBefore : 0)
      let part = min(1, elapsed / fullHours(run))
      let sent = number == 0 ? sentBefore : 0
      let low = limits.lowerBound > 0 ? limits.lowerBound * part - sent : -.infinity
      return low...max(low, limits.upperBound * part - sent)
    }
  }

  public func dailyLimits(over horizon: Horizon) -> [ClosedRange<Double>] {
    energyLimits(
      flexibility?.energyPerDay ?? 0...(.infinity), of: horizon.days, fullHours: { _ in 24 },
      hoursBefore: sent.hoursInDay, sentBefore: sent.inDay, stepHours: horizon.stepHours)
  }

  public func yearlyLimits(over horizon: Horizon) -> [ClosedRange<Double>] {
    energyLimits(
      flexibility?.energyPerYear ?? 0...(.infinity), of: horizon.years,
      fullHours: {
        CivilCalendar.daysInMonth(year: horizon.localTime($0.lowerBound).year, month: 2) == 29 ? 8784 : 8760
      },
      hoursBefore: sent.hoursInYear, sentBefore: sent.inYear, stepHours: horizon.stepHours)
  }
}

/// What a channel may choose between its schedule as the least and `most`.
public struct ExportFlexibility: Sendable, Equatable {
  /// MW sent at most.
  public var most: HourlySeries
  /// MW per hour by which the power may change; infinite when unlimited.
  public var ramp = Double.infinity
  /// MWh in one local day and calendar year; a day or year that the horizon cuts has its part.
  public var energyPerDay = 0...Double.infinity
  public var energyPerYear = 0...Double.infinity
  /// MW, ascending: the power is one of these where statuses are decided, else anything between the outer ones.
  public var levels: [Double] = []
  /// Hours that a level is kept at least. It holds where statuses are decided.
  public var minimumLevelHours = 0.0

  public init(most: HourlySeries) {
    self.most = most
  }
}

/// At least a part of what a channel sends over each period is renewable energy.
///
/// What counts is output of the plants in `renewables` (of one zone, or of the whole system) that is designated to the
/// channel in the step in which it is generated: no more than the channel sends, and no MWh for two channels.
public struct RenewableObligation: Sendable, Equatable {
  /// Part of the energy sent.
  public var part: Double
  public var period: Period
  /// `nil` for the whole system.
  public var zone: String?
  /// Currency per MWh short.
  public var shortfallPrice: Double

  public enum Period: String, Sendable, CaseIterable {
    case day, month, year
  }

  public init(part: Double, period: Period = .year, zone: String? = nil, shortfallPrice: Double) {
    self.part = part
    self.period = period
    self.zone = zone
    self.shortfallPrice = shortfallPrice
  }

  /// The runs of steps over which the part must be reached.
  public func runs(of horizon: Horizon) -> [Range<Int>] {
    switch period {
    case .day: horizon.days
    case .month:
      horizon.runs { step in
        let time = horizon.localTime(step)
        return time.year * 12 + time.month
      }
    case .year: horizon.years
    }
  }
}

/// What a channel sent before the first step.
public struct ExportHistory: Sendable, Equatable {
  /// MWh in the local day and calendar year of the first step, and the hours of them that have passed.
  public var inDay = 0.0
  public var inYear = 0.0
  public var hoursInDay = 0.0
  public var hoursInYear = 0.0
  /// MW in the step before; `nil` where none is remembered.
  public var power: Double?
  /// Hours that it has lasted so.
  public var levelHours = 0.0
  /// MWh designated and short beyond what the period of the first step has asked for so far; negative when missing.
  public var renewableSurplus = 0.0

  public init() {}
}

extension PowerSystem {
  /// Where renewable energy for channels comes from: the zones named by channels and, as `nil`, the whole system.
  public var renewablePools: [String?] {
    var pools: [String?] = []
    for channel in exportChannels {
      guard let obligation = channel.renewables, !pools.contains(obligation.zone) else { continue }
      pools.append(obligation.zone)
    }
    // Zones and the whole must share what there is.
    if pools.contains(nil), pools.count > 1 { pools = [nil] + pools.filter { $0 != nil } }
    return pools
  }
}
