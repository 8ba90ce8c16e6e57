import GridModel
import Schedules

/// What a result has hour by hour, as far as its tables tell without the case.
struct ComparedSeries {
  struct Series {
    var quantity: String
    var label: Term
    var unit: String
    /// One for each step.
    var values: [Double]
  }

  let horizon: HorizonSummary
  let months: [(month: Int, steps: Range<Int>, isWhole: Bool)]
  private(set) var series: [Series] = []

  init(_ results: ComparedResults) {
    horizon = results.horizon
    switch results.content {
    case .dispatch(let run):
      months = Self.months(run.horizon)
      add(run)
    case .peakShaving(_, let loads):
      months = []
      for load in loads where load.basis == .gross || !loads.contains(where: { $0.basis == .gross }) {
        if series.isEmpty {
          series.append(Series(quantity: "load", label: Term("Load", "负荷"), unit: "MW", values: load.load))
        }
        let label =
          load.definition == .demandSide ? Term("Left by demand side", "需求侧削峰后") : Term("Left by all", "全部资源削峰后")
        series.append(Series(quantity: "left.\(load.definition.rawValue)", label: label, unit: "MW", values: load.left))
      }
    }
  }

  private mutating func add(_ run: RunFolder) {
    let count = run.horizon.count
    func total(_ tables: [SeriesTable?], less removed: [SeriesTable?] = []) -> [Double] {
      var sum = Array(repeating: 0.0, count: count)
      for (table, sign) in tables.map({ ($0, 1.0) }) + removed.map({ ($0, -1.0) }) {
        guard let table else { continue }
        for column in table.names.indices {
          for (t, value) in table.column(column).enumerated() { sum[t] += sign * value }
        }
      }
      return sum
    }
    func total(_ quantities: [Quantity], less removed: [Quantity] = []) -> [Double] {
      total(quantities.map { run.tables[$0] }, less: removed.map { run.tables[$0] })
    }
    func add(_ quantity: String, _ english: String, _ chinese: String, _ values: [Double]) {
      guard values.contains(where: { abs($0) > 1e-6 }) else { return }
      series.append(Series(quantity: quantity, label: Term(english, chinese), unit: "MW", values: values))
    }
    if let load = run.load.map({ total([$0]) }) {
      let relief = total([.storageDischarge, .interruption, .shiftDown], less: [.storageCharge, .shiftUp])
      add("load", "Load", "负荷", load)
      add("served-load", "Load after storage and response", "储能与需求响应后负荷", zip(load, relief).map { $0 - $1 })
      if let available = run.available(from: ["wind", "solar"]) {
        add("net-load", "Net load", "净负荷", zip(load, available).map { $0 - $1 })
      }
    }
    add("thermal", "Thermal units", "火电出力", total([.thermalPower]))
    add("renewable", "Renewables", "可再生能源出力", total([.renewablePower]))
    if let available = run.renewableAvailable {
      add("curtailed", "Curtailed", "弃电", total([available], less: [run.tables[.renewablePower]]))
    }
    add("storage-discharge", "Storage discharge", "储能放电", total([.storageDischarge]))
    add("export", "Export", "外送", total([.exportPower]))
    add("unserved", "Unserved", "失负荷", total([.unservedEnergy]))
    if let prices = run.tables[.price], !prices.names.isEmpty {
      let mean = total([.price]).map { $0 / Double(prices.names.count) }
      let isOne = prices.names.count == 1
      series.append(
        Series(
          quantity: "price", label: isOne ? Term("Price", "电价") : Term("Price, mean of the buses", "节点平均电价"),
          unit: "\(run.summary.currency)/MWh", values: mean))
    }
  }

  private static func months(_ horizon: Horizon) -> [(month: Int, steps: Range<Int>, isWhole: Bool)] {
    horizon.runs { step in
      let time = horizon.localTime(step)
      return time.year * 12 + time.month
    }.map { steps in
      let time = horizon.localTime(steps.lowerBound)
      let hours = Double(steps.count) * horizon.stepHours
      let isWhole = hours >= Double(24 * CivilCalendar.daysInMonth(year: time.year, month: time.month)) - 1e-9
      return (time.month, steps, isWhole)
    }
  }
}

extension RunFolder {
  /// What plants of some technologies could give, MW; `nil` where the folder does not tell.
  fileprivate func available(from technologies: Set<String>) -> [Double]? {
    guard let system, let table = renewableAvailable else { return nil }
    var sum = Array(repeating: 0.0, count: horizon.count)
    for plant in system.renewables where technologies.contains(plant.kind) {
      for (t, value) in (table.values(of: plant.name) ?? []).enumerated() { sum[t] += value }
    }
    return sum
  }
}

extension Comparison {
  static let percentOfTime = (0...100).map(Double.init)

  static func curves(_ results: [ComparedSeries]) -> [Curve] {
    patterns(results).map { pattern in
      let values = results.map { result in
        result.series.first { $0.quantity == pattern.quantity }.map { durationCurve($0.values, at: percentOfTime) }
      }
      return Curve(
        quantity: pattern.quantity, unit: pattern.unit, percentOfTime: percentOfTime, values: values,
        label: pattern.label)
    }
  }

  /// Sums of powers, MWh, and means of prices by whole calendar months, where there are several.
  static func months(_ results: [ComparedSeries]) -> [MonthRow] {
    let months = Set(results.flatMap { $0.months.filter(\.isWhole).map(\.month) }).sorted()
    guard months.count > 1 else { return [] }
    return patterns(results).map { pattern in
      let isPrice = pattern.quantity == "price"
      let values = results.map { result -> [Double?] in
        guard let series = result.series.first(where: { $0.quantity == pattern.quantity }) else {
          return months.map { _ in nil }
        }
        return months.map { month in
          // A horizon over a turn of the year has a month twice: the first whole one is taken.
          result.months.first { $0.month == month && $0.isWhole }.map { part in
            let sum = series.values[part.steps].reduce(0, +)
            return isPrice ? sum / Double(part.steps.count) : sum * Double(result.horizon.stepMinutes) / 60
          }
        }
      }
      return MonthRow(
        quantity: pattern.quantity, unit: isPrice ? pattern.unit : "MWh", months: months, values: values,
        label: pattern.label)
    }
  }

  /// Every quantity that some result has.
  private static func patterns(_ results: [ComparedSeries]) -> [ComparedSeries.Series] {
    var found: [ComparedSeries.Series] = []
    for series in results.flatMap(\.series) where !found.contains(where: { $0.quantity == series.quantity }) {
      found.append(series)
    }
    return found
  }
}

/// The values that are held or exceeded for so many percent of the steps: the highest at 0, the lowest at 100.
func durationCurve(_ values: [Double], at percents: [Double]) -> [Double] {
  let sorted = values.sorted(by: >)
  guard !sorted.isEmpty else { return [] }
  return percents.map { percent in
    sorted[min(sorted.count - 1, Int(percent / 100 * Double(sorted.count) + 1e-9))]
  }
}
