import GridModel
import Schedules

/// Thermal units: a generator for each straight part of the cost, so that cost and emissions are the unit's own; with
/// commitment, or where ramps bind, one generator.
extension PyPSAExport {
  /// MWh of primary energy in a t of coal equivalent.
  private static let energyPerFuel = 29.3076 / 3.6

  mutating func addThermalUnits() {
    let units = system.thermalUnits
    let file = "thermal-units.csv"
    for unit in units { add(unit, file) }
    leaveOut("wear and oil of deep regulation", of: units.filter { !$0.deepStages.isEmpty }.map(\.name), in: file)
    leaveOut("heat", of: units.filter { $0.heat != nil }.map(\.name), in: file)
    for unit in units {
      guard let heat = unit.heat else { continue }
      draw(result(.thermalHeat, unit.name), times: -1, at: heat.bus)
    }
    guard commitment else { return }
    let switched = units.filter { $0.mustRun.values(count: steps).contains { $0 <= 0.5 } }
    leaveOut("limits of starts", of: switched.filter { $0.startLimits != .init() }.map(\.name), in: file)
    leaveOut(
      "start cost by time off, beyond the first class,", of: switched.filter { $0.startClasses.count > 1 }.map(\.name),
      in: file)
    leaveOut(
      "the free state before the first step", of: switched.filter { $0.initialState == nil }.map(\.name), in: file)
  }

  private mutating func add(_ unit: ThermalUnit, _ file: String) {
    let isOn = unit.mustRun.values(count: steps).map { $0 > 0.5 }
    let isHeld = !isOn.contains(false)
    if isOn.contains(true), !isHeld {
      assume(
        "\(unit.name) is set on in some steps: there it gives its minimum output at least, at the cost of any other step",
        in: file)
    }
    if commitment, !isHeld {
      addCommittable(unit, file)
    } else {
      addParts(unit, isOn, isHeld, file)
    }
  }

  /// MW and currency per MWh and t of coal equivalent per MWh of consecutive parts of output.
  private struct Part {
    var width, cost, fuel: Double
  }

  /// The convex cost of a unit that may stand still, or of one that is held at its minimum output at least.
  private func parts(of unit: ThermalUnit, isHeld: Bool) -> (parts: [Part], constant: Double) {
    let price = unit.fuelPrice + system.co2Price * unit.co2PerFuel
    let curve = unit.fuelCurve
    let points = zip(curve.outputs, curve.fuels).filter { $0.0 > 0 }
    let start = isHeld ? (curve.outputs[0] > 0 ? 0 : curve.fuels[0]) : 0
    var outputs = [0] + points.map(\.0)
    var fuels = [start] + points.map(\.1)
    if !isHeld {
      let hull = FuelCurve(outputs: outputs, fuels: fuels).convexified().curve
      (outputs, fuels) = (hull.outputs, hull.fuels)
    }
    let parts = outputs.indices.dropLast().map { k in
      let (width, fuel) = (outputs[k + 1] - outputs[k], fuels[k + 1] - fuels[k])
      return Part(width: width, cost: fuel / width * price + unit.variableCost, fuel: fuel / width)
    }
    return (parts, start * price)
  }

  private mutating func addParts(_ unit: ThermalUnit, _ isOn: [Bool], _ isHeld: Bool, _ file: String) {
    var (parts, constant) = parts(of: unit, isHeld: isHeld)
    constantCost += constant * hours * Double(steps)
    let available = unit.availability.scaled(by: unit.capacity).values(count: steps)
    let floor = (0..<steps).map { isOn[$0] ? min(unit.minimumOutput, available[$0]) : 0 }
    let range = max(unit.capacity, unit.outputBefore ?? 0) - (floor.min() ?? 0)
    let isRamped = min(unit.rampUp, unit.rampDown) * hours < range
    // Equal parts are one.
    parts = parts.reduce(into: []) { merged, part in
      if let last = merged.last, abs(last.cost - part.cost) < 1e-12 * max(1, abs(part.cost)), last.fuel == part.fuel {
        merged[merged.count - 1].width += part.width
      } else {
        merged.append(part)
      }
    }
    var bus = unit.bus
    if isRamped, parts.count > 1 {
      // Ramps are of the sum: the parts meet at a bus of their own, from which a link leads on.
      bus = "\(unit.name) parts"
      addJunction(bus)
      var link = PyPSATable.Row(unit.name)
      (link["bus0"], link["bus1"]) = (bus, unit.bus)
      link["p_nom"] = unit.capacity
      setRamps(&link, up: unit.rampUp, down: unit.rampDown, of: unit.capacity, before: unit.outputBefore)
      if let power = result(.thermalPower, unit.name) {
        link.record("p0", power)
        link.record("p1", power.map { -$0 })
      }
      lists.links.add(link)
    }
    var below = 0.0
    for (number, part) in parts.enumerated() {
      let start = below
      func share(_ values: [Double]) -> [Double] { values.map { min(max(0, $0 - start), part.width) / part.width } }
      var row = PyPSATable.Row(number == 0 ? unit.name : "\(unit.name) part \(number + 1)")
      row["bus"] = bus
      row["p_nom"] = part.width
      row.set("p_max_pu", share(available))
      row.set("p_min_pu", share(floor))
      row["marginal_cost"] = part.cost
      setFuel(&row, unit, part.fuel)
      if isRamped, parts.count == 1 {
        setRamps(&row, up: unit.rampUp, down: unit.rampDown, of: unit.capacity, before: unit.outputBefore)
      }
      if let power = result(.thermalPower, unit.name) { row.record("p", share(power).map { $0 * part.width }) }
      if unit.expansion != nil, number == 0 { addBuilt(row, unit, parts, file) }
      if unit.expansion == nil { lists.generators.add(row) }
      below += part.width
    }
  }

  /// What exists and what may be built, each a generator of its own.
  private mutating func addBuilt(_ pattern: PyPSATable.Row, _ unit: ThermalUnit, _ parts: [Part], _ file: String) {
    guard let expansion = unit.expansion else { return }
    let (whole, most) = parts.reduce((0.0, 0.0)) { ($0.0 + $1.width * $1.cost, $0.1 + $1.width) }
    var row = pattern
    if parts.count > 1 {
      assume(
        "\(unit.name), which may be built, costs as much per MWh as it does on the mean up to full output", in: file)
      row["marginal_cost"] = whole / most
      row["bus"] = unit.bus
      row.set("p_max_pu", unit.availability)
      leaveOut("ramps", of: min(unit.rampUp, unit.rampDown) < .infinity ? [unit.name] : [], in: file)
    }
    let power = result(.thermalPower, unit.name)
    let built = result(.builtThermal, unit.name)?.first ?? 0
    let part = built + unit.existing > 0 ? unit.existing / (built + unit.existing) : 0
    if unit.existing > 0 {
      row["p_nom"] = unit.existing
      if let power { row.record("p", power.map { $0 * part }) }
      lists.generators.add(row)
    }
    if let power { row.record("p", power.map { $0 * (1 - part) }) }
    addExtendable(row, "p_nom", expansion, built: built, isBeside: unit.existing > 0, to: \.generators)
  }

  /// A row without capacity of its own, of which some may be built.
  mutating func addExtendable(
    _ row: PyPSATable.Row, _ nominal: String, _ expansion: Expansion, built: Double, isBeside: Bool,
    to list: WritableKeyPath<Lists, PyPSATable>
  ) {
    var new = PyPSATable.Row(isBeside ? "\(row.name) new" : row.name)
    for (attribute, cell) in row.cells { new[attribute] = cell }
    for (attribute, values) in row.series { new.record(attribute, values) }
    new[nominal] = 0.0
    new["\(nominal)_extendable"] = true
    (new["\(nominal)_min"], new["\(nominal)_max"]) = (expansion.least, expansion.most)
    new["capital_cost"] = capitalCost(expansion)
    if schedule != nil { new["\(nominal)_opt"] = built }
    lists[keyPath: list].add(new)
  }

  /// Carrier and efficiency, so that PyPSA counts the emissions.
  private mutating func setFuel(_ row: inout PyPSATable.Row, _ unit: ThermalUnit, _ fuel: Double) {
    let emission = unit.co2PerFuel / Self.energyPerFuel
    var carrier = unit.fuel
    if let known = emissions[carrier], known != emission { carrier += " \(NumberText.text(emission)) t/MWh" }
    emissions[carrier] = emission
    row["carrier"] = carrier
    if fuel > 0 { row["efficiency"] = 1 / (fuel * Self.energyPerFuel) }
    if fuel <= 0, emission > 0 { row["carrier"] = "\(unit.fuel) unburned" }
  }

  /// Per unit and snapshot; nothing where they do not bind.
  func setRamps(_ row: inout PyPSATable.Row, up: Double, down: Double, of size: Double, before: Double?) {
    if up < .infinity { row["ramp_limit_up"] = up * hours / size }
    if down < .infinity { row["ramp_limit_down"] = down * hours / size }
    if let before, min(up, down) < .infinity { row["p_init"] = before }
  }

  /// On and off: cost is straight from minimum to full output.
  private mutating func addCommittable(_ unit: ThermalUnit, _ file: String) {
    let price = unit.fuelPrice + system.co2Price * unit.co2PerFuel
    let (outputs, fuels) = (unit.fuelCurve.outputs, unit.fuelCurve.fuels)
    let (low, high, least, most) = (outputs[0], outputs[outputs.count - 1], fuels[0], fuels[fuels.count - 1])
    let slope = high > low ? (most - least) / (high - low) : (low > 0 ? least / low : 0)
    let deviation = zip(outputs, fuels).map { least + slope * ($0 - low) - $1 }.max() ?? 0
    if deviation * price > 1e-9 * max(1, most * price) {
      assume(
        "the cost of \(unit.name) is taken as straight from minimum to full output: at most "
          + "\(NumberText.text(deviation * price)) \(system.currency) per hour above its own", in: file)
    }
    var row = PyPSATable.Row(unit.name)
    row["bus"] = unit.bus
    row["p_nom"] = unit.capacity
    row.set("p_max_pu", unit.availability)
    row["p_min_pu"] = unit.minimumOutput / unit.capacity
    row["committable"] = true
    row["marginal_cost"] = slope * price + unit.variableCost
    let standing = (least - slope * low) * price
    if abs(standing) > 1e-9 * max(1, most * price) { row["stand_by_cost"] = standing }
    setFuel(&row, unit, slope)
    if let start = unit.startClasses.first { row["start_up_cost"] = start.cost }
    row["min_up_time"] = Double(system.horizon.steps(coveringHours: unit.minimumUpHours))
    row["min_down_time"] = Double(system.horizon.steps(coveringHours: unit.minimumDownHours))
    setRamps(&row, up: unit.rampUp, down: unit.rampDown, of: unit.capacity, before: unit.outputBefore)
    if unit.startUpRamp < unit.capacity { row["ramp_limit_start_up"] = unit.startUpRamp / unit.capacity }
    if unit.shutDownRamp < unit.capacity { row["ramp_limit_shut_down"] = unit.shutDownRamp / unit.capacity }
    if let state = unit.initialState {
      let before = max(1, (abs(state.hours) / hours).rounded(.down))
      row["up_time_before"] = state.isOn ? before : 0
      row["down_time_before"] = state.isOn ? 0 : before
    }
    if let power = result(.thermalPower, unit.name) { row.record("p", power) }
    if let status = schedule?[.thermalStatus]?.values(of: unit.name) { row.record("status", status) }
    lists.generators.add(row)
    if unit.expansion != nil { leaveOut("what may be built", of: [unit.name], in: file) }
  }

  /// A bus where parts of one component meet.
  mutating func addJunction(_ name: String) {
    var row = PyPSATable.Row(name)
    row["carrier"] = "junction"
    row["v_nom"] = 1
    lists.buses.add(row)
  }
}
