/// What converters draw lies between zero and capacity and changes no faster than their ramp; with commitment, it is at
/// least the minimum while on.
func auditConverters(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  let statuses = schedule.system.converters.filter { $0.minimumInput > 0 }.map(\.name)
  for (i, converter) in schedule.system.converters.enumerated() {
    let status = schedule.converterStatus.flatMap { table in
      statuses.firstIndex(of: converter.name).map { table[$0 * count..<($0 + 1) * count] }
    }
    let change = converter.ramp * schedule.stepHours
    var before = converter.initialInput
    for t in 0..<count {
      let input = schedule.converterInput[i * count + t]
      var (least, most) = (0.0, converter.capacity)
      if let status {
        let isOn = status[status.startIndex + t]
        if abs(isOn) > 1e-6, abs(isOn - 1) > 1e-6 {
          log.report(.converterStatus, converter.name, step: t, "status of", isOn, .exactly, isOn.rounded(), unit: "")
        }
        if isOn >= 0.5 { least = converter.minimumInput } else { most = 0 }
      }
      if input < least - log.tolerance.slack(least) {
        log.report(.converterLimit, converter.name, step: t, "input of", input, .atLeast, least)
      } else if input > most + log.tolerance.slack(most) {
        log.report(.converterLimit, converter.name, step: t, "input of", input, .atMost, most)
      }
      if let before, abs(input - before) > change + log.tolerance.slack(max(abs(input), abs(before))) {
        log.report(.converterRamp, converter.name, step: t, "input changes by", abs(input - before), .atMost, change)
      }
      before = input
    }
  }
}
