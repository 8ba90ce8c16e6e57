import PeakShaving

/// What the studies beside an assessment found, as rows for a terminal.
extension AlignedTable {
  mutating func firm(_ entry: FirmEntry, name: String, _ language: SummaryLanguage) {
    let say = { (english: String, chinese: String) in language == .chinese ? chinese : english }
    let years =
      entry.years.isEmpty
      ? say("\(entry.samples) drawn years", "\(entry.samples) 个抽样年")
      : say(
        "\(entry.samples) samples of \(entry.years.count) given years",
        "\(entry.years.count) 个给定年的 \(entry.samples) 次抽样")
    heading(say("Firm over \(years): ", "\(years)的可靠能力：") + name)
    for quantile in entry.quantiles {
      let power = "\(grouped(quantile.power)) ± \(grouped(quantile.powerError)) MW"
      row(
        quantile.name,
        "\(power), \(grouped(quantile.percent, places: 2)) ± \(grouped(quantile.percentError, places: 2)) %")
    }
    row(say("Widest proven gap", "最大间隙"), grouped(entry.widestGap * 1e6, places: 1), "ppm")
  }

  mutating func frontier(_ entry: FrontierEntry, _ language: SummaryLanguage) {
    let say = { (english: String, chinese: String) in language == .chinese ? chinese : english }
    heading(say("Frontier of added storage", "新增储能的削峰前沿"))
    row(say("Points", "网格点"), grouped(Double(entry.points), places: 0), say("points", "个"))
    row(say("Solved themselves", "实际求解"), grouped(Double(entry.solves), places: 0), say("points", "个"))
    row(say("Widest proven gap", "最大间隙"), grouped(entry.worstGap * 1e6, places: 1), "ppm")
    row(say("Shaved at least", "削峰下限"), grouped(entry.smallestPercent, places: 2), "%")
    row(say("Shaved at most", "削峰上限"), grouped(entry.largestPercent, places: 2), "%")
  }

  mutating func regulation(_ entry: RegulationEntry, _ language: SummaryLanguage) {
    let say = { (english: String, chinese: String) in language == .chinese ? chinese : english }
    heading(say("Peak regulation", "调峰平衡"))
    for month in entry.months {
      let margin = say("worst margin ", "最小裕度 ") + grouped(month.worstMargin) + " MW"
      let days = say("\(month.shortfallDays) days short", "缺口 \(month.shortfallDays) 天")
      row(month.month, "\(margin), \(days), " + say("curtailed ", "弃电 ") + grouped(month.curtailment) + " MWh")
    }
    for day in entry.worstDays {
      row(
        day.day,
        say("on ", "开机 ") + grouped(day.committed, places: 0) + say(" MW, least ", " MW，最小出力 ")
          + grouped(day.deepMinimum, places: 0) + say(" MW (regular ", " MW（常规 ")
          + grouped(day.regularMinimum, places: 0)
          + say(" MW), valley ", " MW），低谷净负荷 ") + grouped(day.lowestNetLoad, places: 0)
          + say(" MW, charging ", " MW，充电 ")
          + grouped(day.chargingRoom, places: 0) + say(" MW, margin ", " MW，裕度 ") + grouped(day.deepMargin, places: 0)
          + " MW")
    }
    row(say("Curtailed in all", "弃电合计"), grouped(entry.curtailment), "MWh")
    if let retrofit = entry.retrofit {
      row(say("Removed by minimum output of", "最小技术出力降至"), grouped(retrofit), "%")
      row(say("or by charging of", "或新增充电功率"), grouped(entry.storagePower), "MW")
      row(say("  with room for", "  充电电量"), grouped(entry.storageEnergy), "MWh")
    }
  }
}
