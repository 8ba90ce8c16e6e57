import Schedules

/// The parts of the table that are shown where everything is asked for.
extension SummaryWriter {
  mutating func details() {
    cost()
    if let indicators = summary.indicators {
      energy(indicators)
      renewables(indicators)
      thermal(indicators)
      peaks(indicators)
      storage(indicators)
      exports(indicators)
      portfolios(indicators)
      carriers(indicators)
      adequacy(indicators)
    }
    run()
  }

  private mutating func cost() {
    guard let cost = summary.cost else { return }
    table.heading(say("Cost", "运行成本"))
    for part in cost.parts where part.value != 0 {
      table.row(costTerms[part.key]?.text(style.language) ?? part.key, grouped(part.value, places: 2), summary.currency)
    }
    row("Total", "合计", cost.total, summary.currency, places: 2)
  }

  private mutating func energy(_ indicators: Indicators) {
    table.heading(say("Energy", "电量"))
    for entry in indicators.energy where entry.energy != 0 {
      table.row(sourceTerms[entry.source]?.text(style.language) ?? entry.source, grouped(entry.energy), "MWh")
    }
    row("Renewable share of generation", "可再生能源发电量占比", indicators.renewableShare, "%", places: 2)
    row("CO2", "二氧化碳排放", indicators.co2, "t")
  }

  private mutating func renewables(_ indicators: Indicators) {
    guard let total = indicators.newEnergy else { return }
    table.heading(say("Wind and solar", "新能源"))
    row("Utilisation", "新能源利用率", total.utilisationPercent, "%", places: 2)
    row("Curtailment", "弃电率", total.curtailmentPercent, "%", places: 2)
    row("Curtailed", "弃电量", total.curtailed, "MWh")
    row("Wind curtailment", "弃风率", indicators.wind?.curtailmentPercent, "%", places: 2)
    row("Solar curtailment", "弃光率", indicators.solar?.curtailmentPercent, "%", places: 2)
    curtailment(indicators.curtailment ?? [])
    row("Wind utilisation hours", "风电利用小时", indicators.utilisationHours.wind, say("h", "小时"))
    row("Solar utilisation hours", "光伏利用小时", indicators.utilisationHours.solar, say("h", "小时"))
  }

  /// By cause over the whole run, and by month.
  private mutating func curtailment(_ periods: [CurtailmentPeriod]) {
    for (cause, term) in causeTerms {
      let energy = periods.reduce(0) { $0 + ($1.causes[cause.rawValue] ?? 0) }
      if energy > 0.05 { table.row("  " + term.text(style.language), grouped(energy), "MWh") }
    }
    guard periods.count <= Self.mostPeriods else { return }
    for period in periods where period.curtailed > 0.05 {
      let parts = causeTerms.compactMap { cause, term -> String? in
        guard let energy = period.causes[cause.rawValue], energy > 0.05 else { return nil }
        return "\(term.text(style.language)) \(grouped(energy))"
      }
      table.note("\(period.period): " + parts.joined(separator: say(", ", "，")) + " MWh")
    }
  }

  /// Months of a year; the days of a longer run would be a page of their own.
  private static let mostPeriods = 13

  private mutating func thermal(_ indicators: Indicators) {
    guard indicators.utilisationHours.thermal != nil else { return }
    table.heading(say("Thermal units", "火电"))
    row("Coal rate", "供电煤耗", indicators.coalRate, "gce/kWh", places: 2)
    row("Fuel rate of all thermal units", "火电综合煤耗", indicators.thermalRate, "gce/kWh", places: 2)
    row("Utilisation hours", "火电利用小时", indicators.utilisationHours.thermal, say("h", "小时"))
    row("Starts", "启动次数", indicators.starts.map(Double.init), say("starts", "次"), places: 0)
    for stage in indicators.deepRegulation {
      let percent = grouped(stage.belowPercent, places: 0)
      row(
        "Deep regulation below \(percent) %", "深度调峰（负荷率低于 \(percent)%）", stage.unitHours,
        say("unit-hours", "台·时"))
    }
    guard let stages = indicators.regulationStages else { return }
    row("Deep regulation without oil", "不投油深度调峰", stages.withoutOilHours, say("unit-hours", "台·时"))
    row("Deep regulation with oil", "投油深度调峰", stages.withOilHours, say("unit-hours", "台·时"))
    row("Output below the regular minimum", "深度调峰电量", stages.depth, "MWh")
    row("Oil burnt", "投油量", stages.oil, "t")
  }

  private mutating func peaks(_ indicators: Indicators) {
    table.heading(say("Load and peak shaving", "负荷与削峰"))
    row("Maximum load", "最高负荷", indicators.load.maximum, "MW")
    row("Peak-valley difference", "最大峰谷差", indicators.load.difference, "MW")
    row("Peak-valley ratio", "最大峰谷差率", indicators.load.ratioPercent, "%", places: 2)
    row("Maximum net load", "最高净负荷", indicators.netLoad.maximum, "MW")
    row("Peak-valley difference of net load", "净负荷最大峰谷差", indicators.netLoad.difference, "MW")
    row("Peak-valley ratio of net load", "净负荷最大峰谷差率", indicators.netLoad.ratioPercent, "%", places: 2)
    row("Maximum load served", "削峰后最高负荷", indicators.servedLoad.maximum, "MW")
    row("Peak-valley difference of load served", "削峰后最大峰谷差", indicators.servedLoad.difference, "MW")
    row("Peak shaving", "电网削峰能力", indicators.peakShaving.power, "MW")
    row("  of maximum load", "  占最高负荷", indicators.peakShaving.percentOfMaximumLoad, "%", places: 2)
    table.note(
      say("counted: \(indicators.peakShaving.counted)", "计入：储能放电减充电、可中断负荷、转出减转入的可转移负荷、电动汽车有序充放电"))
    row("  off the maximum net load", "  净负荷削峰", indicators.peakShaving.netLoadPower, "MW")
    row("Demand response", "需求侧响应能力", indicators.demandResponse.power, "MW")
    row("  of maximum load", "  占最高负荷", indicators.demandResponse.percentOfMaximumLoad, "%", places: 2)
    table.note(say("counted: \(indicators.demandResponse.counted)", "计入：可中断负荷、转出减转入的可转移负荷、电动汽车有序充放电；不计储能"))
  }

  private mutating func storage(_ indicators: Indicators) {
    guard let storage = indicators.storage else { return }
    table.heading(say("Storage", "储能"))
    row("Equivalent full cycles", "等效满充放次数", storage.equivalentFullCycles, say("cycles", "次"))
    row("Round-trip efficiency", "综合效率", storage.roundTripPercent, "%", places: 2)
    row("Utilisation hours", "储能利用小时", indicators.utilisationHours.storage, say("h", "小时"))
  }

  private mutating func exports(_ indicators: Indicators) {
    guard !indicators.exports.isEmpty else { return }
    table.heading(say("Export channels", "外送通道"))
    for channel in indicators.exports {
      table.row(channel.channel, grouped(channel.energy), "MWh")
      row("  renewable share", "  可再生能源占比", channel.renewablePercent, "%", places: 2)
      row("  designated to it", "  指定给该通道", channel.designatedPercent, "%", places: 2)
    }
  }

  private mutating func portfolios(_ indicators: Indicators) {
    guard let portfolios = indicators.portfolios else { return }
    table.heading(say("Portfolios", "聚合体"))
    for portfolio in portfolios {
      let kind = portfolioTerms[portfolio.kind]?.text(style.language) ?? portfolio.kind.rawValue
      table.row("\(portfolio.portfolio) (\(kind))", grouped(portfolio.imported - portfolio.exported), "MWh")
      row("  peak drawn", "  最大受电", portfolio.peakImport, "MW")
      row("  peak given", "  最大送电", portfolio.peakExport, "MW")
      row("  own generation used", "  自发自用率", portfolio.selfConsumptionPercent, "%", places: 2)
      row("  own load met by itself", "  自给率", portfolio.selfSufficiencyPercent, "%", places: 2)
    }
  }

  private mutating func carriers(_ indicators: Indicators) {
    for use in indicators.carriers {
      let carrier = carrierTerms[use.carrier]?.text(style.language) ?? use.carrier
      table.heading(say("\(use.bus), \(carrier)", "\(use.bus)（\(carrier)）"))
      row("Load", "负荷", use.load, "MWh")
      if use.fromUnits != 0 { row("From combined heat and power", "热电联产", use.fromUnits, "MWh") }
      if use.fromConverters != 0 { row("From converters", "能量转换设备", use.fromConverters, "MWh") }
      if use.fromStorage != 0 { row("From storage, on balance", "储能净供给", use.fromStorage, "MWh") }
      if use.surplus != 0 { row("Let go", "弃能", use.surplus, "MWh") }
      row("Unserved", "缺额", use.unserved, "MWh")
    }
  }

  private mutating func adequacy(_ indicators: Indicators) {
    table.heading(say("Adequacy", "充裕性"))
    row("Unserved energy", "失负荷电量", indicators.unservedEnergy, "MWh")
    row("Hours with unserved energy", "失负荷小时", indicators.unservedHours, say("h", "小时"))
    row("Reserve shortfall", "备用缺额", indicators.reserveShortfall, "MWh")
    let shown = 12
    for bus in indicators.prices.prefix(shown) {
      let range = say("mean", "平均") + " \(grouped(bus.mean, places: 2)), "
      table.row(
        say("Price at \(bus.bus)", "\(bus.bus) 电价"),
        range + "\(grouped(bus.minimum, places: 2)) … \(grouped(bus.maximum, places: 2)) \(summary.currency)/MWh")
    }
    let hidden = indicators.prices.count - shown
    if hidden > 0 { table.note(say("and \(hidden) more in summary.json", "其余 \(hidden) 个节点见 summary.json")) }
  }

  private mutating func run() {
    guard summary.model != nil || !summary.phases.isEmpty || summary.peakMemory != nil else { return }
    table.heading(say("Run", "计算"))
    if let model = summary.model {
      let size = [model.rows, model.columns, model.nonzeros, model.integers].map { grouped(Double($0), places: 0) }
      table.row(
        say("Model", "模型规模"),
        say(
          "\(size[0]) rows, \(size[1]) columns, \(size[2]) nonzeros, \(size[3]) integers",
          "\(size[0]) 行，\(size[1]) 列，\(size[2]) 个非零元，\(size[3]) 个整数变量"))
    }
    for phase in summary.phases { table.row(phase.name, grouped(phase.seconds, places: 2), "s") }
    row("Peak memory", "峰值内存", summary.peakMemory, "MB", places: 0)
  }
}
