import DispatchFormulation
import Foundation
import GridModel
import LinearOptimization
import Schedules
import SeedsAndSnapshots
import SolutionMethods
import Testing

@testable import YearSystems

/// Each parameter does what it says, in the optimal dispatch that GLPK finds.
@Suite struct YearSystemDispatchTests {
  private func solve(_ year: YearSystem) throws -> (system: PowerSystem, schedule: Schedule, cost: Double) {
    try solve(year.system())
  }

  private func solve(_ system: PowerSystem) throws -> (system: PowerSystem, schedule: Schedule, cost: Double) {
    let program = DispatchProgram(system)
    let solution = try LinearOptimization.solve(program.model)
    try #require(solution.status == .optimal)
    var schedule = program.schedule(columnValues: solution.columnValues)
    program.addPrices(rowDuals: solution.rowDuals, to: &schedule)
    // The linear program lets a store charge and discharge at once where energy is worth nothing or less.
    let broken = audit(schedule, of: system, reportedObjective: solution.objective).counts
    #expect(broken.keys.allSatisfy { $0 == .storageSimultaneous }, "\(broken)")
    return (system, schedule, solution.objective)
  }

  private func sum(_ schedule: Schedule, _ quantity: Quantity) -> Double {
    schedule[quantity]?.values.reduce(0, +) ?? 0
  }

  /// Largest difference of price between zones in a step.
  private func separation(_ schedule: Schedule) throws -> Double {
    let prices = try #require(schedule[.price])
    return (0..<prices.count).map { t in
      let step = prices.names.indices.map { prices.values[$0 * prices.count + t] }
      return (step.max() ?? 0) - (step.min() ?? 0)
    }.max() ?? 0
  }

  @Test(arguments: YearFamily.allCases) func everyFamilyIsFeasible(family: YearFamily) throws {
    for seed in seeds(family == .scenario ? 10 : 1, as: UInt64.self) {
      _ = try solve(YearSystem(family, seed: seed, hours: family == .quarterHours ? 24 : 48, units: 8))
    }
  }

  @Test func baseFamilyServesItsLoad() throws {
    let (_, schedule, _) = try solve(YearSystem(.oneZone, seed: 1, hours: 96, units: 12))
    #expect(sum(schedule, .unservedEnergy) == 0)
  }

  @Test func rampsBind() throws {
    let year = YearSystem(seed: 1, hours: 72, units: 10)
    var free = year.system()
    for index in free.thermalUnits.indices {
      free.thermalUnits[index].rampUp = .infinity
      free.thermalUnits[index].rampDown = .infinity
    }
    let slow = YearSystem(seed: 1, hours: 72, units: 10) { $0.rampPerHour = 0.06 }
    let costs = try [solve(free).cost, solve(year).cost, solve(slow).cost]
    #expect(costs[0] < costs[1] - 1 && costs[1] < costs[2] - 1)
  }

  @Test func scarcityShedsLoad() throws {
    let (_, schedule, _) = try solve(YearSystem(.scarce, seed: 2, hours: 48, units: 8))
    #expect(sum(schedule, .unservedEnergy) > 1)
    #expect(try #require(schedule[.price]).values.max() ?? 0 > 9_999)
  }

  @Test func surplusMakesPricesNegative() throws {
    let year = YearSystem(.negativePrices, seed: 2, hours: 72, units: 8)
    let (system, schedule, _) = try solve(year)
    #expect(system.renewables.contains { !$0.isCurtailable })
    let prices = try #require(schedule[.price]).values
    #expect(abs((prices.min() ?? 0) + year.curtailmentPrice) < 1e-6)
    #expect(prices.max() ?? 0 > 200)
  }

  @Test func congestionSeparatesPrices() throws {
    let wide = YearSystem(.fourZones, seed: 4, hours: 48, units: 12).with { $0.lineFactor = 5 }
    #expect(try separation(solve(wide).schedule) < 1e-6)
    #expect(try separation(solve(YearSystem(.congested, seed: 4, hours: 48, units: 12)).schedule) > 100)
  }

  @Test func voltageLawCostsSomething() throws {
    let meshed = YearSystem(.meshed, seed: 4, hours: 48, units: 12)
    let transport = try solve(meshed.with { $0.network = .transport })
    #expect(try solve(meshed).cost > transport.cost + 1)
  }

  @Test func storesHoldWhatTheyShould() throws {
    let year = YearSystem(.seasonalStorage, seed: 1, hours: 48, units: 8)
    let (system, schedule, cost) = try solve(year)
    #expect(system.storages.map { ($0.energyCapacity / $0.dischargeCapacity).rounded() } == [1, 24, 150, 500])
    #expect(sum(schedule, .storageDischarge) > 0)
    let leaking = year.with {
      $0.selfDischarge = 0.002
      $0.startsHalfFull = true
    }
    #expect(try solve(leaking).cost > cost + 1)
  }

  @Test func interruptibleBudgetsBind() throws {
    let yearly = YearSystem(seed: 3, hours: 72, units: 8) {
      $0.interruptionPrice = 100
      $0.interruptibleHoursPerYear = 10
    }
    let (system, schedule, _) = try solve(yearly)
    let load = system.interruptibleLoads[0]
    #expect(abs(sum(schedule, .interruption) - 10 * load.capacity) < 1e-6 * load.capacity)

    let daily = try solve(
      yearly.with {
        $0.interruptibleHoursPerYear = .infinity
        $0.interruptibleHoursPerDay = 3
      })
    let interrupted = daily.schedule.values(.interruption, of: load.name)
    for day in daily.system.horizon.days {
      #expect(abs(interrupted[day].reduce(0, +) - 3 * load.capacity) < 1e-6 * load.capacity)
    }
  }

  @Test func reservesBindOrAreSlack() throws {
    let none = YearSystem(seed: 5, hours: 48, units: 10)
    let cost = try solve(none).cost
    let slack = try solve(none.with { $0.reserveUp = 0.01 })
    #expect(abs(slack.cost - cost) < 1e-7 * cost)
    let binding = none.with {
      $0.reserveUp = 0.1
      $0.reserveLimit = 0.1
      $0.storesGiveReserve = false
    }
    #expect(try solve(binding).cost > cost + 1)
  }

  @Test func unitsSetOnStayAboveTheirMinimum() throws {
    let (system, schedule, cost) = try solve(YearSystem(.setOn, seed: 6, hours: 48, units: 8))
    let power = try #require(schedule[.thermalPower])
    for (index, unit) in system.thermalUnits.enumerated() {
      #expect(power.column(index).min() ?? 0 >= unit.minimumOutput - 1e-6)
    }
    var free = system
    for index in free.thermalUnits.indices { free.thermalUnits[index].mustRun = .constant(0) }
    #expect(try solve(free).cost < cost - 1)
  }

  @Test func winterEndsInMarch() {
    let system = YearSystem(seed: 1, hours: 8760, units: 4) { $0.setOn = .winter }.system()
    let on = system.thermalUnits[0].mustRun.values(count: 8760)
    let winterHours = 24.0 * (73 + 47)
    #expect(on.reduce(0, +) == winterHours)
    #expect(on[24 * 73 - 1] == 1 && on[24 * 73] == 0)
    #expect(system.thermalUnits[1].mustRun == .constant(0))
  }

  @Test func outagesTakeUnitsAway() throws {
    let year = YearSystem(seed: 1, hours: 1000, units: 20) { $0.hasOutages = true }
    let parts = year.system().thermalUnits.flatMap { $0.availability.values(count: 1000) }
    let out = Double(parts.count { $0 == 0 }) / Double(parts.count)
    #expect((0.03...0.15).contains(out))
  }

  @Test func exportsLeaveTheFirstZone() throws {
    let system = YearSystem(seed: 1, hours: 24, units: 8) { $0.export = -0.3 }.system()
    let load = system.buses[0].load.values(count: 24)
    let schedule = system.exportChannels[0].schedule.values(count: 24)
    #expect(zip(load, schedule).allSatisfy { abs(0.3 * $0 + $1) <= 0.0501 })
  }
}
