import GridModel

extension RTSGMLCImport {
  private static let types: Set<String> = ["STEAM", "CT", "CC", "NUCLEAR"]
  private static let kilogramsPerPound = 0.453_592_37

  func thermalUnits(_ table: SourceTable, _ log: inout FindingLog) -> [ThermalUnit] {
    log.add(
      .assumption, at: Place(file: Self.generators),
      "thermal units are free before the first step; fuel is counted in t of coal equivalent of 29.3076 GJ")
    return table.rows.filter { Self.types.contains(table.text("Unit Type", $0)) }.map { unit(table, $0, &log) }
  }

  private func unit(_ table: SourceTable, _ row: Int, _ log: inout FindingLog) -> ThermalUnit {
    let capacity = table.number("PMax MW", row, &log)
    let minimum = table.number("PMin MW", row, &log)
    let price = table.number("Fuel Price $/MMBTU", row, &log) * Self.heatPerTonne
    let ramp = table.number("Ramp Rate MW/Min", row, &log)
    let pounds = table.optionalNumber("Emissions CO2 Lbs/MMBTU", row, &log) ?? 0
    // Eligible for spinning reserve are all thermal categories but nuclear, with what they ramp in 600 s.
    let isEligible = table.text("Unit Type", row) != "NUCLEAR"
    return ThermalUnit(
      name: table.text("GEN UID", row), bus: table.text("Bus ID", row), fuel: table.text("Fuel", row).lowercased(),
      capacity: capacity, minimumOutput: minimum,
      fuelCurve: fuelCurve(table, row, minimum: minimum, capacity: capacity, &log), fuelPrice: price,
      variableCost: table.number("VOM", row, &log),
      co2PerFuel: pounds * Self.kilogramsPerPound / 1000 * Self.heatPerTonne,
      startClasses: startClasses(table, row, &log), rampUp: ramp * 60, rampDown: ramp * 60,
      startUpRamp: max(minimum, ramp * 60), shutDownRamp: max(minimum, ramp * 60),
      minimumUpHours: table.number("Min Up Time Hr", row, &log),
      minimumDownHours: table.number("Min Down Time Hr", row, &log), reserveLimit: isEligible ? ramp * 10 : 0)
  }

  /// Fuel at the output points: the average heat rate up to the first, incremental ones between the others.
  private func fuelCurve(
    _ table: SourceTable, _ row: Int, minimum: Double, capacity: Double, _ log: inout FindingLog
  ) -> FuelCurve {
    let average = table.number("HR_avg_0", row, &log)
    // BTU/kWh are MMBTU/GWh.
    func fuel(_ rate: Double, _ power: Double) -> Double { rate * power / 1000 / Self.heatPerTonne }
    var outputs = [minimum]
    var fuels = [fuel(average, minimum)]
    var isGap = false
    for point in 1...4 {
      guard let part = table.optionalNumber("Output_pct_\(point)", row, &log),
        let rate = table.optionalNumber("HR_incr_\(point)", row, &log)
      else { break }
      let output = part == 1 ? capacity : part * capacity
      guard output > (outputs.last ?? 0) + 1e-9 else { continue }
      if rate <= 0 { isGap = true }
      fuels.append((fuels.last ?? 0) + fuel(rate > 0 ? rate : average, output - (outputs.last ?? 0)))
      outputs.append(output)
    }
    if isGap {
      log.add(
        .assumption, at: table.place(row),
        "incremental heat rates of \(table.text("GEN UID", row)) are 0: its average heat rate is taken")
    }
    if outputs.count == 1, capacity > minimum {
      outputs.append(capacity)
      fuels.append(fuel(average, capacity))
    }
    let (curve, deviation) = FuelCurve(outputs: outputs, fuels: fuels).convexified()
    if deviation > 1e-6 * capacity {
      log.add(
        .nonConvexCoalRate, at: table.place(row),
        "heat rates of \(table.text("GEN UID", row)) are not convex; the convex hull is used, at most "
          + "\(threeDigits(deviation)) t/h below them")
    }
    return curve
  }

  /// A start is warm or cold after the hours stated; a class that is not dearer and later than the one before is none.
  private func startClasses(
    _ table: SourceTable, _ row: Int, _ log: inout FindingLog
  ) -> [ThermalUnit.StartClass] {
    let price = table.number("Fuel Price $/MMBTU", row, &log)
    let other = table.number("Non Fuel Start Cost $", row, &log)
    var classes: [ThermalUnit.StartClass] = []
    for state in ["Hot", "Warm", "Cold"] {
      let cost = table.number("Start Heat \(state) MBTU", row, &log) * price + other
      let hours = classes.isEmpty ? 0 : table.number("Start Time \(state) Hr", row, &log)
      guard let last = classes.last else {
        classes.append(.init(offlineHours: hours, cost: cost))
        continue
      }
      if cost > last.cost, hours > last.offlineHours { classes.append(.init(offlineHours: hours, cost: cost)) }
    }
    return classes.count == 1 && classes[0].cost == 0 ? [] : classes
  }
}
