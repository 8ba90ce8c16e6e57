import GridModel

/// A random system of one bus with devices of every kind that an assessment counts, from noon to noon.
struct RandomDevices {
  var system: PowerSystem
  /// Whether no vehicle is at the plug at noon: then what is inside at the end is nothing, whoever asks.
  var areAwayAtNoon = true

  /// CNY/MWh for what is not served, beside 1 CNY for a MW of capacity: a MWh less in a quarter of an hour saves no more
  /// than 4 MW and losses. Not far dearer, because the tolerances of GLPK follow the largest costs: at 1e6 it called
  /// optimal what was 6e-7 above the optimum.
  private static let dear = 1e3

  init(seed: Int) {
    var random = SeededGenerator(seed)
    let minutes = random.pick([60, 60, 60, 30, 15])
    let days = minutes == 60 ? random.pick([1, 2, 3, 4]) : 1
    let horizon = Horizon(
      start: 1_893_427_200 - 12 * 3600, utcOffsetSeconds: 8 * 3600, stepMinutes: minutes,
      count: days * 24 * 60 / minutes)
    let load = (0..<horizon.count).map { t in
      let time = horizon.localTime(t)
      let hour = Double(time.hour)
      let morning = max(0, 1 - abs(hour - 10) / 3) * 0.2
      let evening = max(0, 1 - abs(hour - 19) / 4) * 0.35
      return 1000 * (0.6 + morning + evening + random.number(-0.05...0.05))
    }
    system = PowerSystem(
      name: "devices", horizon: horizon, valueOfLostLoad: Self.dear, buses: [Bus(name: "bus", load: .series(load))])
    for i in 0..<random.pick([1, 2, 3, 5, 7]) {
      switch random.pick([0, 1, 2, 3, 3, 3]) {
      case 0: system.storages.append(Self.store(i, &random))
      case 1:
        let hours = random.pick([1, 2, 4, .infinity])
        system.interruptibleLoads.append(
          InterruptibleLoad(
            name: "call-\(i)", bus: "bus", capacity: random.number(5...60), price: 0, hoursPerDay: hours,
            hoursPerYear: random.pick([.infinity, 1, 3, 10])))
      case 2:
        system.shiftableLoads.append(
          ShiftableLoad(
            name: "shift-\(i)", bus: "bus", downCapacity: random.number(5...60), upCapacity: random.number(5...60),
            windowHours: random.pick([24, 24, 12, 8, 6])))
      default: system.vehicleFleets.append(fleet(i, &random))
      }
    }
  }

  /// Batteries and pumped storage, with every kind of start and end.
  private static func store(_ i: Int, _ random: inout SeededGenerator) -> Storage {
    let power = random.number(5...80)
    let energy = power * random.pick([1, 2, 4, 8, 40])
    let least = random.once(in: 3) ? 0.1 * energy : 0
    let start = random.once(in: 2) ? random.number(least...energy) : nil
    let loss = random.pick([1, 0.94, 0.87])
    return Storage(
      name: "store-\(i)", bus: "bus", technology: random.pick([.battery, .pumped]),
      chargeCapacity: power * random.pick([0.5, 1, 1.2]), dischargeCapacity: power, energyCapacity: energy,
      minimumEnergy: least, chargeEfficiency: loss, dischargeEfficiency: loss,
      selfDischargePerHour: random.pick([0, 0, 1e-3]), initialEnergy: start,
      endLevel: start == nil
        ? .cyclic : random.pick([.cyclic, .cyclic, .free, .atLeast(random.number(least...max(least, start ?? 0)))]))
  }

  /// Cars that come in the evening and leave in the morning, or taxis of which some are always there.
  private mutating func fleet(_ i: Int, _ random: inout SeededGenerator) -> VehicleFleet {
    let horizon = system.horizon
    let number = random.number(500...6000)
    let perStep = number * horizon.stepHours
    let (battery, inside) = (60.0, random.number(10...30))
    func when(_ hours: ClosedRange<Int>) -> HourlySeries {
      let part = 1 / Double(hours.count)
      return .series((0..<horizon.count).map { hours.contains(horizon.localTime($0).hour) ? perStep * part : 0 })
    }
    let staying = random.once(in: 4) ? number * random.number(0.1...1) : 0
    if staying > 0 { areAwayAtNoon = false }
    let power = random.pick([2.0, 4, 7, 7, 20])
    // With 2 kW some leave short although they charge at once; else they cannot in the hours that they stay.
    let most = power > 2 ? min(battery - inside, 7 * 0.9 * power) : battery - inside
    return VehicleFleet(
      name: "cars-\(i)", bus: "bus", arrivals: when(random.pick([17...20, 15...21, 18...18])),
      departures: when(random.pick([6...9, 5...8, 7...7])), need: .constant(random.number(1...most)),
      initialVehicles: staying, chargePower: power, dischargePower: random.pick([0, 5, 5, 15]),
      batteryEnergy: battery, arrivalEnergy: inside, chargeEfficiency: random.pick([1, 0.94, 0.9]),
      dischargeEfficiency: random.pick([1, 0.94, 0.85]), unmetPrice: Self.dear)
  }
}
