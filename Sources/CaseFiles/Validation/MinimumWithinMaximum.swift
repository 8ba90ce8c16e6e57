extension Rule {
  /// Minimum output and energy do not exceed the capacity.
  static let minimumWithinMaximum = Rule { review, log in
    for (index, unit) in review.system.thermalUnits.enumerated() where unit.minimumOutput > unit.capacity {
      let numbers = "min_output_mw \(megawatts(unit.minimumOutput)) is above capacity_mw \(megawatts(unit.capacity))"
      log.add(
        .minimumAboveMaximum, at: review.place(ThermalUnitTable.minimumOutput, of: ThermalUnitTable.self, index),
        "\(numbers) of unit \(quoted(unit.name))")
    }
    for (index, store) in review.system.storages.enumerated() where store.minimumEnergy > store.energyCapacity {
      let numbers =
        "min_energy_mwh \(megawatts(store.minimumEnergy)) is above energy_mwh \(megawatts(store.energyCapacity))"
      log.add(
        .minimumAboveMaximum, at: review.place(StorageTable.minimumEnergy, of: StorageTable.self, index),
        "\(numbers) of storage \(quoted(store.name))")
    }
    for (index, reservoir) in review.system.reservoirs.enumerated()
    where reservoir.minimumEnergy > reservoir.energyCapacity {
      log.add(
        .minimumAboveMaximum, at: review.place(ReservoirTable.minimumEnergy, of: ReservoirTable.self, index),
        "min_energy_mwh \(megawatts(reservoir.minimumEnergy)) is above energy_mwh \(megawatts(reservoir.energyCapacity)) of reservoir \(quoted(reservoir.name))"
      )
    }
    for (index, load) in review.system.interruptibleLoads.enumerated() {
      let (least, most) = (load.calls.minimumHours, load.calls.maximumHours)
      let horizon = review.system.horizon
      guard least > most || load.calls.steps(in: horizon).least > max(1, load.calls.steps(in: horizon).most) else {
        continue
      }
      log.add(
        .minimumAboveMaximum,
        at: review.place(InterruptibleLoadTable.minimumCall, of: InterruptibleLoadTable.self, index),
        "min_call_hours \(NumberText.text(least)) is above max_call_hours \(NumberText.text(most)), in whole steps, of \(quoted(load.name))"
      )
    }
  }
}
