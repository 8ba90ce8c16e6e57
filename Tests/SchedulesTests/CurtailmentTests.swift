import GridModel
import SeedsAndSnapshots
import Testing

@testable import Schedules

/// Curtailment by cause, each in a system in which one thing alone stands in the way, by hand.
@Suite struct CurtailmentTests {
  /// Wind of 100 MW at `plain`, of which 60 are taken; a line of 50 MW leads to `city`.
  private func system(steps: Int = 1, _ change: (inout PowerSystem) -> Void = { _ in }) -> PowerSystem {
    var system = PowerSystem(
      name: "plain", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: steps),
      buses: [Bus(name: "plain", load: .constant(60)), Bus(name: "city", load: .constant(200))],
      lines: [Line(name: "pass", from: "plain", to: "city", capacity: 50)],
      renewables: [
        RenewablePlant(name: "wind", bus: "plain", technology: .wind, capacity: 100, availability: .constant(1))
      ])
    change(&system)
    return system
  }

  private func unit(_ name: String, _ bus: String, ramp: Double = .infinity) -> ThermalUnit {
    ThermalUnit(
      name: name, bus: bus, capacity: 300, minimumOutput: 100,
      fuelCurve: FuelCurve(coalRate: 300, minimumOutput: 100, capacity: 300), fuelPrice: 800, rampUp: ramp,
      rampDown: ramp)
  }

  /// The MW by cause of the first step, in which 40 MW are curtailed; those of nothing left out.
  private func causes(
    _ system: PowerSystem, _ values: [Quantity: [[Double]]], step: Int = 0
  ) -> [CurtailmentCause: Double] {
    var schedule = Schedule(horizon: system.horizon)
    let count = system.horizon.count
    var values = values
    values[.renewablePower] = values[.renewablePower] ?? [Array(repeating: 60, count: count)]
    for (quantity, columns) in values {
      schedule[quantity] = SeriesTable(names: quantity.componentNames(in: system), columns: columns)
    }
    let found = CurtailmentCauses(of: schedule, system: system)
    var sum = 0.0
    var parts: [CurtailmentCause: Double] = [:]
    for cause in CurtailmentCause.allCases {
      let power = found[cause][step]
      sum += power
      if power > 1e-9 { parts[cause] = power }
    }
    #expect(abs(sum - (100 - (values[.renewablePower]?[0][step] ?? 0))) < 1e-9)
    return parts
  }

  /// 200 MW above the minimum: the unit could have gone down by 40 over the line that has room for 50.
  @Test func cheaperToCurtail() {
    let system = system { $0.thermalUnits = [unit("coal", "city")] }
    #expect(causes(system, [.thermalPower: [[200]], .lineFlow: [[0]]]) == [.price: 40])
  }

  /// The line has room for 30 of the 40 MW.
  @Test func lineAlmostFull() {
    let system = system { $0.thermalUnits = [unit("coal", "city")] }
    #expect(causes(system, [.thermalPower: [[200]], .lineFlow: [[20]]]) == [.price: 30, .network: 10])
  }

  @Test func lineFull() {
    let system = system { $0.thermalUnits = [unit("coal", "city")] }
    #expect(causes(system, [.thermalPower: [[150]], .lineFlow: [[50]]]) == [.network: 40])
  }

  /// The line is full, but behind it the unit is at its minimum too: a wider line would not help, its minimum here would.
  @Test func minimumOutputHereAndBehindTheLine() {
    let system = system { $0.thermalUnits = [unit("near", "plain"), unit("far", "city")] }
    let parts = causes(
      system, [.thermalPower: [[100], [100]], .thermalStatus: [[1], [1]], .lineFlow: [[50]]])
    #expect(parts == [.minimumOutput: 40])
  }

  /// 20 MW of reserve downwards lie between the output and the minimum.
  @Test func reserveDownwardsCountsAsMinimum() {
    let system = system {
      $0.thermalUnits = [unit("coal", "city")]
      $0.reserves = [ReserveRule(name: "down", direction: .down, requirement: .constant(20), shortfallPrice: 1000)]
    }
    let parts = causes(
      system,
      [.thermalPower: [[120]], .thermalStatus: [[1]], .thermalReserveDown: [[20]], .lineFlow: [[0]]])
    #expect(parts == [.minimumOutput: 40])
  }

  /// 70 MW of heat hold 70 MW of power, whatever the minimum output.
  @Test func heatHoldsPower() {
    let system = system {
      $0.buses.append(Bus(name: "area", carrier: .heat, load: .constant(70)))
      $0.thermalUnits = [unit("coal", "city")]
      $0.thermalUnits[0].heat = CombinedHeat(bus: "area", capacity: 100, powerPerHeat: 1)
    }
    let parts = causes(system, [.thermalPower: [[75]], .thermalHeat: [[70]], .lineFlow: [[0]]])
    #expect(parts == [.price: 5, .minimumOutput: 35])
  }

  /// Within a deep stage of 100 to 200 MW output moves 10 MW an hour: from 180 to 170, of which none can go.
  @Test func rampOfADeepStage() {
    let system = system(steps: 2) {
      $0.thermalUnits = [unit("coal", "city")]
      $0.thermalUnits[0].deepRegulation = DeepRegulation(withoutOil: .init(below: 200, ramp: 10))
    }
    let parts = causes(
      system,
      [
        .thermalPower: [[180, 170]], .thermalStatus: [[1, 1]], .renewablePower: [[100, 60]], .lineFlow: [[0, 0]],
      ], step: 1)
    #expect(parts == [.ramp: 40])
  }

  /// 250 MW are needed in the next hour, and 30 is the ramp: 220 now, of which 0 can go. Its minimum is not asked.
  @Test func ramp() {
    let system = system(steps: 2) { $0.thermalUnits = [unit("coal", "city", ramp: 30)] }
    let parts = causes(
      system,
      [
        .thermalPower: [[220, 250]], .thermalStatus: [[1, 1]], .renewablePower: [[60, 100]], .lineFlow: [[0, 0]],
      ])
    #expect(parts == [.ramp: 40])
  }

  /// 130 MW, of which the ramp down from 150 holds 20 above the minimum of 100.
  @Test func rampAndThenMinimum() {
    let system = system(steps: 2) { $0.thermalUnits = [unit("coal", "city", ramp: 30)] }
    let parts = causes(
      system,
      [
        .thermalPower: [[150, 120]], .thermalStatus: [[1, 1]], .renewablePower: [[100, 60]], .lineFlow: [[0, 0]],
      ], step: 1)
    #expect(parts == [.ramp: 20, .minimumOutput: 20])
  }

  /// 25 MW of the channel are not used by its schedule; the rest finds nothing at all.
  @Test func channelThenSaturation() {
    let system = system {
      $0.exportChannels = [ExportChannel(name: "cable", bus: "city", capacity: 225, schedule: .constant(200))]
    }
    #expect(causes(system, [.exportPower: [[200]], .lineFlow: [[0]]]) == [.channel: 25, .saturation: 15])
  }

  /// Two hours fill the store from 60 to 90 of 100 MWh: 10 MWh of room are one hour's, not both's.
  @Test func storageIsFullAfterwards() {
    let system = system(steps: 2) {
      $0.storages = [
        Storage(name: "lake", bus: "plain", chargeCapacity: 50, dischargeCapacity: 50, energyCapacity: 100)
      ]
    }
    let values: [Quantity: [[Double]]] = [
      .storageCharge: [[15, 15]], .storageEnergy: [[75, 90]], .lineFlow: [[0, 0]],
    ]
    #expect(causes(system, values) == [.price: 10, .saturation: 30])
    #expect(causes(system, values, step: 1) == [.saturation: 40])
  }

  /// Around a triangle with linear power flow a full line blocks the others, though they have room.
  @Test func meshBehindAFullLine() {
    let system = system {
      $0.network = .dc
      $0.buses.append(Bus(name: "hill"))
      $0.lines = [("plain", "city"), ("plain", "hill"), ("hill", "city")].map {
        Line(name: "\($0)-\($1)", from: $0, to: $1, capacity: 50, reactance: 0.1)
      }
      $0.thermalUnits = [unit("coal", "city")]
    }
    #expect(causes(system, [.thermalPower: [[150]], .lineFlow: [[50], [25], [25]]]) == [.network: 40])
    #expect(causes(system, [.thermalPower: [[150]], .lineFlow: [[20], [10], [10]]]) == [.price: 30, .network: 10])
  }
}
