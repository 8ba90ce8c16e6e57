import CaseFiles
import DispatchFormulation
import Foundation
import GridModel
import LevelProgram
import LinearOptimization
import PeakShaving
import SolutionMethods

/// Measures the peak-shaving core on the load of a case: years, growing horizons, GLPK beside it, frontier, scenarios.
///
///     swift run -c release PeakShavingBenchmark [CASE] [years|growth [HOURS]|glpk|frontier|samples [NUMBER]]
///
/// CPU seconds of one thread; the best of some repeats where an answer takes milliseconds.
@main
struct PeakShavingBenchmark {
  static func main() throws {
    let folder = CommandLine.arguments.dropFirst().first ?? "Cases/taiyuan-2030"
    guard let system = readCase(at: URL(fileURLWithPath: folder)).system else {
      throw CaseError.file(path: folder, reason: "the case has errors")
    }
    print("load of \(folder), CPU time of one thread\n")
    let part = CommandLine.arguments.dropFirst(2).first
    func isAsked(_ name: String) -> Bool { part == nil || part == name }
    if isAsked("years") { years(system) }
    let number = CommandLine.arguments.dropFirst(3).first.flatMap { Int($0) }
    // One length by itself is built in a process that has built none before.
    if isAsked("growth") { growth(system, hours: number.map { [$0] } ?? [168, 744, 2190, 8760, 26_280, 87_600]) }
    if isAsked("glpk") { try besideGLPK(system) }
    if isAsked("frontier") { frontier(system) }
    if isAsked("samples") {
      samples(system, count: number ?? 10_000)
    }
  }

  /// Eight or sixteen resources that together take a part of the peak: storages of 1 to 8 h, calls of 3 to 6 h a day,
  /// and, if asked for, loads that move within the day in place of two of the calls.
  static func fleet(_ part: Double, of peak: Double, count: Int, shiftable: Bool, over horizon: Horizon)
    -> [EnergyEnvelope]
  {
    let each = part * peak / Double(count)
    let hours = [6.0, 2, 1, 4, 8, 3, 5, 2.5]
    return (0..<count).map { i in
      let power = each * (0.7 + 0.6 * Double(i % 5) / 4)
      if i % 8 < 5 {
        return EnergyEnvelope(
          Storage(
            name: "store-\(i)", bus: "", chargeCapacity: 0.9 * power, dischargeCapacity: power,
            energyCapacity: power * hours[(i + i / 8) % 8], chargeEfficiency: 0.93 - 0.01 * Double(i % 3),
            dischargeEfficiency: 0.94, selfDischargePerHour: i % 2 == 0 ? 2e-5 : 0), over: horizon)
      }
      if shiftable, i % 8 > 5 {
        return EnergyEnvelope(
          ShiftableLoad(name: "shift-\(i)", bus: "", downCapacity: power, upCapacity: 1.5 * power), over: horizon)
      }
      return EnergyEnvelope(
        InterruptibleLoad(name: "call-\(i)", bus: "", capacity: power, price: 0, hoursPerDay: 3 + Double(i % 4)),
        over: horizon)
    }
  }

  static func years(_ system: PowerSystem) {
    print("## A year, to 1e-6\n")
    print("| resources | part of peak | solve, ms | build, ms | windows solved | their hours × iterations | gap |")
    print("|---|---|---|---|---|---|---|")
    let load = system.unmanagedLoad
    let peak = load.max() ?? 0
    for (count, part, shiftable) in [
      (8, 0.1, false), (8, 0.15, false), (8, 0.2, false), (8, 0.3, true), (8, 0.4, true), (16, 0.2, false),
      (16, 0.3, true),
    ] {
      let envelopes = fleet(part, of: peak, count: count, shiftable: shiftable, over: system.horizon)
      let (build, problem) = best(5) { PeakShavingProblem(load: load, stepHours: 1, envelopes: envelopes) }
      let solver = PeakShavingSolver(problem)
      let (seconds, answer) = best(9) { solver.solve() }
      let name = "\(count)\(shiftable ? ", some shiftable" : "")"
      printRow([
        name, "\(Int(part * 100)) %", milliseconds(seconds), milliseconds(build),
        "\(answer.effort.windowSolves)", "\(answer.effort.stepIterations)", answer.relativeGap.formatted,
      ])
    }
    print()
  }

  static func growth(_ system: PowerSystem, hours lengths: [Int]) {
    print("## Growth with the hours, 8 resources of 20 % of the peak\n")
    print("| hours | solve, ms | build at first, ms | page faults | build again, ms | page faults | gap |")
    print("|---|---|---|---|---|---|---|")
    let year = system.unmanagedLoad
    let peak = year.max() ?? 0
    for hours in lengths {
      let load: [Double] = (0..<hours).map { t in
        let growth = 1 + 0.001 * Double(t / year.count)
        return year[t % year.count] * growth
      }
      let horizon = Horizon(
        start: system.horizon.start, utcOffsetSeconds: system.horizon.utcOffsetSeconds, stepMinutes: 60, count: hours)
      let envelopes = fleet(0.2, of: peak, count: 8, shiftable: false, over: horizon)
      // The arrays of the problem and those of the solver. The first time no repeat has left memory behind.
      func build() -> (seconds: Double, faults: Int, solver: PeakShavingSolver) {
        let (start, before) = (processorSeconds, pageFaults)
        let solver = PeakShavingSolver(PeakShavingProblem(load: load, stepHours: 1, envelopes: envelopes))
        return (processorSeconds - start, pageFaults - before, solver)
      }
      let first = build()
      var again = build()
      for _ in 0..<5 {
        let next = build()
        if next.seconds < again.seconds { again = next }
      }
      let (seconds, answer) = best(5) { first.solver.solve() }
      printRow([
        "\(hours)", milliseconds(seconds), milliseconds(first.seconds), "\(first.faults)",
        milliseconds(again.seconds), "\(again.faults)", answer.relativeGap.formatted,
      ])
    }
    print()
  }

  /// Pages that the process has touched for the first time.
  private static var pageFaults: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_minflt
  }

  static func besideGLPK(_ system: PowerSystem) throws {
    print("## The same question as a linear program in GLPK, 744 h\n")
    print("| resources | core, ms | GLPK, ms | ratio | difference of the levels | dispatch LP, ms | ratio |")
    print("|---|---|---|---|---|---|---|")
    let first = max(0, system.horizon.count - 744)
    let part = system.restricted(to: first..<system.horizon.count)
    let load = part.unmanagedLoad
    let begin = processorSeconds
    let outcome = try MonolithicMethod(DispatchProgram(part), options: SolveOptions()).solve()
    let dispatch = processorSeconds - begin
    let peak = load.max() ?? 0
    for (name, envelopes) in [
      ("8", fleet(0.2, of: peak, count: 8, shiftable: false, over: part.horizon)),
      ("8, some shiftable", fleet(0.3, of: peak, count: 8, shiftable: true, over: part.horizon)),
      ("the case's own", own(part)),
    ] {
      let problem = PeakShavingProblem(load: load, stepHours: 1, envelopes: envelopes)
      let solver = PeakShavingSolver(problem)
      let (ours, answer) = best(9) { solver.solve() }
      let model = levelProgram(load: load, stepHours: 1, envelopes: problem.envelopes)
      let start = processorSeconds
      let reference = try solve(model)
      let theirs = processorSeconds - start
      let difference = (answer.level - reference.objective) / abs(reference.objective)
      printRow([
        name, milliseconds(ours), milliseconds(theirs), "\(Int(theirs / ours))", difference.formatted,
        milliseconds(dispatch), "\(Int(dispatch / ours))",
      ])
    }
    print("\nThe dispatch LP of the case over the same hours, in GLPK: \(outcome.status).\n")
  }

  static func frontier(_ system: PowerSystem) {
    print("## Frontier of 60 × 40 storage sizes, a year each, to 1e-4\n")
    print("| beside | seconds | solves | widest gap |\n|---|---|---|---|")
    let load = system.unmanagedLoad
    let peak = load.max() ?? 0
    let added = EnergyEnvelope(
      Storage(
        name: "added", bus: "", chargeCapacity: 1, dischargeCapacity: 1, energyCapacity: 1, chargeEfficiency: 0.94,
        dischargeEfficiency: 0.94), over: system.horizon)
    for (name, others) in [
      ("nothing", []), ("7 resources of 10 %", fleet(0.1, of: peak, count: 7, shiftable: false, over: system.horizon)),
      ("the case's own", own(system)),
    ] {
      let start = processorSeconds
      let frontier = ShavingFrontier(
        load: load, stepHours: 1, fleet: others, template: added, powers: (1...60).map { Double($0) / 60 * 0.2 * peak },
        durations: (1...40).map { 0.25 * Double($0) })
      let seconds = String(format: "%.2f", processorSeconds - start)
      printRow([name, seconds, "\(frontier.solves)", frontier.worstGap.formatted])
    }
    print()
  }

  /// The resources of the case itself.
  static func own(_ system: PowerSystem) -> [EnergyEnvelope] {
    ShavingDefinition.allResources.resources(of: system).filter { $0.exclusion == nil }.map(\.envelope).merged
  }

  static func samples(_ system: PowerSystem, count samples: Int) {
    print("## Sampled years of the case itself\n")
    print("| counted | samples | seconds | ms a year | windows solved a year | their hours × iterations | widest gap |")
    print("|---|---|---|---|---|---|---|")
    for definition in [ShavingDefinition.demandSide, .allResources] {
      var study = FirmStudy()
      study.samples = samples
      let start = processorSeconds
      let capability = study.run(system, definition: definition, basis: .gross)
      let seconds = processorSeconds - start
      let whole = String(format: "%.1f", seconds)
      printRow([
        definition.rawValue, "\(samples)", whole, milliseconds(seconds / Double(samples)),
        String(format: "%.2f", Double(capability.effort.windowSolves) / Double(samples)),
        "\(capability.effort.stepIterations / samples)", capability.widestGap.formatted,
      ])
    }
  }

  private static func printRow(_ cells: [String]) {
    print("| " + cells.joined(separator: " | ") + " |")
    fflush(nil)
  }

  private static func best<R>(_ repeats: Int, _ work: () -> R) -> (Double, R) {
    var start = processorSeconds
    var result = work()
    var least = processorSeconds - start
    for _ in 1..<repeats {
      start = processorSeconds
      result = work()
      least = min(least, processorSeconds - start)
    }
    return (least, result)
  }

  private static func milliseconds(_ seconds: Double) -> String { String(format: "%.2f", seconds * 1e3) }

  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

extension Double {
  fileprivate var formatted: String { String(format: "%.1e", self) }
}
