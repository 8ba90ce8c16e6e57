/// The lowest level that a load can be held to, proven, with the schedule that holds it.
public struct PeakShavingSolution: Sendable {
  /// MW that the schedule never exceeds.
  public var level: Double
  /// MW that no schedule can stay below.
  public var lowerBound: Double
  /// Prices that prove the bound; empty where it is that of the powers alone.
  var duals = WindowDuals()
  /// Runs of positions in which something moves, in order; between them all rest.
  var blocks: [Block] = []
  public var effort = Effort()

  /// Discharge less charge and level, `step * envelopes + envelope`.
  struct Block: Sendable {
    var steps: Range<Int>
    var power: [Double]
    var energy: [Double]
  }

  /// What it took.
  public struct Effort: Sendable, Equatable {
    public var sweeps = 0
    public var windowSolves = 0
    public var iterations = 0
    /// Interior-point steps times the hours they were about.
    public var stepIterations = 0

    mutating func add(_ other: Effort) {
      sweeps += other.sweeps
      windowSolves += other.windowSolves
      iterations += other.iterations
      stepIterations += other.stepIterations
    }
  }

  /// Of the level.
  public var relativeGap: Double { (level - lowerBound) / max(abs(level), 1e-9) }
}

/// When a solve is done.
public struct PeakShavingOptions: Sendable {
  /// Of the level.
  public var relativeGap = 1e-6

  public init() {}

  public init(relativeGap: Double) { self.relativeGap = relativeGap }
}
