import GridModel
import SeedsAndSnapshots

/// A seeded system in which something is carried over every seam: the small system with budgets, shifts of several
/// lengths, stores of every end rule, and now and then a part of a longer case.
func rollingSystem(seed: Int) -> PowerSystem {
  var random = SeededGenerator(seed)
  let steps = Int.random(in: 72...168, using: &random)
  let earlier = random.pick([0, 0, 7])
  var system = smallSystem(seed: seed, steps: steps + earlier, units: Int.random(in: 3...5, using: &random))
  // Around the turn of a year, from any hour.
  let newYear = LocalTime(year: 2030, month: 1, day: 1).localSeconds
  let minutes = random.pick([60, 60, 30, 15])
  system.horizon = Horizon(
    start: newYear - Int.random(in: 0...60, using: &random) * 3600, utcOffsetSeconds: 28_800, stepMinutes: minutes,
    count: steps + earlier)
  for i in system.thermalUnits.indices {
    if random.once(in: 3) {
      system.thermalUnits[i].shutDownRamp = system.thermalUnits[i].minimumOutput * random.pick([1, 1.2])
    }
    if random.once(in: 4) { system.thermalUnits[i].mustRun = .constant(1) }
    if random.once(in: 5) {
      let outage = Int.random(in: 10..<steps, using: &random)
      system.thermalUnits[i].availability = .series((0..<steps + earlier).map { (outage..<outage + 9) ~= $0 ? 0 : 1 })
    }
  }
  system.storages[0].selfDischargePerHour = random.pick([0, 0, 0.01])
  switch Int.random(in: 0...4, using: &random) {
  case 0: system.storages[0].initialEnergy = nil
  case 1: system.storages[0].endLevel = .free
  case 2: system.storages[0].endLevel = .atLeast(random.pick([0, 60]))
  default: break
  }
  system.interruptibleLoads = [
    InterruptibleLoad(
      name: "mill", bus: "bus0", capacity: 25, price: random.pick([50, 900]),
      hoursPerDay: random.pick([1, 3, .infinity]),
      hoursPerYear: random.pick([5, 12, .infinity]))
  ]
  system.shiftableLoads[0].windowHours = random.pick([24, 24, 5, 2, 48])
  if random.once(in: 2) { system.shiftableLoads[0].ramp = random.pick([2, 10]) }
  if random.once(in: 2) { system.vehicleFleets = [vehicles(steps: steps + earlier, &random)] }
  return earlier > 0 ? system.restricted(to: earlier..<earlier + steps) : system
}

/// Cars that come and leave at any hour, staying for about ten steps.
private func vehicles(steps: Int, _ random: inout SeededGenerator) -> VehicleFleet {
  var present = 500.0
  var (arrivals, departures, need) = ([Double](), [Double](), [Double]())
  for _ in 0..<steps {
    arrivals.append(random.pick([0, 50, 100]))
    present += arrivals.last ?? 0
    departures.append(present * random.pick([0, 0.1, 0.2]))
    present -= departures.last ?? 0
    need.append(random.pick([5, 10, 20]))
  }
  return VehicleFleet(
    name: "cars", bus: "bus0", arrivals: .series(arrivals), departures: .series(departures), need: .series(need),
    initialVehicles: 500, chargePower: 10, dischargePower: random.pick([0, 10]), batteryEnergy: 50, arrivalEnergy: 20,
    chargeEfficiency: 0.95, dischargeEfficiency: 0.95, dischargeCost: 5, unmetPrice: 500)
}
