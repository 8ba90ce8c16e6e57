import GridModel

/// The balance of peak regulation (调峰平衡), day by day: what must run for the day's peak against what the valley takes.
public struct PeakRegulation: Sendable, Equatable {
  public struct Day: Sendable, Equatable {
    /// First step of the day.
    public var step: Int
    /// MW of the units committed for the day's highest net load and the reserve.
    public var committedCapacity: Double
    /// Their minimum output in regular regulation, at half load or above, MW.
    public var regularMinimum: Double
    /// Their least stable output, MW.
    public var deepMinimum: Double
    /// Lowest load and export less all renewable power, MW, and its step.
    public var lowestNetLoad: Double
    public var lowestStep: Int
    /// MW that storage, shiftable load and vehicles can take in the valley.
    public var chargingRoom: Double
    /// Lowest net load and charging room less the minimum output, MW; below 0 a shortfall (调峰缺口).
    public var regularMargin: Double
    public var deepMargin: Double
    /// MWh that units at least stable output, storage, shiftable load and vehicles leave no room for.
    public var curtailment: Double
    /// Most of it at one time, MW: what the minimum output must fall by, or storage must take more.
    public var unabsorbed: Double
  }

  public var days: [Day]

  /// Totals of a calendar month.
  public struct Month: Sendable, Equatable {
    public var year: Int
    public var month: Int
    /// Days whose units at least stable output leave a shortfall, storage counted.
    public var shortfallDays = 0
    /// MW.
    public var worstMargin = Double.infinity
    /// MWh.
    public var curtailment = 0.0
  }

  /// The days of least margin, worst first.
  public func worst(_ count: Int) -> [Day] { Array(days.sorted { $0.deepMargin < $1.deepMargin }.prefix(count)) }

  public func months(of horizon: Horizon) -> [Month] {
    var months: [Month] = []
    for day in days {
      let time = horizon.localTime(day.step)
      if months.last?.month != time.month || months.last?.year != time.year {
        months.append(Month(year: time.year, month: time.month))
      }
      let k = months.count - 1
      if day.deepMargin < 0 { months[k].shortfallDays += 1 }
      months[k].worstMargin = min(months[k].worstMargin, day.deepMargin)
      months[k].curtailment += day.curtailment
    }
    return months
  }

  /// Part of the capacity committed on the worst day that its minimum output must fall to, or `nil` without shortfall.
  public var retrofit: Double? {
    guard let worst = days.max(by: { $0.unabsorbed < $1.unabsorbed }), worst.unabsorbed > 0, worst.committedCapacity > 0
    else { return nil }
    return max(0, worst.deepMinimum - worst.unabsorbed) / worst.committedCapacity
  }

  /// MW and MWh of charging that would take all of it, each on its worst day.
  public var storage: (power: Double, energy: Double) {
    (days.map(\.unabsorbed).max() ?? 0, days.map(\.curtailment).max() ?? 0)
  }
}

extension PeakRegulation {
  /// Units that must run come first, then those that heat needs (以热定电), then those of the lowest fuel rate at full load,
  /// until the day's highest net load and the reserve are covered. Heat is as it is at the peak and in the valley; stores of
  /// heat and electric boilers stand still.
  public init(of system: PowerSystem) {
    let horizon = system.horizon
    let count = horizon.count
    var net = system.unmanagedLoad
    for channel in system.exportChannels {
      let schedule = channel.schedule.values(count: count)
      for t in net.indices { net[t] += schedule[t] }
    }
    for plant in system.renewables {
      let availability = plant.availability.values(count: count)
      for t in net.indices { net[t] -= plant.capacity * availability[t] }
    }
    for storage in system.storages {
      let least = storage.minimumDischarge.values(count: count)
      for t in net.indices { net[t] -= least[t] }
    }
    var reserve = [Double](repeating: 0, count: count)
    for rule in system.reserves where rule.direction == .up && rule.zone == nil {
      let required = rule.requirement.values(count: count)
      for t in reserve.indices { reserve[t] = max(reserve[t], required[t]) }
    }
    let fleet = ThermalOrder(system)
    let room = ChargingRoom(system)
    days = horizon.days.map { steps in
      let peak = steps.max { net[$0] + reserve[$0] < net[$1] + reserve[$1] } ?? steps.lowerBound
      let lowest = steps.min { net[$0] < net[$1] } ?? steps.lowerBound
      let committed = fleet.committed(for: net[peak] + reserve[peak], peak: peak, valley: lowest)
      let surplus = steps.map { max(0, committed.deep - net[$0]) }
      let left = room.absorb(surplus, from: steps.lowerBound, stepHours: horizon.stepHours)
      let power = room.power(at: lowest)
      return Day(
        step: steps.lowerBound, committedCapacity: committed.capacity, regularMinimum: committed.regular,
        deepMinimum: committed.deep, lowestNetLoad: net[lowest], lowestStep: lowest, chargingRoom: power,
        regularMargin: net[lowest] + power - committed.regular,
        deepMargin: net[lowest] + power - committed.deep,
        curtailment: left.reduce(0, +) * horizon.stepHours, unabsorbed: left.max() ?? 0)
    }
  }
}
