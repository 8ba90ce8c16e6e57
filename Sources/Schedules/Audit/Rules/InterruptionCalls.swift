import GridModel

/// Interruption happens in calls, and calls keep to their durations, rests and numbers.
///
/// A call cut by the end of the horizon may be shorter; one that goes on from before it counts with what it has lasted.
func auditInterruptionCalls(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  guard let calls = schedule.interruptionCall else { return }
  let count = schedule.count
  var number = 0
  for (i, load) in schedule.system.interruptibleLoads.enumerated() where !load.calls.areUnrestricted {
    let status = Array(calls[number * count..<(number + 1) * count])
    let power = Array(schedule.interruption[i * count..<(i + 1) * count])
    number += 1
    auditPower(power, status, load, &log)
    let isOn = status.map { $0 >= 0.5 }
    auditRuns(isOn, load, schedule.system.horizon, &log)
    auditNumbers(isOn, load, schedule.system.horizon, &log)
  }
}

private func auditPower(_ power: [Double], _ status: [Double], _ load: InterruptibleLoad, _ log: inout ViolationLog) {
  let slack = log.tolerance.slack(load.capacity)
  for t in power.indices {
    let nearest = status[t] >= 0.5 ? 1.0 : 0.0
    if abs(status[t] - nearest) > log.tolerance.absolute {
      log.report(.interruptibleCall, load.name, step: t, "call", status[t], .exactly, nearest, unit: "")
    }
    let least = nearest * load.calls.minimumPart * load.capacity
    if power[t] > nearest * load.capacity + slack {
      log.report(.interruptibleCall, load.name, step: t, "interruption of", power[t], .atMost, nearest * load.capacity)
    } else if power[t] < least - slack {
      log.report(.interruptibleCall, load.name, step: t, "interruption of", power[t], .atLeast, least)
    }
  }
}

/// Durations of calls and of what lies between them.
private func auditRuns(_ isOn: [Bool], _ load: InterruptibleLoad, _ horizon: Horizon, _ log: inout ViolationLog) {
  let hours = horizon.stepHours
  let (least, most, rest) = load.calls.steps(in: horizon)
  let before = load.called.hours
  var wasOn = before.map { $0 > 0 } ?? false
  // Steps that the present run has lasted; a rest of unknown length is long enough.
  var lasted = before.map { Int((abs($0) / hours).rounded()) } ?? rest
  for t in isOn.indices {
    if isOn[t] != wasOn {
      if wasOn, lasted < least {
        log.report(
          .callDuration, load.name, step: t, "call of", Double(lasted) * hours, .atLeast, load.calls.minimumHours,
          unit: "h")
      } else if !wasOn, lasted < rest {
        log.report(
          .callRest, load.name, step: t, "call after", Double(lasted) * hours, .atLeast, Double(rest) * hours, unit: "h"
        )
      }
      (wasOn, lasted) = (isOn[t], 0)
    }
    lasted += 1
    if wasOn, lasted == most + 1 {
      log.report(
        .callDuration, load.name, step: t, "call of", Double(lasted) * hours, .atMost, load.calls.maximumHours,
        unit: "h")
    }
  }
}

private func auditNumbers(_ isOn: [Bool], _ load: InterruptibleLoad, _ horizon: Horizon, _ log: inout ViolationLog) {
  let wasOn = (load.called.hours ?? -1) > 0
  let periods: [(AuditRule, String, [Range<Int>], Double, Double)] = [
    (.callsPerDay, "calls in the day:", horizon.days, load.calls.perDay, load.called.inDay),
    (.callsPerYear, "calls in the year:", horizon.years, load.calls.perYear, load.called.inYear),
  ]
  for (rule, what, runs, limit, before) in periods where limit < .infinity {
    for steps in runs {
      var begun = steps.lowerBound == 0 ? before : 0
      for t in steps where isOn[t] && !(t > 0 ? isOn[t - 1] : wasOn) { begun += 1 }
      if begun > limit {
        log.report(rule, load.name, step: steps.lowerBound, what, begun, .atMost, limit, unit: "")
      }
    }
  }
}
