import Schedules

/// What rows of a label are, for an explanation: which limit is broken below and above.
struct RowRelief {
  /// `nil` where the rows never give way, as definitions do.
  var under: BrokenLimit?
  var over: BrokenLimit?
  var measure = Measure.direct

  /// What a unit of the row stands for.
  enum Measure {
    /// A MW, or a MWh where the limit is one of energy.
    case direct
    /// The status of the device: as much as it gives or takes when it is on.
    case status
    /// A MW over one step, where the limit is one of energy.
    case powerOverSteps
  }

  /// Holds by definition.
  static let fixed = RowRelief()

  /// By the part of a label before its bracket. Labels that are not here give way too, as `BrokenLimit.other`.
  static let byLabel: [String: RowRelief] = [
    "balance": RowRelief(under: .balanceShort, over: .balanceSurplus),
    "interface": RowRelief(under: .interfaceLimit, over: .interfaceLimit),
    "cycle": RowRelief(under: .voltageLaw, over: .voltageLaw),
    "ramp": RowRelief(under: .rampDown, over: .rampUp),
    "exportRamp": RowRelief(under: .rampDown, over: .rampUp),
    "rampUp": RowRelief(over: .rampUp),
    "rampStageUp": RowRelief(over: .rampUp),
    "rampStageDown": RowRelief(under: .rampDown),
    "below": .fixed, "above": .fixed,
    "starts": RowRelief(over: .startLimit, measure: .status),
    "rampDown": RowRelief(under: .rampDown),
    "limit": RowRelief(over: .outputLimit),
    "startLimit": RowRelief(over: .outputLimit),
    "stopLimit": RowRelief(over: .outputLimit),
    "minimumUp": RowRelief(over: .minimumUpTime, measure: .status),
    "minimumDown": RowRelief(over: .minimumDownTime, measure: .status),
    "logic": .fixed, "segment": .fixed, "reach": .fixed, "startClass": .fixed, "level": .fixed,
    "vehicleLevel": .fixed, "callLogic": .fixed,
    "most": RowRelief(over: .outputLimit),
    "least": RowRelief(under: .outputLimit),
    "heatLine": RowRelief(under: .heatLine, over: .heatLine),
    "headroom": RowRelief(over: .reserveRoom),
    "footroom": RowRelief(under: .reserveRoom),
    "reserveUpPower": RowRelief(over: .reserveRoom),
    "reserveUpEnergy": RowRelief(over: .reserveRoom),
    "reserveDownPower": RowRelief(over: .reserveRoom),
    "reserveDownEnergy": RowRelief(over: .reserveRoom),
    "interruptible": RowRelief(over: .reserveRoom),
    "promised": .fixed, "held": .fixed,
    "reserve": RowRelief(under: .reserveRequirement),
    "neutral": RowRelief(under: .shiftWindow, over: .shiftWindow, measure: .powerOverSteps),
    "shiftRamp": RowRelief(under: .rampDown, over: .rampUp),
    "exportEnergy": RowRelief(under: .energyBudget, over: .energyBudget),
    "day": RowRelief(over: .energyBudget),
    "year": RowRelief(over: .energyBudget),
    "outage": RowRelief(under: .lineLimit, over: .lineLimit),
    "loss": .fixed, "linkForward": .fixed, "linkReverse": .fixed, "linkDirection": .fixed, "levelOrder": .fixed,
    "levelChange": .fixed, "designatedWithin": .fixed, "renewablePool": .fixed,
    "dayEnergy": RowRelief(over: .energyBudget),
    "weekEnergy": RowRelief(over: .energyBudget),
    "yearEnergy": RowRelief(over: .energyBudget),
    "charging": RowRelief(under: .outputLimit, over: .outputLimit),
    "discharging": RowRelief(over: .outputLimit),
    "dischargingLeast": RowRelief(under: .minimumOutput),
    "mode": .fixed,
    "changeover": RowRelief(over: .minimumDownTime, measure: .status),
    "changeback": RowRelief(over: .minimumDownTime, measure: .status),
    "reserveUpUnits": RowRelief(over: .reserveRoom),
    "reserveDownUnits": RowRelief(over: .reserveRoom),
    "callLeast": RowRelief(over: .callRules, measure: .status),
    "callRest": RowRelief(over: .callRules, measure: .status),
    "callMost": RowRelief(over: .callRules, measure: .status),
    "calls": RowRelief(over: .callRules, measure: .status),
    "callLimit": RowRelief(over: .callRules),
    "callPart": RowRelief(under: .callRules),
  ]

  /// A label as what is before its bracket and what is in it, without the numbers that follow a name.
  static func parts(of label: String) -> (kind: String, device: String) {
    guard let open = label.firstIndex(of: "("), label.hasSuffix(")") else { return (label, label) }
    var fields = label[label.index(after: open)..<label.index(before: label.endIndex)].split(
      separator: ",", omittingEmptySubsequences: false)
    while fields.count > 1, let last = fields.last, Int(last) != nil || last == "day" || last == "year" {
      fields.removeLast()
    }
    return (String(label[..<open]), fields.joined(separator: ","))
  }
}
