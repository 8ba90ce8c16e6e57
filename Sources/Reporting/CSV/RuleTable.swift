import Foundation
import GridModel
import Schedules

/// One row per rule and period, and per unit with a limit of starts and month; `nil` where there is none.
func ruleTable(of schedule: Schedule, _ system: PowerSystem) -> String? {
  let uses = ruleUses(of: schedule, system: system)
  guard !uses.isEmpty else { return nil }
  let header = "rule,kind,start,unit,limit,used,missed,saving_per_unit,saving_per_percent\n"
  func cell(_ text: String) -> String {
    text.contains { ",\"\n\r".contains($0) } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
  func number(_ value: Double?) -> String {
    guard let value else { return "" }
    var text = DecimalText(capacity: 24)
    text.append(value)
    return String(decoding: text.bytes, as: UTF8.self)
  }
  return header
    + uses.map { use in
      let numbers = [use.limit, use.used, use.missed, use.saving, use.savingPerPercent].map(number)
      return ([cell(use.rule), use.kind, use.start, use.unit] + numbers).joined(separator: ",") + "\n"
    }.joined()
}
