import GridModel

/// Powers of the whole system by step, MW.
struct SystemPowers {
  /// With vehicles that charge as soon as they come.
  var load: [Double]
  /// Load less available wind and solar power.
  var netLoad: [Double]
  var thermal: [Double]
  var renewable: [Double]
  /// What storages give less what they draw.
  var storage: [Double]
  /// What demand response takes off the load, less what it adds; of vehicles, against charging as soon as they come.
  var demandResponse: [Double]

  init(_ schedule: AlignedSchedule) {
    let system = schedule.system
    let count = schedule.count
    load = system.unmanagedLoad
    netLoad = load
    for plant in system.renewables where plant.technology == .wind || plant.technology == .solar {
      let available = schedule.available(plant)
      for t in 0..<count { netLoad[t] -= available[t] }
    }
    func total(_ added: [Double]..., less removed: [Double]...) -> [Double] {
      var sum = Array(repeating: 0.0, count: count)
      guard count > 0 else { return sum }
      for (values, sign) in added.map({ ($0, 1.0) }) + removed.map({ ($0, -1.0) }) {
        for first in stride(from: 0, to: values.count, by: count) {
          for t in 0..<count { sum[t] += sign * values[first + t] }
        }
      }
      return sum
    }
    thermal = total(schedule.thermalPower)
    renewable = total(schedule.renewablePower)
    storage = total(schedule.storageDischarge, less: schedule.storageCharge)
    demandResponse = total(
      schedule.interruption, schedule.shiftDown, schedule.vehicleDischarge,
      system.vehicleFleets.flatMap { $0.immediateCharging(over: system.horizon) },
      less: schedule.shiftUp, schedule.vehicleCharge)
  }

  /// What storage and demand response leave of a load.
  func served(_ load: [Double]) -> [Double] { load.indices.map { load[$0] - storage[$0] - demandResponse[$0] } }
}
