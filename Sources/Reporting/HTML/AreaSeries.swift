import GridModel
import Schedules

/// Powers of a part of the system by source and use, MW by step: what the stacked dispatch shows.
///
/// Keys: a fuel or technology; `discharge:` and `charge:` with the technology of the storage or `vehicles`;
/// `curtailed`; `import`, `export`; `response` and `response-up` (demand taken off and added); `conversion` (into heat
/// and hydrogen); `process` and `process-use` (what processes give and take, on balance); `exchange` (what lines bring in,
/// on balance); `unserved`; `load`; `net-load`; `unmanaged` (what vehicles would draw that charge as they come).
struct AreaSeries {
  /// Which part of the system.
  enum Part {
    case whole
    case zone(String)
    case portfolio(String)

    /// `nil` for the whole system.
    var name: String? {
      switch self {
      case .whole: nil
      case .zone(let name), .portfolio(let name): name
      }
    }

    func holds(_ bus: SystemRecord.Bus) -> Bool {
      switch self {
      case .whole: true
      case .zone(let name): bus.zone == name
      case .portfolio(let name): bus.name == name && bus.portfolio != nil
      }
    }
  }

  let part: Part
  private(set) var values: [String: [Double]] = [:]

  init(_ run: RunFolder, _ system: SystemRecord, _ part: Part = .whole) {
    self.part = part
    let here = Set(system.buses.lazy.filter { $0.isElectric && part.holds($0) }.map(\.name))
    func isHere(_ bus: String) -> Bool { here.contains(bus) }
    func take(_ devices: [SystemRecord.Device], _ quantity: Quantity, _ sign: Double = 1, as key: (String) -> String) {
      for device in devices where isHere(device.bus) {
        add(key(device.kind), run.values(quantity, device.name), sign)
      }
    }
    for device in system.exportChannels where isHere(device.bus) {
      let sent = run.values(.exportPower, device.name)
      add("export", sent.map { max(0, $0) })
      add("import", sent.map { max(0, -$0) })
    }
    take(system.thermalUnits, .thermalPower) { $0 }
    take(system.renewables, .renewablePower) { $0 }
    take(system.storages, .storageDischarge) { $0 == "hydro" ? $0 : "discharge:\($0)" }
    take(system.storages, .storageCharge) { "charge:\($0)" }
    take(system.interruptibleLoads, .interruption) { _ in "response" }
    take(system.shiftableLoads, .shiftDown) { _ in "response" }
    take(system.shiftableLoads, .shiftUp) { _ in "response-up" }
    take(system.vehicleFleets, .vehicleDischarge) { "discharge:\($0)" }
    take(system.vehicleFleets, .vehicleCharge) { "charge:\($0)" }
    for converter in system.converters {
      let drawn = run.values(.converterInput, converter.name)
      if isHere(converter.from) { add("conversion", drawn) }
      if isHere(converter.to) { add(converter.kind, drawn, converter.efficiency) }
    }
    for process in system.processes ?? [] {
      let level = run.values(.processLevel, process.name)
      var given = Array(repeating: 0.0, count: level.count)
      for bus in process.buses where isHere(bus) {
        let rates = run.processRates?.values(of: SystemRecord.Process.column(process.name, at: bus)) ?? []
        for (t, rate) in rates.enumerated() { given[t] += rate * level[t] }
      }
      add("process", given.map { max(0, $0) })
      add("process-use", given.map { max(0, -$0) })
    }
    for fleet in system.vehicleFleets where isHere(fleet.bus) {
      add("unmanaged", run.vehicleUnmanaged?.values(of: fleet.name) ?? [])
    }
    for bus in system.buses where isHere(bus.name) {
      add("unserved", run.values(.unservedEnergy, bus.name))
      let load = run.load?.values(of: bus.name) ?? []
      add("load", load)
      add("net-load", load)
    }
    for plant in system.renewables where isHere(plant.bus) {
      guard let available = run.renewableAvailable?.values(of: plant.name) else { continue }
      add("curtailed", available)
      add("curtailed", run.values(.renewablePower, plant.name), -1)
      if plant.kind == "wind" || plant.kind == "solar" { add("net-load", available, -1) }
    }
    if part.name != nil {
      for line in system.lines where isHere(line.from) != isHere(line.to) {
        add("exchange", run.values(.lineFlow, line.name), isHere(line.to) ? 1 : -1)
      }
    }
    values["curtailed"] = values["curtailed"]?.map { max(0, $0) }
    // What never happens is not drawn.
    values = values.filter { key, series in key == "load" || series.contains { abs($0) > 1e-4 } }
  }

  private mutating func add(_ key: String, _ series: [Double], _ sign: Double = 1) {
    guard !series.isEmpty else { return }
    if var sum = values[key] {
      values[key] = nil
      for t in sum.indices { sum[t] += sign * series[t] }
      values[key] = sum
    } else {
      values[key] = sign == 1 ? series : series.map { sign * $0 }
    }
  }
}
