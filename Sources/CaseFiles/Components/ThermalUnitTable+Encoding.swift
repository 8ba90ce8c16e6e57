import GridModel

extension ThermalUnitTable {
  static func encode(_ unit: ThermalUnit, into row: inout RowWriter) throws(CaseError) {
    row[.name] = unit.name
    row[.bus] = unit.bus
    row[fuel] = unit.fuel
    row[capacity] = unit.capacity
    row[minimumOutput] = unit.retrofit?.minimumBefore ?? unit.minimumOutput
    let (rate, name) = try row.curves.add(unit)
    row[coalRate] = rate
    row[curve] = name ?? ""
    row[fuelPrice] = unit.fuelPrice
    row[variableCost] = unit.variableCost
    row[co2] = unit.co2PerFuel
    try encodeStarts(unit, &row)
    row[rampUp] = unit.rampUp
    row[rampDown] = unit.rampDown
    row[startUpRamp] = unit.startUpRamp
    row[shutDownRamp] = unit.shutDownRamp
    row[minimumUp] = unit.minimumUpHours
    row[minimumDown] = unit.minimumDownHours
    switch unit.mustRun {
    case .constant(let value): row[mustRun] = value == 1
    case .series: row.addSeries(unit.mustRun, to: .mustRun, named: unit.name)
    }
    if unit.availability != .constant(1) {
      row.addSeries(unit.availability, to: .thermalAvailability, named: unit.name)
    }
    row[initialHours] = unit.initialState?.hours
    row[initialOutput] = unit.initialState?.output
    if unit.initialState?.isOutputKnown == false { row[initialOutput] = unknownOutput }
    row[reserveLimit] = unit.reserveLimit
    if unit.frequencyResponse != ThermalUnit.usualFrequencyResponse * unit.capacity {
      row[frequencyResponse] = unit.frequencyResponse
    }
    if let heat = unit.heat { encode(heat, into: &row) }
    encodeFlexibility(unit, &row)
  }

  private static func encodeStarts(_ unit: ThermalUnit, _ row: inout RowWriter) throws(CaseError) {
    let classes = unit.startClasses
    guard classes.count <= 3, (classes.first?.offlineHours ?? 0) == 0 else {
      throw .notRepresentable("more than three start classes (thermal unit \(unit.name))")
    }
    row[startHot] = classes.first?.cost ?? 0
    guard classes.count > 1 else { return }
    row[startWarm] = classes[1].cost
    row[warmAfter] = classes[1].offlineHours
    row[startCold] = classes[classes.count - 1].cost
    // With two classes a cold start is a warm one, and its hours only have to come later.
    row[coldAfter] = classes.count > 2 ? classes[2].offlineHours : classes[1].offlineHours + 24
  }
}
