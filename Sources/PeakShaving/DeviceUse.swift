import GridModel
import Schedules

/// What devices do to a load, by their names: the part of a dispatch schedule that an assessment of peaks is about.
public struct DeviceUse: Sendable, Equatable {
  /// MW off the load by step, against what the load has for the device.
  public var relief: [String: [Double]] = [:]
  /// MWh inside at the end of each step; of loads what they may still give.
  public var energy: [String: [Double]] = [:]
  /// Steps in a call, for loads with rules of calls.
  public var calls: [String: [Bool]] = [:]

  public init() {}

  /// The schedule of all devices of a system; those that are not named stand still, and vehicles charge as they come.
  public func schedule(of system: PowerSystem) -> Schedule {
    let count = system.horizon.count
    let zeros = [Double](repeating: 0, count: count)
    var schedule = Schedule(horizon: system.horizon)
    func table(_ names: [String], _ values: (Double) -> Double) -> SeriesTable {
      SeriesTable(names: names, columns: names.map { relief[$0]?.map(values) ?? zeros })
    }
    let storages = system.storages.map(\.name)
    schedule[.storageDischarge] = table(storages) { max(0, $0) }
    schedule[.storageCharge] = table(storages) { max(0, -$0) }
    let levels = system.levels
    schedule[.storageEnergy] = SeriesTable(
      names: levels.map(\.reservoir.name),
      columns: levels.map { level in
        let plants = level.plants.map { inside(of: system.storages[$0], in: system) }
        return (0..<count).map { t in plants.reduce(0) { $0 + $1[t] } }
      })
    // Inflow does not count, as if it went by.
    let fed = levels.map(\.reservoir).filter(\.hasInflow)
    if !fed.isEmpty {
      schedule[.storageSpill] = SeriesTable(names: fed.map(\.name), columns: fed.map { $0.inflow.values(count: count) })
    }
    schedule[.interruption] = table(system.interruptibleLoads.map(\.name)) { $0 }
    let called = system.interruptibleLoads.filter { !$0.calls.areUnrestricted }.map(\.name)
    if !called.isEmpty {
      schedule[.interruptionCall] = SeriesTable(
        names: called, columns: called.map { calls[$0]?.map { $0 ? 1 : 0 } ?? zeros })
    }
    schedule[.shiftDown] = table(system.shiftableLoads.map(\.name)) { max(0, $0) }
    schedule[.shiftUp] = table(system.shiftableLoads.map(\.name)) { max(0, -$0) }
    addVehicles(of: system, to: &schedule)
    return schedule
  }

  private func inside(of storage: Storage, in system: PowerSystem) -> [Double] {
    if let energy = energy[storage.name] { return energy }
    let own = storage.withOwnStore(in: system).ownLevel
    return Array(repeating: own.initialEnergy ?? own.minimumEnergy, count: system.horizon.count)
  }

  private func addVehicles(of system: PowerSystem, to schedule: inout Schedule) {
    let names = system.vehicleFleets.map(\.name)
    guard !names.isEmpty else { return }
    var tables: [Quantity: [[Double]]] = [:]
    for fleet in system.vehicleFleets {
      let atOnce = UnmanagedFleet(fleet, fleet.envelope(over: system.horizon), over: system.horizon)
      let off = relief[fleet.name] ?? atOnce.charge.map { _ in 0 }
      for (quantity, values) in [
        (Quantity.vehicleCharge, zip(atOnce.charge, off).map { max(0, $0 - $1) }),
        (.vehicleDischarge, zip(atOnce.charge, off).map { max(0, $1 - $0) }),
        (.vehicleEnergy, energy[fleet.name] ?? atOnce.level),
        (.vehicleUnmet, atOnce.unmet.map { $0 / system.horizon.stepHours }),
      ] {
        tables[quantity, default: []].append(values)
      }
    }
    for (quantity, columns) in tables { schedule[quantity] = SeriesTable(names: names, columns: columns) }
  }
}

extension DeviceUse {
  /// Rules of the named devices that their schedule breaks, by the audit of dispatch schedules, but for those that an
  /// assessment says it leaves out.
  public func violations(in system: PowerSystem) -> [Violation] {
    var devices = system
    // Nothing else is scheduled; a reservoir has all its plants.
    (devices.thermalUnits, devices.renewables, devices.lines, devices.exportChannels) = ([], [], [], [])
    (devices.converters, devices.interfaces, devices.reserves, devices.processes) = ([], [], [], [])
    (devices.rules, devices.portfolios, devices.outageLimits) = ([], [], [])
    let shared = Set(system.storages.filter { relief[$0.name] != nil }.compactMap(\.reservoir))
    devices.storages.removeAll { relief[$0.name] == nil && !($0.reservoir.map(shared.contains) ?? false) }
    devices.reservoirs.removeAll { !shared.contains($0.name) }
    devices.interruptibleLoads.removeAll { relief[$0.name] == nil }
    devices.shiftableLoads.removeAll { relief[$0.name] == nil }
    devices.vehicleFleets.removeAll { relief[$0.name] == nil }
    let leftOut = devices.rulesLeftOut
    let report = audit(schedule(of: devices), of: devices)
    guard report.cost != nil else { return report.violations }
    return report.violations.filter { violation in
      (relief[violation.component] != nil || shared.contains(violation.component))
        && leftOut[violation.component]?.contains(violation.rule) != true
    }
  }
}

extension PowerSystem {
  /// Rules that assessments of peaks leave out, by device.
  fileprivate var rulesLeftOut: [String: Set<AuditRule>] {
    var rules: [String: Set<AuditRule>] = [:]
    for load in shiftableLoads where load.rampLimit(stepHours: horizon.stepHours) != nil {
      rules[load.name] = [.shiftableRamp]
    }
    for storage in storages {
      for part in AssessedResource(storage, of: self).leftOut {
        let name = part == .window ? storage.reservoir ?? storage.name : storage.name
        rules[name, default: []].formUnion(part.rules)
      }
    }
    return rules
  }
}

extension AssessedResource.LeftOut {
  fileprivate var rules: Set<AuditRule> {
    switch self {
    case .minimum: [.storageMinimum]
    case .budgets: [.storageDay, .storageWeek, .storageYear]
    case .machines: [.storageUnits, .storageChangeover]
    case .window: [.storageLevel]
    case .inflow, .reservoir: []
    }
  }
}

extension PeakShavingAssessment {
  /// The proving schedule device by device, each with its share of what was merged.
  public func deviceUse(of system: PowerSystem) -> DeviceUse {
    var use = DeviceUse()
    let count = schedule.count
    for (i, envelope) in problem.envelopes.enumerated() {
      let relief = schedule.relief(by: envelope, at: i)
      let energy = schedule.energy[i * count..<(i + 1) * count]
      for member in envelope.members {
        use.relief[member.name] = relief.map { $0 * member.share }
        use.energy[member.name] = energy.map { $0 * member.share }
        use.calls[member.name] = calls[member.name]
        // The level of vehicles is what is inside them against charging at once.
        guard let fleet = system.vehicleFleets.first(where: { $0.name == member.name }) else { continue }
        let atOnce = UnmanagedFleet(fleet, fleet.envelope(over: system.horizon), over: system.horizon)
        use.energy[member.name] = zip(atOnce.level, energy).map { $0 + ($1 - envelope.restLevel) * member.share }
      }
    }
    return use
  }

  /// The proving schedule of all devices; those that do not count stand still.
  public func deviceSchedule(of system: PowerSystem) -> Schedule { deviceUse(of: system).schedule(of: system) }
}
