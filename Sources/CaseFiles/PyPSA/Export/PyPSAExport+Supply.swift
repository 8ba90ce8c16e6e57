import GridModel
import Schedules

/// Plants that follow the weather, channels and demand response: generators, some of which draw.
extension PyPSAExport {
  mutating func addRenewables() {
    for plant in system.renewables {
      var row = PyPSATable.Row(plant.name)
      row["bus"] = plant.bus
      row["carrier"] = plant.technology.rawValue
      row["p_nom"] = plant.capacity
      row.set("p_max_pu", plant.availability)
      if !plant.isCurtailable { row.set("p_min_pu", plant.availability) }
      row["marginal_cost"] = plant.variableCost - (plant.isCurtailable ? plant.curtailmentPrice : 0)
      let part = plant.availability.values(count: steps).reduce(0, +) * hours
      let curtailment = plant.isCurtailable ? plant.curtailmentPrice * part : 0
      constantCost += curtailment * plant.capacity
      let power = result(.renewablePower, plant.name)
      if let power { row.record("p", power) }
      guard var expansion = plant.expansion else {
        lists.generators.add(row)
        continue
      }
      let built = result(.builtRenewable, plant.name)?.first ?? 0
      let share = built + plant.capacity > 0 ? plant.capacity / (built + plant.capacity) : 0
      if plant.capacity > 0 {
        if let power { row.record("p", power.map { $0 * share }) }
        lists.generators.add(row)
      }
      // What would be curtailed of it is paid by what is built.
      expansion.yearlyCost += curtailment / system.horizon.partOfYear
      if let power { row.record("p", power.map { $0 * (1 - share) }) }
      addExtendable(row, "p_nom", expansion, built: built, isBeside: plant.capacity > 0, to: \.generators)
    }
  }

  /// Generators that take; what comes in is positive.
  mutating func addChannels() {
    let file = "export-channels.csv"
    for channel in system.exportChannels {
      let (least, most) = channel.band(count: steps)
      let size = max(channel.capacity, (least + most).map(abs).max() ?? 0)
      guard size > 0 else { continue }
      var row = PyPSATable.Row(channel.name)
      row["bus"] = channel.bus
      row["carrier"] = "export"
      row["p_nom"] = size
      row.set("p_min_pu", most.map { -$0 / size })
      row.set("p_max_pu", least.map { -$0 / size })
      let price = channel.price.values(count: steps)
      row.set("marginal_cost", (0..<steps).map { price[$0] * (least[$0] >= 0 ? 1 - channel.lossPart : 1) })
      if channel.lossPart > 0, zip(least, most).contains(where: { $0 < 0 && $1 > 0 }) {
        assume("what \(channel.name) sends in steps in which it may also bring in is paid without its losses", in: file)
      }
      if let ramp = channel.flexibility?.ramp, ramp * hours < 2 * size {
        setRamps(&row, up: ramp, down: ramp, of: size, before: channel.sent.power.map { -$0 })
      }
      if let power = result(.exportPower, channel.name) { row.record("p", power.map { -$0 }) }
      lists.generators.add(row)
    }
    let flexible = system.exportChannels.filter { $0.flexibility != nil }
    leaveOut(
      "energy of days and years",
      of: flexible.filter {
        $0.flexibility?.energyPerDay != 0...(.infinity) || $0.flexibility?.energyPerYear != 0...(.infinity)
      }.map(\.name), in: file)
    leaveOut("levels", of: flexible.filter { !($0.flexibility?.levels.isEmpty ?? true) }.map(\.name), in: file)
    leaveOut(
      "the part of renewable energy", of: system.exportChannels.filter { $0.renewables != nil }.map(\.name), in: file)
  }

  mutating func addFlexibleLoads() {
    for load in system.interruptibleLoads {
      var row = PyPSATable.Row(load.name)
      row["bus"] = load.bus
      row["carrier"] = "interruption"
      row["p_nom"] = load.capacity
      row["marginal_cost"] = load.price
      if let power = result(.interruption, load.name) { row.record("p", power) }
      lists.generators.add(row)
    }
    leaveOut(
      "hours a day and a year, and rules of calls,",
      of: system.interruptibleLoads.filter {
        min($0.hoursPerDay, $0.hoursPerYear) < .infinity || !$0.calls.areUnrestricted
      }.map(\.name), in: "interruptible-loads.csv")
    leaveOut("shifting", of: system.shiftableLoads.map(\.name), in: "shiftable-loads.csv")
    for load in system.shiftableLoads {
      draw(result(.shiftUp, load.name), times: 1, at: load.bus)
      draw(result(.shiftDown, load.name), times: -1, at: load.bus)
    }
    leaveOut("charging", of: system.vehicleFleets.map(\.name), in: "ev-fleets.csv")
    for fleet in system.vehicleFleets {
      draw(result(.vehicleCharge, fleet.name), times: 1, at: fleet.bus)
      draw(result(.vehicleDischarge, fleet.name), times: -1, at: fleet.bus)
    }
    if schedule != nil, !otherDraw.isEmpty {
      assume(
        "p of loads has what shifting, vehicles and heat of thermal units draw and give; p_set has not",
        in: "buses.csv")
    }
  }
}
