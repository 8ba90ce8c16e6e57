import LinearOptimization

/// One corner of what a block may do in a step on: values of some of its columns, by step.
public struct OperatingPoint: Sendable {
  public var parts: [(columns: ColumnBlock, values: [Double])]
}

extension ThermalSubproblem {
  /// Outputs at which the cost of a step on bends, each with the reserve that it leaves room for: what a step on comes to
  /// is a mix of them, but for what first and last steps take.
  var operatingPoints: [OperatingPoint] {
    let most = headroom.max() ?? 0
    var outputs = [0.0]
    for width in widths { outputs.append((outputs.last ?? 0) + width) }
    if reserveUp != nil { outputs.append(most - reserveLimit) }
    if reserveDown != nil { outputs.append(reserveLimit) }
    let inside = Set(outputs.map { min(max(0, $0), max(0, most)) }).sorted()
    return inside.map { output in point(headroom.map { min(output, max(0, $0)) }) }
  }

  private func point(_ output: [Double]) -> OperatingPoint {
    var parts = [(columns: status, values: output.map { _ in 1.0 })]
    var below = 0.0
    for (segment, width) in zip(segments, widths) {
      parts.append((segment, output.map { min(max(0, $0 - below), width) }))
      below += width
    }
    for stage in stages { parts.append((stage.columns, output.map { $0 < stage.room - 1e-9 ? 1 : 0 })) }
    if let reserveUp { parts.append((reserveUp, zip(headroom, output).map { min(reserveLimit, max(0, $0 - $1)) })) }
    if let reserveDown { parts.append((reserveDown, output.map { min(reserveLimit, $0) })) }
    return OperatingPoint(parts: parts)
  }

  /// The least that a start may cost in each step at given costs of the columns: that of a unit which was off no longer
  /// than it must, or since before the first step.
  func startCosts(at costs: [Double]) -> [Double] {
    (0..<steps).map { t in
      let classes = startClasses.filter { kind in
        kind.offSteps.upperBound > minimumDownSteps
          || (initiallyOn == nil ? kind.offSteps.contains(t) : kind.initialSteps.contains(t))
      }
      return costs[start.first + t] + (classes.map { costs[$0.columns.first + t] }.min() ?? 0)
    }
  }
}
