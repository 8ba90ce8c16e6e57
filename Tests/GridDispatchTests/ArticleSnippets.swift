import Foundation
import GridDispatch
import SeedsAndSnapshots
import Testing

/// The code of the articles and of README.md, run. What stands between `// snippet` and `// end` is, in order, a code
/// block there, word by word, besides its imports: see `ArticleTests`.
@Suite struct ArticleSnippets {
  /// Paths in snippets are those of the package's folder.
  init() throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
    try #require(FileManager.default.changeCurrentDirectoryPath(package.path))
  }

  @Test func readme() throws {
    // snippet
    let system = try PowerSystem(contentsOf: URL(filePath: "Cases/taiyuan-2030")).restricted(to: 4300..<4468)
    let result = try system.solve(SolveOptions(gap: 1e-4))
    guard let cost = result.cost, let gap = result.gap else { throw ResultError.noSchedule(result.status) }
    print("\(cost) \(system.currency), at most \(gap * 100) % above the optimum, audited: \(result.passedAudit)")
    let price = try result.prices(at: "taiyuan")
    let output = try result.values(.thermalPower, of: system.thermalUnits[0].name)
    print("first hour: \(price[0]) \(system.currency)/MWh, \(output[0]) MW")
    print("coal rate: \(result.indicators?.coalRate ?? 0) gce/kWh")
    try result.write(to: URL.temporaryDirectory.appending(path: "taiyuan-results"), replacing: true)
    // end
    #expect(result.passedAudit && gap <= 1e-4 && price.count == 168 && output.count == 168)
  }

  private func village() throws -> PowerSystem {
    // snippet
    let day = Horizon(from: LocalTime(year: 2030, month: 7, day: 1), utcOffsetHours: 8, count: 24)
    let sun = (0..<24).map { max(0, sin(Double($0 - 6) / 12 * .pi)) }
    let system = PowerSystem(
      name: "village", horizon: day,
      buses: [Bus(name: "village", load: .constant(100))],
      thermalUnits: [
        ThermalUnit(
          name: "coal", bus: "village", capacity: 120, minimumOutput: 40,
          fuelCurve: FuelCurve(coalRate: 310, minimumOutput: 40, capacity: 120), fuelPrice: 900)
      ],
      renewables: [
        RenewablePlant(name: "roofs", bus: "village", technology: .solar, capacity: 150, availability: .series(sun))
      ],
      storages: [
        Storage(
          name: "battery", bus: "village", chargeCapacity: 50, dischargeCapacity: 50, energyCapacity: 200,
          chargeEfficiency: 0.95, dischargeEfficiency: 0.95)
      ])
    let result = try system.solve(SolveOptions(gap: 0))
    // end
    #expect(result.status == .optimal && result.passedAudit)
    return system
  }

  @Test func buildingASystem() throws {
    let system = try village()
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    // snippet
    try writeCase(system, to: folder)
    let again = try PowerSystem(contentsOf: folder)
    // end
    #expect(again == system)
  }

  @Test func variants() throws {
    let system = try village()
    // snippet
    var larger = system
    larger.storages[0].energyCapacity = 400
    let before = try system.solve(SolveOptions(gap: 0))
    let after = try larger.solve(SolveOptions(gap: 0))
    let saved = (before.cost ?? 0) - (after.cost ?? 0)
    // end
    #expect(saved > 0)
  }

  @Test func loading() throws {
    // snippet
    let (system, findings) = readSystem(at: URL(filePath: "Cases/tiny-network"))
    for finding in findings where finding.severity == .warning { print(finding) }
    guard let system else { return }
    // end
    #expect(system.lines.count > 1)
    // snippet
    do {
      _ = try PowerSystem(contentsOf: URL(filePath: "Cases/no-such-case"))
    } catch {
      for finding in error.findings { print(finding.file, finding.line, finding.column, finding.message) }
    }
    // end
  }

  @Test func reading() throws {
    let system = try village()
    let result = try system.solve(SolveOptions(gap: 0))
    // snippet
    let prices = try result.prices(at: "village")
    let charge = try result.values(.storageCharge, of: "battery")
    for step in 0..<system.horizon.count where charge[step] > 0 {
      print(system.horizon.timestamp(step), charge[step], "MW at", prices[step])
    }
    // end
    #expect(charge.contains { $0 > 0 })
    // snippet
    do {
      _ = try result.values(.thermalPower, of: "coall")
    } catch {
      print(error)  // thermal-power: no component "coall"; did you mean "coal"?
    }
    // end
    #expect(
      throws: ResultError.unknownName("coall", quantity: "thermal-power", nearest: "coal"),
      performing: { try result.values(.thermalPower, of: "coall") })
    // snippet
    if let indicators = result.indicators {
      print(indicators.newEnergy?.utilisationPercent ?? 100, "% of wind and sun used")
      print(indicators.coalRate ?? 0, "gce/kWh,", indicators.co2, "t of CO2")
    }
    print(result.summary.cost?.fuel ?? 0, "for fuel")
    // end
    #expect(result.indicators?.newEnergy != nil)
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    // snippet
    try result.write(to: folder)
    let page = try reportPage(of: folder, language: .english)
    try page.write(to: folder.appending(path: "report.html"), options: .atomic)
    let (summary, schedule) = try readResults(at: folder, system: system)
    // end
    #expect(summary.caseName == "village" && schedule == result.outcome.schedule?.asWritten)
  }

  @Test func proving() throws {
    let system = try village()
    // snippet
    let result = try system.solve(SolveOptions(gap: 1e-6))
    guard let schedule = result.outcome.schedule, let cost = result.cost else { return }
    print("no schedule costs less than \(result.bound); this one costs \(cost)")
    let report = audit(schedule, of: system, reportedObjective: cost)
    for violation in report.violations { print(violation.message) }
    let bound = provenBound(by: schedule, of: system)
    // end
    #expect(report.passed && abs((bound ?? 0) - cost) <= 1e-6 * cost)
    // snippet
    let cancellation = Cancellation()
    let options = SolveOptions(
      commitment: true, gap: 1e-3, timeLimit: 60, cancellation: cancellation,
      progress: { progress in print(progress.phase, progress.gap ?? .infinity) })
    let committed = try system.solve(options)
    switch committed.status {
    case .optimal, .feasible: print("solved")
    case .stoppedWithSolution: print("stopped at a gap of", committed.gap ?? .infinity)
    case .infeasible: print(committed.outcome.infeasibility?.changes ?? [])
    case .unbounded, .stoppedWithoutSolution: print("no schedule")
    }
    // end
    #expect(committed.passedAudit)
    // snippet
    let windows = try system.solve(by: .rolling(windowHours: 12, overlapHours: 6))
    // end
    #expect(windows.passedAudit && (windows.cost ?? 0) >= result.bound)
  }
}
