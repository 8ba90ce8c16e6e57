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
  return earlier > 0 ? system.restricted(to: earlier..<earlier + steps) : system
}
