import GridModel

/// What one renewable plant could have given and gave, MWh.
struct RenewableAccount {
  var available: Double
  var energy: Double
}

func renewableAccounts(of schedule: AlignedSchedule) -> [RenewableAccount] {
  schedule.system.renewables.enumerated().map { i, plant in
    RenewableAccount(
      available: schedule.stepHours * schedule.available(plant).reduce(0, +),
      energy: schedule.stepHours * schedule.sum(schedule.renewablePower, i))
  }
}
