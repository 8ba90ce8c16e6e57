import GridModel

/// A kind of result: the file it is written to and its unit.
public struct Quantity: Sendable, Hashable {
  /// File name without extension, such as `thermal-power`.
  public let name: String
  /// Such as `MW`; empty for statuses and counts.
  public let unit: String

  public init(_ name: String, unit: String) {
    self.name = name
    self.unit = unit
  }

  /// MW given to the bus.
  public static let thermalPower = Quantity("thermal-power", unit: "MW")
  /// MW of heat given to the heat bus, by unit that gives any.
  public static let thermalHeat = Quantity("thermal-heat", unit: "MW")
  /// 1 on, 0 off; only with commitment.
  public static let thermalStatus = Quantity("thermal-status", unit: "")
  public static let thermalReserveUp = Quantity("thermal-reserve-up", unit: "MW")
  public static let thermalReserveDown = Quantity("thermal-reserve-down", unit: "MW")
  /// MW given to the bus, after curtailment.
  public static let renewablePower = Quantity("renewable-power", unit: "MW")
  /// MW drawn from the bus.
  public static let storageCharge = Quantity("storage-charge", unit: "MW")
  /// MW given to the bus.
  public static let storageDischarge = Quantity("storage-discharge", unit: "MW")
  /// MWh inside at the end of the step, by storage with a store of its own and by reservoir.
  public static let storageEnergy = Quantity("storage-energy", unit: "MWh")
  /// MW of inflow that goes by unused, by storage or reservoir that has any.
  public static let storageSpill = Quantity("storage-spill", unit: "MW")
  /// Machines that charge and that discharge; only with commitment, of storages that are switched.
  public static let unitsCharging = Quantity("storage-units-charging", unit: "")
  public static let unitsDischarging = Quantity("storage-units-discharging", unit: "")
  public static let storageReserveUp = Quantity("storage-reserve-up", unit: "MW")
  public static let storageReserveDown = Quantity("storage-reserve-down", unit: "MW")
  /// MW interrupted.
  public static let interruption = Quantity("interruptible-load", unit: "MW")
  /// 1 in a call, 0 outside; only with commitment, of interruptible loads with rules of calls.
  public static let interruptionCall = Quantity("interruptible-call", unit: "")
  /// MW by which shiftable load is lowered.
  public static let shiftDown = Quantity("shiftable-load-down", unit: "MW")
  /// MW by which shiftable load is raised.
  public static let shiftUp = Quantity("shiftable-load-up", unit: "MW")
  /// MW drawn by the vehicles of a fleet, and given back.
  public static let vehicleCharge = Quantity("vehicle-charge", unit: "MW")
  public static let vehicleDischarge = Quantity("vehicle-discharge", unit: "MW")
  /// MWh inside the vehicles at the plug at the end of the step.
  public static let vehicleEnergy = Quantity("vehicle-energy", unit: "MWh")
  /// Energy that vehicles which leave in the step go without, as MW over the step.
  public static let vehicleUnmet = Quantity("vehicle-unmet", unit: "MW")
  /// MW sent out.
  public static let exportPower = Quantity("export-power", unit: "MW")
  /// MW of renewable output designated to a channel.
  public static let exportRenewable = Quantity("export-renewable", unit: "MW")
  /// MW by which what is designated falls short, by channel; only its sum over each period means something.
  public static let exportRenewableShortfall = Quantity("export-renewable-shortfall", unit: "MW")
  /// MW drawn by converters.
  public static let converterInput = Quantity("converter-input", unit: "MW")
  /// 1 on, 0 off; only with commitment, of converters with a minimum input.
  public static let converterStatus = Quantity("converter-status", unit: "")
  /// MW of level of processes.
  public static let processLevel = Quantity("process-level", unit: "MW")
  /// MW from `from` to `to`.
  public static let lineFlow = Quantity("line-flow", unit: "MW")
  /// MW lost, by line; half is drawn at each end.
  public static let lineLoss = Quantity("line-loss", unit: "MW")
  /// MW beyond the limits, by line that may go there.
  public static let lineOverload = Quantity("line-overload", unit: "MW")
  /// MW of load not served, by bus.
  public static let unservedEnergy = Quantity("unserved-energy", unit: "MW")
  /// MW let go, by bus that may.
  public static let surplusEnergy = Quantity("surplus-energy", unit: "MW")
  /// MW short, by reserve rule.
  public static let reserveShortfall = Quantity("reserve-shortfall", unit: "MW")
  /// MW built of thermal units and plants, power of storages and lines, MWh of the energy of storages: the same in every
  /// step.
  public static let builtThermal = Quantity("built-thermal", unit: "MW")
  public static let builtRenewable = Quantity("built-renewables", unit: "MW")
  public static let builtStoragePower = Quantity("built-storage-power", unit: "MW")
  public static let builtStorageEnergy = Quantity("built-storage-energy", unit: "MWh")
  public static let builtLine = Quantity("built-lines", unit: "MW")

  /// Where what is built of a kind is found.
  public static func built(_ kind: BuildOption.Kind) -> Quantity {
    switch kind {
    case .thermal: .builtThermal
    case .renewable: .builtRenewable
    case .storagePower: .builtStoragePower
    case .storageEnergy: .builtStorageEnergy
    case .line: .builtLine
    }
  }

  /// Currency per MWh, by bus: the dual of the balance, commitment fixed.
  public static let price = Quantity("prices", unit: "currency/MWh")
  /// Currency per MW and hour, by reserve rule: the dual of the requirement.
  public static let reservePrice = Quantity("reserve-prices", unit: "currency/MWh")
  /// Currency per MWh inside at the end of the step, by level: the worth of having more.
  public static let waterValue = Quantity("water-values", unit: "currency/MWh")
  /// Currency per MWh, by thermal unit: the dual of its ramps, positive where output may not fall faster, negative where
  /// it may not rise faster. Output costs less by it, and in the step before more.
  public static let rampPrice = Quantity("ramp-prices", unit: "currency/MWh")
  /// Currency per MWh of flow, by line: what it costs through the voltage law around the cycles that the line is in.
  public static let loopPrice = Quantity("loop-prices", unit: "currency/MWh")
  /// Currency per MW and hour, by storage that may be built: the part of what its upward (downward) reserve earns that
  /// power, and not energy, limits.
  public static let storagePowerPriceUp = Quantity("storage-power-prices-up", unit: "currency/MWh")
  public static let storagePowerPriceDown = Quantity("storage-power-prices-down", unit: "currency/MWh")

  /// Currency per MW and hour, by interface: positive where one more MW of its limit would save as much, negative where
  /// one more MW of its reverse limit would. A line's flow pays it times the line's weight.
  public static let interfacePrice = Quantity("interface-prices", unit: "currency/MWh")

  /// Currency per MW and hour, by line and outage, `line|outage`: the dual of the line's emergency limit after it.
  public static let outagePrice = Quantity("outage-prices", unit: "currency/MWh")
  /// Currency per MWh, by channel: the dual of its ramps, as of thermal units, of power sent.
  public static let exportRampPrice = Quantity("export-ramp-prices", unit: "currency/MWh")
  /// Currency per MWh, by channel: the dual of the energy of its day, positive where more must be sent than pays.
  public static let exportDayPrice = Quantity("export-day-prices", unit: "currency/MWh")
  /// Currency per MWh, by channel: the dual of the energy of its year.
  public static let exportYearPrice = Quantity("export-year-prices", unit: "currency/MWh")
  /// Currency per MWh, by channel: what a MWh more of the renewable energy asked for in the period costs.
  public static let renewableSharePrice = Quantity("renewable-share-prices", unit: "currency/MWh")
  /// Currency per MWh, by zone or the whole system: what a MWh more to designate would save.
  public static let renewablePoolPrice = Quantity("renewable-pool-prices", unit: "currency/MWh")

  /// Currency per MWh, by storage: what one more MWh of the day's, week's or year's budget would save, in each step of
  /// that period.
  public static let storageDayPrice = Quantity("storage-day-prices", unit: "currency/MWh")
  public static let storageWeekPrice = Quantity("storage-week-prices", unit: "currency/MWh")
  public static let storageYearPrice = Quantity("storage-year-prices", unit: "currency/MWh")
  /// Currency per MWh, by level that several storages share: the dual of what their reserve needs of it.
  public static let levelReserveUpPrice = Quantity("level-reserve-up-prices", unit: "currency/MWh")
  public static let levelReserveDownPrice = Quantity("level-reserve-down-prices", unit: "currency/MWh")
  /// Currency per MWh, by shiftable load: the dual of its ramp, positive where the shift may not fall faster, negative where
  /// it may not rise faster. Raising costs less by it, and in the step before more.
  public static let shiftRampPrice = Quantity("shift-ramp-prices", unit: "currency/MWh")
  /// Currency per MWh inside the vehicles of a fleet at the end of the step: the worth of having more.
  public static let vehicleValue = Quantity("vehicle-values", unit: "currency/MWh")
  /// Currency per t, t of coal equivalent or MWh, by rule over the horizon: what one more would save, in all steps of a
  /// period alike.
  public static let rulePrice = Quantity("rule-prices", unit: "currency")

  /// Currency per start, by unit with a limit of starts a month: what one start more would save in the relaxation, in all
  /// steps of the month alike. Starts are whole, so what one more does save may be another amount.
  public static let startPrice = Quantity("start-prices", unit: "currency")

  /// Currency per MWh of output that heat leaves unbound, by unit that gives heat: the dual of its line of power on heat.
  public static let heatLinePrice = Quantity("heat-line-prices", unit: "currency/MWh")
  /// Currency per MWh drawn, by converter: the dual of its ramps, in sign as `rampPrice`.
  public static let converterRampPrice = Quantity("converter-ramp-prices", unit: "currency/MWh")

  /// Currency per MWh of level, by process: the dual of its ramps, in sign as `rampPrice`.
  public static let processRampPrice = Quantity("process-ramp-prices", unit: "currency/MWh")

  /// Duals, from which the bound can be derived again. A table that is absent stands for zero.
  public static let prices: [Quantity] = [
    .price, .reservePrice, .waterValue, .rampPrice, .loopPrice, .interfacePrice, .outagePrice, .exportRampPrice,
    .exportDayPrice, .exportYearPrice, .renewableSharePrice, .renewablePoolPrice, .heatLinePrice, .converterRampPrice,
    .processRampPrice, .storageDayPrice, .storageWeekPrice, .storageYearPrice, .levelReserveUpPrice,
    .levelReserveDownPrice, .shiftRampPrice, .vehicleValue, .rulePrice, .storagePowerPriceUp, .storagePowerPriceDown,
  ]

  /// Every quantity that a schedule can hold.
  public static let all: [Quantity] =
    [
      .thermalPower, .thermalHeat, .thermalStatus, .thermalReserveUp, .thermalReserveDown, .renewablePower,
      .storageCharge,
      .storageDischarge, .storageEnergy, .storageSpill, .unitsCharging, .unitsDischarging, .storageReserveUp,
      .storageReserveDown, .interruption, .interruptionCall,
      .shiftDown,
      .shiftUp, .vehicleCharge, .vehicleDischarge, .vehicleEnergy, .vehicleUnmet,
      .exportPower, .exportRenewable, .exportRenewableShortfall, .converterInput, .converterStatus, .processLevel,
      .lineFlow, .lineLoss, .lineOverload, .unservedEnergy, .surplusEnergy, .reserveShortfall,
      .builtThermal, .builtRenewable, .builtStoragePower, .builtStorageEnergy, .builtLine,
    ] + productReserves(of: .thermal) + productReserves(of: .storage) + interruptibleReserves + vehicleReserves
    + prices + [.startPrice]
}
