import GridModel
import Schedules

/// How far a system's flexible resources can lower its peak, with the proof and what decides it.
public struct PeakShavingAssessment: Sendable {
  public var definition: ShavingDefinition
  public var basis: LoadBasis
  /// Highest load of the basis, MW, and its step.
  public var peak: Double
  public var peakStep: Int
  /// Highest gross load, MW: what percentages refer to.
  public var maximumLoad: Double
  /// MW to which the schedule holds the load.
  public var level: Double
  /// MW that no schedule can stay below.
  public var lowerBound: Double
  /// MW that a schedule would hold if loads could be interrupted at any time, whatever the rules of their calls.
  public var relaxedLevel: Double
  /// Steps in a call, by name of the load, for those with rules of calls.
  public var calls: [String: [Bool]] = [:]
  public var resources: [AssessedResource]
  /// Shiftable loads whose ramps are left out: they may take longer than the schedule gives them.
  public var rampsLeftOut: [String]
  /// The load of the basis, MW by step.
  public var load: [Double]
  /// The resources that count, the proportional ones merged.
  public var problem: PeakShavingProblem
  /// Without rules of calls.
  public var solution: PeakShavingSolution
  public var schedule: FleetSchedule
  /// The schedule seen by other code.
  public var check: FleetCheck

  /// Assesses a system.
  ///
  /// - Parameter relativeGap: between level and lower bound, of the level.
  public init(of system: PowerSystem, definition: ShavingDefinition, basis: LoadBasis, relativeGap: Double = 1e-6) {
    self.definition = definition
    self.basis = basis
    resources = definition.resources(of: system)
    rampsLeftOut = system.shiftableLoads.filter { $0.rampLimit(stepHours: system.horizon.stepHours) != nil }.map(\.name)
    load = basis.load(of: system)
    let counted = resources.filter { $0.exclusion == nil }.map(\.envelope).merged
    problem = PeakShavingProblem(load: load, stepHours: system.horizon.stepHours, envelopes: counted)
    solution = PeakShavingSolver(problem, options: .init(relativeGap: relativeGap)).solve()
    schedule = solution.schedule(of: problem)
    check = FleetCheck(schedule, of: problem.envelopes, load: load, stepHours: problem.stepHours)
    relaxedLevel = max(solution.level, check.level)
    level = relaxedLevel
    if counted.contains(where: { !$0.calls.areUnrestricted }) {
      let plan = CallPlan(
        problem, load: load, relaxed: solution, over: system.horizon,
        tolerance: relativeGap * max(1, abs(solution.level)))
      (level, schedule) = (plan.level, plan.schedule)
      for (i, isOn) in plan.calls {
        for member in problem.envelopes[i].members { calls[member.name] = isOn }
      }
      check = FleetCheck(schedule, of: problem.envelopes, load: load, stepHours: problem.stepHours)
    }
    let load = load
    peakStep = load.indices.max { load[$0] < load[$1] } ?? 0
    peak = load.max() ?? 0
    maximumLoad = system.unmanagedLoad.max() ?? 0
    level = max(level, check.level)
    lowerBound = min(solution.lowerBound, level)
  }

  /// MW off the peak, proven by the schedule.
  public var capability: Double { max(0, peak - level) }
  /// MW off the peak if loads could be interrupted at any time: what contributions add up to.
  public var relaxedCapability: Double { max(0, peak - relaxedLevel) }
  /// MW off the peak that nothing can exceed.
  public var capabilityBound: Double { max(0, peak - lowerBound) }
  /// Of the maximum load; `nil` without load.
  public var percent: Double? { maximumLoad > 0 ? capability / maximumLoad * 100 : nil }
  public var percentBound: Double? { maximumLoad > 0 ? capabilityBound / maximumLoad * 100 : nil }
  public var relativeGap: Double { (level - lowerBound) / max(abs(level), 1e-9) }
  /// Whether the schedule keeps every limit to what rounding leaves.
  public var passesCheck: Bool { check.powerError <= 1e-6 * max(1, peak) && check.energyError <= 1e-6 * max(1, peak) }

  /// The assessment against a target of the system; `nil` for targets of other indicators.
  public func verdict(on target: PolicyTarget) -> TargetVerdict? {
    guard target.indicator == definition.indicator, let minimum = target.minimum ?? target.maximum, let percent,
      let percentBound
    else { return nil }
    let slack = 1e-6 * abs(minimum)
    return TargetVerdict(
      indicator: target.indicator, basis: basis, target: minimum, upTo: target.minimum == nil ? nil : target.maximum,
      percent: percent, isMet: percent >= minimum - slack ? true : percentBound < minimum - slack ? false : nil)
  }
}

/// Whether a target is met, and by how much.
public struct TargetVerdict: Sendable, Equatable, Codable {
  public var indicator: PolicyTarget.Indicator
  public var basis: LoadBasis
  /// % of the maximum load.
  public var target: Double
  /// End of the range that a plan names; passing it meets the target too.
  public var upTo: Double?
  /// % of the maximum load that can be shaved.
  public var percent: Double
  /// `nil` where the proven gap spans the target.
  public var isMet: Bool?

  /// Points above the target.
  public var margin: Double { percent - target }

  enum CodingKeys: String, CodingKey {
    case indicator, basis
    case target = "target_percent"
    case upTo = "up_to_percent"
    case percent
    case isMet = "met"
  }
}
