import GridModel
import Schedules

/// Powers of a part of the system by source and use, MW by step: what the stacked dispatch shows.
///
/// Keys: a fuel or technology; `discharge:` and `charge:` with the technology of the storage or `vehicles`;
/// `curtailed`; `import`, `export`; `response` and `response-up` (demand taken off and added); `conversion` (into heat
/// and hydrogen); `exchange` (what lines bring in, on balance);
/// `unserved`; `load`; `net-load`.
struct AreaSeries {
  /// `nil` for the whole system.
  let zone: String?
  private(set) var values: [String: [Double]] = [:]

  init(_ run: RunFolder, _ system: SystemRecord, zone: String? = nil) {
    self.zone = zone
    let zoneOf = Dictionary(system.buses.map { ($0.name, $0.zone) }, uniquingKeysWith: { first, _ in first })
    let electric = Set(system.buses.lazy.filter(\.isElectric).map(\.name))
    func isHere(_ bus: String) -> Bool { electric.contains(bus) && (zone == nil || zoneOf[bus] == zone) }
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
    if zone != nil {
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
