import GridModel
import Schedules

/// Lines that obey the voltage law are lines, all other connections links; so are converters and processes.
extension PyPSAExport {
  mutating func addLines() {
    let file = "lines.csv"
    for line in system.lines {
      if system.network == .dc, let reactance = line.reactance {
        addReactive(line, reactance, file)
      } else if line.loss != nil {
        addLossy(line, file)
      } else {
        addLink(line)
      }
    }
    let dc = system.network == .dc ? system.lines.filter { $0.reactance != nil } : []
    leaveOut("losses", of: dc.filter { $0.loss != nil }.map(\.name), in: file)
    leaveOut("what goes beyond limits", of: system.lines.filter { $0.overload != nil }.map(\.name), in: file)
    leaveOut("security after its outage", of: system.lines.filter(\.isSecured).map(\.name), in: file)
    if commitment { leaveOut("the least flow", of: system.lines.filter { $0.minimumFlow > 0 }.map(\.name), in: file) }
  }

  private mutating func addReactive(_ line: Line, _ reactance: Double, _ file: String) {
    var row = PyPSATable.Row(line.name)
    (row["bus0"], row["bus1"]) = (line.from, line.to)
    row["x"] = reactance
    row["s_nom"] = line.rating
    if line.capacity != line.reverseCapacity { leaveOut("the lower limit of one direction", of: [line.name], in: file) }
    if let flow = result(.lineFlow, line.name) {
      row.record("p0", flow)
      row.record("p1", flow.map { -$0 })
    }
    guard var expansion = line.expansion else {
      lists.lines.add(row)
      return
    }
    // The reactance stays, so it is one line with what is built of it.
    constantCost -= capitalCost(expansion) * line.rating
    (expansion.least, expansion.most) = (expansion.least + line.rating, expansion.most + line.rating)
    let built = result(.builtLine, line.name)?.first ?? 0
    addExtendable(row, "s_nom", expansion, built: line.rating + built, isBeside: false, to: \.lines)
  }

  private mutating func addLink(_ line: Line) {
    var row = PyPSATable.Row(line.name)
    (row["bus0"], row["bus1"]) = (line.from, line.to)
    let flow = result(.lineFlow, line.name)
    let built = result(.builtLine, line.name)?.first ?? 0
    let share = line.rating + built > 0 ? line.rating / (line.rating + built) : 0
    func record(_ part: Double, in row: inout PyPSATable.Row) {
      guard let flow else { return }
      row.record("p0", flow.map { $0 * part })
      row.record("p1", flow.map { -$0 * part })
    }
    if line.rating > 0 || line.expansion == nil {
      row["p_nom"] = line.rating
      row["p_max_pu"] = line.rating > 0 ? line.capacity / line.rating : 1
      row["p_min_pu"] = line.rating > 0 ? -line.reverseCapacity / line.rating : 0
      record(share, in: &row)
      lists.links.add(row)
    }
    guard let expansion = line.expansion else { return }
    (row["p_max_pu"], row["p_min_pu"]) = (1.0, -line.builtReversePart)
    record(1 - share, in: &row)
    addExtendable(row, "p_nom", expansion, built: built, isBeside: line.rating > 0, to: \.links)
  }

  /// A link for each direction; half of the loss is drawn at either end.
  private mutating func addLossy(_ line: Line, _ file: String) {
    guard let loss = line.loss else { return }
    if loss.segments > 1 {
      assume(
        "the loss of \(line.name) is taken in proportion to its flow, as at its rating: too much at part load", in: file
      )
    }
    if line.expansion != nil { leaveOut("what may be built", of: [line.name], in: file) }
    let (flow, lost) = (result(.lineFlow, line.name), result(.lineLoss, line.name))
    for (isForward, most) in [(true, line.capacity), (false, line.reverseCapacity)] where most > 0 {
      var row = PyPSATable.Row(isForward ? line.name : "\(line.name) back")
      (row["bus0"], row["bus1"]) = isForward ? (line.from, line.to) : (line.to, line.from)
      row["p_nom"] = most * (1 + loss.part / 2)
      row["efficiency"] = (1 - loss.part / 2) / (1 + loss.part / 2)
      if let flow, let lost {
        let directed = flow.map { isForward ? max(0, $0) : max(0, -$0) }
        row.record("p0", zip(directed, lost).map { $0 > 0 ? $0 + $1 / 2 : 0 })
        row.record("p1", zip(directed, lost).map { $0 > 0 ? $1 / 2 - $0 : 0 })
      }
      lists.links.add(row)
    }
  }

  mutating func addConverters() {
    for converter in system.converters {
      var row = PyPSATable.Row(converter.name)
      (row["bus0"], row["bus1"]) = (converter.from, converter.to)
      row["carrier"] = converter.technology.rawValue
      row["p_nom"] = converter.capacity
      row["efficiency"] = converter.efficiency
      row["marginal_cost"] = converter.variableCost
      if converter.ramp * hours < converter.capacity {
        setRamps(
          &row, up: converter.ramp, down: converter.ramp, of: converter.capacity, before: converter.initialInput)
      }
      if let input = result(.converterInput, converter.name) {
        row.record("p0", input)
        row.record("p1", input.map { -$0 * converter.efficiency })
      }
      lists.links.add(row)
    }
    guard commitment else { return }
    leaveOut(
      "the least input", of: system.converters.filter { $0.minimumInput > 0 }.map(\.name), in: "converters.csv")
  }

  mutating func addProcesses() {
    var without: [String] = []
    for process in system.processes {
      if process.ports.count == 1 {
        if !addGenerator(process, process.ports[0]) { without.append(process.name) }
      } else if let first = process.ports.firstIndex(where: { drawn(by: $0) != nil }) {
        addLink(process, first)
      } else {
        without.append(process.name)
      }
    }
    leaveOut("all", of: without, in: "processes.csv")
  }

  /// MW that a port takes per MW of level, where that is the same in all steps.
  private func drawn(by port: LinearProcess.Port) -> Double? {
    guard case .constant(let rate) = port.rate, rate < 0 else { return nil }
    return -rate
  }

  private mutating func addGenerator(_ process: LinearProcess, _ port: LinearProcess.Port) -> Bool {
    guard case .constant(let rate) = port.rate, rate != 0 else { return false }
    var row = PyPSATable.Row(process.name)
    row["bus"] = port.bus
    row["carrier"] = "process"
    row["sign"] = rate
    row["p_nom"] = process.capacity
    setLimits(of: &row, process, scale: 1)
    if let level = result(.processLevel, process.name) { row.record("p", level) }
    lists.generators.add(row)
    return true
  }

  private mutating func addLink(_ process: LinearProcess, _ first: Int) {
    guard let scale = drawn(by: process.ports[first]) else { return }
    var row = PyPSATable.Row(process.name)
    row["bus0"] = process.ports[first].bus
    row["carrier"] = "process"
    row["p_nom"] = process.capacity * scale
    setLimits(of: &row, process, scale: scale)
    let level = result(.processLevel, process.name)
    if let level { row.record("p0", level.map { $0 * scale }) }
    for (number, port) in process.ports.enumerated().filter({ $0.offset != first }).map(\.element).enumerated() {
      let efficiency = number == 0 ? "efficiency" : "efficiency\(number + 1)"
      row["bus\(number + 1)"] = port.bus
      row.set(efficiency, port.rate.scaled(by: 1 / scale))
      guard let level else { continue }
      row.record("p\(number + 1)", zip(port.rate.values(count: steps), level).map { -$0 * $1 })
    }
    lists.links.add(row)
  }

  private func setLimits(of row: inout PyPSATable.Row, _ process: LinearProcess, scale: Double) {
    row.set("p_min_pu", process.least)
    row.set("p_max_pu", process.most)
    row.set("marginal_cost", process.cost.scaled(by: 1 / scale))
    guard process.isRamped(stepHours: hours) else { return }
    setRamps(
      &row, up: process.rampUp * scale, down: process.rampDown * scale, of: process.capacity * scale,
      before: process.initialLevel.map { $0 * scale })
  }
}
