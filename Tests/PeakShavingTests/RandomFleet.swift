import GridModel
import PeakShaving

/// A random load of several days and a random fleet against it.
struct RandomFleet {
  var load: [Double]
  var stepHours = 1.0
  var envelopes: [EnergyEnvelope]
  var horizon: Horizon

  init(seed: Int, days: Int? = nil, resources: Int? = nil) {
    var random = SeededGenerator(seed)
    let minutes = random.once(in: 6) ? 30 : 60
    let perHour = 60 / minutes
    let days = days ?? random.pick([1, 1, 2, 3, 7])
    let count = days * 24 * perHour
    horizon = Horizon(start: 1_893_427_200 - 8 * 3600, utcOffsetSeconds: 8 * 3600, stepMinutes: minutes, count: count)
    stepHours = Double(minutes) / 60
    let sharpness = random.number(0...1)
    var level = [Double]()
    for _ in 0..<days { level.append(random.number(0.85...1.1)) }
    load = (0..<count).map { t in
      let hour = Double(t % (24 * perHour)) / Double(perHour)
      let morning = max(0, 1 - abs(hour - 10) / 3) * 0.2
      let evening = max(0, 1 - abs(hour - 19) / (2 + 3 * sharpness)) * 0.35
      return 1000 * (0.6 + morning + evening + random.number(-0.04...0.04)) * level[t / (24 * perHour)]
    }
    envelopes = []
    for i in 0..<(resources ?? random.pick([1, 2, 3, 4, 6, 8, 12])) {
      envelopes.append(Self.envelope(i, horizon, &random))
    }
  }

  private static func envelope(_ i: Int, _ horizon: Horizon, _ random: inout SeededGenerator) -> EnergyEnvelope {
    let power = random.number(3...80)
    switch random.pick([0, 0, 0, 1, 2, 3]) {
    case 0:
      let energy = power * random.pick([1, 2, 3, 4, 6, 8, 12, 40])
      let given = random.once(in: 3)
      let start = given ? energy * random.pick([0, 0.3, 0.5, 1]) : nil
      return EnergyEnvelope(
        Storage(
          name: "store-\(i)", bus: "bus", chargeCapacity: power * random.pick([0.5, 0.8, 1, 1.2]),
          dischargeCapacity: power, energyCapacity: energy, minimumEnergy: random.once(in: 5) ? 0.1 * energy : 0,
          chargeEfficiency: random.pick([1, 0.95, 0.88]), dischargeEfficiency: random.pick([1, 0.95, 0.88]),
          selfDischargePerHour: random.pick([0, 0, 1e-4, 1e-2]),
          initialEnergy: start.map { max($0, 0.1 * energy) },
          endLevel: given ? random.pick([.cyclic, .free, .atLeast(0.4 * energy)]) : .cyclic), over: horizon)
    case 1:
      let daily = random.pick([1, 2, 4, 8, .infinity])
      return EnergyEnvelope(
        InterruptibleLoad(
          name: "call-\(i)", bus: "bus", capacity: power, price: 1, hoursPerDay: daily,
          hoursPerYear: random.pick([.infinity, .infinity, 1, 3, 10])), over: horizon)
    case 3: return EnergyEnvelope(vehicles(i, horizon, &random), over: horizon)
    default:
      return EnergyEnvelope(
        ShiftableLoad(
          name: "shift-\(i)", bus: "bus", downCapacity: power, upCapacity: power * random.pick([0.5, 1, 2]),
          windowHours: random.pick([24, 24, 24, 12, 8, 7, 48])), over: horizon)
    }
  }

  /// Cars that come in the evening and leave in the morning.
  private static func vehicles(_ i: Int, _ horizon: Horizon, _ random: inout SeededGenerator) -> VehicleFleet {
    let number = random.number(200...4000)
    func when(_ hours: ClosedRange<Int>) -> HourlySeries {
      .series((0..<horizon.count).map { hours.contains(horizon.localTime($0).hour) ? number / 4 : 0 })
    }
    return VehicleFleet(
      name: "cars-\(i)", bus: "bus", arrivals: when(17...20), departures: when(6...9),
      need: .constant(random.number(2...20)),
      initialVehicles: number * 4 * 60 / Double(horizon.stepMinutes) / 4, chargePower: random.pick([3, 7, 20]),
      dischargePower: random.pick([0, 0, 7]), batteryEnergy: 60, arrivalEnergy: 25,
      chargeEfficiency: random.pick([1, 0.95, 0.9]), dischargeEfficiency: random.pick([1, 0.9]), unmetPrice: 1000)
  }
}
