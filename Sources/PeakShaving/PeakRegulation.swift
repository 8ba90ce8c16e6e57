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
    /// MW that storage and shiftable load can take in the valley.
    public var chargingRoom: Double
    /// Lowest net load and charging room less the minimum output, MW; below 0 a shortfall (调峰缺口).
    public var regularMargin: Double
    public var deepMargin: Double
    /// MWh that units at least stable output, storage and shiftable load leave no room for.
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
  /// Units that must run come first, then those of the lowest fuel rate at full load, until the day's highest net load
  /// and the reserve are covered.
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
    let fleet = ThermalOrder(system.thermalUnits, count: count)
    let room = ChargingRoom(system)
    days = horizon.days.map { steps in
      let peak = steps.max { net[$0] + reserve[$0] < net[$1] + reserve[$1] } ?? steps.lowerBound
      let lowest = steps.min { net[$0] < net[$1] } ?? steps.lowerBound
      let committed = fleet.committed(for: net[peak] + reserve[peak], peak: peak, valley: lowest)
      let surplus = steps.map { max(0, committed.deep - net[$0]) }
      let left = room.absorb(surplus, stepHours: horizon.stepHours)
      return Day(
        step: steps.lowerBound, committedCapacity: committed.capacity, regularMinimum: committed.regular,
        deepMinimum: committed.deep, lowestNetLoad: net[lowest], lowestStep: lowest, chargingRoom: room.power,
        regularMargin: net[lowest] + room.power - committed.regular,
        deepMargin: net[lowest] + room.power - committed.deep,
        curtailment: left.reduce(0, +) * horizon.stepHours, unabsorbed: left.max() ?? 0)
    }
  }
}

/// Thermal units in the order in which they are committed.
private struct ThermalOrder {
  private let units: [ThermalUnit]
  private let mustRun: [[Double]]
  private let availability: [[Double]]
  private let order: [Int]

  init(_ units: [ThermalUnit], count: Int) {
    self.units = units
    mustRun = units.map { $0.mustRun.values(count: count) }
    availability = units.map { $0.availability.values(count: count) }
    func rate(_ unit: ThermalUnit) -> Double {
      guard let fuel = unit.fuelCurve.fuels.last, let output = unit.fuelCurve.outputs.last, output > 0 else { return 0 }
      return fuel * unit.fuelPrice / output + unit.variableCost
    }
    order = units.indices.sorted { (rate(units[$0]), $0) < (rate(units[$1]), $1) }
  }

  func committed(for need: Double, peak: Int, valley: Int) -> (capacity: Double, regular: Double, deep: Double) {
    var result = (capacity: 0.0, regular: 0.0, deep: 0.0)
    func take(_ i: Int) {
      let unit = units[i]
      result.capacity += unit.capacity * availability[i][peak]
      let least = min(unit.minimumOutput, unit.capacity * availability[i][valley])
      result.deep += least
      result.regular += max(least, min(0.5 * unit.capacity, unit.capacity * availability[i][valley]))
    }
    func isSet(_ i: Int) -> Bool { mustRun[i][peak] > 0.5 || mustRun[i][valley] > 0.5 }
    for i in order where isSet(i) { take(i) }
    for i in order where !isSet(i) && availability[i][peak] > 0 && result.capacity < need { take(i) }
    return result
  }
}

/// What storage, empty before the valley, and shiftable load can take in a day.
private struct ChargingRoom {
  private var devices: [(power: Double, energy: Double)] = []

  init(_ system: PowerSystem) {
    let electric = system.busNames(of: .electricity)
    for storage in system.storages where electric.contains(storage.bus) {
      let own = storage.withOwnStore(in: system).ownLevel
      let energy = storage.chargeCapacity > 0 ? (own.energyCapacity - own.minimumEnergy) / storage.chargeEfficiency : 0
      devices.append((storage.chargeCapacity, energy))
    }
    for load in system.shiftableLoads where electric.contains(load.bus) {
      // What is raised in some hours is lowered in the others of its window.
      let hours = min(24, load.windowHours)
      let raised = hours * load.upCapacity * load.downCapacity / max(load.upCapacity + load.downCapacity, 1e-9)
      devices.append((load.upCapacity, raised))
    }
    // Those that last longest first is the order that takes most.
    devices.sort { $0.energy * max($1.power, 1e-9) > $1.energy * max($0.power, 1e-9) }
  }

  var power: Double { devices.reduce(0) { $0 + min($1.power, $1.energy) } }

  /// What is left of a surplus by step, MW.
  func absorb(_ surplus: [Double], stepHours: Double) -> [Double] {
    var left = surplus
    for device in devices {
      var energy = device.energy
      // The highest steps first, so that what is left is as flat as it can be.
      for t in left.indices.sorted(by: { left[$0] > left[$1] }) where left[t] > 0 && energy > 0 {
        let taken = min(device.power, left[t], energy / stepHours)
        left[t] -= taken
        energy -= taken * stepHours
      }
    }
    return left
  }
}
