import Foundation
import GridModel

/// The dispatch as a dense linear program, written from the definitions of the domain model and not from the formulation
/// under test: outputs are convex combinations of the points of a fuel curve, storage levels are sums of what went in and
/// out, linear power flow is by voltage angles. Statuses are given data, so that every rule on them is plain code.
struct DenseDispatch {
  let system: PowerSystem
  /// On or off by unit and step; `nil` dispatches without commitment.
  let statuses: [[Bool]]?
  private(set) var program = DenseLinearProgram()
  /// Charging and discharging, by storage and step.
  private(set) var storagePowers: [[(charge: Affine, discharge: Affine)]] = []
  /// Set where the statuses alone break a limit.
  private(set) var isImpossible = false
  private var supply: [[Affine]]
  private var reserve: [ReserveRule.Direction: [[Affine]]] = [:]
  private let steps: Int
  private let hours: Double

  init(_ system: PowerSystem, statuses: [[Bool]]? = nil) {
    self.system = system
    self.statuses = statuses
    steps = system.horizon.count
    hours = Double(system.horizon.stepMinutes) / 60
    let nothing = Array(repeating: Array(repeating: Affine(), count: steps), count: system.buses.count)
    supply = nothing
    reserve = [.up: nothing, .down: nothing]
    for index in system.thermalUnits.indices { addThermal(index) }
    addRenewables()
    addStorages()
    addFlexibleLoads()
    for fleet in system.vehicleFleets { addVehicles(fleet) }
    addNetwork()
    closeBalances()
    closeReserves()
  }

  func minimum() -> DenseLinearProgram.Verdict { isImpossible ? .infeasible : program.minimum() }

  /// The least cost with no storage charging and discharging in one step: where the optimum does both, either is tried.
  func exclusiveMinimum(below limit: Double = .infinity) -> Double? {
    guard case .optimal(let value, let point) = minimum(), value < limit - 1e-9 * max(1, abs(value)) else { return nil }
    func at(_ affine: Affine) -> Double { affine.terms.reduce(affine.constant) { $0 + $1.value * point[$1.key] } }
    guard let clash = storagePowers.joined().first(where: { min(at($0.charge), at($0.discharge)) > 1e-7 }) else {
      return value
    }
    var best: Double?
    let isCharging = at(clash.charge) > at(clash.discharge)
    for stopped in isCharging ? [clash.discharge, clash.charge] : [clash.charge, clash.discharge] {
      var branch = self
      branch.program.require(stopped, .atMost, 0)
      if let found = branch.exclusiveMinimum(below: best ?? limit) { best = found }
      // Nothing below the relaxation is left to find.
      if let best, best <= value + 1e-9 * max(1, abs(value)) { break }
    }
    return best
  }

  private func bus(_ name: String) -> Int { system.buses.firstIndex { $0.name == name } ?? -1 }

  // MARK: Thermal units

  private mutating func addThermal(_ index: Int) {
    let unit = system.thermalUnits[index]
    let place = bus(unit.bus)
    let available = unit.availability.values(count: steps).map { $0 * unit.capacity }
    let fuelPrice = unit.fuelPrice + unit.co2PerFuel * system.co2Price
    let mustRun = unit.mustRun.values(count: steps).map { $0 > 0.5 }
    var outputs: [Affine] = []
    var ups: [Affine] = []
    var downs: [Affine] = []
    for t in 0..<steps {
      let isOn = statuses.map { $0[index][t] } ?? (mustRun[t] && available[t] >= unit.minimumOutput)
      let mayStandStill = statuses == nil && !isOn
      var output = Affine()
      if isOn || mayStandStill {
        var points = Array(zip(unit.fuelCurve.outputs, unit.fuelCurve.fuels))
        if mayStandStill { points = [(0, 0)] + points.filter { $0.0 > 0 } }
        var sum = Affine()
        for (power, fuel) in points {
          let weight = program.variable()
          sum += weight
          output += power * weight
          program.addCost((hours * (fuel * fuelPrice + power * unit.variableCost)) * weight)
        }
        program.require(sum, .equal, 1)
        program.require(output, .atMost, available[t])
      }
      var lowest = isOn ? unit.minimumOutput : 0
      if mayStandStill && mustRun[t] {
        // Set on, but less than its minimum output is available: it gives what there is.
        program.require(output, .equal, available[t])
        lowest = available[t]
      }
      let (up, down) = (program.variable(atMost: unit.reserveLimit), program.variable(atMost: unit.reserveLimit))
      let canGive = isOn || mayStandStill
      program.require(output + up, .atMost, canGive ? available[t] : 0)
      program.require(output - down, .atLeast, lowest)
      supply[place][t] += output
      reserve[.up]?[place][t] += up
      reserve[.down]?[place][t] += down
      outputs.append(output)
      ups.append(up)
      downs.append(down)
    }
    addTimeRules(index, outputs, ups, downs)
  }

  /// Ramps, and with commitment the limits when starting and stopping.
  private mutating func addTimeRules(_ index: Int, _ outputs: [Affine], _ ups: [Affine], _ downs: [Affine]) {
    let unit = system.thermalUnits[index]
    let committed = statuses?[index]
    for t in 0..<steps {
      let before: Affine? =
        t > 0 ? outputs[t - 1] : unit.initialState.flatMap { $0.isOn ? Affine(constant: $0.output) : nil }
      let wasOn = t > 0 ? committed?[t - 1] : unit.initialState?.isOn
      guard let isOn = committed?[t] else {
        if let before { addRamps(unit, before, outputs[t], nil) }
        continue
      }
      switch (wasOn, isOn) {
      case (true, true): if let before { addRamps(unit, before, outputs[t], (ups[t], downs[t])) }
      case (false, true): program.require(outputs[t] + ups[t], .atMost, min(unit.startUpRamp, unit.capacity))
      case (true, false):
        guard let before else { break }
        let last = t > 0 ? before + ups[t - 1] : before
        if last.terms.isEmpty {
          if last.constant > unit.shutDownRamp { isImpossible = true }
        } else {
          program.require(last, .atMost, min(unit.shutDownRamp, unit.capacity))
        }
      default: break
      }
    }
  }

  private mutating func addRamps(_ unit: ThermalUnit, _ before: Affine, _ now: Affine, _ reserve: (Affine, Affine)?) {
    if unit.rampUp < .infinity {
      program.require(now - before + (reserve?.0 ?? Affine()), .atMost, unit.rampUp * hours)
    }
    if unit.rampDown < .infinity {
      program.require(before - now + (reserve?.1 ?? Affine()), .atMost, unit.rampDown * hours)
    }
  }

  // MARK: Other devices

  private mutating func addRenewables() {
    for plant in system.renewables {
      for (t, share) in plant.availability.values(count: steps).enumerated() {
        let available = share * plant.capacity
        let power = plant.isCurtailable ? program.variable(atMost: available) : Affine(constant: available)
        supply[bus(plant.bus)][t] += power
        program.addCost((hours * plant.variableCost) * power)
        program.addCost((hours * plant.curtailmentPrice) * (Affine(constant: available) - power))
      }
    }
  }

  private mutating func addStorages() {
    var used: [(charge: [Affine], discharge: [Affine], up: [Affine], down: [Affine])] = []
    for storage in system.storages {
      let place = bus(storage.bus)
      let least = storage.minimumDischarge.values(count: steps)
      let fuel = storage.fuel.map { $0.perEnergy * ($0.price + $0.co2 * system.co2Price) } ?? 0
      let charge = (0..<steps).map { _ in program.variable(atMost: storage.chargeCapacity) }
      let discharge = (0..<steps).map { program.variable(from: least[$0], to: storage.dischargeCapacity) }
      var (up, down) = ([Affine](), [Affine]())
      for t in 0..<steps {
        supply[place][t] += discharge[t] - charge[t]
        program.addCost((storage.chargeCost * hours) * charge[t])
        program.addCost(((storage.dischargeCost + fuel) * hours) * discharge[t])
        guard storage.givesReserve else { continue }
        up.append(program.variable())
        down.append(program.variable())
        program.require(up[t] + discharge[t] - charge[t], .atMost, storage.dischargeCapacity)
        program.require(down[t] + charge[t] - discharge[t], .atMost, storage.chargeCapacity)
        reserve[.up]?[place][t] += up[t]
        reserve[.down]?[place][t] += down[t]
      }
      let full = storage.energyCapacity * storage.dischargeEfficiency
      for (key, budget) in [
        (dayKey, storage.budgets.cyclesPerDay * full), (yearKey, storage.budgets.cyclesPerYear * full),
        (weekKey, storage.budgets.energyPerWeek),
      ] where budget < .infinity {
        for steps in Dictionary(grouping: 0..<steps, by: key).values {
          program.require(steps.reduce(Affine()) { $0 + hours * discharge[$1] }, .atMost, budget)
        }
      }
      used.append((charge, discharge, up, down))
      storagePowers.append(zip(charge, discharge).map { ($0, $1) })
    }
    for (index, storage) in system.storages.enumerated() {
      guard storage.reservoir == nil, storage.energyCapacity < .infinity else { continue }
      var own = Reservoir(name: storage.name, energyCapacity: storage.maximumEnergy ?? storage.energyCapacity)
      (own.minimumEnergy, own.selfDischargePerHour) = (storage.minimumEnergy, storage.selfDischargePerHour)
      (own.initialEnergy, own.endLevel, own.inflow) = (storage.initialEnergy, storage.endLevel, storage.inflow)
      own.window = storage.window
      addLevel(own, [(storage, used[index])])
    }
    for reservoir in system.reservoirs {
      addLevel(
        reservoir,
        system.storages.indices.filter { system.storages[$0].reservoir == reservoir.name }.map {
          (system.storages[$0], used[$0])
        })
    }
  }

  private mutating func addLevel(
    _ store: Reservoir,
    _ plants: [(storage: Storage, use: (charge: [Affine], discharge: [Affine], up: [Affine], down: [Affine]))]
  ) {
    let kept = pow(1 - store.selfDischargePerHour, hours)
    let start = store.initialEnergy.map { Affine(constant: $0) } ?? program.variable(atMost: store.energyCapacity)
    let inflow = store.inflow.values(count: steps)
    var level = start
    for t in 0..<steps {
      level = kept * level + hours * program.variable(atMost: inflow[t])
      var (raised, lowered) = (Affine(), Affine())
      for (storage, use) in plants {
        level += (storage.chargeEfficiency * hours) * use.charge[t]
        level -= (hours / storage.dischargeEfficiency) * use.discharge[t]
        guard storage.givesReserve else { continue }
        raised += (storage.reserveHours / storage.dischargeEfficiency) * use.up[t]
        lowered += (storage.reserveHours * storage.chargeEfficiency) * use.down[t]
      }
      program.require(level, .atLeast, max(store.minimumEnergy, store.window.lowest.values(count: steps)[t]))
      program.require(level, .atMost, min(store.energyCapacity, store.window.highest.values(count: steps)[t]))
      program.require(raised, .atMost, level - store.minimumEnergy)
      program.require(lowered + level, .atMost, store.energyCapacity)
    }
    switch store.endLevel {
    case .cyclic: program.require(level, .equal, start)
    case .atLeast(let energy): program.require(level, .atLeast, energy)
    case .free: break
    }
  }

  private mutating func addFlexibleLoads() {
    for load in system.interruptibleLoads {
      let power = (0..<steps).map { _ in program.variable(atMost: load.capacity) }
      for t in 0..<steps {
        supply[bus(load.bus)][t] += power[t]
        program.addCost((load.price * hours) * power[t])
      }
      for (key, budget) in [(dayKey, load.hoursPerDay), (yearKey, load.hoursPerYear)] where budget < .infinity {
        for steps in Dictionary(grouping: 0..<steps, by: key).values {
          program.require(
            steps.reduce(Affine()) { $0 + hours * power[$1] }, .atMost, budget * load.capacity)
        }
      }
    }
    for load in system.shiftableLoads {
      let down = (0..<steps).map { _ in program.variable(atMost: load.downCapacity) }
      let up = (0..<steps).map { _ in program.variable(atMost: load.upCapacity) }
      for t in 0..<steps {
        supply[bus(load.bus)][t] += down[t] - up[t]
        program.addCost((load.price * hours) * down[t])
      }
      let midnight = localSeconds(0) - localSeconds(0) % 86_400
      let window: (Int) -> Int = { (localSeconds($0) - midnight) / Int(load.windowHours * 3600) }
      for steps in Dictionary(grouping: 0..<steps, by: window).values {
        program.require(steps.reduce(Affine()) { $0 + down[$1] - up[$1] }, .equal, 0)
      }
      for t in 0..<steps {
        supply[bus(load.bus)][t] -= Affine(constant: load.dailyEnergy / 24)
        guard load.ramp < .infinity,
          let before = t > 0 ? up[t - 1] - down[t - 1] : load.initialShift.map({ Affine(constant: $0) })
        else { continue }
        program.require(up[t] - down[t] - before, .atMost, load.ramp * hours)
        program.require(up[t] - down[t] - before, .atLeast, -load.ramp * hours)
      }
    }
    for channel in system.exportChannels {
      for (t, power) in channel.schedule.values(count: steps).enumerated() {
        supply[bus(channel.bus)][t] -= Affine(constant: power)
        program.addCost(-channel.price.values(count: steps)[t] * hours * power)
      }
    }
  }

  /// Sums over all that came and left so far: what is inside the vehicles at the plug, MWh.
  private mutating func addVehicles(_ fleet: VehicleFleet) {
    let arrivals = fleet.arrivals.values(count: steps)
    let departures = fleet.departures.values(count: steps)
    let need = fleet.need.values(count: steps)
    var present = fleet.initialVehicles
    var inside = Affine(constant: present * fleet.arrivalEnergy / 1000)
    var powers: [(charge: Affine, discharge: Affine)] = []
    for t in 0..<steps {
      present += arrivals[t]
      let charge = program.variable(atMost: present * fleet.chargePower / 1000)
      let discharge = program.variable(atMost: present * fleet.dischargePower / 1000)
      powers.append((charge, discharge))
      supply[bus(fleet.bus)][t] += discharge - charge
      program.addCost((fleet.dischargeCost * hours) * discharge)
      // Each that leaves takes between what it must have and, where vehicles give back, a full battery.
      let required = departures[t] * (fleet.arrivalEnergy + need[t]) / 1000
      let leaving = program.variable(
        atMost: fleet.dischargePower > 0 ? max(required, departures[t] * fleet.batteryEnergy / 1000) : required)
      let unmet = program.variable(atMost: required)
      program.require(leaving + unmet, .atLeast, required)
      program.addCost(fleet.unmetPrice * unmet)
      inside += (hours * fleet.chargeEfficiency) * charge - (hours / fleet.dischargeEfficiency) * discharge
      inside += Affine(constant: arrivals[t] * fleet.arrivalEnergy / 1000)
      inside -= leaving
      present -= departures[t]
      var most = present * fleet.batteryEnergy
      if fleet.dischargePower == 0 {
        // Those present came last and leave after all others: each with what it needs then.
        most = present * fleet.arrivalEnergy
        var staying = present
        for later in t + 1..<max(t + 1, steps) {
          most += min(staying, departures[later]) * need[later]
          staying -= min(staying, departures[later])
        }
        // Vehicles that come later leave after them, so that all of these have left or stay for good.
        most += staying * (need.last ?? 0)
      }
      program.require(inside, .atMost, most / 1000)
      if fleet.givesReserve {
        let (up, down) = (program.variable(), program.variable())
        program.require(up + discharge - charge, .atMost, (present + departures[t]) * fleet.dischargePower / 1000)
        program.require(down + charge - discharge, .atMost, (present + departures[t]) * fleet.chargePower / 1000)
        program.require((fleet.reserveHours / fleet.dischargeEfficiency) * up, .atMost, inside)
        program.require((fleet.reserveHours * fleet.chargeEfficiency) * down + inside, .atMost, most / 1000)
        let place = bus(fleet.bus)
        reserve[.up]?[place][t] += up
        reserve[.down]?[place][t] += down
      }
      program.require(inside, .atLeast, t == steps - 1 ? present * fleet.arrivalEnergy / 1000 : 0)
    }
    storagePowers.append(powers)
  }

  /// Seconds since 1970 of local wall time; horizons of the tests lie after it.
  private func localSeconds(_ step: Int) -> Int {
    system.horizon.start + system.horizon.utcOffsetSeconds + step * system.horizon.stepMinutes * 60
  }

  private func dayKey(_ step: Int) -> Int { localSeconds(step) / 86_400 }

  /// From Monday.
  private func weekKey(_ step: Int) -> Int { (dayKey(step) + 3) / 7 }

  private func yearKey(_ step: Int) -> Int {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar.component(.year, from: Date(timeIntervalSince1970: Double(localSeconds(step))))
  }

  // MARK: System

  private mutating func addNetwork() {
    let usesAngles = system.network == .dc
    for t in 0..<steps {
      let angles = usesAngles ? system.buses.map { _ in program.freeVariable() } : []
      for line in system.lines {
        let (from, to) = (bus(line.from), bus(line.to))
        let flow: Affine
        if usesAngles, let reactance = line.reactance {
          flow = (1 / reactance) * (angles[from] - angles[to])
          program.require(flow, .atMost, line.capacity)
          program.require(flow, .atLeast, -line.reverseCapacity)
        } else {
          flow = program.variable(from: -line.reverseCapacity, to: line.capacity)
        }
        supply[from][t] -= flow
        supply[to][t] += flow
      }
    }
  }

  private mutating func closeBalances() {
    for (index, bus) in system.buses.enumerated() {
      let own = system.shiftableLoads.reduce(0) { $0 + ($1.bus == bus.name ? $1.dailyEnergy / 24 : 0) }
      for (t, load) in bus.load.values(count: steps).enumerated() {
        let unserved = program.variable(atMost: load + own)
        program.addCost((system.valueOfLostLoad * hours) * unserved)
        program.require(supply[index][t] + unserved, .equal, load)
      }
    }
  }

  private mutating func closeReserves() {
    for rule in system.reserves {
      let members = system.buses.indices.filter { rule.zone == nil || rule.zone == system.buses[$0].zone }
      for (t, requirement) in rule.requirement.values(count: steps).enumerated() where requirement > 0 {
        let shortfall = program.variable(atMost: requirement)
        program.addCost((rule.shortfallPrice * hours) * shortfall)
        let given = members.reduce(shortfall) { $0 + (reserve[rule.direction]?[$1][t] ?? Affine()) }
        program.require(given, .atLeast, requirement)
      }
    }
  }
}
