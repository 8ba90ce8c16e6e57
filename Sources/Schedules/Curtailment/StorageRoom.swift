import GridModel

/// What storages could have drawn more, step by step.
///
/// A MWh more in a step fills the level until a plant on it next gives something out, so what a filling leaves free at its
/// highest level is room for all of its steps together. Machines that pump at one power are not moved.
struct StorageRoom {
  private let system: PowerSystem
  private let hours: Double
  private let count: Int
  private var charge: [Double]
  private let discharge: [Double]
  private let reserveDown: [Double]?
  /// MW that each storage gives at least.
  private let least: [Double]
  private let isFixed: [Bool]
  /// The level of each storage, filling that a step of a level belongs to, and MWh that each still has room for inside.
  private let level: [Int?]
  private var filling: [Int]
  private var room: [Double] = []

  init(_ schedule: AlignedSchedule) {
    system = schedule.system
    hours = schedule.stepHours
    count = schedule.count
    charge = schedule.storageCharge
    discharge = schedule.storageDischarge
    reserveDown = schedule.storageReserveDown
    let (count, storages) = (schedule.count, schedule.system.storages)
    level = storages.indices.map(schedule.level)
    var least: [Double] = []
    var switched = 0
    isFixed = storages.map { schedule.unitsCharging != nil && $0.units?.pumpPower != nil }
    for storage in storages {
      var own = storage.minimumDischarge.values(count: count)
      if storage.isSwitched, let running = schedule.unitsDischarging {
        for t in own.indices {
          own[t] = max(own[t], running[switched * count + t].rounded() * (storage.units?.minimumOutput ?? 0))
        }
      }
      if storage.isSwitched { switched += 1 }
      least += own
    }
    self.least = least
    filling = Array(repeating: 0, count: schedule.levels.count * count)
    for (l, level) in schedule.levels.enumerated() {
      var highest = -Double.infinity
      for t in 0..<count {
        if t == 0 || level.plants.contains(where: { schedule.storageDischarge[$0 * count + t] > 1e-6 }) {
          room.append(0)
          highest = -.infinity
        }
        filling[l * count + t] = room.count - 1
        highest = max(highest, schedule.storageEnergy[l * count + t])
        room[room.count - 1] = max(0, level.reservoir.energyCapacity - highest)
      }
    }
  }

  /// MW that a storage could draw more, or give less, in a step.
  func power(_ storage: Int, _ step: Int) -> Double {
    let k = storage * count + step
    let device = system.storages[storage]
    let free = level[storage].map { room[filling[$0 * count + step]] } ?? .infinity
    let more = isFixed[storage] ? 0 : device.chargeCapacity - charge[k]
    let swing = more + max(0, discharge[k] - least[k]) - (reserveDown?[k] ?? 0)
    let inside = max(device.chargeEfficiency, 1e-9) * hours
    // Giving less leaves more inside by more than what is given less.
    let less = min(discharge[k] - charge[k], free * device.dischargeEfficiency / hours)
    return max(0, min(swing, discharge[k] > charge[k] ? less : free / inside))
  }

  /// Takes what was found to be room, so that it is not found again.
  mutating func take(_ power: Double, of storage: Int, _ step: Int) {
    let k = storage * count + step
    charge[k] += power
    guard let level = level[storage] else { return }
    let device = system.storages[storage]
    let inside = discharge[k] > 0 ? hours / device.dischargeEfficiency : hours * device.chargeEfficiency
    let position = filling[level * count + step]
    room[position] = max(0, room[position] - power * inside)
  }
}
