extension StagedModel {
  /// The same model with equality rows only: a row with a range gets a slack within it, its infinite side replaced by
  /// one that the columns' limits keep far from. Every column stays boxed, so any multipliers prove a bound.
  func withSlacks() -> StagedModel {
    var model = self
    for row in rows.indices {
      let content = rows[row]
      guard zip(content.lower, content.upper).contains(where: { $0 != $1 }) else { continue }
      let reach = activityRange(of: content)
      var (lower, upper) = (content.lower, content.upper)
      for t in 0..<stageCount {
        // What the columns imply is never to bind: a multiplier would lean on it that no limit of the row stands behind.
        let width = reach.upper[t] - reach.lower[t]
        lower[t] = max(lower[t], min(reach.lower[t] - width, upper[t]))
        upper[t] = min(upper[t], max(reach.upper[t] + width, lower[t]))
      }
      let slack = model.columns.count
      model.columns.append(Column(lower: lower, upper: upper, cost: Array(repeating: 0, count: stageCount)))
      model.rows[row].lower = Array(repeating: 0, count: stageCount)
      model.rows[row].upper = model.rows[row].lower
      model.rows[row].entries.append(Entry(slack, .constant(-1)))
    }
    for span in spans.indices { model.addSlacks(toSpan: span) }
    return model
  }

  /// The slacks of a span's runs lie in the runs' last stages, as one series of columns.
  private mutating func addSlacks(toSpan span: Int) {
    guard spans[span].runs.contains(where: { $0.lower != $0.upper }) else { return }
    let reach = activityRange(of: Row(lower: [], upper: [], entries: spans[span].entries))
    let zero = Array(repeating: 0.0, count: stageCount)
    var slack = Column(lower: zero, upper: zero, cost: zero)
    for (position, run) in spans[span].runs.enumerated() {
      guard let last = run.stages.last else { continue }
      let least = reach.lower[run.stages].reduce(0, +)
      let greatest = reach.upper[run.stages].reduce(0, +)
      let width = greatest - least
      slack.lower[last] = max(run.lower, min(least - width, run.upper))
      slack.upper[last] = min(run.upper, max(greatest + width, run.lower))
      (spans[span].runs[position].lower, spans[span].runs[position].upper) = (0, 0)
    }
    spans[span].entries.append(Entry(columns.count, .constant(-1)))
    columns.append(slack)
  }

  /// Least and greatest value of a row's entries within the columns' limits, by stage.
  public func activityRange(of row: Row) -> (lower: [Double], upper: [Double]) {
    var lower = Array(repeating: 0.0, count: stageCount)
    var upper = lower
    for entry in row.entries {
      let column = columns[entry.column]
      for t in 0..<stageCount {
        var source = t
        if entry.isPrevious {
          source = t - 1
          if source < 0 {
            guard entry.wraps else { continue }
            source = stageCount - 1
          }
        }
        let a = entry.coefficient.at(t)
        let (x, y) = (a * column.lower[source], a * column.upper[source])
        lower[t] += min(x, y)
        upper[t] += max(x, y)
      }
    }
    return (lower, upper)
  }
}
