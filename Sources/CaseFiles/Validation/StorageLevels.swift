import GridModel

extension Rule {
  /// Initial and final levels lie within the store, the final one can be reached, and the least output does not empty it.
  static let storageLevels = Rule { review, log in
    let storages = review.system.storages
    for level in review.system.withMostBuilt.levels
    where level.reservoir.minimumEnergy <= level.reservoir.energyCapacity {
      let store = level.reservoir
      let own = level.plants.first.flatMap { storages[$0].reservoir == nil ? $0 : nil }
      let shared = review.system.reservoirs.firstIndex { $0.name == store.name }
      func place(_ column: Column) -> Place {
        own.map { review.place(column, of: StorageTable.self, $0) }
          ?? review.place(column, of: ReservoirTable.self, shared ?? 0)
      }
      let levels = (store.minimumEnergy - tolerance)...(store.energyCapacity + tolerance)
      let band = "\(megawatts(store.minimumEnergy)) to \(megawatts(store.energyCapacity)) MWh"
      let name = quoted(store.name)
      var isInside = true
      if let initial = store.initialEnergy, !levels.contains(initial) {
        isInside = false
        log.add(
          .storageLevelOutside, at: place(StorageTable.initialEnergy),
          "initial_energy_mwh \(megawatts(initial)) of storage \(name) lies outside \(band)")
      }
      if case .atLeast(let end) = store.endLevel, end > levels.upperBound {
        isInside = false
        log.add(
          .storageLevelOutside, at: place(StorageTable.endLevel),
          "end_level \(megawatts(end)) of storage \(name) lies outside \(band)")
      }
      let (lowest, highest) = store.band(count: review.system.horizon.count)
      if let step = lowest.indices.first(where: { lowest[$0] > highest[$0] + tolerance }) {
        isInside = false
        log.add(
          .minimumAboveMaximum, at: place(StorageTable.energy),
          "storage \(name) has to hold \(megawatts(lowest[step])) MWh at \(review.system.horizon.timestamp(step)), and at "
            + "most \(megawatts(highest[step]))")
      }
      guard isInside else { continue }
      let reach = Reach(level, from: store.initialEnergy ?? store.energyCapacity, of: review.system)
      if let step = reach.dry {
        log.add(
          .storageRunsDry, at: place(StorageTable.inflow),
          "storage \(name) cannot give its least output at \(review.system.horizon.timestamp(step)), even after giving no more before"
        )
        continue
      }
      guard let initial = store.initialEnergy else { continue }
      if let step = reach.low {
        log.add(
          .storageEndUnreachable, at: place(StorageTable.initialEnergy),
          "storage \(name) has to hold \(megawatts(lowest[step])) MWh at \(review.system.horizon.timestamp(step)), but "
            + "cannot be charged so far")
        continue
      }
      let end: Double
      switch store.endLevel {
      case .free: continue
      case .cyclic: end = initial
      case .atLeast(let energy): end = energy
      }
      guard reach.end < end - tolerance else { continue }
      log.add(
        .storageEndUnreachable, at: place(StorageTable.endLevel),
        "storage \(name) has to end at \(megawatts(end)) MWh, but reaches at most \(megawatts(reach.end)) MWh by charging"
      )
    }
  }

  /// The highest levels of a store: charged at full power and discharged no more than it must be.
  private struct Reach {
    var end: Double
    /// The first step in which even that is below the least level.
    var dry: Int?
    /// The first step in which it is below the level that the step asks for.
    var low: Int?

    init(_ level: StoredLevel, from initial: Double, of system: PowerSystem) {
      let horizon = system.horizon
      let retention = level.reservoir.retention(stepMinutes: horizon.stepMinutes)
      var rise = level.reservoir.inflow.values(count: horizon.count)
      for plant in level.plants {
        let storage = system.storages[plant]
        let least = storage.minimumDischarge.values(count: horizon.count)
        for t in rise.indices {
          rise[t] += storage.chargeCapacity * storage.chargeEfficiency - least[t] / storage.dischargeEfficiency
        }
      }
      let (lowest, highest) = level.reservoir.band(count: horizon.count)
      end = initial
      for t in rise.indices {
        end = min(end * retention + rise[t] * horizon.stepHours, highest[t])
        if dry == nil, rise[t] < 0, end < level.reservoir.minimumEnergy - tolerance { dry = t }
        if low == nil, end < lowest[t] - tolerance { low = t }
      }
    }
  }
}
