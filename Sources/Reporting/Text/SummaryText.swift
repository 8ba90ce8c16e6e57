import GridModel
import Schedules

/// A run for people to read in a terminal of 80 columns: result, the indicators that matter first, targets, and the
/// dispatch as lines of blocks.
///
/// - Parameters:
///   - balances: of power, energy and peak regulation, shown where they are given.
///   - isFull: also cost by cause, energy by source and every other indicator of planning reports.
public func summaryText(
  _ summary: RunSummary, profile: DispatchProfile? = nil, balances: MonthlyBalances? = nil,
  style: TextStyle = TextStyle(), isFull: Bool = false
) -> String {
  var writer = SummaryWriter(summary: summary, style: style)
  writer.result(isFull: isFull)
  if let infeasibility = summary.infeasibility { writer.infeasibility(infeasibility) }
  if let indicators = summary.indicators {
    writer.headline(indicators)
    writer.capacities(indicators)
  }
  writer.targets()
  writer.rules()
  if let profile { writer.table.profile(profile, style) }
  if isFull { writer.details() }
  if let balances { writer.table.balances(balances, style) }
  return writer.table.text(hasColours: style.hasColours)
}

/// Writes the table of a run.
struct SummaryWriter {
  let summary: RunSummary
  let style: TextStyle
  var table = AlignedTable()

  func say(_ english: String, _ chinese: String) -> String { style.say(english, chinese) }

  mutating func row(_ english: String, _ chinese: String, _ value: Double?, _ unit: String, places: Int = 1) {
    if let value { table.row(say(english, chinese), grouped(value, places: places), unit) }
  }

  mutating func result(isFull: Bool) {
    table.heading("\(summary.caseName)  \(summary.horizon.start) – \(summary.horizon.end)")
    var status = statusTerms[summary.status]?.text(style.language) ?? summary.status
    if let stopped = summary.options["stopped"] {
      let reason = stopTerms[stopped]?.text(style.language) ?? stopped
      status += say(" (\(reason))", "（\(reason)）")
    }
    let seconds = summary.phases.reduce(0) { $0 + $1.seconds }
    if seconds > 0 { status += say(" after \(grouped(seconds)) s", "，用时 \(grouped(seconds)) 秒") }
    table.row(say("Status", "求解状态"), status, tone: statusTone)
    if let note = summary.note { table.note(note) }
    row("Cost", "运行成本", summary.cost?.total ?? summary.objective, summary.currency, places: 2)
    bound()
    if isFull || summary.audit == nil {
      row("Bound from the prices", "由电价重算的下界", summary.rederivedBound, summary.currency, places: 2)
      row("Gap to it", "相应间隙", summary.rederivedGap.map { $0 * 100 }, "%", places: 4)
    }
    guard let audit = summary.audit else { return }
    let failed = say(
      "FAILED, \(audit.violations) violation\(audit.violations == 1 ? "" : "s")", "未通过，共 \(audit.violations) 处违反约束")
    table.row(
      say("Audit", "校核"), audit.passed ? say("passed", "通过") : failed, tone: audit.passed ? .good : .bad)
    for message in audit.first { table.note(message) }
  }

  private var statusTone: Tone {
    switch summary.status {
    case "optimal": .good
    case "feasible", "stoppedWithSolution": .doubtful
    case "infeasible", "unbounded", "stoppedWithoutSolution": .bad
    default: .plain
    }
  }

  private mutating func bound() {
    if summary.bound?.isFinite == false || (summary.bound == nil && summary.objective != nil) {
      table.row(say("Lower bound", "下界"), say("none", "无"))
    } else {
      row("Lower bound", "下界", summary.bound, summary.currency, places: 2)
      row("Gap", "间隙", summary.gap.map { $0 * 100 }, "%", places: 4)
    }
    if let certificate = summary.certifiedBy { table.row(say("Proven by", "证明方式"), certificate) }
  }

  /// What a planner asks first.
  mutating func headline(_ indicators: Indicators) {
    table.heading(say("Indicators", "主要指标"))
    row("Wind and solar utilisation", "新能源利用率", indicators.newEnergy?.utilisationPercent, "%", places: 2)
    row("Wind and solar curtailed", "弃电量", indicators.newEnergy?.curtailed, "MWh")
    row("Coal rate", "供电煤耗", indicators.coalRate, "gce/kWh", places: 2)
    row("CO2", "二氧化碳排放", indicators.co2, "t")
    row("Maximum load", "最高负荷", indicators.load.maximum, "MW")
    row("Maximum net load", "最高净负荷", indicators.netLoad.maximum, "MW")
    row(
      "  after storage and response", "  经储能与需求响应后", indicators.servedNetLoad.maximum, "MW")
    row("Unserved energy", "失负荷电量", indicators.unservedEnergy, "MWh")
    if indicators.reserveShortfall > 0 { row("Reserve shortfall", "备用缺额", indicators.reserveShortfall, "MWh") }
  }

  mutating func targets() {
    guard !summary.targets.isEmpty else { return }
    table.heading(say("Targets", "规划目标"))
    for check in summary.targets {
      let unit = check.indicator == .coalRate ? "gce/kWh" : "%"
      let range =
        switch (check.minimum, check.maximum) {
        case (let low?, let high?): "\(grouped(low)) – \(grouped(high))"
        case (let low?, nil): "≥ \(grouped(low))"
        case (nil, let high?): "≤ \(grouped(high))"
        case (nil, nil): "–"
        }
      let verdict =
        switch check.isMet {
        case true?: say("met", "达标")
        case false?: say("not met", "未达标")
        case nil where check.value != nil: say("left open", "经济调度不能判定")
        case nil: say("not applicable", "不适用")
        }
      let label = targetTerms[check.indicator]?.text(style.language) ?? check.indicator.rawValue
      let tone: Tone = check.isMet.map { $0 ? .good : .bad } ?? .plain
      table.row(label, "\(grouped(check.value, places: 2)) \(unit) (\(range)): \(verdict)", tone: tone)
    }
  }
}
