/// The shortest path over starts and stops, linear in the steps but for the windows of the start classes.
extension ThermalSubproblem {
  /// Cost of a step on: in between, first of a run, last of a run, and both.
  private struct StepCosts {
    var normal: [Double]
    var starting: [Double]
    var stopping: [Double]
    var single: [Double]
    /// Sums of `normal`, without steps that are given off.
    var sum: [Double]
  }

  /// Statuses of the cheapest path; `nil` where none obeys the rules.
  func shortestPath(_ costs: [Double]) -> [Bool]? {
    let step = stepCosts(costs)
    let nextOff = nextGivenOff()
    let (up, down) = (minimumUpSteps, minimumDownSteps)
    // Least cost up to a step of: being free to stop before it, having stopped in it, having to start in it.
    var ready = Array(repeating: Double.infinity, count: steps + 1)
    var stopped = Array(repeating: Double.infinity, count: steps)
    var started = Array(repeating: Double.infinity, count: steps)
    var isFresh = Array(repeating: false, count: steps + 1)
    var isSingle = Array(repeating: false, count: steps)
    // First step off before a start; −1 where that lies before the horizon.
    var origin = Array(repeating: -1, count: steps)
    ready[0] = initiallyOn == false ? .infinity : 0
    // A unit that was on at an unknown time may start again without a minimum time off.
    let firstRealStop = initiallyOn == nil ? 1 : 0
    var firstOff = 0
    var (earliest, earliestAt) = (Double.infinity, -1)
    var carried = ready[0]

    for t in 0..<steps {
      if given[t] != true {
        var least = up == 1 ? carried : ready[t]
        if t > 0 {
          least += step.stopping[t - 1] - step.normal[t - 1]
          if up == 1, started[t - 1] + step.single[t - 1] < least {
            least = started[t - 1] + step.single[t - 1]
            isSingle[t] = true
          }
        }
        stopped[t] = least + costs[stop.first + t]
      }
      if t >= down, t - down >= max(firstOff, firstRealStop), stopped[t - down] < earliest {
        (earliest, earliestAt) = (stopped[t - down], t - down)
      }
      if given[t] != false, nextOff[t] >= min(t + up, steps) {
        let last = startClasses.last.map { costs[$0.columns.first + t] } ?? 0
        var (least, from) = (earliest + last, earliestAt)
        func offer(_ cost: Double, _ origin: Int) { if cost < least { (least, from) = (cost, origin) } }
        if firstOff == 0, initiallyOn == false {
          offer(last, -1)
          for c in startClasses where c.initialSteps.contains(t) { offer(costs[c.columns.first + t], -1) }
        }
        if firstOff == 0, initiallyOn == nil, t > 0 {
          offer(stopped[0] + last, 0)
          for c in startClasses where c.offSteps.contains(t) { offer(stopped[0] + costs[c.columns.first + t], 0) }
        }
        for c in startClasses.dropLast() {
          let cost = costs[c.columns.first + t]
          let low = max(firstOff, firstRealStop, t - c.offSteps.upperBound + 1)
          let high = t - max(down, c.offSteps.lowerBound)
          var origin = low
          while origin <= high {
            offer(stopped[origin] + cost, origin)
            origin += 1
          }
        }
        started[t] = least + costs[start.first + t]
        origin[t] = from
      }
      carried = given[t] == false ? .infinity : ready[t] + step.normal[t]
      ready[t + 1] = carried
      let first = t + 1 - up
      if first >= 0, given[t] != false, started[first] < .infinity {
        let fresh = started[first] + step.starting[first] + step.sum[t + 1] - step.sum[first + 1]
        if fresh < carried {
          ready[t + 1] = fresh
          isFresh[t + 1] = true
        }
      }
      if given[t] == true {
        firstOff = t + 1
        (earliest, earliestAt) = (.infinity, -1)
      }
    }

    // The end: on and free to stop, on since less than the minimum time, or off.
    var isOn = Array(repeating: false, count: steps)
    var least = ready[steps]
    enum End { case ready(Int), started(Int), stopped(Int) }
    var end = End.ready(steps)
    for t in max(0, steps - up + 1)..<steps where started[t] < .infinity {
      let cost = started[t] + step.starting[t] + step.sum[steps] - step.sum[t + 1]
      if cost < least { (least, end) = (cost, .started(t)) }
    }
    for t in firstOff..<max(firstOff, steps) where stopped[t] < least { (least, end) = (stopped[t], .stopped(t)) }
    if firstOff == 0, initiallyOn == false, least > 0 { return isOn }
    guard least < .infinity else { return nil }

    var high = steps
    while true {
      switch end {
      case .ready(let t):
        if t == 0 {
          for s in 0..<high { isOn[s] = true }
          return isOn
        }
        end = isFresh[t] ? .started(t - up) : .ready(t - 1)
      case .started(let t):
        for s in t..<high { isOn[s] = true }
        guard origin[t] >= 0 else { return isOn }
        end = .stopped(origin[t])
      case .stopped(let t):
        high = t
        end = isSingle[t] ? .started(t - 1) : up == 1 && t > 0 ? .ready(t - 1) : .ready(t)
        if t == 0 { return isOn }
      }
    }
  }

  private func stepCosts(_ costs: [Double]) -> StepCosts {
    let zero = Array(repeating: 0.0, count: steps)
    var step = StepCosts(normal: zero, starting: zero, stopping: zero, single: zero, sum: zero + [0])
    for t in 0..<steps {
      if given[t] != false {
        let (room, startCut, stopCut) = (headroom[t], startCut[t], stopCut[t])
        let normal = best(t, room, costs).cost
        step.normal[t] = normal
        step.starting[t] = startCut > 0 ? best(t, room - startCut, costs).cost : normal
        step.stopping[t] = stopCut > 0 ? best(t, room - stopCut, costs).cost : normal
        step.single[t] = startCut >= stopCut ? step.starting[t] : step.stopping[t]
      }
      step.sum[t + 1] = step.sum[t] + step.normal[t]
    }
    return step
  }

  /// The next step, from each on, that is given off; the number of steps where there is none.
  private func nextGivenOff() -> [Int] {
    var next = Array(repeating: steps, count: steps)
    for t in (0..<steps).reversed() {
      next[t] = given[t] == false ? t : t + 1 < steps ? next[t + 1] : steps
    }
    return next
  }
}
