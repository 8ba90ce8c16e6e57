import GridModel

/// What a storage, or all of them, did.
public struct StorageUse: Sendable, Equatable, Codable {
  /// `total` for all.
  public var name: String
  /// MWh drawn from the grid.
  public var charged: Double
  /// MWh given to the grid.
  public var discharged: Double
  /// MWh of inflow that went by unused; `nil` without inflow.
  public var spilled: Double?
  /// Energy taken out of the store over what it can hold above its minimum; `nil` when it can hold none of its own.
  public var equivalentFullCycles: Double?
  /// Given per drawn, %, after taking off what was drawn to end higher (or adding what was not, to end lower); `nil`
  /// when nothing was charged, and where something flows in.
  public var roundTripPercent: Double?

  enum CodingKeys: String, CodingKey {
    case name
    case charged = "charged_mwh"
    case discharged = "discharged_mwh"
    case spilled = "spilled_mwh"
    case equivalentFullCycles = "equivalent_full_cycles"
    case roundTripPercent = "round_trip_percent"
  }
}

func storageUses(of schedule: AlignedSchedule) -> (total: StorageUse?, each: [StorageUse]) {
  let count = schedule.count
  let system = schedule.system
  guard count > 0, !system.storages.isEmpty else { return (nil, []) }
  var all = StorageTotals()
  var spilling = 0
  var spills: [Int: Double] = [:]
  for (l, level) in schedule.levels.enumerated() {
    if level.reservoir.hasInflow {
      spills[l] = schedule.sum(schedule.storageSpill, spilling) * schedule.stepHours
      spilling += 1
    }
    // A shared store is held once, whoever draws on it.
    if level.plants.count != 1 || system.storages[level.plants[0]].reservoir != nil {
      all.usable += level.reservoir.energyCapacity - level.reservoir.minimumEnergy
      all.spilled = spills[l].map { $0 + (all.spilled ?? 0) } ?? all.spilled
    }
  }
  let each = system.storages.enumerated().map { i, storage in
    var own = StorageTotals()
    own.charged = schedule.sum(schedule.storageCharge, i) * schedule.stepHours
    own.discharged = schedule.sum(schedule.storageDischarge, i) * schedule.stepHours
    own.takenOut = own.discharged / storage.dischargeEfficiency
    if let l = schedule.level(of: i), storage.reservoir == nil {
      let level = schedule.levels[l].reservoir
      own.usable = level.energyCapacity - level.minimumEnergy
      own.spilled = spills[l]
      if !level.hasInflow {
        let last = schedule.storageEnergy[l * count + count - 1]
        let rise = last - (storage.initialEnergy ?? last)
        own.circulated = own.charged - rise / storage.chargeEfficiency
        own.returned = own.discharged
      }
    }
    all.add(own)
    return own.use(named: storage.name)
  }
  return (all.use(named: "total"), each)
}

private struct StorageTotals {
  var charged = 0.0
  var discharged = 0.0
  var takenOut = 0.0
  var usable = 0.0
  var spilled: Double?
  /// What was drawn and given in stores that only the grid fills.
  var circulated = 0.0
  var returned = 0.0

  mutating func add(_ other: StorageTotals) {
    charged += other.charged
    discharged += other.discharged
    takenOut += other.takenOut
    usable += other.usable
    spilled = other.spilled.map { $0 + (spilled ?? 0) } ?? spilled
    circulated += other.circulated
    returned += other.returned
  }

  func use(named name: String) -> StorageUse {
    StorageUse(
      name: name, charged: charged, discharged: discharged, spilled: spilled,
      equivalentFullCycles: usable > 0 ? takenOut / usable : nil,
      roundTripPercent: charged > 0 && circulated > 1e-9 ? returned / circulated * 100 : nil)
  }
}
