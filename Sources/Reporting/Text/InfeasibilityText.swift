import Schedules

extension SummaryWriter {
  /// Why there is no schedule: what is short, the least change that gives one, and what else would help; at most about
  /// twenty lines, the largest first.
  mutating func infeasibility(_ infeasibility: Infeasibility) {
    if !infeasibility.imbalances.isEmpty {
      table.heading(say("What cannot be balanced, whatever is dispatched", "无论如何调度都无法平衡"))
      list(infeasibility.imbalances, most: 5)
    }
    table.heading(
      infeasibility.isLeast
        ? say("The least change that makes it feasible", "使其可行的最小调整")
        : say("A change that makes it feasible (the least was not found in time)", "可使其可行的调整（限时内未证明最小）"))
    list(infeasibility.changes, most: 6)
    let other = infeasibility.helpers.filter { helper in
      !infeasibility.changes.contains { $0.limit == helper.limit && $0.device == helper.device }
    }
    if !other.isEmpty {
      table.heading(say("What would help besides", "其他可缓解的约束"))
      for helper in other.prefix(3) { table.note("\(period(helper)), \(named(helper)): \(phrase(helper))") }
    }
    if infeasibility.furtherParts > 0 {
      let count = infeasibility.furtherParts
      table.note(
        say(
          "and \(count) more part\(count == 1 ? "" : "s") of the case infeasible by \(count == 1 ? "itself" : "themselves")",
          "另有 \(count) 个时段自身无可行解"))
    }
  }

  private mutating func list(_ changes: [Infeasibility.Change], most: Int) {
    for change in changes.prefix(most) { table.note(sentence(change)) }
    let hidden = changes.count - most
    if hidden > 0 { table.note(say("and \(hidden) more with --json", "其余 \(hidden) 项见 --json")) }
  }

  /// Such as `at 2030-01-17T18:00+08:00, bus north: 312.0 MW short`.
  private func sentence(_ change: Infeasibility.Change) -> String {
    let amount = "\(grouped(change.amount)) \(change.unit)"
    var text = say(
      "\(period(change)), \(named(change)): \(amount) \(phrase(change))",
      "\(period(change))，\(named(change))：\(phrase(change)) \(amount)")
    if change.steps > 1, !change.limit.isEnergy {
      text += say(" at most, \(grouped(change.energy)) MWh in all", "（最大），共 \(grouped(change.energy)) MWh")
    }
    return text
  }

  private func period(_ change: Infeasibility.Change) -> String {
    change.steps == 1
      ? say("at \(change.from)", change.from)
      : say("from \(change.from) to \(change.until)", "\(change.from) 至 \(change.until)")
  }

  private func named(_ change: Infeasibility.Change) -> String {
    guard let kind = limitTerms[change.limit]?.device.text(style.language), !kind.isEmpty else { return change.device }
    return "\(kind) \(change.device)"
  }

  private func phrase(_ change: Infeasibility.Change) -> String {
    limitTerms[change.limit]?.phrase.text(style.language) ?? change.limit.rawValue
  }
}
