import GridModel
import Schedules

/// Curtailed energy by month, technology and cause, MWh.
///
/// The causes are those of `curtailment.csv`; without it they are not told.
struct CurtailmentByMonth: Encodable {
  struct Month: Encodable, Equatable {
    var month: String
    var technologies: [String: Double] = [:]
    /// By the names of `CurtailmentCause`, or `unknown`.
    var causes: [String: Double] = [:]
    /// MWh that could have been given.
    var available = 0.0
  }

  var months: [Month]

  init?(_ run: RunFolder, _ system: SystemRecord) {
    guard run.renewableAvailable != nil, !system.renewables.isEmpty else { return nil }
    let hours = run.horizon.stepHours
    var months = run.periods.map { Month(month: run.periodName($0)) }
    for plant in system.renewables {
      guard let available = run.renewableAvailable?.values(of: plant.name) else { continue }
      let given = run.values(.renewablePower, plant.name)
      for (m, steps) in run.periods.enumerated() {
        for t in steps {
          months[m].available += available[t] * hours
          let curtailed = (available[t] - given[t]) * hours
          // Less is rounding.
          guard curtailed > 1e-5 else { continue }
          months[m].technologies[plant.kind, default: 0] += curtailed
        }
      }
    }
    for (m, steps) in run.periods.enumerated() {
      if let table = run.curtailment {
        for (position, cause) in table.names.enumerated() {
          let column = table.column(position)
          let energy = steps.reduce(0) { $0 + column[column.startIndex + $1] } * hours
          if energy > 1e-5 { months[m].causes[cause] = energy }
        }
      } else {
        let energy = months[m].technologies.values.sorted().reduce(0, +)
        if energy > 0 { months[m].causes["unknown"] = energy }
      }
    }
    self.months = months
  }
}
