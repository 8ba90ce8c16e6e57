import Foundation
import Schedules

/// Why a case has no schedule, as a table: what cannot be balanced, the least change, and what else would help.
public enum InfeasibilityFile {
  public static let name = "infeasibility.csv"

  public static func data(of infeasibility: Infeasibility) -> Data {
    var text = "part,limit,device,from,until,steps,amount,unit,energy_mwh\n"
    for (part, changes) in [
      ("imbalance", infeasibility.imbalances), ("change", infeasibility.changes), ("helper", infeasibility.helpers),
    ] {
      for change in changes {
        text += "\(part),\(change.limit.rawValue),\(quotedField(change.device)),\(change.from),\(change.until),"
        text += "\(change.steps),\(rounded(change.amount)),\(change.unit),\(rounded(change.energy))\n"
      }
    }
    return Data(text.utf8)
  }

  private static func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }
}
