import GridModel
import Schedules

extension PyPSAExport {
  /// Buses with their loads, and generators for load that is not served and for energy that is let go.
  mutating func addBuses() {
    let loads = system.loads
    for (bus, load) in zip(system.buses, loads) {
      var row = PyPSATable.Row(bus.name)
      row["carrier"] = bus.carrier == .electricity ? "AC" : bus.carrier.rawValue
      row["v_nom"] = 1
      if let prices = schedule?[.price]?.values(of: bus.name) { row.record("marginal_price", prices) }
      lists.buses.add(row)
      if load.contains(where: { $0 != 0 }) || otherDraw[bus.name] != nil { addLoad(load, at: bus) }
      addShortfall(load, at: bus)
      addSurplus(at: bus)
    }
    for (name, emission) in emissions.sorted(by: { $0.key < $1.key }) {
      var row = PyPSATable.Row(name)
      row["co2_emissions"] = emission
      lists.carriers.add(row)
    }
    let others = Set(
      (lists.buses.rows + lists.generators.rows + lists.storageUnits.rows).map { $0["carrier"] as String })
    for name in others.subtracting(emissions.keys).subtracting([""]).sorted() {
      lists.carriers.add(PyPSATable.Row(name))
    }
  }

  private mutating func addLoad(_ load: [Double], at bus: Bus) {
    var row = PyPSATable.Row(bus.name)
    row["bus"] = bus.name
    row.set("p_set", load)
    if schedule != nil {
      let other = otherDraw[bus.name] ?? Array(repeating: 0, count: steps)
      row.record("p", zip(load, other).map { $0 + $1 })
    }
    lists.loads.add(row)
  }

  private mutating func addShortfall(_ load: [Double], at bus: Bus) {
    let (price, most) = (system.shortfallPrice(of: bus), load.max() ?? 0)
    guard price < .infinity, most > 0 else { return }
    var row = PyPSATable.Row("\(bus.name) unserved")
    row["bus"] = bus.name
    row["carrier"] = "load shedding"
    row["p_nom"] = most
    row["marginal_cost"] = price
    row.set("p_max_pu", load.map { $0 / most })
    if let unserved = result(.unservedEnergy, bus.name) { row.record("p", unserved) }
    lists.generators.add(row)
  }

  private mutating func addSurplus(at bus: Bus) {
    let most = system.greatestSupply(at: bus.name)
    guard let price = bus.surplusPrice, most > 0 else { return }
    var row = PyPSATable.Row("\(bus.name) surplus")
    row["bus"] = bus.name
    row["carrier"] = "surplus"
    row["p_nom"] = most
    (row["p_min_pu"], row["p_max_pu"]) = (-1.0, 0.0)
    row["marginal_cost"] = -price
    if let surplus = result(.surplusEnergy, bus.name) { row.record("p", surplus.map { -$0 }) }
    lists.generators.add(row)
  }
}
