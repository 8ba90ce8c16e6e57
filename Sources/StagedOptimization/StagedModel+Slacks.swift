extension StagedModel {
  /// The same model with equality rows only: a row with a range gets a slack within it, its infinite side replaced by
  /// what the columns' limits imply. Every column stays boxed, so any multipliers prove a bound.
  func withSlacks() -> StagedModel {
    var model = self
    for row in rows.indices {
      let content = rows[row]
      guard zip(content.lower, content.upper).contains(where: { $0 != $1 }) else { continue }
      let reach = activityRange(of: content)
      var (lower, upper) = (content.lower, content.upper)
      for t in 0..<stageCount {
        lower[t] = max(lower[t], min(reach.lower[t], upper[t]))
        upper[t] = min(upper[t], max(reach.upper[t], lower[t]))
      }
      let slack = model.columns.count
      model.columns.append(Column(lower: lower, upper: upper, cost: Array(repeating: 0, count: stageCount)))
      model.rows[row].lower = Array(repeating: 0, count: stageCount)
      model.rows[row].upper = model.rows[row].lower
      model.rows[row].entries.append(Entry(slack, .constant(-1)))
    }
    return model
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
