import GridModel
import PeakShaving
import Schedules

/// The numbers that results are compared by.
extension Comparison {
  static func dispatchRows(_ results: [ComparedResults]) -> [Row] {
    let summaries = results.compactMap(\.summary)
    guard let first = summaries.first else { return [] }
    let isSameLength = results.map { $0.hours == results[0].hours }
    let isSameCurrency = summaries.map { $0.currency == first.currency }
    let currency = isSameCurrency.allSatisfy { $0 } ? first.currency : ""
    var rows: [Row] = []
    func add(
      _ name: String, _ label: Term, _ unit: String, _ group: Group, isMain: Bool = false, isSum: Bool = false,
      isMoney: Bool = false, _ value: (RunSummary) -> Double?
    ) {
      rows.append(
        Row(
          name, label, unit, summaries.map(value), group: group, isMain: isMain,
          isComparable: zip(isSameLength, isSameCurrency).map { (!isSum || $0) && (!isMoney || $1) }))
    }
    func energy(_ summary: RunSummary, _ source: String) -> Double? {
      summary.indicators?.energy.first { $0.source == source }?.energy
    }

    add("cost", Term("Cost", "运行成本"), currency, .result, isMain: true, isSum: true, isMoney: true) {
      $0.cost?.total ?? $0.objective
    }
    add("bound", Term("Lower bound", "下界"), currency, .result, isMain: true, isSum: true, isMoney: true) { $0.bound }
    add("gap", Term("Gap", "间隙"), "%", .result, isMain: true) { $0.gap.map { $0 * 100 } }
    add(
      "cost_per_mwh", Term("Cost per MWh of load", "单位用电成本"), "\(currency)/MWh", .result, isMain: true, isMoney: true
    ) { summary in
      energy(summary, "load").flatMap { load in load > 0 ? summary.cost.map { $0.total / load } : nil }
    }
    for part in CostBreakdown().parts {
      add(
        "cost.\(part.key)", costTerms[part.key] ?? Term(part.key, part.key), currency, .cost, isSum: true, isMoney: true
      ) {
        $0.cost?.parts.first { $0.key == part.key }?.value
      }
    }
    rows += indicatorRows(summaries, isSameLength: isSameLength)
    for source in names(summaries.map { $0.indicators?.energy.map(\.source) ?? [] }) {
      add("energy.\(source)", sourceTerms[source] ?? Term(source, source), "MWh", .energy, isSum: true) {
        energy($0, source)
      }
    }
    for bus in names(summaries.map { $0.indicators?.prices.map(\.bus) ?? [] }) {
      add("price.\(bus)", Term("Mean at \(bus)", "\(bus) 平均电价"), "\(currency)/MWh", .prices, isMoney: true) {
        $0.indicators?.prices.first { $0.bus == bus }?.mean
      }
    }
    return rows
  }

  /// All names in the order of first appearance.
  private static func names(_ lists: [[String]]) -> [String] {
    var names: [String] = []
    for name in lists.joined() where !names.contains(name) { names.append(name) }
    return names
  }

  private static func indicatorRows(_ summaries: [RunSummary], isSameLength: [Bool]) -> [Row] {
    var rows: [Row] = []
    func add(
      _ name: String, _ english: String, _ chinese: String, _ unit: String, isMain: Bool = false, isSum: Bool = false,
      _ value: (Indicators) -> Double?
    ) {
      rows.append(
        Row(
          name, Term(english, chinese), unit, summaries.map { $0.indicators.flatMap(value) }, group: .indicators,
          isMain: isMain, isComparable: isSum ? isSameLength : nil))
    }
    add("utilisation_percent", "Wind and solar utilisation", "新能源利用率", "%", isMain: true) {
      $0.newEnergy?.utilisationPercent
    }
    add("curtailed_mwh", "Wind and solar curtailed", "弃电量", "MWh", isMain: true, isSum: true) {
      $0.newEnergy?.curtailed
    }
    add("wind_curtailment_percent", "Wind curtailment", "弃风率", "%") { $0.wind?.curtailmentPercent }
    add("solar_curtailment_percent", "Solar curtailment", "弃光率", "%") { $0.solar?.curtailmentPercent }
    add("renewable_share_percent", "Renewable share", "可再生能源发电量占比", "%", isMain: true) { $0.renewableShare }
    add("coal_rate", "Coal rate", "供电煤耗", "gce/kWh", isMain: true) { $0.coalRate }
    add("co2_t", "CO2", "二氧化碳排放", "t", isMain: true, isSum: true) { $0.co2 }
    add("maximum_load_mw", "Maximum load", "最高负荷", "MW", isMain: true) { $0.load.maximum }
    add("maximum_net_load_mw", "Maximum net load", "最高净负荷", "MW", isMain: true) { $0.netLoad.maximum }
    add("maximum_served_net_load_mw", "  after storage, response", "  经储能与需求响应后", "MW", isMain: true) {
      $0.servedNetLoad.maximum
    }
    add("peak_valley_mw", "Peak-valley difference", "最大峰谷差", "MW") { $0.load.difference }
    add("net_peak_valley_mw", "  of net load", "  净负荷", "MW") { $0.netLoad.difference }
    add("served_peak_valley_mw", "  of load served", "  削峰后", "MW") { $0.servedLoad.difference }
    add("peak_shaving_mw", "Peak shaving as used", "削峰（实际使用）", "MW") { $0.peakShaving.power }
    add("demand_response_mw", "Demand response as used", "需求响应（实际使用）", "MW") { $0.demandResponse.power }
    add("thermal_hours", "Thermal utilisation hours", "火电利用小时", "h", isSum: true) { $0.utilisationHours.thermal }
    add("wind_hours", "Wind utilisation hours", "风电利用小时", "h", isSum: true) { $0.utilisationHours.wind }
    add("solar_hours", "Solar utilisation hours", "光伏利用小时", "h", isSum: true) { $0.utilisationHours.solar }
    add("storage_hours", "Storage utilisation hours", "储能利用小时", "h", isSum: true) { $0.utilisationHours.storage }
    add("starts", "Starts", "启动次数", "", isSum: true) { $0.starts.map(Double.init) }
    for percent in [50.0, 40, 30] {
      let text = grouped(percent, places: 0)
      add(
        "deep_regulation_\(text)", "Unit-hours below \(text) % load", "深度调峰（负荷率<\(text)%）", "h", isSum: true
      ) { $0.deepRegulation.first { $0.belowPercent == percent }?.unitHours }
    }
    add("without_oil_hours", "Deep regulation without oil", "不投油深度调峰", "h", isSum: true) {
      $0.regulationStages?.withoutOilHours
    }
    add("with_oil_hours", "Deep regulation with oil", "投油深度调峰", "h", isSum: true) {
      $0.regulationStages?.withOilHours
    }
    add("oil_t", "Oil of deep regulation", "深度调峰投油量", "t", isSum: true) { $0.regulationStages?.oil }
    add("storage_cycles", "Storage full cycles", "等效满充放次数", "", isSum: true) { $0.storage?.equivalentFullCycles }
    add("unserved_mwh", "Unserved energy", "失负荷电量", "MWh", isMain: true, isSum: true) { $0.unservedEnergy }
    add("unserved_hours", "Hours with unserved energy", "失负荷小时", "h", isSum: true) { $0.unservedHours }
    add("reserve_shortfall_mwh", "Reserve shortfall", "备用缺额", "MWh", isMain: true, isSum: true) {
      $0.reserveShortfall
    }
    return rows
  }

  static func shavingRows(_ results: [ComparedResults]) -> [Row] {
    let reports = results.compactMap { result -> AssessmentReport? in
      if case .peakShaving(let report, _) = result.content { report } else { nil }
    }
    var rows = [
      Row(
        "maximum_load_mw", Term("Maximum load", "最高负荷"), "MW", reports.map(\.maximumLoad), group: .assessment,
        isMain: true)
    ]
    for definition in ShavingDefinition.allCases {
      for basis in LoadBasis.allCases {
        let name = "\(definition.rawValue).\(basis.rawValue)"
        let of = Term(
          "\(definition == .demandSide ? "demand side" : "all"), \(basis.rawValue)",
          "\(definition == .demandSide ? "需求侧" : "全部资源")，\(basis == .gross ? "全社会负荷" : "净负荷")")
        func add(
          _ key: String, _ english: String, _ chinese: String, _ unit: String, _ value: (AssessmentEntry) -> Double?
        ) {
          let values = reports.map { report in
            report.entries.first { $0.definition == definition && $0.basis == basis }.flatMap(value)
          }
          rows.append(
            Row(
              "\(name).\(key)", Term("\(english), \(of.english)", "\(chinese)，\(of.chinese)"), unit, values,
              group: .assessment, isMain: true))
        }
        add("peak_mw", "Peak", "峰值", "MW") { $0.peak }
        add("level_mw", "Level", "可压降至", "MW") { $0.level }
        add("capability_mw", "Shaved", "削峰", "MW") { $0.capability }
        add("percent", "Shaved", "削峰", "%") { $0.percent }
        for quantile in ["P5", "P50", "P95"] {
          let values = reports.map { report in
            report.firm?.first { $0.definition == definition && $0.basis == basis }?
              .quantiles.first { $0.name == quantile }?.power
          }
          rows.append(
            Row(
              "\(name).\(quantile)", Term("\(quantile), \(of.english)", "\(quantile)，\(of.chinese)"), "MW", values,
              group: .assessment))
        }
      }
    }
    return rows
  }

  static func targets(_ results: [ComparedResults]) -> [TargetRow] {
    PolicyTarget.Indicator.allCases.compactMap { indicator in
      var values: [Double?] = []
      var met: [Bool?] = []
      var isNamed = false
      for result in results {
        switch result.content {
        case .dispatch(let run):
          let check = run.summary.targets.first { $0.indicator == indicator }
          isNamed = isNamed || check != nil
          values.append(check?.value)
          met.append(check?.isMet)
        case .peakShaving(let report, _):
          let entry = report.verdicts.first { $0.verdict.indicator == indicator }
          isNamed = isNamed || entry != nil
          values.append(entry?.verdict.percent)
          met.append(entry?.verdict.isMet)
        }
      }
      guard isNamed else { return nil }
      return TargetRow(
        indicator: indicator.rawValue, values: values, met: met,
        label: targetTerms[indicator] ?? Term(indicator.rawValue, indicator.rawValue),
        unit: indicator == .coalRate ? "gce/kWh" : "%")
    }
  }
}
