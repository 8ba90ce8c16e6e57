/// What a series file holds: its key under `series:` in `case.yaml`, and what its columns are named after.
enum SeriesKind: String, CaseIterable, Sendable {
  case load
  case availability
  case thermalAvailability = "thermal_availability"
  case mustRun = "must_run"
  case export
  case exportMinimum = "export_min"
  case exportMaximum = "export_max"
  case exportPrice = "export_price"
  case reserve
  case interfaceLimit = "interface_limit"
  case interfaceReverseLimit = "interface_reverse_limit"
  case inflow
  case minimumDischarge = "min_discharge"
  case lowestLevel = "lowest_level"
  case highestLevel = "highest_level"
  case process
  case evArrivals = "ev_arrivals"
  case evDepartures = "ev_departures"
  case evNeed = "ev_need"

  /// Read when `case.yaml` does not name other files.
  var defaultPaths: [String] {
    switch self {
    case .load: ["series/load.csv"]
    case .availability: ["series/wind.csv", "series/solar.csv"]
    case .thermalAvailability: ["series/thermal-availability.csv"]
    case .mustRun: ["series/must-run.csv"]
    case .export: ["series/export.csv"]
    case .exportMinimum: ["series/export-min.csv"]
    case .exportMaximum: ["series/export-max.csv"]
    case .exportPrice: ["series/export-price.csv"]
    case .reserve: ["series/reserve.csv"]
    case .interfaceLimit: ["series/interface-limit.csv"]
    case .interfaceReverseLimit: ["series/interface-reverse-limit.csv"]
    case .inflow: ["series/inflow.csv"]
    case .minimumDischarge: ["series/min-discharge.csv"]
    case .lowestLevel: ["series/lowest-level.csv"]
    case .highestLevel: ["series/highest-level.csv"]
    case .process: ["series/processes.csv"]
    case .evArrivals: ["series/ev-arrivals.csv"]
    case .evDepartures: ["series/ev-departures.csv"]
    case .evNeed: ["series/ev-need.csv"]
    }
  }

  var bounds: ClosedRange<Double> {
    switch self {
    case .load, .reserve, .interfaceLimit, .interfaceReverseLimit, .exportMinimum, .exportMaximum, .inflow,
      .minimumDischarge, .lowestLevel, .highestLevel, .evArrivals, .evDepartures, .evNeed:
      0...(.infinity)
    case .availability, .thermalAvailability, .mustRun: 0...1
    case .export, .exportPrice, .process: -Double.infinity...(.infinity)
    }
  }

  var expectation: String {
    switch self {
    case .load, .reserve, .interfaceLimit, .interfaceReverseLimit, .exportMinimum, .exportMaximum, .inflow,
      .minimumDischarge:
      "MW of at least 0"
    case .availability, .thermalAvailability: "a part of the capacity from 0 to 1"
    case .mustRun: "0 or 1"
    case .evArrivals, .evDepartures: "vehicles of at least 0"
    case .evNeed: "kWh of at least 0"
    case .lowestLevel, .highestLevel: "MWh of at least 0"
    case .export: "MW"
    case .exportPrice: "currency per MWh"
    case .process: "a number"
    }
  }

  var meaning: String {
    switch self {
    case .load: "Load in MW, a column for each bus or portfolio; required. One without column has no load."
    case .availability: "Available part of the capacity, 0 to 1, in columns that renewables refer to."
    case .thermalAvailability:
      "Available part of the capacity, 0 to 1, a column for each thermal unit that is ever down."
    case .mustRun: "1 in steps in which a thermal unit is set on, otherwise 0, a column for each such unit."
    case .export: "Power sent out in MW, a column for each export channel without `schedule_mw`."
    case .exportMinimum: "Least power in MW, a column for each flexible export channel without `min_mw` that has one."
    case .exportMaximum: "Most power in MW, a column for each flexible export channel without `max_mw`."
    case .exportPrice: "Price per MWh, a column for each export channel without a price in its row."
    case .interfaceLimit: "Most flow in MW, a column for each interface without `limit_mw` that has a limit."
    case .interfaceReverseLimit:
      "Most flow against the direction in MW, a column for each interface without `reverse_limit_mw` that has one of its own."
    case .inflow: "Energy that flows in, in MW, a column for each storage or reservoir without `inflow_mw`."
    case .minimumDischarge: "Least output in MW, a column for each storage without `min_discharge_mw`."
    case .lowestLevel:
      "Level in MWh at the end of each step at least, such as a rule curve, a column for each storage or reservoir that has one."
    case .highestLevel:
      "Level in MWh at the end of each step at most, a column for each storage or reservoir that has one."
    case .process: "Limits, rates and cost of processes, in columns that processes refer to."
    case .evArrivals: "Vehicles that plug in at the start of the step, a column for each EV fleet."
    case .evDepartures: "Vehicles that leave at the end of the step, a column for each EV fleet."
    case .evNeed: "kWh that each vehicle which leaves in the step needs, a column for each EV fleet without `need_kwh`."
    case .reserve: "Requirement in MW, a column for each reserve rule with `series: true`."
    }
  }
}
