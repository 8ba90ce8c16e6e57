import LinearOptimization

/// A supply that may be moved step by step: columns that add to the balance of one bus and to rows of their own.
public struct AdjustableSupply: Sendable {
  /// Position of the bus.
  public var bus: Int
  /// Columns whose sum, with `fixed`, is the output; cheaper ones first.
  public var segments: [ColumnBlock]
  /// Output besides the segments, MW per step.
  public var fixed: [Double]?
  /// Most that the output may rise and fall from one step to the next, MW; infinite when unlimited.
  public var rampUp = Double.infinity
  public var rampDown = Double.infinity
  /// The same by the step that the output changes into, where that differs from step to step.
  public var changes: (up: [Double], down: [Double])?
  /// Output before the first step where it limits that step, MW.
  public var initialOutput: Double?

  /// Heat that its output must leave room for.
  public var heat: HeatTie?

  public var hasRamps: Bool { rampUp < .infinity || rampDown < .infinity || changes != nil }

  /// Most that the output may rise, and fall, from the step before to a step, MW.
  public func rise(into step: Int) -> Double { changes?.up[step] ?? rampUp }
  public func fall(into step: Int) -> Double { changes?.down[step] ?? rampDown }

  /// Its output in a step, MW.
  public func output(_ columnValues: [Double], _ step: Int) -> Double {
    segments.reduce(fixed?[step] ?? 0) { $0 + columnValues[$1.first + step] }
  }
}

/// Heat given beside the output of a supply, MW: output is at least, or exactly, so much per MW of heat.
public struct HeatTie: Sendable {
  /// Position of the heat bus.
  public var bus: Int
  public var columns: ColumnBlock
  public var outputPerHeat: Double
  public var isExact: Bool
}

/// A line's flow: columns positive from one bus to the other.
public struct LineFlow: Sendable {
  public var columns: ColumnBlock
  public var from: Int
  public var to: Int
  public var loss: FlowLoss?
  /// Where the line may go beyond its limits.
  public var overload: FlowOverload?
}

/// What a line carries beyond its limits, as columns of their own, and these limits in MW.
public struct FlowOverload: Sendable {
  public var columns: ColumnBlock
  public var limits: ClosedRange<Double>
}

/// What a line loses, as columns of their own that are no less than each of the chords in either direction.
public struct FlowLoss: Sendable {
  public var columns: ColumnBlock
  public var chords: [(slope: Double, constant: Double)]

  /// MW lost at a flow.
  public func loss(at flow: Double) -> Double {
    chords.reduce(0) { max($0, $1.slope * abs(flow) + $1.constant) }
  }
}

/// Rows that limit a weighted sum of line flows in each step.
public struct FlowLimit: Sendable {
  public var rows: RowBlock
  public var members: [(line: Int, weight: Double)]
}

/// Reserve as columns of their own and the requirements that they serve.
public struct ReserveStructure: Sendable {
  /// Columns that only hold reserve; other rows limit them by output and level.
  public var providers: [ColumnBlock] = []
  /// Requirement rows, each with the columns of its shortfall.
  public var requirements: [(rows: RowBlock, shortfall: ColumnBlock)] = []
  /// How providers split their reserve over products; empty where all of it counts for every rule.
  public var splits: [ReserveSplit] = []
}

/// A row over many steps and the columns that make up for what is missed of it, one per step.
public struct SpanSlack: Sendable {
  public var row: Int
  /// Empty where nothing may be missed; each adds to a floor or takes off a ceiling.
  public var columns: Range<Int>
}
