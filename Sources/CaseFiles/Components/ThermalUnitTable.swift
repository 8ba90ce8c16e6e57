import GridModel

enum ThermalUnitTable: ComponentTable {
  static let file = "thermal-units.csv"
  static let meaning = "Coal, gas, oil and nuclear units."
  static let fuel = Column.text("fuel", default: "coal", "Fuel, for reports and the default CO2 rate.")
  static let capacity = Column.number(
    "capacity_mw", "MW", plausible: (0.1...3000, "is this kW, or a whole plant or fleet?"), "Rated capacity.")
  static let minimumOutput = Column.number("min_output_mw", "MW", default: "0", "Minimum stable output.")
  static let coalRate = Column.number(
    "coal_rate_gce_per_kwh", "gce/kWh", default: "the curve's",
    "Fuel per energy sent out at all loads; with a curve, the full-load rate that the curve is scaled to.")
  static let curve = Column.text("coal_rate_curve", default: "flat rate", "Curve in coal-rate-curves.csv.")
  static let fuelPrice = Column.number(
    "fuel_price_{currency}_per_tce", "{currency}/tce", default: "900 in CNY, otherwise required",
    "Fuel price per t of coal equivalent (29.3076 GJ).")
  static let variableCost = Column.number(
    "variable_cost_{currency}_per_mwh", "{currency}/MWh", default: "0", in: -Double.infinity...(.infinity),
    "Cost of output besides fuel.")
  static let co2 = Column.number(
    "co2_t_per_tce", "t/tce", default: "2.7 for coal, otherwise 0", plausible: (0.5...5, "is this kg/GJ or per MWh?"),
    "CO2 per t of coal equivalent.")
  static let startHot = Column.number("start_cost_hot_{currency}", "{currency}", default: "0", "Cost of a hot start.")
  static let startWarm = Column.number(
    "start_cost_warm_{currency}", "{currency}", default: "start_cost_hot", "Cost of a warm start.")
  static let startCold = Column.number(
    "start_cost_cold_{currency}", "{currency}", default: "start_cost_warm", "Cost of a cold start.")
  static let warmAfter = Column.number("warm_after_hours", "h", default: "8", "Time off until a start is warm.")
  static let coldAfter = Column.number("cold_after_hours", "h", default: "48", "Time off until a start is cold.")
  static let rampUp = Column.limit("ramp_up_mw_per_hour", "MW/h", "Largest rise of output while on.")
  static let rampDown = Column.limit(
    "ramp_down_mw_per_hour", "MW/h", default: "ramp_up_mw_per_hour", "Largest fall of output while on.")
  static let startUpRamp = Column.limit(
    "start_up_ramp_mw", "MW", default: "the larger of min_output_mw and a step of ramp_up",
    "Highest output in the first step on.")
  static let shutDownRamp = Column.limit(
    "shut_down_ramp_mw", "MW", default: "the larger of min_output_mw and a step of ramp_down",
    "Highest output in the last step on.")
  static let minimumUp = Column.number("min_up_hours", "h", default: "0", "Shortest time on.")
  static let minimumDown = Column.number("min_down_hours", "h", default: "0", "Shortest time off.")
  static let mustRun = Column.flag(
    "must_run", default: "no", "Whether the unit is always on; by step in the must-run series.")
  static let initialHours = Column.number(
    "initial_hours", "h", default: "free", in: -Double.infinity...Double.infinity,
    "Hours on (positive) or off (negative) before the first step.")
  static let unknownOutput = "unknown"
  static let initialOutput = Column(
    pattern: "initial_output_mw", kind: .numberOrWord([unknownOutput]), unit: "MW",
    fallback: "min_output_mw when on, 0 when off", bounds: 0...(.infinity),
    meaning: "Output before the first step; `unknown`: no ramp holds in the first step.")
  static let reserveLimit = Column.limit(
    "reserve_limit_mw", "MW", "Most spinning reserve in either direction; 0 for none.")
  static let frequencyResponse = Column.number(
    "frequency_response_mw", "MW", default: "6 % of the capacity",
    "Most that it answers with within seconds, for rules of the product `frequency`.")
  static let existing = Column.number(
    "existing_mw", "MW", default: "capacity_mw",
    "What exists, where the unit may be built and capacity_mw with all else is only the pattern; 0 for a candidate.")
  static let columns =
    [
      Column.name, .bus, fuel, capacity, minimumOutput, coalRate, curve, fuelPrice, variableCost, co2, startHot,
      startWarm, startCold, warmAfter, coldAfter, rampUp, rampDown, startUpRamp, shutDownRamp, minimumUp, minimumDown,
      mustRun, initialHours, initialOutput, reserveLimit, frequencyResponse, existing,
    ] + ExpansionColumns.power.all + heatColumns + flexibilityColumns
  static var components: WritableKeyPath<PowerSystem, [ThermalUnit]> { \.thermalUnits }

  static func decode(_ row: inout RowReader) -> ThermalUnit {
    let name = row.text(.name)
    let fuel = row.field(fuel)?.text ?? "coal"
    let capacity = row.requiredNumber(capacity)
    let minimum = row.number(minimumOutput, default: 0)
    let stepHours = row.context.horizon.stepHours
    let up = row.limit(rampUp) ?? .infinity
    let down = row.limit(rampDown) ?? up
    let mustRun = mustRun(&row, name)
    let expansion = expansion(&row, mustRun)
    let lowest = min(minimum, row.number(retrofitMinimum) ?? minimum)
    let curve = fuelCurve(&row, minimum: lowest, capacity: capacity)
    let unit = ThermalUnit(
      name: name, bus: row.bus(), fuel: fuel, capacity: capacity, minimumOutput: minimum,
      fuelCurve: curve, fuelPrice: price(&row),
      variableCost: row.number(variableCost, default: 0),
      co2PerFuel: row.number(co2, default: fuel == "coal" ? 2.7 : 0),
      startClasses: startClasses(&row), rampUp: up, rampDown: down,
      startUpRamp: row.limit(startUpRamp) ?? max(minimum, up * stepHours),
      shutDownRamp: row.limit(shutDownRamp) ?? max(minimum, down * stepHours),
      minimumUpHours: row.number(minimumUp, default: 0), minimumDownHours: row.number(minimumDown, default: 0),
      mustRun: mustRun, availability: row.context.series[.thermalAvailability, name] ?? .constant(1),
      initialState: initialState(&row, minimum: minimum), reserveLimit: row.limit(reserveLimit) ?? .infinity,
      frequencyResponse: row.number(frequencyResponse), heat: heat(&row), deepRegulation: deepRegulation(&row),
      startLimits: startLimits(&row), retrofit: retrofit(&row, minimum: minimum, curve: curve), expansion: expansion,
      existingCapacity: row.number(existing))
    guard let retrofit = unit.retrofit, !row.isFaulty else { return unit }
    return unit.retrofitted(retrofit.isDone)
  }

  private static func price(_ row: inout RowReader) -> Double {
    if row.context.currency == "CNY" { return row.number(fuelPrice, default: 900) }
    return row.requiredNumber(fuelPrice)
  }

  private static func fuelCurve(_ row: inout RowReader, minimum: Double, capacity: Double) -> FuelCurve {
    let rate = row.number(coalRate)
    let flat = FuelCurve(coalRate: rate ?? .nan, minimumOutput: minimum, capacity: capacity)
    guard let named = row.field(curve)?.text else {
      if rate == nil {
        row.fault(.missingValue, coalRate, "neither coal_rate_gce_per_kwh nor coal_rate_curve is given")
      }
      return flat
    }
    guard let curves = row.context.curves else {
      row.isFaulty = true
      return flat
    }
    guard let points = curves[named] else {
      let message = "no curve \(quoted(named)) in \(CoalRateCurveTable.file)"
      row.unknown(.unknownCurve, curve, message, named, among: curves.keys)
      return flat
    }
    guard !row.isFaulty, points.fullLoadRate > 0 else { return flat }
    let scale = rate.map { $0 / points.fullLoadRate } ?? 1
    let rates = scale == 1 ? points.rates : points.rates.map { $0 * scale }
    let full = FuelCurve(loads: points.loads, coalRates: rates, minimumOutput: minimum, capacity: capacity)
    let (convex, deviation) = full.convexified()
    if deviation > 1e-6 * capacity {
      let below = threeDigits(deviation)
      row.remark(
        .nonConvexCoalRate, curve,
        "fuel use along curve \(quoted(named)) is not convex; the convex hull is used, at most \(below) t/h below it")
    }
    return convex
  }

  private static func startClasses(_ row: inout RowReader) -> [ThermalUnit.StartClass] {
    let hot = row.number(startHot, default: 0)
    let warm = row.number(startWarm, default: hot)
    let cold = row.number(startCold, default: warm)
    let warmHours = row.number(warmAfter, default: 8)
    let coldHours = row.number(coldAfter, default: 48)
    if coldHours <= warmHours, cold != warm || warm != hot {
      row.fault(
        .conflictingValues, coldAfter,
        "a start is cold after \(NumberText.text(coldHours)) h but warm after \(NumberText.text(warmHours)) h off")
    }
    if warm < hot || cold < warm {
      row.remark(.startCostOrder, startCold, "starting gets cheaper with time off; expected hot ≤ warm ≤ cold")
    }
    var classes = [ThermalUnit.StartClass(offlineHours: 0, cost: hot)]
    if warm != hot { classes.append(.init(offlineHours: warmHours, cost: warm)) }
    if cold != warm { classes.append(.init(offlineHours: coldHours, cost: cold)) }
    return classes.count == 1 && hot == 0 ? [] : classes
  }

  private static func mustRun(_ row: inout RowReader, _ name: String) -> HourlySeries {
    let always = row.flag(mustRun, default: false)
    guard let series = row.context.series[.mustRun, name] else { return .constant(always ? 1 : 0) }
    if always {
      row.fault(.conflictingValues, mustRun, "must_run is yes, and the must-run series has a column \(quoted(name))")
    }
    return series
  }

  private static func expansion(_ row: inout RowReader, _ mustRun: HourlySeries) -> Expansion? {
    guard let expansion = row.expansion(.power) else {
      if row.field(existing) != nil {
        row.fault(.conflictingValues, existing, "existing_mw is given, but build_max_mw is blank (nothing to build)")
      }
      return nil
    }
    let most = ExpansionColumns.power.most
    if mustRun != .constant(0) {
      row.fault(.conflictingValues, most, "build_max_mw is given, but the unit is set on (must_run)")
    }
    let others = [heatBus] + flexibilityColumns
    if let other = others.first(where: { row.field($0) != nil }) {
      let name = other.name(currency: row.context.currency)
      row.fault(.conflictingValues, other, "\(name) is given, but a unit to be built (build_max_mw) cannot have it")
    }
    if row.field(initialHours) != nil, row.field(existing) != nil {
      row.fault(.conflictingValues, initialHours, "initial_hours is given, but existing_mw makes the unit a pattern")
    }
    return expansion
  }

  private static func initialState(_ row: inout RowReader, minimum: Double) -> ThermalUnit.InitialState? {
    let hours = row.number(initialHours)
    let isKnown = row.field(initialOutput)?.text.lowercased() != unknownOutput
    let output = isKnown ? row.number(initialOutput) : nil
    guard let hours else {
      if output != nil {
        row.fault(.conflictingValues, initialOutput, "initial_output_mw is given, but initial_hours is blank (free)")
      }
      return nil
    }
    if hours == 0 {
      row.fault(.initialStateInconsistent, initialHours, "initial_hours is 0, expected hours on (> 0) or off (< 0)")
    }
    var state = ThermalUnit.InitialState(hours: hours, output: output ?? (hours > 0 ? minimum : 0))
    state.isOutputKnown = isKnown
    return state
  }
}
