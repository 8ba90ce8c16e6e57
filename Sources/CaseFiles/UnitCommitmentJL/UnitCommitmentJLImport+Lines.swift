import GridModel

extension UnitCommitmentJLImport {
  mutating func addLines(to system: inout PowerSystem) {
    let lines = root.members("Transmission lines", each: "line", &log)
    // No line ever carries more than all that can be given.
    let most =
      system.thermalUnits.reduce(0) { $0 + $1.capacity } + system.renewables.reduce(0) { $0 + $1.capacity }
      + system.storages.reduce(0) { $0 + $1.dischargeCapacity } + system.processes.reduce(0) { $0 + $1.capacity }
    let secured = outages(of: lines.map(\.name))
    for (name, line) in lines {
      if let line = self.line(name, line, unlimited: most, isSecured: secured.contains(name)) {
        system.lines.append(line)
      }
    }
  }

  /// Lines whose outage alone is a contingency.
  private mutating func outages(of lines: [String]) -> Set<String> {
    var outages: Set<String> = []
    for (_, contingency) in root.members("Contingencies", each: "contingency", &log) {
      let keys = ["Affected lines", "Affected units", "Affected generators"]
      contingency.reportOthers(than: keys, as: .leftOut, &log)
      let affected = keys.map { contingency.words($0) }
      guard affected[1].isEmpty, affected[2].isEmpty, affected[0].count == 1, let line = affected[0].first else {
        log.add(
          .leftOut, at: contingency.place,
          "\(contingency.what) is left out: only the outage of one line is supported")
        continue
      }
      guard lines.contains(line) else {
        log.add(
          .unknownLine, at: contingency.place(of: keys[0]),
          "no line \(quoted(line)) in Transmission lines\(suggestion(for: line, among: lines))")
        continue
      }
      outages.insert(line)
    }
    return outages
  }

  private mutating func line(_ name: String, _ line: JSONObject, unlimited: Double, isSecured: Bool) -> Line? {
    line.reportOthers(
      than: [
        "Source bus", "Target bus", "Reactance (ohms)", "Susceptance (S)", "Normal flow limit (MW)",
        "Emergency flow limit (MW)", "Flow limit penalty ($/MW)",
      ], as: .leftOut, &log)
    guard let from = bus("Source bus", of: line), let to = bus("Target bus", of: line),
      let susceptance = line.number("Susceptance (S)", &log)
    else { return nil }
    guard susceptance != 0 else {
      log.add(.outOfBounds, at: line.place(of: "Susceptance (S)"), "susceptance of \(line.what) is 0, expected another")
      return nil
    }
    let limit = min(unlimited, constant("Normal flow limit (MW)", of: line, default: unlimited))
    let emergency = min(unlimited, constant("Emergency flow limit (MW)", of: line, default: unlimited))
    var own = Line(
      name: name, from: from, to: to, capacity: limit, reactance: 1 / susceptance, isSecured: isSecured,
      emergencyCapacity: emergency)
    let penalty = constant("Flow limit penalty ($/MW)", of: line, default: 5000)
    if min(limit, emergency) < unlimited {
      own.overload = LineOverload(most: unlimited, price: penalty / horizon.stepHours)
    }
    return own
  }
}
