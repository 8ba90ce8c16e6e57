import GridModel
import SeedsAndSnapshots

/// A seeded system of a few coal units in two or three zones, with wind, storage, flexible load and reserve.
func smallSystem(seed: Int, steps: Int = 8, units: Int = 4) -> PowerSystem {
  var random = SeededGenerator(seed &* 0x9E37_79B9 &+ 7)
  let horizon = Horizon(start: 1_900_022_400, utcOffsetSeconds: 0, stepMinutes: 60, count: steps)
  let buses = 2 + seed % 2
  let fleet = (0..<units).map { index -> ThermalUnit in
    let capacity = random.pick([100.0, 150, 200])
    let least = (0.4 * capacity).rounded()
    let slope = random.number(0.28...0.34)
    return ThermalUnit(
      name: "unit\(index)", bus: "bus\(index % buses)", capacity: capacity, minimumOutput: least,
      fuelCurve: FuelCurve(
        outputs: [least, 0.7 * capacity, capacity],
        fuels: [4 + slope * least, 4 + slope * 0.7 * capacity, 4 + slope * 0.7 * capacity + 0.33 * capacity]),
      fuelPrice: random.number(700...900),
      startClasses: [.init(offlineHours: 0, cost: 8000), .init(offlineHours: 4, cost: 15_000)],
      rampUp: random.pick([.infinity, 0.4 * capacity]), rampDown: random.pick([.infinity, 0.4 * capacity]),
      startUpRamp: random.pick([.infinity, 0.6 * capacity]), minimumUpHours: random.pick([1, 3]),
      minimumDownHours: random.pick([1, 4]),
      initialState: random.pick([nil, .init(hours: 10, output: least), .init(hours: -10, output: 0)]))
  }
  let capacity = fleet.reduce(0) { $0 + $1.capacity }
  func loads() -> HourlySeries {
    .series((0..<steps).map { _ in random.number(0.3...0.9) * capacity / Double(buses) })
  }
  var system = PowerSystem(
    name: "small \(seed)", horizon: horizon, valueOfLostLoad: 20_000, network: .dc,
    buses: (0..<buses).map { Bus(name: "bus\($0)", load: loads()) },
    lines: (0..<buses).map {
      Line(name: "line\($0)", from: "bus\($0)", to: "bus\(($0 + 1) % buses)", capacity: 0.2 * capacity, reactance: 0.1)
    }, thermalUnits: fleet)
  system.renewables = [
    RenewablePlant(
      name: "wind", bus: "bus0", technology: .wind, capacity: 0.3 * capacity,
      availability: .series((0..<steps).map { _ in random.number(0...1) }))
  ]
  system.storages = [
    Storage(
      name: "storage", bus: "bus1", chargeCapacity: 30, dischargeCapacity: 30, energyCapacity: 90,
      chargeEfficiency: 0.9, dischargeEfficiency: 0.9, initialEnergy: 30)
  ]
  system.shiftableLoads = [ShiftableLoad(name: "cars", bus: "bus0", downCapacity: 10, upCapacity: 10, price: 5)]
  system.reserves = [
    ReserveRule(name: "up", direction: .up, requirement: .constant(0.08 * capacity), shortfallPrice: 3000),
    ReserveRule(name: "down", direction: .down, requirement: .constant(0.03 * capacity), shortfallPrice: 3000),
  ]
  return system
}
