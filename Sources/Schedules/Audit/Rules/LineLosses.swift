import GridModel

/// Lines lose no less than their curve says.
///
/// The curve holds from below only: where power has a negative price a dispatch may waste some in a line, up to what the
/// line loses at full flow.
func auditLineLosses(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let count = schedule.count
  var number = 0
  for (i, line) in schedule.system.lines.enumerated() {
    guard let loss = line.loss else { continue }
    for t in 0..<count {
      let flow = schedule.lineFlow[i * count + t]
      let lost = schedule.lineLoss[number * count + t]
      let least = interpolatedLoss(loss, at: flow, rating: line.rating)
      if lost < least - log.tolerance.slack(flow) {
        log.report(.lineLoss, line.name, step: t, "loss of", lost, .atLeast, least)
      } else if lost > line.fullLoss + log.tolerance.slack(line.rating) {
        log.report(.lineLoss, line.name, step: t, "loss of", lost, .atMost, line.fullLoss)
      }
    }
    number += 1
  }
}

/// Between the points of the parabola at the ends of the segments, and beyond the last as in it.
func interpolatedLoss(_ loss: LineLoss, at flow: Double, rating: Double) -> Double {
  guard rating > 0 else { return 0 }
  let n = Double(max(1, loss.segments))
  let place = abs(flow) / rating * n
  let segment = min(place.rounded(.down), n - 1)
  let (left, right) = (segment * segment, (segment + 1) * (segment + 1))
  return loss.part * rating / (n * n) * (left + (right - left) * (place - segment))
}
