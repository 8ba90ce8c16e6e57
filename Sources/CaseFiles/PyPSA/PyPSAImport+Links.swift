import GridModel

extension PyPSAImport {
  /// A link without loss or cost is a controllable line, one that leads one way a converter; others are processes, those
  /// that are switched with a unit.
  mutating func readLinks() {
    guard let sheet = sheet(.links) else { return }
    for row in sheet.rows {
      guard let ports = ports(sheet, row) else { continue }
      let isOpen = isExtendable("p_nom", sheet, row)
      let process = LinearProcess(
        name: "link \(sheet.names[row])", ports: ports, capacity: isOpen ? 1 : sheet.finite("p_nom", row, &log),
        least: sheet.values("p_min_pu", row, &log), most: sheet.values("p_max_pu", row, &log),
        cost: snapshots.price(sheet.values("marginal_cost", row, &log)),
        rampUp: rampLimit("ramp_limit_up", sheet, row), rampDown: rampLimit("ramp_limit_down", sheet, row))
      if sheet.flag("committable", row, &log) {
        if isOpen {
          cannotExtend("p_nom", sheet, row, "only links that are not committable can")
        } else {
          addSwitched(process, sheet, row)
        }
      } else if let line = line(process) {
        addLine(line, isOpen: isOpen, sheet, row)
      } else if isOpen {
        cannotExtend("p_nom", sheet, row, "only links of one output without loss, cost and ramps can")
      } else if !addConverter(process) {
        add(process, sheet, row)
      }
    }
  }

  /// What a link takes from its first bus and gives to the others.
  private mutating func ports(_ sheet: PyPSASheet, _ row: Int) -> [LinearProcess.Port]? {
    guard let from = bus("bus0", sheet, row), let to = bus("bus1", sheet, row) else { return nil }
    var ports = [
      LinearProcess.Port(bus: from, rate: .constant(-1)),
      LinearProcess.Port(bus: to, rate: sheet.values("efficiency", row, &log)),
    ]
    for port in sheet.furtherPorts where !sheet.text("bus\(port)", row).isEmpty {
      guard let bus = bus("bus\(port)", sheet, row) else { return nil }
      ports.append(.init(bus: bus, rate: sheet.values("efficiency\(port)", row, &log)))
    }
    return ports
  }

  /// The process as a controllable line, where it loses and costs nothing.
  private func line(_ process: LinearProcess) -> Line? {
    guard process.ports.count == 2, process.ports[1].rate == .constant(1), process.cost == .constant(0),
      case .constant(let least) = process.least, case .constant(let most) = process.most, least <= 0, most >= 0,
      min(process.rampUp, process.rampDown) * system.horizon.stepHours >= most - least,
      carrier(of: process.ports[0].bus) == carrier(of: process.ports[1].bus)
    else { return nil }
    return Line(
      name: process.name, from: process.ports[0].bus, to: process.ports[1].bus, capacity: most * process.capacity,
      reverseCapacity: -least * process.capacity)
  }

  /// - Parameter isOpen: whether the capacity is decided, and the limits of the line are parts of it.
  private mutating func addLine(_ line: Line, isOpen: Bool, _ sheet: PyPSASheet, _ row: Int) {
    var line = line
    if isOpen {
      if line.reverseCapacity > line.capacity {
        // Built is what leads forward, and of it a part that leads back.
        (line.from, line.to) = (line.to, line.from)
        (line.capacity, line.reverseCapacity) = (line.reverseCapacity, line.capacity)
      }
      guard let expansion = expansion("p_nom", sheet, row, part: line.capacity) else { return }
      line.expansion = expansion
      line.builtReversePart = line.reverseCapacity / line.capacity
      (line.capacity, line.reverseCapacity) = (0, 0)
    }
    system.lines.append(line)
  }

  private mutating func addConverter(_ process: LinearProcess) -> Bool {
    guard process.ports.count == 2, case .constant(let efficiency) = process.ports[1].rate, efficiency > 0.05,
      case .constant(let cost) = process.cost, cost >= 0, process.least == .constant(0),
      case .constant(let most) = process.most, most >= 0, process.rampUp == process.rampDown,
      process.rampUp == .infinity
    else { return false }
    system.converters.append(
      Converter(
        name: process.name, from: process.ports[0].bus, to: process.ports[1].bus, capacity: most * process.capacity,
        efficiency: efficiency, variableCost: cost))
    return true
  }

  /// A process whose ramps are still per unit of its capacity.
  mutating func add(_ process: LinearProcess, _ sheet: PyPSASheet, _ row: Int) {
    let count = system.horizon.count
    let (least, most) = (process.least.values(count: count), process.most.values(count: count))
    guard zip(least, most).allSatisfy({ $0 <= $1 }), process.capacity >= 0 else {
      log.add(
        .minimumAboveMaximum, at: sheet.place("p_min_pu", row),
        "p_min_pu of \(quoted(sheet.names[row])) is above p_max_pu")
      return
    }
    // What has no capacity does nothing.
    guard process.capacity > 0 else { return }
    var process = process
    process.rampUp *= process.capacity
    process.rampDown *= process.capacity
    let before = sheet.number("p_init", row, &log)
    if !before.isNaN { process.initialLevel = before }
    system.processes.append(process)
  }

  func carrier(of bus: String) -> Carrier? { busIndex[bus].map { system.buses[$0].carrier } }

  /// Part of the capacity per hour; PyPSA limits the change from one snapshot to the next.
  mutating func rampLimit(_ attribute: String, _ sheet: PyPSASheet, _ row: Int) -> Double {
    guard sheet.has(attribute) else { return .infinity }
    if sheet.series[attribute] == nil {
      let limit = sheet.number(attribute, row, &log)
      return limit.isNaN ? .infinity : limit / system.horizon.stepHours
    }
    let limit = sheet.constant(attribute, row, &log)
    return limit.isNaN ? .infinity : limit / system.horizon.stepHours
  }
}
