import GridModel

extension PyPSAImport {
  mutating func readStorageUnits() {
    guard let sheet = sheet(.storageUnits) else { return }
    for row in sheet.rows {
      guard let bus = bus("bus", sheet, row), require("sign", 1, sheet, row) else { continue }
      let isOpen = isExtendable("p_nom", sheet, row)
      let size = isOpen ? 0 : sheet.finite("p_nom", row, &log)
      let (lower, upper) = (sheet.constant("p_min_pu", row, &log), sheet.constant("p_max_pu", row, &log))
      guard lower <= 0, upper >= 0 else {
        log.add(
          .notSupported, at: sheet.place(lower > 0 ? "p_min_pu" : "p_max_pu", row),
          "power limits of \(quoted(sheet.names[row])) that leave no rest are not supported")
        continue
      }
      guard let cost = constantPrice(sheet, row) else { continue }
      let inflow = sheet.values("inflow", row, &log)
      var storage = Storage(
        name: sheet.names[row], bus: bus,
        technology: technology(sheet.text("carrier", row), hasInflow: inflow != .constant(0)),
        chargeCapacity: -lower * size, dischargeCapacity: upper * size,
        energyCapacity: sheet.finite("max_hours", row, &log) * size,
        chargeEfficiency: sheet.constant("efficiency_store", row, &log),
        dischargeEfficiency: sheet.constant("efficiency_dispatch", row, &log),
        selfDischargePerHour: sheet.constant("standing_loss", row, &log), dischargeCost: cost, givesReserve: false)
      storage.inflow = inflow
      if isOpen {
        guard lower == -upper else {
          cannotExtend("p_nom", sheet, row, "only storage units that charge as fast as they discharge")
          continue
        }
        guard let expansion = expansion("p_nom", sheet, row, part: upper) else { continue }
        storage.powerExpansion = expansion
        storage.builtHours = sheet.finite("max_hours", row, &log) / upper
      }
      storage.bothAtOnce = true
      setEnds(
        of: &storage, isCyclic: sheet.flag("cyclic_state_of_charge", row, &log),
        initial: sheet.finite("state_of_charge_initial", row, &log), end: end("state_of_charge_set", sheet, row))
      system.storages.append(storage)
    }
  }

  /// Stores are without limit of power: what the level allows in one step.
  mutating func readStores() {
    guard let sheet = sheet(.stores) else { return }
    let hours = system.horizon.stepHours
    for row in sheet.rows {
      guard let bus = bus("bus", sheet, row), require("sign", 1, sheet, row), let cost = constantPrice(sheet, row)
      else { continue }
      let isOpen = isExtendable("e_nom", sheet, row)
      let size = isOpen ? 1 : sheet.finite("e_nom", row, &log)
      let loss = sheet.constant("standing_loss", row, &log)
      let (lowest, highest) = (sheet.values("e_min_pu", row, &log), sheet.values("e_max_pu", row, &log))
      let least = (lowest.range?.lowerBound ?? 0) * size
      let most = (highest.range?.upperBound ?? 1) * size
      guard least >= 0 || loss == 0, most >= least else {
        log.add(
          .notSupported, at: sheet.place("e_min_pu", row),
          "a level below 0 of \(quoted(sheet.names[row])) is not supported with a standing loss")
        continue
      }
      // A level that may be below 0 is counted from its least.
      let shift = max(0, -least)
      let power = (most + shift) / hours
      var storage = Storage(
        name: storeName(sheet.names[row]), bus: bus,
        technology: technology(sheet.text("carrier", row), hasInflow: false),
        chargeCapacity: power, dischargeCapacity: power, energyCapacity: most + shift, minimumEnergy: least + shift,
        selfDischargePerHour: loss, dischargeCost: cost, givesReserve: false)
      storage.chargeCost = -cost
      storage.window = window(lowest, highest, size: size, above: shift)
      if isOpen {
        guard least == 0, storage.window == LevelWindow() else {
          cannotExtend("e_nom", sheet, row, "only stores whose level may always be 0 and never below")
          continue
        }
        guard let expansion = expansion("e_nom", sheet, row, part: most) else { continue }
        storage.energyCapacity = 0
        storage.energyExpansion = expansion
        storage.chargeCapacity = expansion.most / hours
        storage.dischargeCapacity = expansion.most / hours
      }
      storage.bothAtOnce = true
      setEnds(
        of: &storage, isCyclic: sheet.flag("e_cyclic", row, &log),
        initial: sheet.finite("e_initial", row, &log) + shift, end: end("e_set", sheet, row).map { $0 + shift })
      system.storages.append(storage)
    }
  }

  /// Where the limits of the level vary, what they are in each snapshot.
  private func window(
    _ lowest: HourlySeries, _ highest: HourlySeries, size: Double, above shift: Double
  ) -> LevelWindow {
    func level(_ series: HourlySeries, _ fallback: HourlySeries) -> HourlySeries {
      guard case .series(let values) = series else { return fallback }
      return .series(values.map { $0 * size + shift })
    }
    return LevelWindow(lowest: level(lowest, .constant(0)), highest: level(highest, .constant(.infinity)))
  }

  private func storeName(_ name: String) -> String {
    system.storages.contains { $0.name == name } ? "store \(name)" : name
  }

  private mutating func constantPrice(_ sheet: PyPSASheet, _ row: Int) -> Double? {
    if case .constant(let cost) = snapshots.price(sheet.values("marginal_cost", row, &log)) { return cost }
    log.add(
      .notSupported, at: sheet.place("marginal_cost", row),
      "a cost of \(quoted(sheet.names[row])) that varies with the snapshots is not supported")
    return nil
  }

  /// PyPSA's level before the first snapshot is not lost from in it.
  private func setEnds(of storage: inout Storage, isCyclic: Bool, initial: Double, end: Double?) {
    storage.endLevel = isCyclic ? .cyclic : .free
    guard !isCyclic else { return }
    let before = initial / storage.retention(stepMinutes: system.horizon.stepMinutes)
    storage.initialEnergy = before
    guard let end else { return }
    let returns = abs(end - before) <= 1e-9 * max(1, abs(end))
    storage.endLevel = returns ? .cyclic : .atLeast(end)
    if returns { storage.initialEnergy = end }
  }

  /// MWh that must be there after the last snapshot; in others no level can be set.
  private mutating func end(_ attribute: String, _ sheet: PyPSASheet, _ row: Int) -> Double? {
    let fixed = sheet.number(attribute, row, &log)
    guard let values = sheet.series[attribute]?.values(of: sheet.names[row]) else {
      if !fixed.isNaN { cannotSet(attribute, sheet, row) }
      return nil
    }
    guard let last = values.last, values.dropLast().allSatisfy(\.isNaN) else {
      cannotSet(attribute, sheet, row)
      return nil
    }
    return last.isNaN ? nil : last
  }

  private mutating func cannotSet(_ attribute: String, _ sheet: PyPSASheet, _ row: Int) {
    log.add(
      .notSupported, at: sheet.series[attribute]?.place(of: sheet.names[row]) ?? sheet.place(attribute, row),
      "\(attribute) of \(quoted(sheet.names[row])) is supported in the last snapshot only")
  }

  private func technology(_ carrier: String, hasInflow: Bool) -> Storage.Technology {
    let word = carrier.lowercased()
    if word.contains("pumped") || word == "phs" { return .pumped }
    if word.contains("battery") { return .battery }
    return word.contains("hydro") && hasInflow ? .hydro : .other
  }
}
