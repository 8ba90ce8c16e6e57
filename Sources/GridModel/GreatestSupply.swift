extension PowerSystem {
  /// MW that devices and lines can bring to a bus at most, all at once and with all that may be built: what its
  /// surplus never exceeds.
  public func greatestSupply(at bus: String) -> Double {
    var most = 0.0
    for unit in thermalUnits {
      if unit.bus == bus { most += unit.existing + (unit.expansion?.most ?? 0) }
      if let heat = unit.heat, heat.bus == bus { most += heat.capacity }
    }
    for plant in renewables where plant.bus == bus { most += plant.capacity + (plant.expansion?.most ?? 0) }
    for storage in storages where storage.bus == bus {
      most += storage.dischargeCapacity + (storage.powerExpansion?.most ?? 0)
    }
    for load in interruptibleLoads where load.bus == bus { most += load.capacity }
    for load in shiftableLoads where load.bus == bus { most += load.downCapacity }
    for channel in exportChannels where channel.bus == bus { most += channel.capacity }
    for converter in converters where converter.to == bus { most += converter.capacity * converter.efficiency }
    for process in processes { most += process.greatestSupply(at: bus) }
    for line in lines {
      if line.to == bus { most += line.reach.forward }
      if line.from == bus { most += line.reach.reverse }
    }
    return most
  }
}
