import GridModel

extension SeriesFile {
  /// Checks the time column: rows follow the start and the step of the case without gap or duplicate.
  func checkTimes(_ horizon: Horizon, _ log: inout FindingLog) {
    let step = horizon.stepMinutes * 60
    let times = readTimes(offset: horizon.utcOffsetSeconds, &log)
    guard let first = times.first else { return }
    if first.seconds != horizon.localSeconds(0) {
      log.add(
        .timeStart, at: place(first.row),
        "the series starts at \(text(first.seconds)), expected \(horizon.timestamp(0)) as in case.yaml")
    }
    let steps = zip(times, times.dropFirst()).filter { $1.row == $0.row + 1 }.map { $1.seconds - $0.seconds }
    if let other = steps.first, other > 0, other != step, steps.allSatisfy({ $0 == other }) {
      log.add(
        .timeStep, at: place(first.row + 1),
        "rows follow each other after \(duration(other)), expected \(horizon.stepMinutes) minutes as in case.yaml")
      return
    }
    for (previous, next) in zip(times, times.dropFirst()) {
      let expected = (next.row - previous.row) * step
      let elapsed = next.seconds - previous.seconds
      guard elapsed != expected else { continue }
      let (here, before) = (text(next.seconds), text(previous.seconds))
      if elapsed == 0 {
        log.add(.timeDuplicate, at: place(next.row), "time \(here) appears twice")
      } else if elapsed < 0 {
        log.add(.timeOrder, at: place(next.row), "time \(here) comes after \(before), expected ascending times")
      } else if elapsed > expected, elapsed.isMultiple(of: step) {
        let missing = (elapsed - expected) / step
        let rows = missing == 1 ? "1 step is" : "\(missing) steps are"
        log.add(.timeGap, at: place(next.row), "\(rows) missing between \(before) and \(here)")
      } else {
        log.add(
          .timeStep, at: place(next.row),
          "time \(here) comes \(duration(elapsed)) after \(before), expected \(horizon.stepMinutes) minutes")
      }
    }
  }

  private func readTimes(offset: Int, _ log: inout FindingLog) -> [(row: Int, seconds: Int)] {
    var times: [(row: Int, seconds: Int)] = []
    times.reserveCapacity(table.rowCount)
    for row in 0..<table.rowCount {
      guard let time = table.time(table.cell(row: row, column: 0)) else {
        let text = quoted(table.text(table.cell(row: row, column: 0)))
        log.add(.timeFormat, at: place(row), "time is \(text), expected such as 2030-01-01T00:00")
        continue
      }
      if let other = time.utcOffsetSeconds, other != offset {
        let expected = Horizon(start: 0, utcOffsetSeconds: offset, stepMinutes: 60, count: 1).timestamp(0).suffix(6)
        let text = table.text(table.cell(row: row, column: 0))
        log.add(
          .timeOffset, at: place(row),
          "time \(text) is not in the case's offset \(expected), which holds all year without daylight saving")
      }
      times.append((row, time.localSeconds))
    }
    return times
  }

  private func place(_ row: Int) -> Place { table.place(table.cell(row: row, column: 0)) }

  private func text(_ seconds: Int) -> String { LocalTime(localSeconds: seconds).text }

  private func duration(_ seconds: Int) -> String {
    seconds.isMultiple(of: 60) ? "\(seconds / 60) minutes" : "\(seconds) seconds"
  }
}
