import GridModel

/// The most power that each bus can be supplied with from its own devices, and the least that it has to give, MW by
/// step.
struct PowerBounds {
  private(set) var supply: [[Double]]
  private(set) var demand: [[Double]]

  init(_ system: PowerSystem) {
    let count = system.horizon.count
    let index = system.busIndex
    supply = Array(repeating: Array(repeating: 0, count: count), count: system.buses.count)
    demand = system.loads
    for unit in system.thermalUnits { add(unit.availability, times: unit.capacity, to: index[unit.bus]) }
    for plant in system.renewables { add(plant.availability, times: plant.capacity, to: index[plant.bus]) }
    for store in system.storages { add(.constant(store.dischargeCapacity), to: index[store.bus]) }
    for load in system.interruptibleLoads { add(.constant(load.capacity), to: index[load.bus]) }
    for load in system.shiftableLoads { add(.constant(load.downCapacity), to: index[load.bus]) }
    for fleet in system.vehicleFleets {
      add(.series(fleet.envelope(over: system.horizon).dischargeLimit), to: index[fleet.bus])
    }
    for unit in system.thermalUnits {
      if let heat = unit.heat { add(.constant(heat.capacity), to: index[heat.bus]) }
    }
    for converter in system.converters {
      add(.constant(converter.capacity), times: converter.efficiency, to: index[converter.to])
    }
    for process in system.processes {
      for bus in Set(process.ports.map(\.bus)) { add(.constant(process.greatestSupply(at: bus)), to: index[bus]) }
    }
    for channel in system.exportChannels {
      guard let bus = index[channel.bus] else { continue }
      for (t, power) in channel.schedule.values(count: count).enumerated() {
        if power > 0 { demand[bus][t] += power } else { supply[bus][t] -= power }
      }
    }
  }

  private mutating func add(_ series: HourlySeries, times factor: Double = 1, to bus: Int?) {
    guard let bus else { return }
    switch series {
    case .constant(let value): for t in supply[bus].indices { supply[bus][t] += factor * value }
    case .series(let values): for t in supply[bus].indices { supply[bus][t] += factor * values[t] }
    }
  }
}

extension PowerSystem {
  /// Buses by position, grouped by what lines connect.
  var islands: [[Int]] {
    let index = busIndex
    var neighbours = Array(repeating: [Int](), count: buses.count)
    for line in lines {
      guard let from = index[line.from], let to = index[line.to] else { continue }
      if max(line.capacity, line.reverseCapacity) > 0 {
        neighbours[from].append(to)
        neighbours[to].append(from)
      }
    }
    var isSeen = Array(repeating: false, count: buses.count)
    return buses.indices.compactMap { start in
      guard !isSeen[start] else { return nil }
      isSeen[start] = true
      var island = [start]
      var next = 0
      while next < island.count {
        for bus in neighbours[island[next]] where !isSeen[bus] {
          isSeen[bus] = true
          island.append(bus)
        }
        next += 1
      }
      return island
    }
  }
}
