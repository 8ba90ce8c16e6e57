import DispatchFormulation
import GridModel
import SeedsAndSnapshots
import SolutionMethods
import Testing

@testable import CaseFiles

/// Random systems of what PyPSA has components for: through a PyPSA network and back they cost the same, and their dispatch
/// adds up there.
@Suite struct PyPSAExportTests {
  /// The part of a system that a PyPSA network can hold.
  private func held(_ system: PowerSystem, commitment: Bool) -> PowerSystem {
    var held = system
    (held.shiftableLoads, held.vehicleFleets, held.reserves, held.rules, held.interfaces) = ([], [], [], [], [])
    for i in held.interruptibleLoads.indices {
      let load = held.interruptibleLoads[i]
      held.interruptibleLoads[i] = InterruptibleLoad(
        name: load.name, bus: load.bus, capacity: load.capacity, price: load.price)
    }
    for i in held.thermalUnits.indices {
      held.thermalUnits[i].deepRegulation = .init()
      held.thermalUnits[i].startLimits = .init()
      guard case .series = held.thermalUnits[i].mustRun else { continue }
      held.thermalUnits[i].mustRun = .constant(0)
    }
    for i in held.thermalUnits.indices {
      // Held at its minimum output only where that is there in every step.
      let unit = held.thermalUnits[i]
      let least = (unit.availability.range?.lowerBound ?? 0) * unit.capacity
      if least < unit.minimumOutput { held.thermalUnits[i].mustRun = .constant(0) }
    }
    for i in held.storages.indices {
      held.storages[i].bothAtOnce = true
      held.storages[i].budgets = .init()
      if case .atLeast = held.storages[i].endLevel { held.storages[i].endLevel = .free }
    }
    for i in held.reservoirs.indices {
      if case .atLeast = held.reservoirs[i].endLevel { held.reservoirs[i].endLevel = .free }
    }
    for i in held.lines.indices {
      held.lines[i].isSecured = false
      if held.network == .dc, held.lines[i].reactance != nil {
        held.lines[i].loss = nil
        held.lines[i].reverseCapacity = held.lines[i].capacity
      }
    }
    held.processes = held.processes.filter { process in
      process.ports.contains { port in
        guard case .constant(let rate) = port.rate else { return false }
        return process.ports.count == 1 ? rate != 0 : rate < 0
      }
    }
    if commitment { held = committed(held) }
    return held
  }

  /// Units as PyPSA commits them: straight cost, one cost of starting, a known state and times in whole steps.
  private func committed(_ system: PowerSystem) -> PowerSystem {
    var held = system
    for i in held.thermalUnits.indices {
      var unit = held.thermalUnits[i]
      let curve = unit.fuelCurve
      let (last, hours) = (curve.outputs.count - 1, held.horizon.stepHours)
      unit.fuelCurve =
        last == 0
        ? curve
        : FuelCurve(outputs: [curve.outputs[0], curve.outputs[last]], fuels: [curve.fuels[0], curve.fuels[last]])
      unit.startClasses = unit.startClasses.first.map { [$0] } ?? []
      (unit.mustRun, unit.availability) = (.constant(0), .constant(1))
      (unit.rampUp, unit.rampDown, unit.startUpRamp, unit.shutDownRamp) = (.infinity, .infinity, .infinity, .infinity)
      unit.minimumUpHours = (unit.minimumUpHours / hours).rounded() * hours
      unit.minimumDownHours = (unit.minimumDownHours / hours).rounded() * hours
      let state = unit.initialState ?? .init(hours: -1, output: 0)
      unit.initialState = .init(hours: (state.hours < 0 ? -2 : 3) * hours, output: state.hours < 0 ? 0 : state.output)
      held.thermalUnits[i] = unit
    }
    return held
  }

  private func check(_ seeds: Range<Int>, commitment: Bool = false, _ wish: RandomSystems.Wish) throws -> Int {
    var solved = 0
    for seed in seeds {
      let system = held(RandomSystems.system(seed: seed, wish), commitment: commitment)
      let options = SolveOptions(commitment: commitment, gap: 1e-9, timeLimit: 20)
      func solve(_ system: PowerSystem) throws -> DispatchOutcome {
        try MonolithicMethod(DispatchProgram(system, options: .init(commitment: commitment)), options: options).solve()
      }
      let outcome = try solve(system)
      guard let objective = outcome.objective, outcome.status == .optimal else { continue }
      let network = PyPSAExport(system, schedule: outcome.schedule, commitment: commitment)
      #expect(network.findings.allSatisfy { $0.code == .assumption }, "seed \(seed): \(network.findings)")
      #expect(network.largestImbalance < 1e-6, "seed \(seed): \(network.largestImbalance)")
      try withTemporaryFolder { parent in
        let folder = parent.appending(path: "network")
        try network.write(to: folder)
        let (read, findings) = readSystem(at: folder)
        guard let read else {
          Issue.record("seed \(seed): \(findings.filter { $0.severity == .error })")
          return
        }
        let again = try solve(read)
        let total = (again.objective ?? .nan) + network.constantCost
        #expect(areClose(total, objective, 1e-6), "seed \(seed): \(total), not \(objective)")
      }
      solved += 1
    }
    return solved
  }

  @Test func dispatchKeepsItsCost() throws {
    let wish = RandomSystems.Wish(steps: 2...5)
    #expect(try check(seeds(40), wish) > seeds(40).count / 2)
  }

  @Test func waterAndProcessesKeepTheirCost() throws {
    let wish = RandomSystems.Wish(steps: 2...4, hasWater: true, hasProcesses: true)
    #expect(try check(seeds(30), wish) > seeds(30).count / 3)
  }

  @Test func commitmentKeepsItsCost() throws {
    let wish = RandomSystems.Wish(steps: 2...5, hasCommitmentData: true)
    #expect(try check(seeds(20), commitment: true, wish) > seeds(20).count / 3)
  }
}

extension PyPSAExport {
  /// MW by which the results of the components miss the balance of a bus, at most.
  fileprivate var largestImbalance: Double {
    var sums: [String: [Double]] = [:]
    func add(_ row: PyPSATable.Row, _ power: String, to bus: String, _ factor: Double) {
      guard let values = row.series[power], !(row[bus] as String).isEmpty else { return }
      sums[row[bus], default: Array(repeating: 0, count: steps)] =
        zip(sums[row[bus]] ?? Array(repeating: 0, count: steps), values).map { $0 + factor * $1 }
    }
    for row in lists.generators.rows { add(row, "p", to: "bus", row.cells["sign"] == nil ? 1 : row["sign"]) }
    for row in lists.storageUnits.rows + lists.stores.rows { add(row, "p", to: "bus", 1) }
    for row in lists.loads.rows { add(row, "p", to: "bus", -1) }
    for row in lists.lines.rows + lists.links.rows {
      for port in 0...3 { add(row, "p\(port)", to: "bus\(port)", -1) }
    }
    return sums.values.joined().map(abs).max() ?? 0
  }
}
