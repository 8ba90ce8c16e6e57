import GridModel

/// Electric powers of the whole system by step, MW.
struct SystemPowers {
  /// With vehicles that charge as soon as they come.
  var load: [Double]
  /// Load less available wind and solar power.
  var netLoad: [Double]
  var thermal: [Double]
  var renewable: [Double]
  /// What storages give less what they draw, hydro left out: that is renewable power.
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
    let electric = system.busNames(of: .electricity)
    func isOff(_ buses: [String]) -> [Bool] { buses.map { !electric.contains($0) } }
    let (stores, cut, shifted) = (
      isOff(system.storages.map(\.bus)), isOff(system.interruptibleLoads.map(\.bus)),
      isOff(system.shiftableLoads.map(\.bus))
    )
    storage = total(
      schedule.masked(schedule.storageDischarge, stores), less: schedule.masked(schedule.storageCharge, stores))
    demandResponse = total(
      schedule.masked(schedule.interruption, cut), schedule.masked(schedule.shiftDown, shifted),
      schedule.vehicleDischarge, system.vehicleFleets.flatMap { $0.immediateCharging(over: system.horizon) },
      less: schedule.masked(schedule.shiftUp, shifted), schedule.vehicleCharge)
    // Hydro is generation, with or without a reservoir.
    for (i, plant) in system.storages.enumerated() where plant.technology == .hydro && !stores[i] {
      for t in 0..<count {
        let power = schedule.storageDischarge[i * count + t] - schedule.storageCharge[i * count + t]
        storage[t] -= power
        renewable[t] += power
      }
    }
  }

  /// What storage and demand response leave of an electric load.
  func served(_ load: [Double]) -> [Double] { load.indices.map { load[$0] - storage[$0] - demandResponse[$0] } }
}

extension AlignedSchedule {
  /// Values with zeros for some components, such as those that are not on electricity.
  func masked(_ values: [Double], _ isLeftOut: [Bool]) -> [Double] {
    guard isLeftOut.contains(true) else { return values }
    var result = values
    for (i, isOut) in isLeftOut.enumerated() where isOut {
      for position in i * count..<(i + 1) * count { result[position] = 0 }
    }
    return result
  }
}
