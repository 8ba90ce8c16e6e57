extension Rule {
  /// A fuel price per t of coal equivalent, not per GJ, kg or MWh.
  static let fuelPriceMagnitude = Rule { review, log in
    let ranges: [String: ClosedRange<Double>] = ["CNY": 50...10_000, "USD": 5...2000, "EUR": 5...2000]
    guard let range = ranges[review.system.currency] else { return }
    for (index, unit) in review.system.thermalUnits.enumerated()
    where unit.fuelPrice != 0 && !range.contains(unit.fuelPrice) {
      let usual = "\(NumberText.text(range.lowerBound)) to \(NumberText.text(range.upperBound))"
      log.add(
        .implausibleValue, at: review.place(ThermalUnitTable.fuelPrice, of: ThermalUnitTable.self, index),
        "fuel price \(NumberText.text(unit.fuelPrice)) of unit \(quoted(unit.name)) lies outside \(usual) "
          + "\(review.system.currency) per t of coal equivalent; is this per GJ, kg or MWh?")
    }
  }
}
