import GridModel

extension YearSystem {
  /// Minimum output of units where nothing asks for less, part of capacity.
  static let minimumPart = 0.45

  /// Scales renewables to the surplus and the load to the scarcity asked for, in the tightest step each.
  func fit(_ system: inout PowerSystem, peak: Double) {
    guard scarcity > 0 || surplus > 0 else { return }
    let bounds = SystemBounds(system, export: export)
    var loadFactor = 1.0
    var plantFactor = 1.0
    // Each shifts the other a little; a few rounds settle both.
    for _ in 0..<20 {
      if surplus > 0 {
        plantFactor = bounds.plantFactor(surplus: surplus * peak, loadFactor: loadFactor, least: 1e-3 * peak)
      }
      if scarcity > 0 {
        loadFactor = bounds.loadFactor(scarcity: scarcity * peak, plantFactor: plantFactor, least: 1e-3 * peak)
      }
    }
    for bus in system.buses.indices { system.buses[bus].load = system.buses[bus].load.scaled(by: loadFactor) }
    for plant in system.renewables.indices { system.renewables[plant].capacity *= plantFactor }
  }

  /// Splits from every PV plant the part that cannot be curtailed, at most what half the load of its bus takes.
  func holdMustTake(_ system: inout PowerSystem) {
    guard mustTake > 0 else { return }
    let count = system.horizon.count
    let index = system.busIndex
    for (position, plant) in system.renewables.enumerated() where plant.technology == .solar {
      guard let bus = index[plant.bus] else { continue }
      let load = system.buses[bus].load.values(count: count)
      let available = plant.availability.values(count: count)
      var capacity = mustTake * plant.capacity
      for t in 0..<count where available[t] > 0 { capacity = min(capacity, 0.5 * load[t] / available[t]) }
      capacity = capacity.rounded(.down)
      guard capacity > 0 else { continue }
      var held = plant
      held.name = "rooftop-\(bus)"
      held.capacity = capacity
      held.isCurtailable = false
      held.curtailmentPrice = 0
      system.renewables.append(held)
      system.renewables[position].capacity -= capacity
    }
  }

  /// Minimum output, part of capacity, at which all units of a zone find takers in its own load at any time.
  func carriedPart(of zone: Int, in system: PowerSystem) -> Double {
    let count = system.horizon.count
    let bus = system.buses[zone].name
    var room = system.buses[zone].load.values(count: count)
    for channel in system.exportChannels where channel.bus == bus {
      for (t, power) in channel.schedule.values(count: count).enumerated() { room[t] += power }
    }
    for plant in system.renewables where plant.bus == bus && !plant.isCurtailable {
      for (t, part) in plant.availability.values(count: count).enumerated() { room[t] -= part * plant.capacity }
    }
    let capacity = system.thermalUnits.filter { $0.bus == bus }.map(\.capacity).reduce(0, +)
    return min(Self.minimumPart, 0.9 * (room.min() ?? 0) / capacity)
  }
}

/// What a system can give and take at most in every step, MW.
private struct SystemBounds {
  private var demand: [Double]
  private var renewable: [Double]
  private var firm: [Double]
  private let charging: Double

  init(_ system: PowerSystem, export: Double) {
    let count = system.horizon.count
    demand = system.totalLoad
    for (t, load) in system.buses[0].load.values(count: count).enumerated() { demand[t] += export * load }
    renewable = Array(repeating: 0, count: count)
    for plant in system.renewables {
      for (t, part) in plant.availability.values(count: count).enumerated() { renewable[t] += part * plant.capacity }
    }
    // A store that is empty within hours helps through a long evening by its energy, not by its power.
    let discharge = system.storages.map { min($0.dischargeCapacity, $0.energyCapacity / 24) }.reduce(0, +)
    let interruption = system.interruptibleLoads.map(\.capacity).reduce(0, +)
    let lowering = system.shiftableLoads.map(\.downCapacity).reduce(0, +)
    firm = Array(repeating: discharge + interruption + lowering, count: count)
    for unit in system.thermalUnits {
      for (t, part) in unit.availability.values(count: count).enumerated() { firm[t] += part * unit.capacity }
    }
    let raising = system.shiftableLoads.map(\.upCapacity).reduce(0, +)
    charging = system.storages.map(\.chargeCapacity).reduce(0, +) + raising
  }

  /// Renewables times this leave just the surplus in the fullest step. Steps with less than `least` MW of them do not count.
  func plantFactor(surplus: Double, loadFactor: Double, least: Double) -> Double {
    var factor = Double.infinity
    for t in renewable.indices where renewable[t] > least {
      factor = min(factor, (surplus + charging + loadFactor * demand[t]) / renewable[t])
    }
    return factor.isFinite ? factor : 1
  }

  /// Load times this lacks just the scarcity in the tightest step.
  func loadFactor(scarcity: Double, plantFactor: Double, least: Double) -> Double {
    var factor = Double.infinity
    for t in demand.indices where demand[t] > least {
      factor = min(factor, (scarcity + firm[t] + plantFactor * renewable[t]) / demand[t])
    }
    return factor.isFinite ? factor : 1
  }
}
