import GridModel
import Schedules

/// What the flexibility retrofit of some units does to a dispatch: before against after.
public struct RetrofitReport: Sendable, Encodable {
  public let schemaVersion = 1
  public let kind = "retrofit"
  /// The units whose retrofit is off before and done after.
  public let units: [String]
  /// MW.
  public let capacity: Double
  /// What planners ask of a retrofit, each before and after.
  public let effects: [Comparison.Row]
  /// Everything else, side by side.
  public let comparison: Comparison

  enum CodingKeys: String, CodingKey {
    case schemaVersion = "schema_version"
    case kind, units
    case capacity = "capacity_mw"
    case effects, comparison
  }

  /// - Parameter results: the dispatch before and that after.
  /// - Returns: `nil` where the results are no dispatches.
  public init?(of units: [ThermalUnit], before: ComparedResults, after: ComparedResults) {
    guard let comparison = Comparison([before, after]) else { return nil }
    let summaries = [before, after].compactMap(\.summary)
    guard summaries.count == 2 else { return nil }
    self.comparison = comparison
    self.units = units.map(\.name)
    capacity = units.reduce(0) { $0 + $1.capacity }
    var rows: [Comparison.Row] = []
    func add(_ name: String, _ english: String, _ chinese: String, _ unit: String, _ values: [Double?]) {
      rows.append(.init(name, Term(english, chinese), unit, values, group: .result, isMain: true))
    }
    func add(
      _ name: String, _ english: String, _ chinese: String, _ unit: String, _ value: (Indicators) -> Double?
    ) {
      add(name, english, chinese, unit, summaries.map { $0.indicators.flatMap(value) })
    }
    let retrofits = units.compactMap(\.retrofit)
    add(
      "min_output_mw", "Minimum output of the units", "机组最小技术出力", "MW",
      [retrofits.reduce(0) { $0 + $1.minimumBefore }, retrofits.reduce(0) { $0 + $1.minimumAfter }])
    add(
      "deep_regulation_mw", "Deep regulation opened", "新增深度调峰能力", "MW", [0, retrofits.reduce(0) { $0 + $1.gain }])
    add("curtailed_mwh", "Wind and solar curtailed", "弃电量", "MWh") { $0.newEnergy?.curtailed }
    add("utilisation_percent", "Wind and solar utilisation", "新能源利用率", "%") { $0.newEnergy?.utilisationPercent }
    add("coal_t", "Standard coal burnt", "耗煤（标煤）", "t") { indicators in
      let energy = indicators.energy.first { $0.source == "coal" }?.energy
      return indicators.coalRate.flatMap { rate in energy.map { $0 * rate / 1000 } }
    }
    add("coal_rate", "Coal rate", "供电煤耗", "gce/kWh") { $0.coalRate }
    add("oil_t", "Oil of deep regulation", "深度调峰投油量", "t") { $0.regulationStages?.oil ?? 0 }
    add("co2_t", "CO2", "二氧化碳排放", "t") { $0.co2 }
    add("cost", "Cost", "运行成本", summaries[0].currency, summaries.map { $0.cost?.total ?? $0.objective })
    effects = rows
  }
}

/// The effects of a retrofit for a terminal of 80 columns.
///
/// - Parameter isFull: also the whole comparison.
public func retrofitText(_ report: RetrofitReport, style: TextStyle = TextStyle(), isFull: Bool = false) -> String {
  let writer = ComparisonWriter(comparison: report.comparison, style: style, isFull: isFull)
  let power = grouped(report.capacity, places: 0)
  var table = AlignedTable()
  table.heading(
    style.say(
      "Flexibility retrofit of \(report.units.count) unit\(report.units.count == 1 ? "" : "s"), \(power) MW",
      "灵活性改造：\(report.units.count) 台机组，\(power) MW"))
  for caveat in report.comparison.caveats { table.note(caveat.text.text(style.language)) }
  let columns = style.say("before|after|difference|%", "改造前|改造后|变化|%").split(separator: "|").map(String.init)
  table.line(writer.cells("", columns))
  for row in report.effects {
    if let line = writer.line(row, 1) { table.line(line) }
  }
  return table.text(hasColours: style.hasColours)
    + (isFull ? "\n" + comparisonText(report.comparison, style: style, isFull: true) : "")
}
