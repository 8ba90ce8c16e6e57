/// gce/kWh between which the coal rate of a unit lies.
private let usualRates = (atFullLoad: 150.0...700.0, atLowLoad: 150.0...1000.0)

extension Rule {
  /// Coal is burnt at some 300 g of coal equivalent per kWh, and at more where load is low. Fuel of other kinds may be
  /// priced in plain currency, as importers do, where its rate is a price.
  static let coalRateMagnitude = Rule { review, log in
    for (index, unit) in review.system.thermalUnits.enumerated() where unit.fuel.lowercased().contains("coal") {
      let outputs = unit.fuelCurve.outputs.filter { $0 > 0 }
      let rates = outputs.map { unit.fuelCurve.fuel(at: $0) / $0 * 1000 }
      guard let full = rates.last, let least = rates.first, full != 0 else { continue }
      let isUsual = usualRates.atFullLoad.contains(full)
      guard !isUsual || !usualRates.atLowLoad.contains(least) else { continue }
      let rate = isUsual ? least : full
      let (lowest, highest) = (usualRates.atFullLoad.lowerBound, usualRates.atFullLoad.upperBound)
      log.add(
        .implausibleValue, at: review.place(ThermalUnitTable.coalRate, of: ThermalUnitTable.self, index),
        "unit \(quoted(unit.name)) burns \(threeDigits(rate)) gce/kWh: coal rates lie between \(threeDigits(lowest)) and "
          + "\(threeDigits(highest)), and up to \(NumberText.text(usualRates.atLowLoad.upperBound)) at low load")
    }
  }
}
