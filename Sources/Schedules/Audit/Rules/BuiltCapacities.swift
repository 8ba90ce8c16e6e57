import GridModel

/// What is built lies within its limits and is the same in every step. With commitment, thermal units are built as far as
/// they must be and no further.
func auditBuiltCapacities(_ schedule: Schedule, of system: PowerSystem, _ log: inout ViolationLog) {
  for option in system.buildOptions {
    let unit = option.kind == .storageEnergy ? "MWh" : "MW"
    let values = schedule.values(.built(option.kind), of: option.name)
    guard let built = values.first else { continue }
    let isGiven = option.kind == .thermal && schedule.hasCommitment
    let most = isGiven ? option.expansion.least : option.expansion.most
    if built > most + log.tolerance.slack(most) {
      log.report(.builtCapacity, option.name, step: nil, "built", built, .atMost, most, unit: unit)
    } else if built < option.expansion.least - log.tolerance.slack(option.expansion.least) {
      log.report(.builtCapacity, option.name, step: nil, "built", built, .atLeast, option.expansion.least, unit: unit)
    }
    if let step = values.firstIndex(where: { abs($0 - built) > log.tolerance.slack(built) }) {
      log.report(.builtCapacity, option.name, step: step, "built", values[step], .exactly, built, unit: unit)
    }
  }
}
