import GridModel

/// Generators: plants that follow the weather where carrier and limits say so, channels where output is given, thermal units
/// where the least output is at least 0 and the cost the same in all steps, otherwise and at buses of heat and hydrogen
/// processes.
extension PyPSAImport {
  mutating func readGenerators() {
    guard let sheet = sheet(.generators) else { return }
    var idle = 0
    for row in sheet.rows {
      guard let bus = bus("bus", sheet, row) else { continue }
      let isOpen = isExtendable("p_nom", sheet, row)
      let generator = PyPSAGenerator(sheet, row, bus, isOpen: isOpen, self, &log)
      hasCommittables = hasCommittables || generator.isCommittable
      if isOpen {
        addExtendable(generator, sheet, row)
      } else if generator.capacity == 0 {
        idle += 1
      } else {
        add(generator, sheet, row)
      }
    }
    if idle > 0 {
      log.add(.assumption, at: Place(file: sheet.component.file), "\(idle) generators of 0 MW are left out")
    }
  }

  private mutating func add(_ generator: PyPSAGenerator, _ sheet: PyPSASheet, _ row: Int) {
    let counts = generator.emission != 0 && limitsEmissions
    let isThermal = carrier(of: generator.bus) == .electricity || carrier(of: generator.bus) == .other
    if generator.sign != 1 || !isThermal {
      addProcess(generator, sheet, row)
    } else if generator.isFollowing, !counts, let technology = generator.technology {
      system.renewables.append(generator.plant(technology, isCurtailable: true))
    } else if !generator.isCommittable, !counts, generator.isGiven, generator.quadratic == 0 {
      addGiven(generator)
    } else if case .constant(let least) = generator.least, least >= 0, case .constant(let cost) = generator.cost {
      if let unit = generator.unit(least: least, cost: cost, self, sheet, row, &log) {
        system.thermalUnits.append(unit)
      }
    } else {
      addProcess(generator, sheet, row)
    }
  }

  /// What has nothing left to decide.
  private mutating func addGiven(_ generator: PyPSAGenerator) {
    let power = generator.most.scaled(by: -generator.size)
    let range = power.range ?? 0...0
    if let technology = generator.technology, range.upperBound <= 0, case .constant = generator.cost {
      system.renewables.append(generator.plant(technology, isCurtailable: false))
      return
    }
    // What comes in is paid for: a channel earns by what it sends out.
    system.exportChannels.append(
      ExportChannel(
        name: generator.name, bus: generator.bus, capacity: max(abs(range.lowerBound), abs(range.upperBound)),
        schedule: power, price: generator.cost))
  }

  /// A plant that follows the weather, or a unit that is never set on, of which all is built.
  private mutating func addExtendable(_ generator: PyPSAGenerator, _ sheet: PyPSASheet, _ row: Int) {
    let part = generator.most.range?.upperBound ?? 0
    guard generator.sign == 1, !generator.isCommittable, generator.quadratic == 0, generator.least == .constant(0),
      part > 0, sheet.number("p_init", row, &log).isNaN, case .constant(let cost) = generator.cost,
      carrier(of: generator.bus) == .electricity || carrier(of: generator.bus) == .other
    else {
      cannotExtend(
        "p_nom", sheet, row,
        "only generators without sign, commitment, least output, and cost that varies or is quadratic")
      return
    }
    guard let expansion = expansion("p_nom", sheet, row, part: part) else { return }
    if let technology = generator.technology, !generator.hasRamps, generator.emission == 0 || !limitsEmissions {
      var plant = generator.plant(technology, isCurtailable: true)
      plant.capacity = 0
      plant.expansion = expansion
      system.renewables.append(plant)
    } else if var unit = generator.unit(least: 0, cost: cost, self, sheet, row, &log) {
      unit.mustRun = .constant(0)
      unit.existingCapacity = 0
      unit.expansion = expansion
      system.thermalUnits.append(unit)
    }
  }

  private mutating func addProcess(_ generator: PyPSAGenerator, _ sheet: PyPSASheet, _ row: Int) {
    guard generator.emission == 0 || !limitsEmissions, generator.quadratic == 0 else {
      log.add(
        .notSupported, at: sheet.place("name", row),
        "generator \(quoted(generator.name)): with a sign, a least output below 0 or that varies, or a cost that varies, it "
          + "cannot be limited in emissions or of quadratic cost")
      return
    }
    let process = LinearProcess(
      name: generator.name, ports: [.init(bus: generator.bus, rate: .constant(generator.sign))],
      capacity: generator.size, least: generator.least, most: generator.most, cost: generator.cost,
      rampUp: generator.rampUp, rampDown: generator.rampDown)
    if generator.isCommittable {
      addSwitched(process, sheet, row)
    } else {
      add(process, sheet, row)
    }
  }
}

/// One generator as given.
struct PyPSAGenerator {
  let name: String
  let bus: String
  let carrier: String
  /// MW that per-unit values refer to.
  let size: Double
  let least: HourlySeries
  let most: HourlySeries
  /// Currency per MWh, with the weighting of the snapshots.
  let cost: HourlySeries
  let isCommittable: Bool
  /// Currency per MWh².
  let quadratic: Double
  /// 1, or −1 for what draws from its bus.
  let sign: Double
  /// Per hour, per unit.
  let rampUp: Double
  let rampDown: Double
  /// t of CO2 per MWh of primary energy, and MWh of output from one.
  let emission: Double
  let efficiency: Double

  init(
    _ sheet: PyPSASheet, _ row: Int, _ bus: String, isOpen: Bool, _ reading: PyPSAImport, _ log: inout FindingLog
  ) {
    var reading = reading
    name = sheet.names[row]
    self.bus = bus
    carrier = sheet.text("carrier", row)
    // The size of a unit that is built is only that of its pattern.
    size = isOpen ? 100 : sheet.finite("p_nom", row, &log)
    least = sheet.values("p_min_pu", row, &log)
    most = sheet.values("p_max_pu", row, &log)
    cost = reading.snapshots.price(sheet.values("marginal_cost", row, &log))
    quadratic = sheet.constant("marginal_cost_quadratic", row, &log)
    sign = sheet.finite("sign", row, &log)
    isCommittable = sheet.flag("committable", row, &log)
    rampUp = reading.rampLimit("ramp_limit_up", sheet, row)
    rampDown = reading.rampLimit("ramp_limit_down", sheet, row)
    emission = reading.emissions[carrier] ?? 0
    efficiency =
      emission == 0
      ? sheet.values("efficiency", row, &log).values(count: 1)[0] : sheet.constant("efficiency", row, &log)
  }

  /// MW at most in any step.
  var capacity: Double { size * max(0, most.range?.upperBound ?? 0, -(least.range?.lowerBound ?? 0)) }

  /// Whether nothing is left to decide.
  var isGiven: Bool { least == most }

  var hasRamps: Bool { min(rampUp, rampDown) < .infinity }

  /// Whether it gives what is available or less, and no other rule holds.
  var isFollowing: Bool {
    guard case .constant = cost else { return false }
    return !isCommittable && !hasRamps && least == .constant(0) && quadratic == 0
  }

  /// The kind of plant that carrier and name tell of.
  var technology: RenewablePlant.Technology? {
    let words = "\(carrier.isEmpty ? name : carrier)".lowercased()
    func says(_ parts: String...) -> Bool { parts.contains { words.contains($0) } }
    if says("wind") { return .wind }
    if says("solar", "photovoltaic") || words.split(separator: " ").contains("pv") { return .solar }
    if says("hydro", "run of river", "run-of-river") || words == "ror" { return .hydro }
    if says("biomass", "biogas") { return .biomass }
    return nil
  }

  /// Available part of the largest output.
  var availability: HourlySeries {
    let largest = most.range?.upperBound ?? 0
    return largest > 0 ? most.scaled(by: 1 / largest) : .constant(0)
  }

  func plant(_ technology: RenewablePlant.Technology, isCurtailable: Bool) -> RenewablePlant {
    var price = 0.0
    if case .constant(let value) = cost { price = value }
    return RenewablePlant(
      name: name, bus: bus, technology: technology, capacity: capacity, availability: availability,
      isCurtailable: isCurtailable, variableCost: price)
  }
}
