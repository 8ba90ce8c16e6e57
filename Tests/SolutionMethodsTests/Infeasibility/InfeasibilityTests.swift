import DispatchFormulation
import GridModel
import LinearOptimization
import Schedules
import Testing

@testable import SolutionMethods

/// Cases that are broken on purpose at one device and one hour, and are explained by it.
@Suite struct InfeasibilityTests {
  static let horizon = Horizon(start: 1_893_427_200, utcOffsetSeconds: 28_800, stepMinutes: 60, count: 4)

  /// A city of 100 MW with a unit of 300 MW, and a coast behind a line of 200 MW.
  static let sound = PowerSystem(
    name: "sound", horizon: horizon,
    buses: [Bus(name: "city", load: .constant(100)), Bus(name: "coast")],
    lines: [Line(name: "pass", from: "city", to: "coast", capacity: 200)],
    thermalUnits: [
      ThermalUnit(
        name: "coal", bus: "city", capacity: 300, minimumOutput: 90,
        fuelCurve: FuelCurve(coalRate: 300, minimumOutput: 90, capacity: 300), fuelPrice: 800)
    ])

  struct Broken: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var commitment = false
    var limit: BrokenLimit
    var device: String
    var hour: Int
    /// MW or MWh.
    var amount: Double
    /// A limit that would help, where it is what was broken.
    var helper: String?
    var change: @Sendable (inout PowerSystem) -> Void
  }

  static func only(_ value: Double, at hour: Int) -> HourlySeries {
    .series((0..<4).map { $0 == hour ? value : 0 })
  }

  static let cases: [Broken] = [
    Broken(testDescription: "set on above the load", limit: .minimumOutput, device: "coal", hour: 2, amount: 50) {
      $0.thermalUnits[0].mustRun = only(1, at: 2)
      $0.buses[0].load = .series([100, 100, 40, 100])
    },
    Broken(
      testDescription: "must run above the load", commitment: true, limit: .mustRun, device: "coal", hour: 2, amount: 50
    ) {
      $0.thermalUnits[0].mustRun = only(1, at: 2)
      $0.buses[0].load = .series([100, 100, 40, 100])
    },
    // 200 MW go to the city, where 100 are used.
    Broken(testDescription: "a plant that no one takes", limit: .givenRenewable, device: "wind", hour: 1, amount: 70) {
      $0.renewables = [
        RenewablePlant(
          name: "wind", bus: "coast", technology: .wind, capacity: 170, availability: only(1, at: 1),
          isCurtailable: false)
      ]
    },
    // 200 MW of 260 get through the line.
    Broken(
      testDescription: "export beyond a line", limit: .exportSchedule, device: "cable", hour: 3, amount: 60,
      helper: "pass"
    ) {
      $0.exportChannels = [ExportChannel(name: "cable", bus: "coast", capacity: 500, schedule: only(260, at: 3))]
    },
    Broken(testDescription: "import that no one takes", limit: .importSchedule, device: "cable", hour: 0, amount: 20) {
      $0.exportChannels = [ExportChannel(name: "cable", bus: "coast", capacity: 500, schedule: only(-120, at: 0))]
    },
    // From 250 MW down 80 an hour are 170 in the first step, 70 more than the load.
    Broken(testDescription: "down too slowly", limit: .rampDown, device: "coal", hour: 0, amount: 70) {
      $0.thermalUnits[0].rampDown = 80
      $0.thermalUnits[0].initialState = .init(hours: 10, output: 250)
    },
    // From 0 in the outage 40 MW may be reached, 90 are set.
    Broken(testDescription: "up too slowly", limit: .rampUp, device: "coal", hour: 2, amount: 50) {
      $0.thermalUnits[0].rampUp = 40
      $0.thermalUnits[0].availability = .series([1, 0, 1, 1])
      $0.thermalUnits[0].mustRun = only(1, at: 2)
    },
    // 10 MWh and four hours of 5 MW are 30 of 80 MWh.
    Broken(testDescription: "an end out of reach", limit: .endLevel, device: "battery", hour: 3, amount: 50) {
      $0.storages = [
        Storage(
          name: "battery", bus: "city", chargeCapacity: 5, dischargeCapacity: 5, energyCapacity: 100, initialEnergy: 10,
          endLevel: .atLeast(80))
      ]
    },
    // 50 of 100 MWh are lost in the first hour, and 10 are charged.
    Broken(testDescription: "a leaking store", limit: .lowestLevel, device: "lake", hour: 0, amount: 30) {
      $0.storages = [
        Storage(
          name: "lake", bus: "city", chargeCapacity: 10, dischargeCapacity: 10, energyCapacity: 100, minimumEnergy: 90,
          selfDischargePerHour: 0.5, initialEnergy: 100, endLevel: .free)
      ]
      $0.horizon = $0.horizon.restricted(to: 0..<1)
    },
    // 100 MWh lowered before, of which four hours of 20 MW raise 80.
    Broken(testDescription: "a shift never made up for", limit: .shiftWindow, device: "mill", hour: 0, amount: 20) {
      $0.shiftableLoads = [ShiftableLoad(name: "mill", bus: "city", downCapacity: 20, upCapacity: 20)]
      $0.shiftableLoads[0].openShift = 100
    },
    // On for three more hours, and out of service in the second.
    Broken(
      testDescription: "held on in an outage", commitment: true, limit: .initialStatus, device: "coal", hour: 1,
      amount: 90
    ) {
      $0.thermalUnits[0].minimumUpHours = 5
      $0.thermalUnits[0].initialState = .init(hours: 3, output: 90)
      $0.thermalUnits[0].availability = .series([1, 0, 1, 1])
    },
    // Half a unit could; none can.
    Broken(
      testDescription: "too little for a whole unit", commitment: true, limit: .exportSchedule, device: "cable",
      hour: 1,
      amount: 40
    ) {
      $0.buses[0].load = .constant(0)
      $0.exportChannels = [ExportChannel(name: "cable", bus: "coast", capacity: 500, schedule: only(40, at: 1))]
    },
  ]

  @Test(arguments: cases) func isExplained(_ broken: Broken) throws {
    var system = Self.sound
    #expect(try outcome(system, broken.commitment).status == .optimal)
    broken.change(&system)
    let outcome = try outcome(system, broken.commitment)
    #expect(outcome.status == .infeasible)
    let infeasibility = try #require(outcome.infeasibility)
    let change = try #require(infeasibility.changes.first)
    #expect(infeasibility.changes.count == 1 && infeasibility.isLeast, "\(infeasibility.changes)")
    #expect(change.limit == broken.limit && change.device == broken.device)
    #expect(change.from == Self.horizon.timestamp(broken.hour))
    #expect(abs(change.amount - broken.amount) < 1e-4, "\(change)")
    if let helper = broken.helper { #expect(infeasibility.helpers.contains { $0.device == helper }) }
  }

  private func outcome(_ system: PowerSystem, _ commitment: Bool) throws -> DispatchOutcome {
    let program = DispatchProgram(system, options: .init(commitment: commitment))
    return try MonolithicMethod(program, options: .init(commitment: commitment, gap: 0)).solve()
  }

  /// With every limit able to give way some point is feasible, whatever the case: tightened seeded systems.
  @Test func everyInfeasibleSystemHasAnExplanation() throws {
    var explained = 0
    for seed in 0..<12 {
      var system = smallSystem(seed: seed, steps: 6, units: 3)
      system.exportChannels = [
        ExportChannel(name: "cable", bus: "bus1", capacity: 9000, schedule: .constant(seed % 2 == 0 ? 900 : -900))
      ]
      for commitment in [false, true] {
        let outcome = try outcome(system, commitment)
        guard outcome.status == .infeasible else { continue }
        let infeasibility = try #require(outcome.infeasibility, "seed \(seed)")
        #expect(!infeasibility.changes.isEmpty && !infeasibility.imbalances.isEmpty)
        // Softer limits may give way to spare the cable some of it.
        #expect(infeasibility.changes[0].device == "cable", "seed \(seed): \(infeasibility.changes)")
        #expect(infeasibility.changes.allSatisfy { $0.limit.rank <= 3 })
        explained += 1
      }
    }
    #expect(explained >= 12)
  }

  /// A year's way of looking: days by themselves, here of a week in which one hour is broken.
  @Test func theInfeasibleDayIsFound() throws {
    var system = Self.sound
    system.horizon = Horizon(start: Self.horizon.start, utcOffsetSeconds: 28_800, stepMinutes: 60, count: 168)
    system.exportChannels = [
      ExportChannel(
        name: "cable", bus: "coast", capacity: 500, schedule: .series((0..<168).map { $0 == 77 ? 230 : 0 }))
    ]
    let options = SolveOptions()
    let found = try InfeasibilityStudy(DispatchProgram(system), options).explainParts(SolveClock(options))
    let infeasibility = try #require(found)
    #expect(infeasibility.from == system.horizon.timestamp(72) && infeasibility.until == system.horizon.timestamp(96))
    #expect(infeasibility.imbalances.map(\.device) == ["coast"])
    #expect(
      infeasibility.changes.map(\.device) == ["cable"] && infeasibility.changes[0].from == system.horizon.timestamp(77))
    let structured = try StructuredInteriorPointMethod(system, options: options).solve()
    #expect(structured?.status == .infeasible && structured?.infeasibility != nil)
  }
}
