import PeakShaving

/// A peak-shaving assessment for people to read in a terminal.
public func assessmentText(_ report: AssessmentReport, style: TextStyle = TextStyle()) -> String {
  let language = style.language
  var writer = AssessmentWriter(language: language)
  writer.head(report)
  for entry in report.entries { writer.entry(entry) }
  for verdict in report.verdicts { writer.verdict(verdict) }
  for firm in report.firm ?? [] {
    let basis = basisTerm(firm.basis).text(language)
    writer.table.firm(firm, name: "\(definitionTerm(firm.definition).text(language)), \(basis)", language)
  }
  if let frontier = report.frontier { writer.table.frontier(frontier, language) }
  if let regulation = report.regulation { writer.table.regulation(regulation, language) }
  return writer.table.text(hasColours: style.hasColours)
}

private struct AssessmentWriter {
  let language: SummaryLanguage
  var table = AlignedTable()

  private func say(_ english: String, _ chinese: String) -> String { language == .chinese ? chinese : english }

  private mutating func row(_ english: String, _ chinese: String, _ value: Double?, _ unit: String, places: Int = 1) {
    table.row(say(english, chinese), grouped(value, places: places), unit)
  }

  mutating func head(_ report: AssessmentReport) {
    table.heading("\(report.caseName)  \(report.horizon.start) – \(report.horizon.end)")
    row("Maximum load", "最高负荷", report.maximumLoad, "MW")
  }

  mutating func entry(_ entry: AssessmentEntry) {
    table.heading("\(definitionTerm(entry.definition).text(language)), \(basisTerm(entry.basis).text(language))")
    row("Peak", "峰值", entry.peak, "MW")
    table.note(entry.peakTime)
    row("Can be held at", "可压降至", entry.level, "MW")
    row("No schedule stays below", "理论下界", entry.lowerBound, "MW")
    row("Shaved", "削峰能力", entry.capability, "MW")
    row("  of maximum load", "  占最高负荷", entry.percent, "%", places: 2)
    if let relaxed = entry.relaxedCapability {
      row("  without rules of calls", "  不计调用规则", relaxed, "MW")
    }
    if let passes = entry.passesAudit, entry.resources.contains(where: { $0.excluded == nil }) {
      table.row(
        say("Audit of the devices", "设备方案校核"), passes ? say("passed", "通过") : say("FAILED", "未通过"),
        tone: passes ? .good : .bad)
    }
    table.note(say("counted: ", "计入：") + countedTerm(entry.definition).text(language))
    if let ramps = entry.rampsLeftOut {
      table.note(say("ramps not counted: ", "未计爬坡限制：") + ramps.joined(separator: ", "))
    }
    if !entry.passesCheck { table.note(say("the schedule FAILS its check", "方案校核未通过")) }
    if entry.resources.isEmpty {
      table.note(say("0 MW, because the case has no such resource", "0 MW：算例中没有此类资源"))
    } else if entry.capability <= 0, entry.resources.allSatisfy({ $0.excluded != nil }) {
      table.note(say("0 MW, because no resource can give anything", "0 MW：所有资源均无法出力"))
    }
    hours(entry)
    for resource in entry.resources { self.resource(resource) }
    for group in entry.groups {
      let name = groupTerms[group.name]?.text(language) ?? group.name
      row("Shapley share of \(name)", "Shapley 份额：\(name)", group.shapley, "MW")
    }
  }

  /// The hours that decide: those of most weight, and of equal ones, but for rounding, those of the highest load.
  private mutating func hours(_ entry: AssessmentEntry) {
    guard entry.capability > 0, !entry.bindingHours.isEmpty else { return }
    func rank(_ hour: BindingHourEntry) -> (Double, Double) { ((hour.weight * 1e3).rounded(), hour.load) }
    let shown = entry.bindingHours.sorted { rank($0) > rank($1) }.prefix(6).sorted { $0.time < $1.time }
    let more = entry.bindingHours.count - shown.count
    let times = shown.map { "\($0.time.prefix(16)) (\(grouped($0.weight * 100, places: 0)) %)" }
    table.note(say("decided by ", "决定时段：") + times.joined(separator: ", ") + (more > 0 ? " +\(more)" : ""))
  }

  private mutating func resource(_ resource: ResourceEntry) {
    var parts = [say("\(grouped(resource.power, places: 0)) MW", "\(grouped(resource.power, places: 0)) MW")]
    if let reason = resource.excluded {
      parts.append(say("contributes nothing: \(reason.rawValue)", "无贡献：\(exclusionTerm(reason))"))
    } else {
      parts.append("\(grouped(resource.energy, places: 0)) MWh")
      if let alone = resource.alone { parts.append(say("alone ", "单独 ") + grouped(alone) + " MW") }
      if let lastIn = resource.lastIn { parts.append(say("last-in ", "末位 ") + grouped(lastIn) + " MW") }
      if let calls = resource.calls {
        parts.append(
          say("\(calls.number) calls of \(calls.steps) steps in all", "调用 \(calls.number) 次，共 \(calls.steps) 个时段"))
      }
      let limit = resource.limit.map { limitTerm($0).text(language) } ?? say("not limiting", "非限制")
      parts.append(resource.limit == nil ? limit : say("limited by \(limit)", "受限于\(limit)"))
    }
    parts += (resource.leftOut ?? []).map { say($0.rawValue, leftOutTerm($0)) }
    table.row("  " + resource.name, parts.joined(separator: ", "))
  }

  mutating func verdict(_ entry: VerdictEntry) {
    let verdict = entry.verdict
    let range = verdict.upTo.map { "\(grouped(verdict.target, places: 1))–\(grouped($0, places: 1))" }
    let target = range ?? grouped(verdict.target, places: 1)
    let name = definitionTerm(verdict.indicator == .demandResponse ? .demandSide : .allResources).text(language)
    table.heading(say("Target: \(name) \(target) %", "目标：\(name) \(target)%"))
    let outcome =
      verdict.isMet == true
      ? say("PASS", "达标") : verdict.isMet == false ? say("FAIL", "未达标") : say("undecided within the gap", "间隙内未定")
    let tone: Tone = verdict.isMet.map { $0 ? .good : .bad } ?? .doubtful
    table.row(say("Verdict", "结论"), outcome, tone: tone)
    row("Can be shaved", "可削峰", verdict.percent, "%", places: 2)
    row("Margin", "裕度", verdict.margin, say("points", "个百分点"), places: 2)
    guard let needs = entry.needs else { return }
    func need(_ english: String, _ chinese: String, _ value: Double?, _ unit: String) {
      if let value {
        row(english, chinese, value, unit, places: 1)
      } else {
        table.row(say(english, chinese), say("cannot reach it alone", "单独无法达到"))
      }
    }
    table.note(say("the least of each that would reach it by itself:", "单独达到目标所需的最小增量："))
    need("Storage at its duration", "储能功率（时长不变）", needs.storagePower, "MW")
    need("Storage at its power", "储能时长（功率不变）", needs.storageHours, say("h", "小时"))
    need("Interruptible load", "可中断负荷", needs.interruptiblePower, "MW")
  }
}

private func definitionTerm(_ definition: ShavingDefinition) -> Term {
  switch definition {
  case .demandSide: Term("Demand side only", "需求侧响应能力")
  case .allResources: Term("All resources", "电网削峰能力")
  }
}

private func basisTerm(_ basis: LoadBasis) -> Term {
  switch basis {
  case .gross: Term("gross load", "全社会负荷")
  case .net: Term("net load (less wind and solar)", "净负荷（扣除风光）")
  }
}

private func countedTerm(_ definition: ShavingDefinition) -> Term {
  switch definition {
  case .demandSide: Term(definition.counted, "可中断负荷、可转移负荷、电动汽车；不计储能")
  case .allResources: Term(definition.counted, "储能、可中断负荷、可转移负荷、电动汽车")
  }
}

private func limitTerm(_ limit: ResourceLimits.Limit) -> Term {
  switch limit {
  case .power: Term("power", "功率")
  case .energy: Term("energy", "电量")
  case .recharge: Term("recharge", "充电")
  case .budget: Term("its yearly budget", "年度预算")
  }
}

private func exclusionTerm(_ reason: AssessedResource.Exclusion) -> String {
  switch reason {
  case .noPower: "无放电功率"
  case .noEnergy: "无可用电量"
  case .noRecharge: "无法回充"
  case .generation: "水电属电源，不计为储能"
  }
}

private func leftOutTerm(_ part: AssessedResource.LeftOut) -> String {
  switch part {
  case .inflow: "未计天然来水"
  case .window: "未计逐时库容上下限"
  case .minimum: "未计最小出力"
  case .budgets: "未计日、周、年限额"
  case .machines: "未逐台计机组"
  case .reservoir: "按功率分得水库份额"
  }
}

let groupTerms: [String: Term] = [
  "pumped": Term("pumped storage", "抽水蓄能"),
  "battery": Term("batteries", "电化学储能"),
  "compressed-air": Term("compressed air", "压缩空气储能"),
  "mine": Term("abandoned-mine storage", "废弃矿井储能"),
  "hydro": Term("hydro", "水电"),
  "other": Term("other storage", "其他储能"),
  "interruptible": Term("interruptible load", "可中断负荷"),
  "vehicles": Term("vehicles", "电动汽车"),
  "shiftable": Term("shiftable load", "可转移负荷"),
]
