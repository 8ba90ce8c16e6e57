import GridModel

/// The same system without what a comparison on the same folder leaves out: heat and hydrogen, portfolios with all behind
/// their connections, vehicles, interfaces, deep stages of units, and renewable energy asked of export channels.
public func plain(_ system: PowerSystem) -> PowerSystem {
  var plain = system
  plain.name += "-plain"
  let connections = Set(system.portfolios.map(\.name))
  plain.buses = system.buses.filter { $0.carrier == .electricity && !connections.contains($0.name) }
  plain.lines = system.lines.filter { !connections.contains($0.name) }
  let kept = Set(plain.buses.map(\.name))
  plain.thermalUnits = system.thermalUnits.filter { kept.contains($0.bus) }
  for index in plain.thermalUnits.indices {
    plain.thermalUnits[index].heat = nil
    plain.thermalUnits[index].deepRegulation = DeepRegulation()
  }
  plain.renewables = system.renewables.filter { kept.contains($0.bus) }
  plain.storages = system.storages.filter { kept.contains($0.bus) }
  plain.interruptibleLoads = system.interruptibleLoads.filter { kept.contains($0.bus) }
  plain.shiftableLoads = system.shiftableLoads.filter { kept.contains($0.bus) }
  plain.exportChannels = system.exportChannels.filter { kept.contains($0.bus) }
  for index in plain.exportChannels.indices { plain.exportChannels[index].renewables = nil }
  (plain.portfolios, plain.vehicleFleets, plain.interfaces) = ([], [], [])
  (plain.converters, plain.processes) = ([], [])
  return plain
}
