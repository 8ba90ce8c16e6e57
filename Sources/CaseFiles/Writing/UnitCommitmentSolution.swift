import Foundation
import GridModel
import Schedules

/// A schedule in the layout of `UnitCommitment.solution` and `UnitCommitment.write` of UnitCommitment.jl (versions 0.3 and
/// 0.4): by quantity, then by name, one value for each step, so that `UnitCommitment.validate` takes it.
///
/// Costs are those of a step, as there. What the layout has no place for is a finding.
public struct UnitCommitmentSolution {
  public let findings: [Finding]
  private let root: JSONText

  public init(_ system: PowerSystem, schedule: Schedule) {
    var log = FindingLog()
    let writing = UnitCommitmentWriting(system: system, schedule: schedule)
    var members = writing.thermalUnits() + writing.network() + writing.storages()
    members += writing.reserves(&log)
    writing.reportOthers(&log)
    root = .object(members)
    findings = log.sorted()
  }

  /// Writes the file, all of it or nothing.
  public func write(to file: URL) throws(CaseError) {
    do {
      try Data((root.text() + "\n").utf8).write(to: file, options: .atomic)
    } catch {
      throw .file(path: file.path, reason: error.localizedDescription)
    }
  }
}

/// The parts of a solution.
struct UnitCommitmentWriting {
  typealias Member = (key: String, value: JSONText)

  let system: PowerSystem
  let schedule: Schedule

  var steps: Int { system.horizon.count }
  var hours: Double { system.horizon.stepHours }

  /// One list for each name.
  func series<C>(_ components: [C], _ name: (C) -> String, _ values: (C) -> [Double]) -> JSONText {
    .object(components.map { (name($0), .list(values($0))) })
  }

  func thermalUnits() -> [Member] {
    let units = system.thermalUnits
    guard !units.isEmpty else { return [] }
    func each(_ values: (ThermalUnit) -> [Double]) -> JSONText { series(units, \.name, values) }
    return [
      ("Thermal production (MW)", each(power)), ("Thermal production cost ($)", each(productionCost)),
      ("Startup cost ($)", each(startCost)), ("Is on", each { isOn($0).map { $0 ? 1 : 0 } }),
      ("Switch on", each { switches(of: $0, on: true) }), ("Switch off", each { switches(of: $0, on: false) }),
    ]
  }

  func power(of unit: ThermalUnit) -> [Double] { schedule.values(.thermalPower, of: unit.name) }

  /// Without commitment a unit that gives anything is on.
  private func isOn(_ unit: ThermalUnit) -> [Bool] {
    schedule.hasCommitment
      ? schedule.values(.thermalStatus, of: unit.name).map { $0 >= 0.5 } : power(of: unit).map { $0 > 1e-6 }
  }

  private func productionCost(of unit: ThermalUnit) -> [Double] {
    let price = unit.fuelPrice + system.co2Price * unit.co2PerFuel
    return zip(power(of: unit), isOn(unit)).map { power, isOn in
      isOn ? (unit.fuelCurve.fuel(at: power) * price + unit.variableCost * power) * hours : 0
    }
  }

  /// 1 in steps in which the unit goes on, or off.
  private func switches(of unit: ThermalUnit, on: Bool) -> [Double] {
    let status = isOn(unit)
    var before = unit.initialState?.isOn ?? status.first ?? false
    return status.map { isOn in
      defer { before = isOn }
      return isOn == on && before != on ? 1 : 0
    }
  }

  /// The cost of a start is that of the class with the longest time off that the unit has reached.
  private func startCost(of unit: ThermalUnit) -> [Double] {
    let status = isOn(unit)
    var before = unit.initialState?.isOn ?? status.first ?? false
    var off = unit.initialState.map { max(0, -$0.hours) } ?? 0
    return status.map { isOn in
      let isStart = isOn && !before
      let cost = isStart ? unit.startClasses.last { $0.offlineHours <= off + 1e-9 }?.cost ?? 0 : 0
      (before, off) = (isOn, isOn ? 0 : off + hours)
      return cost
    }
  }

  /// Buses, lines, and what is on them besides thermal units.
  func network() -> [Member] {
    var members: [Member] = [
      ("Net injection (MW)", series(system.buses, \.name, injection)),
      ("Load curtail (MW)", series(system.buses, \.name) { schedule.values(.unservedEnergy, of: $0.name) }),
    ]
    if !system.lines.isEmpty {
      let none = Array(repeating: 0.0, count: steps)
      members.append(
        (
          "Line overflow (MW)",
          series(system.lines, \.name) { line in
            line.overload == nil ? none : schedule.values(.lineOverload, of: line.name)
          }
        ))
    }
    let served = priceSensitiveLoads()
    if !served.isEmpty { members.append(("Price-sensitive loads (MW)", .object(served))) }
    let profiled = profiledUnits()
    if !profiled.isEmpty {
      members.append(("Profiled production (MW)", series(profiled, \.name, \.power)))
      members.append(("Profiled production cost ($)", series(profiled, \.name, \.cost)))
    }
    return members
  }

  /// MW that a bus gives to its lines.
  private func injection(at bus: Bus) -> [Double] {
    var sum = Array(repeating: 0.0, count: steps)
    for line in system.lines where line.from == bus.name || line.to == bus.name {
      let flow = schedule.values(.lineFlow, of: line.name)
      let sign = (line.from == bus.name ? 1.0 : 0) - (line.to == bus.name ? 1.0 : 0)
      for t in sum.indices { sum[t] += sign * flow[t] }
    }
    return sum
  }

  /// MW served: what may be interrupted less what is; where its size or price varies it is a process that gives it back.
  private func priceSensitiveLoads() -> [Member] {
    system.interruptibleLoads.map { load in
      (load.name, .list(schedule.values(.interruption, of: load.name).map { load.capacity - $0 }))
    }
      + system.processes.filter { isSupply($0) && $0.least == .constant(0) }.map { process in
        let most = process.most.scaled(by: process.capacity).values(count: steps)
        return (process.name, .list(zip(most, schedule.values(.processLevel, of: process.name)).map { $0 - $1 }))
      }
  }

  private struct Profiled {
    var name: String
    var power: [Double]
    var cost: [Double]
  }

  /// Plants that follow a series, and processes where their price varies; what must be taken of one, `name-fixed`, and the
  /// rest are one unit again.
  private func profiledUnits() -> [Profiled] {
    var units: [Profiled] = []
    func add(_ name: String, _ power: [Double], _ price: [Double]) {
      let cost = zip(power, price).map { $0 * $1 * hours }
      if let known = units.firstIndex(where: { $0.name == name }) {
        for t in power.indices {
          units[known].power[t] += power[t]
          units[known].cost[t] += cost[t]
        }
      } else {
        units.append(Profiled(name: name, power: power, cost: cost))
      }
    }
    for plant in system.renewables {
      let isFixedPart = !plant.isCurtailable && plant.name.hasSuffix("-fixed")
      add(
        isFixedPart ? String(plant.name.dropLast("-fixed".count)) : plant.name,
        schedule.values(.renewablePower, of: plant.name), Array(repeating: plant.variableCost, count: steps))
    }
    for process in system.processes where isSupply(process) && process.least != .constant(0) {
      add(process.name, schedule.values(.processLevel, of: process.name), process.cost.values(count: steps))
    }
    return units
  }

  private func isSupply(_ process: LinearProcess) -> Bool {
    process.ports.count == 1 && process.ports[0].rate == .constant(1)
  }

  func storages() -> [Member] {
    let storages = system.storages
    guard !storages.isEmpty else { return [] }
    func each(_ values: (Storage) -> [Double]) -> JSONText { series(storages, \.name, values) }
    func charge(_ storage: Storage) -> [Double] { schedule.values(.storageCharge, of: storage.name) }
    func discharge(_ storage: Storage) -> [Double] { schedule.values(.storageDischarge, of: storage.name) }
    return [
      (
        "Storage level (MWh)",
        each { schedule.values(.storageEnergy, of: $0.reservoir ?? $0.name) }
      ),
      ("Is charging", each { charge($0).map { $0 > 1e-6 ? 1 : 0 } }),
      ("Storage charging rates (MW)", each(charge)),
      ("Storage charging cost ($)", each { storage in charge(storage).map { $0 * storage.chargeCost * hours } }),
      ("Is discharging", each { discharge($0).map { $0 > 1e-6 ? 1 : 0 } }),
      ("Storage discharging rates (MW)", each(discharge)),
      (
        "Storage discharging cost ($)",
        each { storage in discharge(storage).map { $0 * storage.dischargeCost(co2Price: system.co2Price) * hours } }
      ),
    ]
  }
}
