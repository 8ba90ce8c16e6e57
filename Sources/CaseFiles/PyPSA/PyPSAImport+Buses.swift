import GridModel

extension PyPSAImport {
  mutating func readBuses() {
    if let sheet = sheet(.carriers) {
      for row in sheet.rows { emissions[sheet.names[row]] = sheet.finite("co2_emissions", row, &log) }
    }
    guard let sheet = sheet(.buses) else { return }
    for row in sheet.rows {
      busIndex[sheet.names[row]] = system.buses.count
      let (name, kind) = (sheet.names[row], sheet.text("carrier", row))
      system.buses.append(Bus(name: name, carrier: carrier(kind)))
      voltages[name] = sheet.finite("v_nom", row, &log)
      if kind == "DC" { directBuses.insert(name) }
    }
  }

  /// Alternating and direct current are one carrier here: only links lead from one to the other.
  private func carrier(_ name: String) -> Carrier {
    let word = name.lowercased()
    if ["ac", "dc", "", "electricity", "low voltage"].contains(word) { return .electricity }
    if ["h2", "hydrogen"].contains(word) { return .hydrogen }
    return word.contains("heat") ? .heat : .other
  }

  /// The loads of each bus together; where they give more than they take, a channel brings the rest in.
  mutating func readLoads() {
    guard let sheet = sheet(.loads) else { return }
    let count = system.horizon.count
    var sums: [Int: [Double]] = [:]
    for row in sheet.rows {
      guard let bus = bus("bus", sheet, row), let index = busIndex[bus] else { continue }
      let sign = sheet.finite("sign", row, &log)
      let taken = sheet.values("p_set", row, &log).scaled(by: -sign).values(count: count)
      var sum = sums.removeValue(forKey: index) ?? Array(repeating: 0, count: count)
      for t in sum.indices { sum[t] += taken[t] }
      sums[index] = sum
    }
    for (index, sum) in sums.sorted(by: { $0.key < $1.key }) {
      system.buses[index].load = fitted(sum.map { max(0, $0) })
      let given = sum.map { min(0, $0) }
      if given.contains(where: { $0 < 0 }) {
        addSupply(given, at: system.buses[index])
      }
    }
  }

  /// What loads below 0 give, as MW of at most 0.
  private mutating func addSupply(_ given: [Double], at bus: Bus) {
    let (name, most) = ("\(bus.name) negative load", -(given.min() ?? 0))
    guard bus.carrier == .heat || bus.carrier == .hydrogen else {
      system.exportChannels.append(ExportChannel(name: name, bus: bus.name, capacity: most, schedule: fitted(given)))
      return
    }
    let part = fitted(given.map { -$0 / most })
    let port = LinearProcess.Port(bus: bus.name, rate: .constant(1))
    system.processes.append(LinearProcess(name: name, ports: [port], capacity: most, least: part, most: part))
  }

  /// One value for all steps where they are alike.
  func fitted(_ values: [Double]) -> HourlySeries {
    guard let first = values.first else { return .constant(0) }
    return values.allSatisfy { $0 == first } ? .constant(first) : .series(values)
  }
}
