import GridModel

/// What storage, empty before the valley, shiftable load and vehicles can take in a day.
struct ChargingRoom {
  private struct Device {
    /// MW at most, and MWh a day.
    var power: Double
    var energy: Double
    /// MW by step where that differs.
    var limit: [Double]?

    func power(at step: Int) -> Double { limit?[step] ?? power }
  }

  private var devices: [Device] = []

  init(_ system: PowerSystem) {
    let electric = system.busNames(of: .electricity)
    for storage in system.storages where electric.contains(storage.bus) {
      let own = storage.withOwnStore(in: system).ownLevel
      let energy = storage.chargeCapacity > 0 ? (own.energyCapacity - own.minimumEnergy) / storage.chargeEfficiency : 0
      devices.append(Device(power: storage.chargeCapacity, energy: energy))
    }
    for load in system.shiftableLoads where electric.contains(load.bus) {
      // What is raised in some hours is lowered in the others of its window.
      let hours = min(24, load.windowHours)
      let raised = hours * load.upCapacity * load.downCapacity / max(load.upCapacity + load.downCapacity, 1e-9)
      devices.append(Device(power: load.upCapacity, energy: raised))
    }
    let days = Double(max(1, system.horizon.days.count))
    for fleet in system.vehicleFleets where electric.contains(fleet.bus) {
      // The load has what a mean day's vehicles draw as soon as they come: in the valley they take it besides.
      let drawn = fleet.immediateCharging(over: system.horizon)
      let energy = drawn.reduce(0, +) * system.horizon.stepHours / days
      let limit = zip(fleet.envelope(over: system.horizon).chargeLimit, drawn).map { max(0, $0 - $1) }
      devices.append(Device(power: limit.max() ?? 0, energy: energy, limit: limit))
    }
    // Those that last longest first is the order that takes most.
    devices.sort { $0.energy * max($1.power, 1e-9) > $1.energy * max($0.power, 1e-9) }
  }

  /// MW in a step.
  func power(at step: Int) -> Double { devices.reduce(0) { $0 + min($1.power(at: step), $1.energy) } }

  /// What is left of a surplus, MW, from a step on.
  func absorb(_ surplus: [Double], from first: Int, stepHours: Double) -> [Double] {
    var left = surplus
    for device in devices {
      var energy = device.energy
      // The highest steps first, so that what is left is as flat as it can be.
      for t in left.indices.sorted(by: { left[$0] > left[$1] }) where left[t] > 0 && energy > 0 {
        let taken = min(device.power(at: first + t), left[t], energy / stepHours)
        left[t] -= taken
        energy -= taken * stepHours
      }
    }
    return left
  }
}
