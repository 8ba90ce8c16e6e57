extension Rule {
  /// Coal is burnt at some 300 g of coal equivalent per kWh, and at more where load is low. Fuel of other kinds may be
  /// priced in plain currency, as importers do, where its rate is a price.
  static let coalRateMagnitude = Rule { review, log in
    for (index, unit) in review.system.thermalUnits.enumerated() where unit.fuel.lowercased().contains("coal") {
      let outputs = unit.fuelCurve.outputs.filter { $0 > 0 }
      let rates = outputs.map { unit.fuelCurve.fuel(at: $0) / $0 * 1000 }
      guard let full = rates.last, let least = rates.first, full != 0 else { continue }
      guard !(150...700).contains(full) || !(150...1000).contains(least) else { continue }
      let rate = (150...700).contains(full) ? least : full
      log.add(
        .implausibleValue, at: review.place(ThermalUnitTable.coalRate, of: ThermalUnitTable.self, index),
        "unit \(quoted(unit.name)) burns \(threeDigits(rate)) gce/kWh: coal rates lie between 150 and 700, and up to 1000 "
          + "at low load")
    }
  }
}
