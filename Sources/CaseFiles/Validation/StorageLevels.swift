import GridModel

extension Rule {
  /// Initial and final levels lie within the store, and the final one can be reached.
  static let storageLevels = Rule { review, log in
    for (index, store) in review.system.withMostBuilt.storages.enumerated()
    where store.minimumEnergy <= store.energyCapacity {
      let levels = (store.minimumEnergy - tolerance)...(store.energyCapacity + tolerance)
      let band = "\(megawatts(store.minimumEnergy)) to \(megawatts(store.energyCapacity)) MWh"
      let name = quoted(store.name)
      var isInside = true
      if let initial = store.initialEnergy, !levels.contains(initial) {
        isInside = false
        log.add(
          .storageLevelOutside, at: review.place(StorageTable.initialEnergy, of: StorageTable.self, index),
          "initial_energy_mwh \(megawatts(initial)) of storage \(name) lies outside \(band)")
      }
      if case .atLeast(let end) = store.endLevel, end > levels.upperBound {
        isInside = false
        log.add(
          .storageLevelOutside, at: review.place(StorageTable.endLevel, of: StorageTable.self, index),
          "end_level \(megawatts(end)) of storage \(name) lies outside \(band)")
      }
      guard isInside, let initial = store.initialEnergy else { continue }
      let end: Double
      switch store.endLevel {
      case .free: continue
      case .cyclic: end = initial
      case .atLeast(let energy): end = energy
      }
      let highest = highestEnd(of: store, from: initial, over: review.system.horizon)
      guard highest < end - tolerance else { continue }
      log.add(
        .storageEndUnreachable, at: review.place(StorageTable.endLevel, of: StorageTable.self, index),
        "storage \(name) has to end at \(megawatts(end)) MWh, but reaches at most \(megawatts(highest)) MWh by charging"
      )
    }
  }

  private static func highestEnd(of store: Storage, from initial: Double, over horizon: Horizon) -> Double {
    let retention = store.retention(stepMinutes: horizon.stepMinutes)
    let charge = store.chargeCapacity * store.chargeEfficiency * horizon.stepHours
    var level = initial
    for _ in 0..<horizon.count { level = min(level * retention + charge, store.energyCapacity) }
    return level
  }
}
