import Foundation
import LinearOptimization
import SeedsAndSnapshots

/// A dispatch: units with ramps and a store meet a daily load, hour by hour.
func dispatchModel(hours: Int, units: Int, seed: Int = 1) -> LinearModel {
  var random = SeededGenerator(seed)
  var model = LinearModel()
  let size = 100.0
  let load = (0..<hours).map { hour in
    Double(units) * size
      * (0.6 + 0.2 * sin(Double(hour) * 2 * .pi / 24) + Double.random(in: -0.1...0.1, using: &random))
  }
  var balance: [Term] = []
  for unit in 0..<units {
    let output = model.addColumns(
      "unit \(unit)", count: hours, upper: .constant(size), cost: .constant(Double.random(in: 10...60, using: &random)))
    let ramp = Double.random(in: 5...40, using: &random)
    model.addRows(
      "ramp of unit \(unit)", count: hours, lower: .constant(-ramp), upper: .constant(ramp),
      terms: [Term(output, 1), Term(output, -1, shift: -1, edge: .wrap)])
    balance.append(Term(output, 1))
  }
  let power = Double(units) * size * 0.1
  let charge = model.addColumns("charge", count: hours, upper: .constant(power), cost: 0.1)
  let discharge = model.addColumns("discharge", count: hours, upper: .constant(power))
  let level = model.addColumns("level", count: hours, upper: .constant(6 * power))
  model.addRows(
    "storage", count: hours, lower: 0, upper: 0,
    terms: [
      Term(level, 1), Term(level, -0.999, shift: -1, edge: .wrap), Term(charge, -0.9), Term(discharge, 1.1),
    ])
  let shed = model.addColumns("shed", count: hours, upper: .series(load), cost: 3000)
  balance += [Term(charge, -1), Term(discharge, 1), Term(shed, 1)]
  model.addRows("balance", count: hours, lower: .series(load), upper: .series(load), terms: balance)
  return model
}

/// Unit commitment without start-up detail: on or off, a minimum output, a start cost.
func commitmentModel(hours: Int, units: Int, seed: Int = 1) -> LinearModel {
  var random = SeededGenerator(seed)
  var model = LinearModel()
  var balance: [Term] = []
  var reserve: [Term] = []
  let size = 100.0
  for unit in 0..<units {
    let on = model.addColumns(
      "on \(unit)", count: hours, upper: 1, cost: .constant(Double.random(in: 200...600, using: &random)),
      integer: true)
    let start = model.addColumns(
      "start \(unit)", count: hours, upper: 1, cost: .constant(Double.random(in: 500...3000, using: &random)))
    let output = model.addColumns(
      "output \(unit)", count: hours, upper: .constant(size),
      cost: .constant(Double.random(in: 15...40, using: &random)))
    let least = Double.random(in: 0.3...0.6, using: &random) * size
    model.addRows("max \(unit)", count: hours, upper: 0, terms: [Term(output, 1), Term(on, .constant(-size))])
    model.addRows("min \(unit)", count: hours, lower: 0, terms: [Term(output, 1), Term(on, .constant(-least))])
    model.addRows(
      "start \(unit)", count: hours, lower: 0,
      terms: [Term(start, 1), Term(on, -1), Term(on, 1, shift: -1, edge: .wrap)])
    balance.append(Term(output, 1))
    reserve.append(Term(on, .constant(size)))
  }
  let load = (0..<hours).map { hour in
    Double(units) * size
      * (0.5 + 0.25 * sin(Double(hour) * 2 * .pi / 24) + Double.random(in: -0.05...0.05, using: &random))
  }
  model.addRows("balance", count: hours, lower: .series(load), upper: .series(load), terms: balance)
  model.addRows("reserve", count: hours, lower: .series(load.map { 1.1 * $0 }), terms: reserve)
  return model
}
