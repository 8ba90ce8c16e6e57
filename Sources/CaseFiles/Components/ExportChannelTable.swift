import GridModel

enum ExportChannelTable: ComponentTable {
  static let file = "export-channels.csv"
  static let meaning =
    "Channels that take power out of the system: on a fixed schedule, or flexible where a band or levels are given."
  static let capacity = Column.number("capacity_mw", "MW", "Most power sent out or taken in.")
  static let schedule = Column.number(
    "schedule_mw", "MW", default: "column of the export series with the channel's name",
    in: -Double.infinity...Double.infinity, "Power sent out in all steps; negative for an import. Not if flexible.")
  static let price = Column.number(
    "price_{currency}_per_mwh", "{currency}/MWh",
    default: "column of the export_price series with the channel's name, else 0",
    in: -Double.infinity...Double.infinity, "Earned per energy that arrives.")
  static let loss = Column.number(
    "loss_percent", "%", default: "0", in: 0...100,
    "Lost of what is sent. The sender bears it: power counts where it leaves the bus, and only what arrives is paid.")
  static let least = Column.number(
    "min_mw", "MW", default: "column of the export_min series with the channel's name, else the lowest level, else 0",
    "Least power of a flexible channel.")
  static let most = Column.number(
    "max_mw", "MW",
    default: "column of the export_max series with the channel's name, else the highest level, else capacity_mw",
    "Most power of a flexible channel.")
  static let ramp = Column.limit("ramp_mw_per_hour", "MW/h", "Change of a flexible channel's power in an hour.")
  static let leastDay = Column.number(
    "min_mwh_per_day", "MWh", default: "0", "Least energy sent in one local day; a day that is cut has its part.")
  static let mostDay = Column.limit("max_mwh_per_day", "MWh", "Most energy sent in one local day.")
  static let leastYear = Column.number(
    "min_mwh_per_year", "MWh", default: "0", "Least energy sent in one calendar year; a year that is cut has its part.")
  static let mostYear = Column.limit("max_mwh_per_year", "MWh", "Most energy sent in one calendar year.")
  static let levels = Column.text(
    "levels_mw", default: "none",
    "Levels of a stepped channel in ascending order, separated by `;`. A step may have those within its band. Kept by "
      + "`solve --commitment`; otherwise anything between the outer ones.")
  static let levelHours = Column.number(
    "min_level_hours", "h", default: "0", in: 0...8784,
    "Hours that a level is kept at least. Kept by `solve --commitment`.")
  static let renewables = Column.number(
    "min_renewable_percent", "%", default: "no obligation", in: 0...100,
    "Least part of the energy sent that is renewable: output of the plants in renewables.csv, designated to the channel "
      + "in the step in which it is generated, no MWh to two channels.")
  static let period = Column.choice(
    "renewable_period", RenewableObligation.Period.allCases.map(\.rawValue), default: "year",
    "Over which the renewable part is reached.")
  static let zone = Column.text(
    "renewable_zone", default: "whole system", "Zone of the plants whose output counts.")
  static let shortfallPrice = Column.number(
    "renewable_shortfall_price_{currency}_per_mwh", "{currency}/MWh", default: "a tenth of the value of lost load",
    "Cost of each MWh of renewable energy short.")
  static let columns = [
    Column.name, .bus, capacity, schedule, price, loss, least, most, ramp, leastDay, mostDay, leastYear, mostYear,
    levels, levelHours, renewables, period, zone, shortfallPrice,
  ]
  static var components: WritableKeyPath<PowerSystem, [ExportChannel]> { \.exportChannels }

  static func decode(_ row: inout RowReader) -> ExportChannel {
    let name = row.text(.name)
    var channel = ExportChannel(
      name: name, bus: row.bus(), capacity: row.requiredNumber(capacity), schedule: 0,
      price: row.limit(price, series: .exportPrice, name) ?? 0, lossPart: row.number(loss, default: 0))
    let levels = levels(&row)
    let least = row.limit(least, series: .exportMinimum, name)
    let most = row.limit(most, series: .exportMaximum, name)
    if least == nil, most == nil, levels.isEmpty {
      channel.schedule = schedule(&row, name)
    } else {
      if row.number(schedule) != nil || row.context.series[.export, name] != nil {
        row.fault(.conflictingValues, schedule, "channel \(quoted(name)) is flexible and has a fixed schedule too")
      }
      channel.schedule = least ?? .constant(levels.first ?? 0)
      var flexibility = ExportFlexibility(most: most ?? .constant(levels.last ?? channel.capacity))
      flexibility.ramp = row.limit(ramp) ?? .infinity
      let day = (row.number(leastDay, default: 0), row.limit(mostDay) ?? .infinity)
      let year = (row.number(leastYear, default: 0), row.limit(mostYear) ?? .infinity)
      for (energy, column) in [(day, leastDay), (year, leastYear)] where energy.0 > energy.1 {
        row.fault(.minimumAboveMaximum, column, "least energy of channel \(quoted(name)) is above its most")
      }
      flexibility.energyPerDay = range(day)
      flexibility.energyPerYear = range(year)
      flexibility.levels = levels
      flexibility.minimumLevelHours = row.number(levelHours, default: 0)
      channel.flexibility = flexibility
    }
    if let part = row.number(renewables) {
      channel.renewables = RenewableObligation(
        part: part, period: row.choice(period, default: .year), zone: row.field(zone)?.text,
        shortfallPrice: row.number(shortfallPrice, default: row.context.valueOfLostLoad / 10))
    }
    return channel
  }

  /// Values that are no numbers have their findings.
  private static func range(_ energy: (Double, Double)) -> ClosedRange<Double> {
    energy.0 <= energy.1 ? energy.0...energy.1 : 0...(.infinity)
  }

  private static func levels(_ row: inout RowReader) -> [Double] {
    guard let field = row.field(levels) else { return [] }
    let values = ListText.parse(field.text).map { NumberText.parse($0.name) }
    let numbers = values.compactMap { $0 }
    guard !numbers.isEmpty, numbers.count == values.count, numbers.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      row.fault(.notANumber, levels, "levels_mw is \(quoted(field.text)), expected MW separated by `;`")
      return []
    }
    guard zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 }) else {
      row.fault(.exportLevels, levels, "levels_mw is \(quoted(field.text)), expected ascending levels")
      return []
    }
    return numbers
  }

  private static func schedule(_ row: inout RowReader, _ name: String) -> HourlySeries {
    let constant = row.number(schedule)
    let series = row.context.series[.export, name]
    if constant != nil, series != nil {
      row.fault(
        .conflictingValues, schedule, "schedule_mw is given, and the export series has a column \(quoted(name))")
    }
    if let series { return series }
    if constant == nil, !name.isEmpty, row.context.series.isComplete(.export) {
      let message = "schedule_mw is blank, and the export series has no column \(quoted(name))"
      row.unknown(.unknownSeries, schedule, message, name, among: row.context.series.names(.export))
    }
    return .constant(constant ?? 0)
  }

  static func encode(_ channel: ExportChannel, into row: inout RowWriter) {
    row[.name] = channel.name
    row[.bus] = channel.bus
    row[capacity] = channel.capacity
    row.write(channel.price, price, series: .exportPrice, channel.name)
    row[loss] = channel.lossPart == 0 ? nil : channel.lossPart
    if let flexibility = channel.flexibility {
      row.write(channel.schedule, least, series: .exportMinimum, channel.name)
      row.write(flexibility.most, most, series: .exportMaximum, channel.name)
      row[ramp] = flexibility.ramp
      row[leastDay] = flexibility.energyPerDay.lowerBound
      row[mostDay] = flexibility.energyPerDay.upperBound
      row[leastYear] = flexibility.energyPerYear.lowerBound
      row[mostYear] = flexibility.energyPerYear.upperBound
      row[levels] = ListText.text(flexibility.levels.map { (NumberText.text($0), 1) })
      row[levelHours] = flexibility.minimumLevelHours
    } else {
      row.write(channel.schedule, schedule, series: .export, channel.name)
    }
    guard let obligation = channel.renewables else { return }
    row[renewables] = obligation.part
    row[period] = obligation.period.rawValue
    row[zone] = obligation.zone ?? ""
    row[shortfallPrice] = obligation.shortfallPrice
  }
}
