import GridModel

/// What a storage, or all of them, did.
public struct StorageUse: Sendable, Equatable, Codable {
  /// `total` for all.
  public var name: String
  /// MWh drawn from the grid.
  public var charged: Double
  /// MWh given to the grid.
  public var discharged: Double
  /// Energy taken out of the store over what it can hold above its minimum; `nil` when it can hold none.
  public var equivalentFullCycles: Double?
  /// Given per drawn, %, after taking off what was drawn to end higher (or adding what was not, to end lower); `nil`
  /// when nothing was charged.
  public var roundTripPercent: Double?

  enum CodingKeys: String, CodingKey {
    case name
    case charged = "charged_mwh"
    case discharged = "discharged_mwh"
    case equivalentFullCycles = "equivalent_full_cycles"
    case roundTripPercent = "round_trip_percent"
  }
}

func storageUses(of schedule: AlignedSchedule) -> (total: StorageUse?, each: [StorageUse]) {
  let count = schedule.count
  guard count > 0, !schedule.system.storages.isEmpty else { return (nil, []) }
  var all = StorageTotals()
  let each = schedule.system.storages.enumerated().map { i, storage in
    var own = StorageTotals()
    own.charged = schedule.sum(schedule.storageCharge, i) * schedule.stepHours
    own.discharged = schedule.sum(schedule.storageDischarge, i) * schedule.stepHours
    own.takenOut = own.discharged / storage.dischargeEfficiency
    own.usable = storage.energyCapacity - storage.minimumEnergy
    let last = schedule.storageEnergy[i * count + count - 1]
    let rise = last - (storage.initialEnergy ?? last)
    own.chargedForRise = rise / storage.chargeEfficiency
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
  var chargedForRise = 0.0

  mutating func add(_ other: StorageTotals) {
    charged += other.charged
    discharged += other.discharged
    takenOut += other.takenOut
    usable += other.usable
    chargedForRise += other.chargedForRise
  }

  func use(named name: String) -> StorageUse {
    let circulated = charged - chargedForRise
    return StorageUse(
      name: name, charged: charged, discharged: discharged,
      equivalentFullCycles: usable > 0 ? takenOut / usable : nil,
      roundTripPercent: charged > 0 && circulated > 1e-9 ? discharged / circulated * 100 : nil)
  }
}
