import GridModel
import Schedules

/// Curtailed energy by month, technology and cause, MWh.
///
/// The prices tell the cause. Where another bus pays more in the same step, the power cannot get there: the network
/// keeps it in. Where all buses pay the same, nobody in the system can take it: units at their minimum, full storages,
/// reserve. Without prices the cause is not told.
struct CurtailmentByMonth: Encodable {
  struct Month: Encodable, Equatable {
    var month: String
    var technologies: [String: Double] = [:]
    /// `network`, `surplus`, or `unknown`.
    var causes: [String: Double] = [:]
    /// MWh that could have been given.
    var available = 0.0
  }

  var months: [Month]

  init?(_ run: RunFolder, _ system: SystemRecord) {
    guard run.renewableAvailable != nil, !system.renewables.isEmpty else { return nil }
    let hours = run.horizon.stepHours
    let prices = run.tables[.price]
    let highest = prices.map { table in
      (0..<table.count).map { t in
        table.names.indices.reduce(-Double.infinity) { max($0, table.values[$1 * table.count + t]) }
      }
    }
    var months = run.periods.map { Month(month: run.periodName($0)) }
    for plant in system.renewables {
      guard let available = run.renewableAvailable?.values(of: plant.name) else { continue }
      let given = run.values(.renewablePower, plant.name)
      let own = prices?.values(of: plant.bus)
      for (m, steps) in run.periods.enumerated() {
        for t in steps {
          months[m].available += available[t] * hours
          let curtailed = (available[t] - given[t]) * hours
          // Less is rounding.
          guard curtailed > 1e-5 else { continue }
          var cause = "unknown"
          if let own, let highest { cause = highest[t] - own[t] > Self.samePrice ? "network" : "surplus" }
          months[m].technologies[plant.kind, default: 0] += curtailed
          months[m].causes[cause, default: 0] += curtailed
        }
      }
    }
    self.months = months
  }

  /// Prices closer than this are the same, currency/MWh.
  private static let samePrice = 0.1
}
