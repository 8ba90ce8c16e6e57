import GridModel

/// The prices that a schedule publishes, in the order of the system's components, flat: `[component * count + step]`.
///
/// A table that is absent or of another length counts as zeros, and so does a value that is no number: what is not
/// published proves nothing, and what is wrong proves less.
struct Multipliers {
  let system: PowerSystem
  let count: Int
  let stepHours: Double
  let busIndex: [String: Int]
  /// Currency per MWh, by bus.
  let price: [Double]
  /// Currency per MW and hour, by rule; never negative, because reserve beyond the requirement is allowed.
  let reserve: [Double]
  /// Currency per MWh inside, by level.
  let waterValue: [Double]
  /// Currency per MWh inside that reserve needs, by level; never negative.
  let levelReserveUp: [Double]
  let levelReserveDown: [Double]
  /// Currency per MWh given, by period and storage; never negative, because a budget need not be used up.
  let storageBudget: [StoragePeriod: [Double]]
  /// Currency per MWh, by thermal unit.
  let ramp: [Double]
  /// Currency per MWh, by line.
  let loop: [Double]
  /// Currency per MWh, by shiftable load.
  let shiftRamp: [Double]
  /// Currency per MWh inside, by vehicle fleet.
  let vehicleValue: [Double]
  /// Currency per MW and hour, by interface.
  let interface: [Double]
  /// Currency per MW and hour, by line and outage; only those that are not zero.
  let outage: SeriesTable?
  /// Currency per MWh, by channel.
  let exportRamp: [Double]
  let exportDay: [Double]
  let exportYear: [Double]
  /// By channel with an obligation, no less than 0.
  let share: [Double]
  /// By pool, no less than 0.
  let pool: [Double]
  /// Currency per MWh of output, by thermal unit that gives heat; never negative unless it is on its line.
  private let heatLine: [String: ArraySlice<Double>]
  /// Currency per MWh drawn, by converter.
  let converterRamp: [Double]
  /// Currency per MWh of level, by process.
  let processRamp: [Double]
  /// Currency per t, t of coal equivalent or MWh, by rule over the horizon.
  let rule: [Double]

  init(_ schedule: Schedule, of system: PowerSystem) {
    self.system = system
    count = system.horizon.count
    stepHours = system.horizon.stepHours
    busIndex = system.busIndex
    let count = count
    func values(_ quantity: Quantity) -> [Double] {
      let names = quantity.componentNames(in: system)
      guard let table = schedule[quantity], table.count == count else {
        return Array(repeating: 0, count: names.count * count)
      }
      return table.aligned(to: names).map { $0.isFinite ? $0 : 0 }
    }
    price = values(.price)
    reserve = values(.reservePrice).map { max(0, $0) }
    waterValue = values(.waterValue)
    levelReserveUp = values(.levelReserveUpPrice).map { max(0, $0) }
    levelReserveDown = values(.levelReserveDownPrice).map { max(0, $0) }
    storageBudget = [
      .day: values(.storageDayPrice).map { max(0, $0) }, .week: values(.storageWeekPrice).map { max(0, $0) },
      .year: values(.storageYearPrice).map { max(0, $0) },
    ]
    ramp = values(.rampPrice)
    loop = values(.loopPrice)
    shiftRamp = values(.shiftRampPrice)
    vehicleValue = values(.vehicleValue)
    interface = values(.interfacePrice)
    outage = schedule[.outagePrice].flatMap { $0.count == count ? $0 : nil }
    exportRamp = values(.exportRampPrice)
    exportDay = values(.exportDayPrice)
    exportYear = values(.exportYearPrice)
    share = values(.renewableSharePrice).map { max(0, $0) }
    pool = values(.renewablePoolPrice).map { max(0, $0) }
    rule = values(.rulePrice)
    converterRamp = values(.converterRampPrice)
    processRamp = values(.processRampPrice)
    let heatLine = values(.heatLinePrice)
    let heating = system.thermalUnits.filter { $0.heat != nil }
    self.heatLine = Dictionary(
      zip(heating, 0...).map { unit, position in
        let prices = Self.slice(heatLine, position, count)
        return (unit.name, unit.heat?.operation == .backPressure ? prices : ArraySlice(prices.map { max(0, $0) }))
      }, uniquingKeysWith: { first, _ in first })
  }

  func bus(_ name: String) -> Int {
    guard let index = busIndex[name] else { preconditionFailure("no bus named \(name)") }
    return index
  }

  /// Prices at a bus.
  func prices(at bus: String) -> ArraySlice<Double> { Self.slice(price, self.bus(bus), count) }

  /// What output earns by leaving room for heat, in each step; `nil` where it earns nothing in any.
  func heatLinePrices(of unit: ThermalUnit) -> [Double]? {
    guard let prices = heatLine[unit.name], prices.contains(where: { $0 != 0 }) else { return nil }
    return Array(prices)
  }

  static func slice(_ values: [Double], _ position: Int, _ count: Int) -> ArraySlice<Double> {
    values[position * count..<(position + 1) * count]
  }
}
