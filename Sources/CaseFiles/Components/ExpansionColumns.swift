import GridModel

/// The columns by which a device may be built: how much at least and at most, and what that costs a year.
struct ExpansionColumns: Sendable {
  let most: Column
  let least: Column
  let cost: Column

  var all: [Column] { [most, least, cost] }

  /// MW besides what exists.
  static let power = ExpansionColumns(
    most: .number("build_max_mw", "MW", default: "nothing to build", "Most that may be built besides what exists."),
    least: .number("build_min_mw", "MW", default: "0", "Least that is built besides what exists."),
    cost: .number(
      "capital_cost_{currency}_per_mw_year", "{currency}/MW/year", default: "required with build_max_mw",
      plausible: (500...20_000_000, "is this per kW, or the whole investment and not its annuity?"),
      "Annuity and fixed upkeep of what is built; a horizon pays hours / 8760 of it."))

  /// MWh of storages besides what exists.
  static let energy = ExpansionColumns(
    most: .number(
      "build_energy_max_mwh", "MWh", default: "nothing to build", "Most energy that may be built besides what exists."),
    least: .number("build_energy_min_mwh", "MWh", default: "0", "Least energy that is built besides what exists."),
    cost: .number(
      "capital_cost_{currency}_per_mwh_year", "{currency}/MWh/year", default: "required with build_energy_max_mwh",
      plausible: (50...10_000_000, "is this per kWh, or the whole investment and not its annuity?"),
      "Annuity and fixed upkeep of the energy that is built; a horizon pays hours / 8760 of it."))
}

extension RowReader {
  /// What may be built; `nil` where the columns are blank.
  mutating func expansion(_ columns: ExpansionColumns) -> Expansion? {
    let (most, least, cost) = (number(columns.most), number(columns.least), number(columns.cost))
    guard let most else {
      let given = least != nil ? columns.least : cost != nil ? columns.cost : nil
      if let given {
        let name = given.name(currency: context.currency)
        fault(.conflictingValues, given, "\(name) is given, but \(columns.most.pattern) is blank (nothing to build)")
      }
      return nil
    }
    guard let cost else {
      let name = columns.cost.name(currency: context.currency)
      fault(.missingValue, columns.cost, "\(name) is blank, but \(columns.most.pattern) is given")
      return nil
    }
    if let least, least > most {
      let numbers = "\(NumberText.text(least)) is above \(columns.most.pattern) \(NumberText.text(most))"
      fault(.minimumAboveMaximum, columns.least, "\(columns.least.pattern) \(numbers)")
    }
    return Expansion(yearlyCost: cost, least: least ?? 0, most: most)
  }
}

extension RowWriter {
  mutating func write(_ expansion: Expansion?, _ columns: ExpansionColumns) {
    self[columns.most] = expansion?.most
    self[columns.least] = expansion?.least
    self[columns.cost] = expansion?.yearlyCost
  }
}
