import GridModel

extension Rule {
  /// A storage's own limits agree with each other.
  static let storageLimits = Rule { review, log in
    for (index, storage) in review.system.storages.enumerated() {
      func add(_ code: Finding.Code, _ column: Column, _ message: String) {
        log.add(
          code, at: review.place(column, of: StorageTable.self, index), "\(message) of storage \(quoted(storage.name))")
      }
      let least = storage.minimumDischarge.range?.upperBound ?? 0
      if least > storage.dischargeCapacity + tolerance {
        let numbers = "min_discharge_mw \(megawatts(least)) is above discharge_capacity_mw"
        add(.minimumAboveMaximum, StorageTable.minimumDischarge, "\(numbers) \(megawatts(storage.dischargeCapacity))")
      } else if least > 0, storage.chargeCapacity > 0 {
        add(
          .conflictingValues, StorageTable.minimumDischarge, "min_discharge_mw is above 0, but so is charge_capacity_mw"
        )
      }
      if storage.energyCapacity == .infinity, storage.chargeCapacity > 0 || storage.budgets.energyPerWeek == .infinity {
        add(
          .conflictingValues, StorageTable.energy,
          "energy_mwh is unlimited, which needs max_energy_per_week_mwh and charge_capacity_mw 0,")
      }
      if let maximum = storage.maximumEnergy, maximum > storage.energyCapacity + tolerance {
        let numbers = "max_energy_mwh \(megawatts(maximum)) is above energy_mwh \(megawatts(storage.energyCapacity))"
        add(.minimumAboveMaximum, StorageTable.maximumEnergy, numbers)
      }
      if storage.energyCapacity == 0,
        storage.budgets.cyclesPerDay < .infinity || storage.budgets.cyclesPerYear < .infinity
      {
        add(
          .conflictingValues, StorageTable.cyclesPerDay,
          "cycles are limited, but there is no energy_mwh to count them by,")
      }
      budgets(storage, review.system.horizon, add)
      machines(storage, add)
    }
  }

  private static func budgets(
    _ storage: Storage, _ horizon: Horizon, _ add: (Finding.Code, Column, String) -> Void
  ) {
    let least = storage.minimumDischarge.values(count: horizon.count)
    for (period, column) in [
      (StoragePeriod.day, StorageTable.cyclesPerDay), (.week, StorageTable.energyPerWeek),
      (.year, StorageTable.cyclesPerYear),
    ] where storage.budget(of: period) < .infinity {
      let needed =
        period.runs(of: horizon).map { run in run.reduce(0) { $0 + least[$1] } * horizon.stepHours }.max() ?? 0
      guard needed > storage.budget(of: period) + tolerance else { continue }
      add(
        .minimumAboveMaximum, column,
        "the least output gives \(megawatts(needed)) MWh in a \(period), more than the \(megawatts(storage.budget(of: period))) MWh"
      )
    }
  }

  private static func machines(_ storage: Storage, _ add: (Finding.Code, Column, String) -> Void) {
    guard let units = storage.units else { return }
    let each = storage.dischargeCapacity / Double(units.count)
    if units.minimumOutput > each + tolerance {
      let numbers = "min_unit_output_mw \(megawatts(units.minimumOutput)) is above the \(megawatts(each)) MW"
      add(.minimumAboveMaximum, StorageTable.minimumOutput, "\(numbers) of one machine")
    }
    if let pump = units.pumpPower, abs(pump * Double(units.count) - storage.chargeCapacity) > tolerance {
      add(
        .conflictingValues, StorageTable.pumpPower,
        "\(units.count) machines of pump_unit_mw \(megawatts(pump)) do not make the charge_capacity_mw \(megawatts(storage.chargeCapacity))"
      )
    }
  }
}
