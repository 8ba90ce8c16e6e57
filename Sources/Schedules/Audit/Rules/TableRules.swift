import GridModel

/// Horizon, presence, names and finite numbers: what every other rule takes for granted.
func auditTables(_ schedule: Schedule, of system: PowerSystem, _ log: inout ViolationLog) {
  let horizon = system.horizon
  let own = schedule.horizon
  if own.start != horizon.start || own.stepMinutes != horizon.stepMinutes || own.count != horizon.count {
    log.report(
      .horizon, table: "schedule", amount: Double(abs(own.count - horizon.count)),
      "\(own.count) steps of \(own.stepMinutes) min from \(own.timestamp(0)), must be \(horizon.count) steps of "
        + "\(horizon.stepMinutes) min from \(horizon.timestamp(0))")
  }
  for quantity in Quantity.all {
    let wanted = quantity.componentNames(in: system)
    guard let table = schedule[quantity] else {
      if quantity.isRequired, !wanted.isEmpty {
        log.report(
          .missingTable, table: quantity.name, amount: Double(wanted.count),
          "the system has \(wanted.count) such components, the schedule no table")
      }
      continue
    }
    auditNames(table, of: quantity, wanted: wanted, &log)
    guard table.names.isEmpty || table.count == horizon.count else {
      log.report(
        .horizon, table: quantity.name, amount: Double(abs(table.count - horizon.count)),
        "\(table.count) steps, must be \(horizon.count)")
      continue
    }
    for position in table.values.indices where !table.values[position].isFinite {
      let step = position % table.count
      log.report(
        .finiteValues, table: table.names[position / table.count], step: step,
        "\(table.values[position]) in \(quantity.name) is no number")
    }
  }
}

/// Every name must be one of the system's, once; tables that do not stand for zero must name them all.
private func auditNames(_ table: SeriesTable, of quantity: Quantity, wanted: [String], _ log: inout ViolationLog) {
  guard table.names != wanted else { return }
  let known = Set(wanted)
  var seen: Set<String> = []
  for name in table.names {
    if !known.contains(name) {
      log.report(.componentNames, table: name, "in \(quantity.name), but the system has no such component")
    } else if !seen.insert(name).inserted {
      log.report(.componentNames, table: name, "more than once in \(quantity.name)")
    }
  }
  // A status table that leaves units out would let them run for nothing, and one of calls be interrupted at will.
  let statuses: [Quantity] = [.thermalStatus, .interruptionCall, .converterStatus]
  guard quantity.isRequired || statuses.contains(quantity) else { return }
  for name in wanted where !seen.contains(name) {
    log.report(.componentNames, table: name, "not in \(quantity.name)")
  }
}
