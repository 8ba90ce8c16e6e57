extension Rule {
  /// Stores hold between minutes and weeks of their output; else energy or power is in the wrong unit.
  static let storageDuration = Rule { review, log in
    for (index, store) in review.system.storages.enumerated()
    where store.dischargeCapacity > 0 && store.energyCapacity > 0 && store.energyCapacity < .infinity {
      let hours = store.energyCapacity / store.dischargeCapacity
      guard !(0.05...1000).contains(hours) else { continue }
      log.add(
        .implausibleValue, at: review.place(StorageTable.energy, of: StorageTable.self, index),
        "energy_mwh of storage \(quoted(store.name)) is \(threeDigits(hours)) h of its output; is one of them in kW or GWh?"
      )
    }
  }
}
