import GridModel
import Schedules

/// What to build, and what more of it would be worth.
extension SummaryWriter {
  mutating func capacities(_ indicators: Indicators) {
    guard let capacities = indicators.capacities, !capacities.isEmpty else { return }
    table.heading(say("What to build", "新建容量"))
    for use in capacities {
      let kind = capacityTerms[use.kind]?.text(style.language) ?? use.kind.rawValue
      table.row("\(use.name), \(kind)", grouped(use.built, places: 2), use.unit)
      let limit =
        switch use.limit {
        case .most?: say(", all that may be", "，达上限")
        case .least? where use.least > 0: say(", no more than must be", "，仅下限")
        default: ""
        }
      table.note(
        say(
          "besides \(grouped(use.existing)) \(use.unit)\(limit); \(grouped(use.yearlyCost, places: 0)) "
            + "\(summary.currency) a year",
          "已有 \(grouped(use.existing)) \(use.unit)\(limit)；年费用 \(grouped(use.yearlyCost, places: 0)) \(summary.currency)"
        ))
      guard let value = use.valueOfNext else { continue }
      table.note(
        say(
          "the next \(use.unit) saves \(grouped(value, places: 0)) a year and costs \(grouped(use.unitCost, places: 0))",
          "再增 1 \(use.unit) 每年节约 \(grouped(value, places: 0))，费用 \(grouped(use.unitCost, places: 0))"))
    }
  }
}

/// What can be built.
let capacityTerms: [BuildOption.Kind: Term] = [
  .thermal: Term("thermal", "火电"),
  .renewable: Term("renewable", "可再生能源"),
  .storagePower: Term("storage power", "储能功率"),
  .storageEnergy: Term("storage energy", "储能容量"),
  .line: Term("line", "线路"),
]
