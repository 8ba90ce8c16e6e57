/// A kind of limit that a case without a schedule may break, as an explanation names it.
public enum BrokenLimit: String, Sendable, Codable, CaseIterable {
  // What nothing but the case itself can mend: power that no bus takes or gives.
  case balanceShort = "balance-short"
  case balanceSurplus = "balance-surplus"
  // What the network and the plants are built for.
  case outputLimit = "output-limit"
  case lineLimit = "line-limit"
  case interfaceLimit = "interface-limit"
  case voltageLaw = "voltage-law"
  // What is set: output, statuses and schedules.
  case minimumOutput = "minimum-output"
  case mustRun = "must-run"
  case initialStatus = "initial-status"
  case minimumUpTime = "minimum-up-time"
  case minimumDownTime = "minimum-down-time"
  case givenRenewable = "given-renewable"
  case exportSchedule = "export-schedule"
  case importSchedule = "import-schedule"
  case lowestLevel = "lowest-level"
  case highestLevel = "highest-level"
  /// A rule that the explanation has no word for; the device is the label of its rows.
  case other
  // What a plant is asked to do in a step.
  /// Power that heat given with it asks for.
  case heatLine = "heat-line"
  case rampUp = "ramp-up"
  case rampDown = "ramp-down"
  case reserveRoom = "reserve-room"
  // What is agreed over many steps.
  case endLevel = "end-level"
  case energyBudget = "energy-budget"
  case shiftWindow = "shift-window"
  case startLimit = "start-limit"
  case callRules = "call-rules"
  case reserveRequirement = "reserve-requirement"

  /// Limits of a higher rank are broken only where those of lower ranks do not suffice, and then as little as can be:
  /// 1 agreements over many steps, 2 ramps and reserve, 3 what is set, 4 what network and
  /// plants are built for, 5 balances.
  public var rank: Int {
    switch self {
    case .balanceShort, .balanceSurplus: 5
    case .outputLimit, .lineLimit, .interfaceLimit, .voltageLaw: 4
    case .minimumOutput, .mustRun, .initialStatus, .minimumUpTime, .minimumDownTime, .givenRenewable, .exportSchedule,
      .importSchedule, .lowestLevel, .highestLevel, .other:
      3
    case .heatLine, .rampUp, .rampDown, .reserveRoom: 2
    case .endLevel, .energyBudget, .shiftWindow, .startLimit, .callRules, .reserveRequirement: 1
    }
  }

  public static let ranks = 1...5

  /// Whether it is counted in MWh, and not in MW.
  public var isEnergy: Bool {
    switch self {
    case .lowestLevel, .highestLevel, .endLevel, .energyBudget, .shiftWindow: true
    default: false
    }
  }
}
