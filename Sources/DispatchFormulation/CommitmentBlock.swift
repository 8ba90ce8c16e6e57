import LinearOptimization

/// What a solution method must know of something that is switched on and off: its own part of the model, the rules that
/// a pattern of statuses obeys, and its cheapest operation at given prices.
public struct CommitmentBlock: Sendable {
  public let name: String
  /// Columns that are the block's own; rows outside `rows` tie them to the rest of the model.
  public let columns: Range<Int>
  /// Rows with columns of the block only.
  public let rows: Range<Int>
  private let subproblem: ThermalSubproblem

  init(name: String, columns: Range<Int>, rows: Range<Int>, subproblem: ThermalSubproblem) {
    self.name = name
    self.columns = columns
    self.rows = rows
    self.subproblem = subproblem
  }

  /// One status column per step, 0 or 1.
  public var status: ColumnBlock { subproblem.status }
  /// Steps that it stays on once started, and off once stopped.
  public var minimumUpSteps: Int { subproblem.minimumUpSteps }
  public var minimumDownSteps: Int { subproblem.minimumDownSteps }
  /// Status before the first step, if known.
  public var initiallyOn: Bool? { subproblem.initiallyOn }
  /// Steps in which the status is given: 1, 0, or free (`nil`), with what the initial state still demands.
  public var given: [Bool?] { subproblem.given }
  /// Runs of steps with the most starts in each.
  public var startLimits: [(steps: Range<Int>, most: Int)] { subproblem.startLimits.map { ($0.steps, $0.most) } }
  /// Columns that follow from the statuses alone, the statuses included.
  public var decided: [ColumnBlock] { subproblem.decided }

  /// Corners of what the block may do in a step on.
  public var operatingPoints: [OperatingPoint] { subproblem.operatingPoints }
  /// The least that a start may cost in each step, at a cost per column of the model.
  public func startCosts(at costs: [Double]) -> [Double] { subproblem.startCosts(at: costs) }

  /// The block's cheapest operation at a cost per column of the model: no other costs less.
  ///
  /// Ramps are not looked at, so the point may break them; its cost is a lower bound all the same. `nil` where no
  /// pattern obeys the rules.
  public func cheapest(at costs: [Double]) -> BlockPoint? { subproblem.cheapest(at: costs, from: columns.lowerBound) }

  /// The cheapest operation with given statuses, which must obey the rules; ramps are not looked at.
  public func cheapest(at costs: [Double], isOn: [Bool]) -> BlockPoint {
    subproblem.point(isOn, at: costs, from: columns.lowerBound, count: columns.count)
  }
}

/// One way to operate a block.
public struct BlockPoint: Sendable {
  public var isOn: [Bool]
  /// At the costs that were asked for.
  public var cost: Double
  /// One per column of the block.
  public var values: [Double]
}
