import GridModel

/// What one thermal unit burns, costs and does over a horizon.
public struct ThermalAccount: Sendable, Equatable {
  /// MWh.
  public var energy = 0.0
  /// MWh of heat.
  public var heat = 0.0
  /// t of coal equivalent, for power and heat together.
  public var fuel = 0.0
  /// Currency.
  public var fuelCost = 0.0
  /// t.
  public var co2 = 0.0
  /// Currency, besides fuel.
  public var variableCost = 0.0
  /// Wear of deep regulation, currency.
  public var wearCost = 0.0
  /// t, burnt in deep regulation; its heat and CO2 are not counted.
  public var oil = 0.0
  /// Currency.
  public var oilCost = 0.0
  public var startCost = 0.0
  /// `nil` without commitment.
  public var starts: Int?

  /// t of coal equivalent that heat alone would burn: 0.1228 t/MWh in a boiler of 90 % (the gain of giving both is
  /// power's, as the field's 好处归电法 has it).
  public var fuelForHeat: Double { heat * 0.122_835 / 0.9 }
}

/// The account of every thermal unit, in the order of the system.
public func thermalAccounts(of schedule: Schedule, system: PowerSystem) -> [ThermalAccount] {
  thermalAccounts(of: AlignedSchedule(schedule, of: system))
}

func thermalAccounts(of schedule: AlignedSchedule) -> [ThermalAccount] {
  schedule.system.thermalUnits.enumerated().map { i, unit in account(of: unit, at: i, schedule) }
}

private func account(of unit: ThermalUnit, at position: Int, _ schedule: AlignedSchedule) -> ThermalAccount {
  var account = ThermalAccount()
  account.energy = schedule.stepHours * schedule.sum(schedule.thermalPower, position)
  account.heat = schedule.stepHours * schedule.sum(schedule.thermalHeat, position)
  if schedule.thermalStatus != nil {
    let starts = startCosts(of: unit, at: position, schedule)
    account.starts = starts.count
    account.startCost = starts.reduce(0, +)
  }
  let rate = takes(of: unit, at: position, schedule).reduce(OperatingCurve.Take(), +)
  account.fuel = rate.fuel * schedule.stepHours
  account.wearCost = rate.wear * schedule.stepHours
  account.oil = rate.oil * schedule.stepHours
  account.oilCost = account.oil * unit.deepRegulation.oilPrice
  account.fuelCost = account.fuel * unit.fuelPrice
  account.co2 = account.fuel * unit.co2PerFuel
  account.variableCost = schedule.stepHours * schedule.sum(schedule.thermalOutput, position) * unit.variableCost
  return account
}

/// What a unit takes per hour in each step.
func takes(of unit: ThermalUnit, at position: Int, _ schedule: AlignedSchedule) -> [OperatingCurve.Take] {
  let count = schedule.count
  let first = position * count
  guard schedule.thermalStatus == nil else {
    let curve = OperatingCurve.running(unit)
    return (0..<count).map { schedule.isOn(first + $0) ? curve.take(at: schedule.thermalOutput[first + $0]) : .init() }
  }
  let co2Price = schedule.system.co2Price
  let (held, free) = (OperatingCurve.held(unit, co2Price: co2Price), OperatingCurve.free(unit, co2Price: co2Price))
  let mustRun = unit.mustRun.values(count: count)
  let available = schedule.available(unit)
  return (0..<count).map { t in
    let isOn = mustRun[t] >= 0.5 && available[t] >= unit.minimumOutput
    return (isOn ? held : free).take(at: schedule.thermalOutput[first + t])
  }
}

/// The cost of every start, in order: that of the class with the longest time off that the unit has reached.
///
/// Time off before a free initial state is unknown and not counted.
private func startCosts(of unit: ThermalUnit, at position: Int, _ schedule: AlignedSchedule) -> [Double] {
  var costs: [Double] = []
  var wasOn = unit.initialState?.isOn
  var hoursOff = unit.initialState.map { $0.isOn ? 0 : -$0.hours } ?? 0
  for t in 0..<schedule.count {
    let isOn = schedule.isOn(position * schedule.count + t)
    if isOn {
      if wasOn == false {
        costs.append(unit.startClasses.last { $0.offlineHours <= hoursOff + 1e-9 }?.cost ?? 0)
      }
      hoursOff = 0
    } else {
      hoursOff += schedule.stepHours
    }
    wasOn = isOn
  }
  return costs
}

/// A fuel curve ready for evaluation at many outputs: slopes between its points, the outermost ones extended.
struct SegmentedCurve {
  private let outputs: [Double]
  private let fuels: [Double]
  private let slopes: [Double]

  init(_ curve: FuelCurve) {
    var outputs: [Double] = []
    var fuels: [Double] = []
    for (output, fuel) in zip(curve.outputs, curve.fuels) where output > outputs.last ?? -.infinity {
      outputs.append(output)
      fuels.append(fuel)
    }
    self.outputs = outputs
    self.fuels = fuels
    slopes = outputs.indices.dropFirst().map {
      (fuels[$0] - fuels[$0 - 1]) / (outputs[$0] - outputs[$0 - 1])
    }
  }

  /// t of coal equivalent per hour at an output, MW.
  func fuel(_ output: Double) -> Double {
    guard !slopes.isEmpty else { return fuels.first ?? 0 }
    var segment = 0
    while segment < slopes.count - 1, output > outputs[segment + 1] { segment += 1 }
    return fuels[segment] + slopes[segment] * (output - outputs[segment])
  }
}
