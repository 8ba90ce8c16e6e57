import GridModel

/// What storages could have drawn more, step by step.
///
/// A MWh more in a step fills the store until it next gives something out, so what a filling leaves free at its highest
/// level is room for all of its steps together.
struct StorageRoom {
  private let system: PowerSystem
  private let hours: Double
  private let count: Int
  private var charge: [Double]
  private let discharge: [Double]
  private let reserveDown: [Double]?
  /// Filling that a step of a storage belongs to, and MWh that each still has room for inside.
  private var filling: [Int]
  private var room: [Double] = []

  init(_ schedule: AlignedSchedule) {
    system = schedule.system
    hours = schedule.stepHours
    count = schedule.count
    charge = schedule.storageCharge
    discharge = schedule.storageDischarge
    reserveDown = schedule.storageReserveDown
    filling = Array(repeating: 0, count: charge.count)
    for (i, storage) in system.storages.enumerated() {
      var highest = -Double.infinity
      var isOpen = false
      for t in 0..<count {
        let k = i * count + t
        if !isOpen || discharge[k] > 1e-6 {
          room.append(0)
          highest = -.infinity
          isOpen = true
        }
        filling[k] = room.count - 1
        highest = max(highest, schedule.storageEnergy[k])
        room[room.count - 1] = max(0, storage.energyCapacity - highest)
      }
    }
  }

  /// MW that a storage could draw more, or give less, in a step.
  func power(_ storage: Int, _ step: Int) -> Double {
    let k = storage * count + step
    let device = system.storages[storage]
    let swing = device.chargeCapacity - charge[k] + discharge[k] - (reserveDown?[k] ?? 0)
    let inside = max(device.chargeEfficiency, 1e-9) * hours
    // Giving less leaves more inside by more than what is given less.
    let less = min(discharge[k] - charge[k], room[filling[k]] * device.dischargeEfficiency / hours)
    return max(0, min(swing, discharge[k] > charge[k] ? less : room[filling[k]] / inside))
  }

  /// Takes what was found to be room, so that it is not found again.
  mutating func take(_ power: Double, of storage: Int, _ step: Int) {
    let k = storage * count + step
    let device = system.storages[storage]
    let inside = discharge[k] > 0 ? hours / device.dischargeEfficiency : hours * device.chargeEfficiency
    room[filling[k]] = max(0, room[filling[k]] - power * inside)
    charge[k] += power
  }
}
