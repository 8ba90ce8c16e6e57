import GridModel
import Schedules

/// Rules over the horizon: what was used of the limit, and what more of it would save.
extension SummaryWriter {
  mutating func rules() {
    guard let uses = summary.rules, !uses.isEmpty else { return }
    table.heading(say("Rules over the horizon", "期间约束"))
    var names: [String] = []
    let starts = uses.filter { $0.kind == RuleUse.startsPerMonth }
    let rules = uses.filter { $0.kind != RuleUse.startsPerMonth }
    for use in rules where !names.contains(use.rule) { names.append(use.rule) }
    for name in names { rule(name, rules.filter { $0.rule == name }) }
    // One line for all units: `rules.csv` has them one by one.
    if !starts.isEmpty { rule(say("starts a month", "月启动次数"), starts) }
  }

  private mutating func rule(_ name: String, _ uses: [RuleUse]) {
    let first = uses[0]
    let isFloor = HorizonRule.Kind(rawValue: first.kind)?.isFloor ?? false
    let (used, limit) = (uses.reduce(0) { $0 + $1.used }, uses.reduce(0) { $0 + $1.limit })
    let missed = uses.reduce(0) { $0 + $1.missed }
    let unit = first.kind == RuleUse.startsPerMonth ? say("starts", "次") : first.unit
    let sign = isFloor ? "≥" : "≤"
    let verdict = missed > 1e-6 * max(1, abs(limit)) ? say("missed by ", "超限 ") + grouped(missed) : say("kept", "满足")
    table.row(
      name, "\(grouped(used)) \(unit) (\(sign) \(grouped(limit))): \(verdict)",
      tone: missed > 1e-6 * max(1, abs(limit)) ? .bad : .good)
    let priced = uses.filter { $0.saving ?? 0 > 0 }
    guard let highest = priced.max(by: { $0.saving ?? 0 < $1.saving ?? 0 }), let saving = highest.saving else { return }
    let amount = "\(grouped(saving, places: 2)) \(summary.currency)"
    let period = uses.count > 1 ? say(" in the period from \(highest.start)", "（自 \(highest.start) 的时段）") : ""
    if first.kind == RuleUse.startsPerMonth {
      table.note(
        say(
          "one start more of \(highest.rule) saves \(amount)\(period) (price in the relaxation)",
          "\(highest.rule) 每多启动 1 次可节省 \(amount)\(period)（松弛问题中的价格）"))
      return
    }
    table.note(
      say("one \(first.unit) of room more saves \(amount)\(period)", "放宽 1 \(first.unit) 可节省 \(amount)\(period)"))
    if let percent = highest.savingPerPercent {
      let amount = "\(grouped(percent, places: 0)) \(summary.currency)"
      table.note(say("one % less saves \(amount)\(period)", "降低 1 个百分点可节省 \(amount)\(period)"))
    }
  }
}
