import DispatchFormulation
import GridModel
import LinearOptimization
import SeedsAndSnapshots
import SolutionMethods
import Testing

/// Data that is constant within the hour costs the same in steps of 60, 30 and 15 minutes.
@Suite struct StepLengthTests {
  private func refined(_ series: HourlySeries, _ parts: Int) -> HourlySeries {
    guard case .series(let values) = series else { return series }
    return .series(values.flatMap { Array(repeating: $0, count: parts) })
  }

  private func refined(_ system: PowerSystem, minutes: Int) -> PowerSystem {
    let parts = 60 / minutes
    var fine = system
    fine.horizon = Horizon(
      start: system.horizon.start, utcOffsetSeconds: system.horizon.utcOffsetSeconds, stepMinutes: minutes,
      count: system.horizon.count * parts)
    for i in fine.buses.indices { fine.buses[i].load = refined(fine.buses[i].load, parts) }
    for i in fine.thermalUnits.indices {
      fine.thermalUnits[i].availability = refined(fine.thermalUnits[i].availability, parts)
      fine.thermalUnits[i].mustRun = refined(fine.thermalUnits[i].mustRun, parts)
    }
    for i in fine.renewables.indices {
      fine.renewables[i].availability = refined(fine.renewables[i].availability, parts)
    }
    for i in fine.exportChannels.indices {
      fine.exportChannels[i].schedule = refined(fine.exportChannels[i].schedule, parts)
    }
    for i in fine.vehicleFleets.indices {
      let fleet = system.vehicleFleets[i]
      // Who comes in an hour comes with its first part, and who leaves does with its last.
      func placed(_ series: HourlySeries, at part: Int) -> HourlySeries {
        .series(
          series.values(count: system.horizon.count).flatMap { value in
            (0..<parts).map { $0 == part ? value : 0 }
          })
      }
      fine.vehicleFleets[i].arrivals = placed(fleet.arrivals, at: 0)
      fine.vehicleFleets[i].departures = placed(fleet.departures, at: parts - 1)
      fine.vehicleFleets[i].need = refined(fleet.need, parts)
    }
    for rule in fine.rules.indices {
      guard let window = fine.rules[rule].outage?.window else { continue }
      fine.rules[rule].outage?.window = window.lowerBound * parts..<window.upperBound * parts
    }
    for i in fine.storages.indices {
      fine.storages[i].inflow = refined(fine.storages[i].inflow, parts)
      let window = fine.storages[i].window
      func spread(_ series: HourlySeries, _ free: Double) -> HourlySeries {
        guard case .series(let values) = series else { return series }
        // Within the hour a level is free.
        return .series(values.flatMap { Array(repeating: free, count: parts - 1) + [$0] })
      }
      fine.storages[i].window = LevelWindow(
        lowest: spread(window.lowest, 0), highest: spread(window.highest, .infinity))
      fine.storages[i].minimumDischarge = refined(fine.storages[i].minimumDischarge, parts)
    }
    for i in fine.reservoirs.indices { fine.reservoirs[i].inflow = refined(fine.reservoirs[i].inflow, parts) }
    for i in fine.reserves.indices { fine.reserves[i].requirement = refined(fine.reserves[i].requirement, parts) }
    return fine
  }

  /// Hourly, without what does not scale: ramps between steps, levels that decay within the hour, and reserve that stores
  /// and vehicles must hold at the end of every step.
  private func hourlySystem(_ seed: Int, hasCommitmentData: Bool = false, hasExpansions: Bool = false) -> PowerSystem {
    let wish = RandomSystems.Wish(
      steps: 2...4, units: 1...2, buses: 1...2, stepMinutes: [60], hasCommitmentData: hasCommitmentData,
      hasWater: seed % 2 == 1, hasDeepStages: seed % 3 == 0, hasExpansions: hasExpansions)
    var system = RandomSystems.system(seed: seed, wish)
    for i in system.thermalUnits.indices {
      system.thermalUnits[i].rampUp = .infinity
      system.thermalUnits[i].rampDown = .infinity
      system.thermalUnits[i].deepRegulation.withoutOil?.ramp = .infinity
      system.thermalUnits[i].deepRegulation.withOil?.ramp = .infinity
    }
    for i in system.shiftableLoads.indices { system.shiftableLoads[i].ramp = .infinity }
    for i in system.storages.indices {
      system.storages[i].selfDischargePerHour = 0
      system.storages[i].givesReserve = false
    }
    for i in system.reservoirs.indices { system.reservoirs[i].selfDischargePerHour = 0 }
    for i in system.vehicleFleets.indices { system.vehicleFleets[i].givesReserve = false }
    return system
  }

  @Test func dispatchCostsTheSame() throws {
    var optimal = 0
    for seed in seeds(60) {
      var system = hourlySystem(seed, hasExpansions: seed % 2 == 0)
      if seed % 3 == 1 { system = system.withReserveProducts(seed: seed) }
      if seed % 3 == 2 { system = system.withRules(seed: seed) }
      let hourly = try solve(DispatchProgram(system).model)
      for minutes in [30, 15] {
        let fine = try solve(DispatchProgram(refined(system, minutes: minutes)).model)
        #expect(fine.status == hourly.status, "seed \(seed)")
        guard hourly.status == .optimal else { continue }
        optimal += 1
        #expect(areClose(fine.objective, hourly.objective), "seed \(seed): \(fine.objective), not \(hourly.objective)")
      }
    }
    #expect(optimal > seeds(60).count / 2)
  }

  /// Switching in the middle of an hour may only save.
  @Test func commitmentCostsNoMoreInShorterSteps() throws {
    for seed in seeds(25) {
      let system = hourlySystem(seed, hasCommitmentData: true)
      func cost(_ system: PowerSystem) throws -> DispatchOutcome {
        let program = DispatchProgram(system, options: .init(commitment: true))
        return try MonolithicMethod(program, options: SolveOptions(commitment: true, gap: 1e-7, timeLimit: 20)).solve()
      }
      guard let hourly = try cost(system).objective else { continue }
      let fine = try #require(try cost(refined(system, minutes: 30)).objective)
      #expect(fine <= hourly + 1e-6 * max(1000, abs(hourly)), "seed \(seed): \(fine), more than \(hourly)")
    }
  }
}
