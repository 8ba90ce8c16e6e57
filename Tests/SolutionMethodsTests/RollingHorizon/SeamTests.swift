import GridModel
import LinearOptimization
import Schedules
import SolutionMethods
import Synchronization
import Testing

/// One state over one seam each, with answers by hand.
@Suite struct SeamTests {
  /// A unit of 100 MW from 40 MW on, at 1 a MWh.
  private func unit(_ name: String = "unit", price: Double = 1, _ change: (inout ThermalUnit) -> Void) -> ThermalUnit {
    var unit = ThermalUnit(
      name: name, bus: "bus", capacity: 100, minimumOutput: 40,
      fuelCurve: FuelCurve(outputs: [40, 100], fuels: [40, 100]), fuelPrice: price)
    change(&unit)
    return unit
  }

  /// One bus from an hour of 2030-01-01 on; load shed costs 1000 a MWh.
  private func system(_ load: [Double], from hour: Int = 0, _ change: (inout PowerSystem) -> Void) -> PowerSystem {
    let start = LocalTime(year: 2030, month: 1, day: 1, hour: hour).localSeconds
    var system = PowerSystem(
      name: "seam", horizon: Horizon(start: start, utcOffsetSeconds: 0, stepMinutes: 60, count: load.count),
      valueOfLostLoad: 1000, buses: [Bus(name: "bus", load: .series(load))])
    change(&system)
    return system
  }

  /// A solve that reaches the end and passes the audit of the whole case.
  private func solve(
    _ system: PowerSystem, window: Int, overlap: Int = 0, commitment: Bool = false
  ) throws -> (schedule: Schedule, cost: Double) {
    let outcome = try roll(system, window: window, overlap: overlap, commitment: commitment)
    let (schedule, cost) = (try #require(outcome.schedule, "\(outcome.note ?? "")"), try #require(outcome.objective))
    #expect(outcome.status == .feasible || (!commitment && outcome.status == .optimal))
    #expect(outcome.bound <= cost && (outcome.bound == -.infinity) == commitment)
    let report = audit(schedule, of: system, reportedObjective: cost)
    #expect(report.passed, "\(report.violations.map(\.message))")
    return (schedule, cost)
  }

  private func roll(
    _ system: PowerSystem, window: Int, overlap: Int = 0, commitment: Bool = false
  ) throws -> DispatchOutcome {
    try RollingHorizonMethod(
      system, window: window, overlap: overlap,
      options: SolveOptions(commitment: commitment, gap: 0, timeLimit: 30)
    ).solve()
  }

  private func expect(_ values: [Double], _ expected: [Double], _ source: SourceLocation = #_sourceLocation) {
    #expect(zip(values, expected).allSatisfy { abs($0 - $1) < 1e-6 }, "\(values)", sourceLocation: source)
    #expect(values.count == expected.count, sourceLocation: source)
  }

  /// Calls of two hours with two of rest between them, in windows of three hours: the second waits a step over the seam,
  /// and a third cannot follow within the case. With one call a day there is no second.
  @Test(arguments: [(Double.infinity, [20.0, 20, 0, 0, 20, 20, 0, 0]), (1.0, [20.0, 20, 0, 0, 0, 0, 0, 0])])
  func callsHoldOverTheSeam(perDay: Double, interruption: [Double]) throws {
    let system = system([120, 120, 110, 120, 120, 120, 120, 120]) {
      $0.thermalUnits = [unit { _ in }]
      var load = InterruptibleLoad(name: "smelter", bus: "bus", capacity: 20, price: 10)
      (load.calls.maximumHours, load.calls.restHours, load.calls.perDay) = (2, 2, perDay)
      $0.interruptibleLoads = [load]
    }
    let schedule = try solve(system, window: 3, commitment: true).schedule
    expect(try #require(schedule[.interruption]?.values(of: "smelter")), interruption)
    expect(try #require(schedule[.interruptionCall]?.values(of: "smelter")), interruption.map { $0 / 20 })
  }

  // MARK: Units

  /// One start a day is spent before the seam: in hour 4 load is shed. From the next day on there is one again.
  @Test(arguments: [(0, [0.0, 80, 0, 0, 0, 0]), (22, [0.0, 80, 0, 0, 80, 0])])
  func startsOfADayHoldOverTheSeam(hour: Int, output: [Double]) throws {
    let system = system([20, 100, 20, 20, 100, 20], from: hour) {
      $0.thermalUnits = [
        unit("base") { unit in
          (unit.capacity, unit.minimumOutput, unit.mustRun) = (20, 20, .constant(1))
          unit.fuelCurve = FuelCurve(outputs: [20], fuels: [20])
        },
        unit("turbine") {
          $0.initialState = .init(hours: -5, output: 0)
          $0.startLimits.perDay = 1
        },
      ]
    }
    expect(try solve(system, window: 3, commitment: true).schedule.values(.thermalPower, of: "turbine"), output)
  }

  /// Started in the last step before the seam, the unit must stay on for three steps of load that wind could serve.
  @Test func minimumTimeOnHoldsOverTheSeam() throws {
    let system = system([0, 50, 50, 50, 50, 0]) {
      $0.thermalUnits = [
        unit {
          $0.minimumUpHours = 4
          $0.initialState = .init(hours: -5, output: 0)
        }
      ]
      $0.renewables = [
        RenewablePlant(
          name: "wind", bus: "bus", technology: .wind, capacity: 100, availability: .series([0, 0, 1, 1, 1, 1]))
      ]
    }
    let (schedule, cost) = try solve(system, window: 2, commitment: true)
    expect(schedule.values(.thermalStatus, of: "unit"), [0, 1, 1, 1, 1, 0])
    expect(schedule.values(.thermalPower, of: "unit"), [0, 50, 40, 40, 40, 0])
    expect([cost], [170])
  }

  /// Stopped before the seam, the unit may not come back for the load behind it, which window by window is not seen.
  @Test func minimumTimeOffHoldsOverTheSeam() throws {
    let system = system([50, 0, 50, 50, 50, 50]) {
      $0.thermalUnits = [
        unit {
          $0.minimumDownHours = 3
          $0.initialState = .init(hours: 5, output: 50)
        }
      ]
    }
    let (schedule, cost) = try solve(system, window: 2, commitment: true)
    expect(schedule.values(.thermalStatus, of: "unit"), [1, 0, 0, 0, 1, 1])
    expect([cost], [150 + 100_000])
  }

  /// What a unit of unknown state did before the case holds it in no window, and its time off counts from the first step.
  @Test func unknownStatesStayFree() throws {
    let system = system([0, 0, 0, 50, 50, 50]) {
      $0.thermalUnits = [
        unit {
          $0.minimumDownHours = 6
          $0.minimumUpHours = 2
          $0.startClasses = [.init(offlineHours: 0, cost: 10), .init(offlineHours: 3, cost: 20)]
        }
      ]
    }
    let (schedule, cost) = try solve(system, window: 1, overlap: 2, commitment: true)
    expect(schedule.values(.thermalStatus, of: "unit"), [0, 0, 0, 1, 1, 1])
    expect([cost], [150 + 20])
  }

  /// Off for 3 hours before the case and for 1 or 2 in it: a hot start is cheaper than the other unit for an hour, a
  /// warm one, from 5 hours on, is dearer.
  @Test(arguments: [(1, 60.0), (2, 65)]) func startClassesCountOverSeams(off: Int, expected: Double) throws {
    let system = system(Array(repeating: 0.0, count: off) + [50]) {
      $0.thermalUnits = [
        unit {
          $0.startClasses = [.init(offlineHours: 0, cost: 10), .init(offlineHours: 5, cost: 20)]
          $0.initialState = .init(hours: -3, output: 0)
        },
        unit("other", price: 1.3) { _ in },
      ]
    }
    for window in 1...off { expect([try solve(system, window: window, commitment: true).cost], [expected]) }
  }

  /// Load jumps by 50 at the seam, and the cheap unit follows by 20 an hour.
  @Test(arguments: [false, true]) func rampsBindOverTheSeam(commitment: Bool) throws {
    let system = system([50, 50, 100, 100]) {
      $0.thermalUnits = [
        unit {
          $0.rampUp = 20
          $0.initialState = .init(hours: 5, output: 50)
        },
        unit("dear", price: 10) {
          $0.minimumOutput = 0
          $0.fuelCurve = FuelCurve(outputs: [0, 100], fuels: [0, 100])
        },
      ]
    }
    let (schedule, cost) = try solve(system, window: 2, commitment: commitment)
    expect(schedule.values(.thermalPower, of: "unit"), [50, 50, 70, 90])
    expect([cost], [50 + 50 + 70 + 300 + 90 + 100])
  }

  /// Output at the seam is within the shut-down ramp, but not with the reserve promised above it: the unit stays on for
  /// one step more.
  @Test func reserveBeforeTheSeamCountsForGoingOff() throws {
    let system = system([40, 40, 0, 0]) {
      $0.thermalUnits = [
        unit {
          $0.shutDownRamp = 50
          $0.initialState = .init(hours: 5, output: 40)
        }
      ]
      $0.storages = [Storage(name: "sink", bus: "bus", chargeCapacity: 50, dischargeCapacity: 0, energyCapacity: 500)]
      $0.storages[0].initialEnergy = 0
      $0.storages[0].endLevel = .free
      $0.storages[0].givesReserve = false
      $0.reserves = [
        ReserveRule(name: "up", direction: .up, requirement: .series([30, 30, 0, 0]), shortfallPrice: 500)
      ]
    }
    let (schedule, _) = try solve(system, window: 2, commitment: true)
    expect(schedule.values(.thermalReserveUp, of: "unit"), [30, 30, 0, 0])
    expect(schedule.values(.thermalStatus, of: "unit"), [1, 1, 1, 0])
  }

  /// Stopped at the seam, the unit cannot be on where the case sets it on: with sight of it it stays on.
  @Test func aStopThatBreaksALaterRuleIsNamed() throws {
    let system = system([50, 0, 50, 50]) {
      $0.thermalUnits = [
        unit {
          $0.minimumDownHours = 3
          $0.mustRun = .series([1, 0, 1, 1])
          $0.initialState = .init(hours: 5, output: 50)
        }
      ]
      $0.storages = [Storage(name: "sink", bus: "bus", chargeCapacity: 50, dischargeCapacity: 0, energyCapacity: 500)]
      $0.storages[0].initialEnergy = 0
      $0.storages[0].endLevel = .free
    }
    let blind = try roll(system, window: 2, commitment: true)
    #expect(blind.status == .infeasible && blind.schedule == nil && blind.bound == -.infinity)
    let note = try #require(blind.note)
    #expect(
      note.hasPrefix("window 2 of 2, 2030-01-01T02:00+00:00 – 2030-01-01T04:00+00:00 (steps 2..<4) is infeasible"))
    #expect(note.contains("unit is set on at 2030-01-01T02:00+00:00, within its minimum time off"))
    let (schedule, _) = try solve(system, window: 2, overlap: 1, commitment: true)
    expect(schedule.values(.thermalStatus, of: "unit"), [1, 1, 1, 1])
  }

  // MARK: Stores

  /// The store gives 30 MWh of its 40 to the dear hours before the seams, and takes them back in the last hours.
  @Test func aCyclicStoreReturnsToItsStart() throws {
    let system = system([80, 80, 20, 20, 20]) {
      $0.thermalUnits = [
        unit {
          $0.minimumOutput = 0
          $0.fuelCurve = FuelCurve(outputs: [0, 50, 100], fuels: [0, 50, 300])
        }
      ]
      $0.storages = [
        Storage(
          name: "store", bus: "bus", chargeCapacity: 15, dischargeCapacity: 15, energyCapacity: 100, initialEnergy: 40)
      ]
    }
    // Unseen, the cheap hours cannot pay back: each window returns to 40.
    expect(try solve(system, window: 2).schedule.values(.storageEnergy, of: "store").suffix(1), [40])
    let (schedule, cost) = try solve(system, window: 1, overlap: 3)
    let levels = schedule.values(.storageEnergy, of: "store")
    expect(Array(levels.prefix(2)) + levels.suffix(1), [25, 10, 40])
    expect([cost], [2 * (50 + 15 * 5) + 3 * 20 + 30])
  }

  /// Where the case leaves the start to the optimum, the first window finds it and the last returns to it.
  @Test(arguments: [(2, 0, [80.0, 20, 80, 20, 80, 20]), (1, 1, [80, 20, 80, 20, 50])])
  func aFreeStartIsFoundOnce(window: Int, overlap: Int, load: [Double]) throws {
    let system = system(load) {
      $0.thermalUnits = [
        unit {
          $0.minimumOutput = 0
          $0.fuelCurve = FuelCurve(outputs: [0, 50, 100], fuels: [0, 50, 300])
        }
      ]
      $0.storages = [Storage(name: "store", bus: "bus", chargeCapacity: 30, dischargeCapacity: 30, energyCapacity: 30)]
    }
    let (schedule, cost) = try solve(system, window: window, overlap: overlap)
    expect([cost], [50 * Double(load.count)])
    expect(schedule.values(.storageEnergy, of: "store").suffix(1).map { $0 }, [30])
  }

  /// A store that must be fuller at the end fills on a straight line, because no window but the last sees the end.
  @Test func aHigherEndIsReachedOnAStraightLine() throws {
    let system = system([0, 0, 0, 0, 0, 0]) {
      $0.thermalUnits = [
        unit {
          $0.minimumOutput = 0
          $0.fuelCurve = FuelCurve(outputs: [0, 100], fuels: [0, 100])
        }
      ]
      $0.storages = [
        Storage(
          name: "store", bus: "bus", chargeCapacity: 10, dischargeCapacity: 10, energyCapacity: 100, initialEnergy: 0,
          endLevel: .atLeast(60))
      ]
    }
    expect(try solve(system, window: 1).schedule.values(.storageEnergy, of: "store"), [10, 20, 30, 40, 50, 60])
  }

  /// Two plants on one lake: its level goes over the seam, and what they gave in the week and the year with it.
  @Test func aSharedReservoirAndBudgetsHoldOverTheSeam() throws {
    let system = system([20, 20, 20, 20]) {
      $0.reservoirs = [Reservoir(name: "lake", energyCapacity: 100, initialEnergy: 50, endLevel: .free)]
      $0.storages = ["east", "west"].map { name in
        var plant = Storage(name: name, bus: "bus", chargeCapacity: 0, dischargeCapacity: 10, energyCapacity: 0)
        plant.reservoir = "lake"
        plant.budgets.energyPerWeek = 25
        return plant
      }
    }
    let (schedule, cost) = try solve(system, window: 2)
    let level = schedule.values(.storageEnergy, of: "lake")
    expect(Array(level.prefix(2)) + level.suffix(1), [30, 10, 0])
    expect([cost], [30 * 1000])
  }

  /// The plant pumps to the seam and may not generate in the step after it.
  @Test func standstillHoldsOverTheSeam() throws {
    let system = system([0, 0, 50, 50]) {
      $0.thermalUnits = [
        unit {
          $0.minimumOutput = 0
          $0.fuelCurve = FuelCurve(outputs: [0, 100], fuels: [0, 100])
          $0.availability = .series([1, 1, 0.3, 0.3])
        }
      ]
      $0.storages = [
        Storage(
          name: "plant", bus: "bus", chargeCapacity: 20, dischargeCapacity: 20, energyCapacity: 40, initialEnergy: 0,
          endLevel: .atLeast(0))
      ]
      $0.storages[0].changeoverHours = 1
      $0.storages[0].given.last = .init(isCharging: false, hoursAgo: 0)
    }
    let outcome = try roll(system, window: 2, overlap: 1, commitment: true)
    let schedule = try #require(outcome.schedule)
    #expect(schedule.values(.storageCharge, of: "plant")[0] == 0)
    #expect(audit(schedule, of: system).passed, "\(audit(schedule, of: system).violations.map(\.message))")
  }

  // MARK: Budgets and shifts

  /// From 22:00 on: two hours of the first day, four of the next, and a budget of one full hour each.
  @Test func aDayCutByTheSeamHasOneBudget() throws {
    let system = system([20, 20, 20, 20, 20, 20], from: 22) {
      $0.interruptibleLoads = [
        InterruptibleLoad(name: "mill", bus: "bus", capacity: 20, price: 5, hoursPerDay: 1)
      ]
    }
    for window in [1, 3, 4] {
      let (schedule, cost) = try solve(system, window: window)
      let interrupted = schedule.values(.interruption, of: "mill")
      expect([interrupted.prefix(2).reduce(0, +), interrupted.suffix(4).reduce(0, +)], [20, 20])
      expect([cost], [2 * 100 + 4 * 20_000])
    }
  }

  /// A window that sees only its own step spends the year at once, and the last hours find nothing left; the new year
  /// brings a new budget.
  @Test func aYearSpentEarlyIsSpent() throws {
    let start = LocalTime(year: 2029, month: 12, day: 31, hour: 18).localSeconds
    var system = system([20, 20, 20, 20, 20, 20, 20, 20]) {
      $0.interruptibleLoads = [
        InterruptibleLoad(name: "mill", bus: "bus", capacity: 20, price: 5, hoursPerYear: 1.5)
      ]
    }
    system.horizon = Horizon(start: start, utcOffsetSeconds: 0, stepMinutes: 60, count: 8)
    let (schedule, _) = try solve(system, window: 1)
    expect(schedule.values(.interruption, of: "mill"), [20, 10, 0, 0, 0, 0, 20, 10])
  }

  /// Lowered by 20 before the seam because the look ahead promises cheap hours; the next window, which sees the promise
  /// kept or not, must raise them before midnight.
  @Test func whatWasLoweredIsRaisedBeyondTheSeam() throws {
    let system = system([50, 50, 30, 30, 30, 30], from: 20) {
      $0.thermalUnits = [
        unit {
          $0.minimumOutput = 0
          $0.fuelCurve = FuelCurve(outputs: [0, 40, 100], fuels: [0, 40, 400])
        }
      ]
      $0.shiftableLoads = [ShiftableLoad(name: "cars", bus: "bus", downCapacity: 10, upCapacity: 10)]
    }
    let (schedule, cost) = try solve(system, window: 2, overlap: 2)
    expect(schedule.values(.shiftDown, of: "cars").prefix(4).map { $0 }, [10, 10, 0, 0])
    expect(schedule.values(.shiftUp, of: "cars").prefix(4).map { $0 }, [0, 0, 10, 10])
    expect([cost], [4 * 40 + 2 * 30])
    // Without sight of what comes there is nothing to gain.
    expect([try solve(system, window: 2).cost], [2 * (40 + 60) + 4 * 30])
  }

  // MARK: Ends without a schedule

  @Test func anInfeasibleWindowIsNamed() throws {
    let system = system([50, 50, 50, 50, 10, 50]) {
      $0.thermalUnits = [unit { $0.mustRun = .constant(1) }]
    }
    let outcome = try roll(system, window: 2)
    #expect(outcome.status == .infeasible && outcome.schedule == nil && outcome.objective == nil)
    #expect(outcome.note?.hasPrefix("window 3 of 3, 2030-01-01T04:00+00:00 – ") == true, "\(outcome.note ?? "")")
  }

  @Test func stopsSayHowFarTheyCame() throws {
    let system = system([50, 50, 50, 50, 50, 50]) { $0.thermalUnits = [unit { _ in }] }
    let cancellation = Cancellation()
    let phases = Phases()
    let options = SolveOptions(
      cancellation: cancellation,
      progress: { progress in
        phases.add(progress)
        if progress.phase.hasPrefix("window 2") { cancellation.cancel() }
      })
    let outcome = try RollingHorizonMethod(system, window: 2, overlap: 0, options: options).solve()
    #expect(outcome.status == .stoppedWithoutSolution && outcome.stopReason == .cancelled)
    #expect(outcome.schedule == nil && outcome.bound == -.infinity)
    let note = try #require(outcome.note)
    #expect(note.contains(" window 3 of 3") || note.contains(" window 2 of 3"), "\(note)")
    #expect(phases.all.contains { $0.phase.hasPrefix("window 1 of 3: ") })
    #expect(phases.all.allSatisfy { $0.bound == nil && $0.incumbent == nil })

    let late = try RollingHorizonMethod(system, window: 2, overlap: 0, options: SolveOptions(timeLimit: 1e-9)).solve()
    #expect(late.status == .stoppedWithoutSolution && late.stopReason == .timeLimit)
    #expect(late.note?.hasPrefix("stopped before window 1 of 3") == true)
  }
}

/// What a solve reported.
private final class Phases: Sendable {
  private let reports = Mutex<[SolveProgress]>([])

  func add(_ progress: SolveProgress) { reports.withLock { $0.append(progress) } }
  var all: [SolveProgress] { reports.withLock { $0 } }
}
