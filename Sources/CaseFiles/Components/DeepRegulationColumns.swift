import GridModel

/// Columns of deep peak regulation, of the retrofit that opens it, and of start limits.
extension ThermalUnitTable {
  static let regularMinimum = Column.number(
    "regular_min_mw", "MW", default: "none",
    "Output below which a unit that is on is in deep regulation (深度调峰) and wears; as a rule its minimum before a retrofit."
  )
  static let deepWear = Column.number(
    "deep_wear_cost_{currency}_per_mwh", "{currency}/MWh", default: "0",
    "Wear per MWh that output lies below regular_min_mw, down to oil_min_mw.")
  static let deepRamp = Column.limit(
    "deep_ramp_mw_per_hour", "MW/h", "Largest change of output between regular_min_mw and oil_min_mw while on.")
  static let oilMinimum = Column.number(
    "oil_min_mw", "MW", default: "none", "Output below which oil keeps the flame (投油).")
  static let oilWear = Column.number(
    "oil_wear_cost_{currency}_per_mwh", "{currency}/MWh", default: "deep_wear_cost",
    "Wear per MWh that output lies below oil_min_mw.")
  static let oilRamp = Column.limit(
    "oil_ramp_mw_per_hour", "MW/h", default: "deep_ramp_mw_per_hour",
    "Largest change of output below oil_min_mw while on.")
  static let oil = Column.number(
    "oil_t_per_hour", "t/h", default: "0", "Oil burnt below oil_min_mw; its heat and CO2 are not counted.")
  static let oilPrice = Column.number(
    "oil_price_{currency}_per_t", "{currency}/t", default: "required with oil_t_per_hour", "Price of that oil.")
  static let retrofitMinimum = Column.number(
    "retrofit_min_mw", "MW", default: "no retrofit",
    "Minimum stable output after the unit's flexibility retrofit (灵活性改造); min_output_mw is that before.")
  static let retrofit = Column.flag("retrofit", default: "no", "Whether the retrofit is done.")
  static let startsPerDay = Column.limit("max_starts_per_day", "", "Starts in a local day (with commitment).")
  static let startsPerMonth = Column.limit("max_starts_per_month", "", "Starts in a calendar month (with commitment).")

  static let flexibilityColumns = [
    regularMinimum, deepWear, deepRamp, oilMinimum, oilWear, oilRamp, oil, oilPrice, retrofitMinimum, retrofit,
    startsPerDay, startsPerMonth,
  ]

  static func deepRegulation(_ row: inout RowReader) -> DeepRegulation {
    let wear = row.number(deepWear, default: 0)
    let ramp = row.limit(deepRamp) ?? .infinity
    let wearWithOil = row.number(oilWear, default: wear)
    let rampWithOil = row.limit(oilRamp) ?? ramp
    let oil = row.number(oil, default: 0)
    let price = row.number(oilPrice)
    if oil > 0, price == nil {
      row.fault(.missingValue, oilPrice, "oil_t_per_hour is given, but the price of the oil is blank")
    }
    if wearWithOil < wear {
      row.fault(
        .conflictingValues, oilWear,
        "wear falls from \(NumberText.text(wear)) to \(NumberText.text(wearWithOil)) below oil_min_mw; expected to rise"
      )
    }
    return DeepRegulation(
      withoutOil: row.number(regularMinimum).map { .init(below: $0, wearCost: wear, ramp: ramp) },
      withOil: row.number(oilMinimum).map { .init(below: $0, wearCost: wearWithOil, ramp: rampWithOil) }, oil: oil,
      oilPrice: price ?? 0)
  }

  /// - Parameter curve: from the lower of both minimums.
  static func retrofit(_ row: inout RowReader, minimum: Double, curve: FuelCurve) -> Retrofit? {
    let isDone = row.flag(retrofit, default: false)
    guard let after = row.number(retrofitMinimum) else {
      if isDone { row.fault(.conflictingValues, retrofit, "retrofit is yes, but retrofit_min_mw is blank") }
      return nil
    }
    return Retrofit(isDone: isDone, minimumBefore: minimum, minimumAfter: after, fuelCurve: curve)
  }

  static func startLimits(_ row: inout RowReader) -> StartLimits {
    StartLimits(perDay: row.limit(startsPerDay) ?? .infinity, perMonth: row.limit(startsPerMonth) ?? .infinity)
  }

  static func encodeFlexibility(_ unit: ThermalUnit, _ row: inout RowWriter) {
    let deep = unit.deepRegulation
    row[regularMinimum] = deep.withoutOil?.below
    row[deepWear] = deep.withoutOil?.wearCost
    row[deepRamp] = deep.withoutOil?.ramp
    row[oilMinimum] = deep.withOil?.below
    row[oilWear] = deep.withOil?.wearCost
    row[oilRamp] = deep.withOil?.ramp
    row[oil] = deep.oil > 0 ? deep.oil : nil
    row[oilPrice] = deep.oil > 0 || deep.oilPrice > 0 ? deep.oilPrice : nil
    if let change = unit.retrofit {
      row[retrofitMinimum] = change.minimumAfter
      row[retrofit] = change.isDone
    }
    let limits = unit.startLimits
    row[startsPerDay] = limits.perDay < .infinity ? limits.perDay : nil
    row[startsPerMonth] = limits.perMonth < .infinity ? limits.perMonth : nil
  }
}
