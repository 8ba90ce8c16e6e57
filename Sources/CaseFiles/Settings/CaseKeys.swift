import GridModel

/// The keys of `case.yaml`.
enum CaseKeys {
  static let file = "case.yaml"

  static let name = Column.text("name", "Name of the case.")
  static let timeZone = Column.text(
    "time_zone", "IANA name, whose standard offset holds all year, or an offset such as `+08:00`.")
  static let start = Column.text("start", "Local time of the first step, such as `2030-01-01T00:00`.")
  static let stepMinutes = Column.choice(
    "step_minutes", ["15", "30", "60", "120", "180", "240", "360", "480", "720", "1440"],
    default: "60", "Length of a step.")
  static let steps = Column.number(
    "steps", "", default: "rows of the load series", in: 1...10_000_000, "Number of steps; or give `end`.")
  static let end = Column.text("end", default: "start + steps", "Local end of the last step.")
  static let currency = Column.text("currency", default: "CNY", "Three-letter code; lower-cased part of column names.")
  static let valueOfLostLoad = Column(
    pattern: "value_of_lost_load_{currency}_per_mwh", kind: .numberOrWord([Column.unlimited]),
    unit: "{currency}/MWh", fallback: "30000", bounds: 0...(.infinity),
    plausible: (100...10_000_000, "is this per kWh?"),
    meaning: "Cost of unserved energy; `unlimited` where all load must be served.")
  static let co2Price = Column.number("co2_price_{currency}_per_t", "{currency}/t", default: "0", "Price of CO2.")
  static let network = Column.choice(
    "network", NetworkModel.allCases.map(\.rawValue), default: "transport",
    "`transport`: flows are free within limits; `dc`: they obey reactances.")
  static let series = Column.text("series", default: "the files below", "Series files by kind, relative to the case.")
  static let reserves = Column.text("reserves", default: "none", "List of reserve rules.")
  static let rules = Column.text("rules", default: "none", "List of rules over a day, a month, a year or the horizon.")
  static let targets = Column.text(
    "targets", default: "none",
    "Targets of a plan: a number (minimum; maximum for the coal rate) or `[min, max]` for any of "
      + PolicyTarget.Indicator.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ") + ".")
  static let all = [
    name, timeZone, start, stepMinutes, steps, end, currency, valueOfLostLoad, co2Price, network, series, reserves,
    rules, targets,
  ]
}

/// The keys of one entry of `reserves`. The requirement is the sum of the parts that are given.
enum ReserveKeys {
  static let name = Column.text("name", "Name of the rule.")
  static let direction = Column.choice("direction", ReserveRule.Direction.allCases.map(\.rawValue), "`up` or `down`.")
  static let product = Column.choice(
    "product", ReserveRule.Product.allCases.map(\.rawValue), default: "spinning",
    "`spinning`; `frequency`: what answers within seconds; `ramping`: what is reached within `minutes`.")
  static let minutes = Column.number("minutes", "min", default: "15", in: 1...1440, "Time of the product `ramping`.")
  static let zone = Column.text("zone", default: "whole system", "Only the load and the providers of this zone.")
  static let providers = Column.text(
    "providers", default: "thermal, storage and vehicles",
    "List of who may provide: `thermal`, `storage`, `interruptible`, `vehicles`, fuels, technologies or names.")
  static let offerPrice = Column.number(
    "offer_price_{currency}_per_mwh", "{currency}/MWh", default: "0", "Paid for each MW and hour that counts.")
  static let offers = Column.text(
    "offers_{currency}_per_mwh", default: "offer_price", "What some of the providers ask instead, such as `battery: 5`."
  )
  static let nests = Column.flag(
    "nests", default: "no", "Whether what is promised to other products of the direction counts too.")
  static let percentOfNetLoadChange = Column.number(
    "percent_of_net_load_change", "%", default: "0", in: 0...1000,
    "Part by how much load less available wind and solar power moves in the direction until the next step.")
  static let atLeastLargestInfeed = Column.flag(
    "at_least_largest_infeed", default: "no",
    "Never below the largest thermal unit, the largest import of a channel in the step, or line into the zone.")
  static let power = Column.number("mw", "MW", default: "0", "Constant part.")
  static let percentOfLoad = percent("percent_of_load", "Part by the load of the step.")
  static let percentOfMaximumLoad = percent("percent_of_maximum_load", "Part by the maximum load of the case.")
  static let percentOfWind = percent("percent_of_wind", "Part by the available wind power of the step.")
  static let percentOfSolar = percent("percent_of_solar", "Part by the available solar power of the step.")
  static let atLeastLargestUnit = Column.flag(
    "at_least_largest_unit", default: "no", "Never below the capacity of the largest thermal unit.")
  static let series = Column.flag(
    "series", default: "no", "Adds the column of the reserve series with the rule's name.")
  static let shortfallPrice = Column.number(
    "shortfall_price_{currency}_per_mwh", "{currency}/MWh",
    default: "a third of the value of lost load, 10000 where that is unlimited",
    "Cost of each MW and hour short.")
  static let all = [
    name, product, direction, zone, minutes, power, percentOfLoad, percentOfMaximumLoad, percentOfWind, percentOfSolar,
    percentOfNetLoadChange, atLeastLargestUnit, atLeastLargestInfeed, series, shortfallPrice, providers, offerPrice,
    offers, nests,
  ]

  private static func percent(_ pattern: String, _ meaning: String) -> Column {
    Column.number(pattern, "%", default: "0", in: 0...100, meaning)
  }
}
