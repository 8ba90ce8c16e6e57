import GridModel
import LinearOptimization
import PeakShaving

/// The same question as a linear program for GLPK: written from the envelopes, step by step, sharing nothing with the core.
public func levelProgram(load: [Double], stepHours h: Double, envelopes: [EnergyEnvelope]) -> LinearModel {
  var model = LinearModel()
  let count = load.count
  let level = model.addColumns("level", count: 1, lower: .constant(-1e9), upper: .constant(1e9), cost: .constant(1))
  var held = Array(repeating: (columns: [level.first], coefficients: [1.0]), count: count)
  var load = load
  for envelope in envelopes {
    func limits(_ series: HourlySeries) -> BlockValues { .series(series.values(count: count)) }
    var (lowest, highest) = (envelope.lowerLevel.values(count: count), envelope.upperLevel.values(count: count))
    if let end = envelope.endLevel, count > 0 { (lowest[count - 1], highest[count - 1]) = (end, end) }
    let discharge = model.addColumns("discharge", count: count, upper: limits(envelope.dischargeLimit))
    let charge = model.addColumns("charge", count: count, upper: limits(envelope.chargeLimit))
    let energy = model.addColumns(
      "energy", count: count, lower: .series(lowest), upper: .series(highest))
    let drawn = envelope.drawn.values(count: count)
    for t in 0..<count {
      var columns = [energy.first + t, charge.first + t, discharge.first + t]
      var coefficients = [1, -h * envelope.chargeEfficiency, h / envelope.dischargeEfficiency]
      var given = 0.0
      if envelope.resets.contains(t) {
        given = envelope.restLevel
      } else if t == 0, let start = envelope.startLevel {
        given = start * envelope.retention
      } else if count == 1 {
        coefficients[0] -= envelope.retention
      } else {
        columns.append(energy.first + (t + count - 1) % count)
        coefficients.append(-envelope.retention)
      }
      given -= h * envelope.chargeEfficiency * drawn[t]
      load[t] -= drawn[t]
      model.addRow("balance", lower: given, upper: given, columns: columns, coefficients: coefficients)
      held[t].columns += [discharge.first + t, charge.first + t]
      held[t].coefficients += [1, -1]
    }
    for budget in envelope.budgets {
      model.addRow(
        "budget", upper: budget.energy, columns: budget.steps.map { discharge.first + $0 },
        coefficients: Array(repeating: h, count: budget.steps.count))
    }
  }
  for t in 0..<count {
    model.addRow("held", lower: load[t], columns: held[t].columns, coefficients: held[t].coefficients)
  }
  return model
}
