/// A linear program over stages that follow each other in time: series of columns and rows, one entry per stage, tied to
/// the same stage and to the one before, and a few rows over long runs of stages.
///
/// minimise Σ cost·x subject to lower ≤ Σ entries ≤ upper per row and stage and per span, and the limits of the columns.
/// Solvers of staged models know stages, states and prices, and never what a column stands for.
public struct StagedModel: Sendable {
  public var stageCount: Int
  public var columns: [Column] = []
  public var rows: [Row] = []
  /// Each run of a span costs a solve per factorisation: meant for a cap over a year, not for one of every day.
  public var spans: [Span] = []

  public init(stageCount: Int) { self.stageCount = stageCount }

  /// One column per stage; all series have an entry per stage, limits finite.
  public struct Column: Sendable {
    public var lower: [Double]
    public var upper: [Double]
    public var cost: [Double]

    public init(lower: [Double], upper: [Double], cost: [Double]) {
      self.lower = lower
      self.upper = upper
      self.cost = cost
    }
  }

  /// One row per stage; limits may be infinite.
  public struct Row: Sendable {
    public var lower: [Double]
    public var upper: [Double]
    public var entries: [Entry]

    public init(lower: [Double], upper: [Double], entries: [Entry]) {
      self.lower = lower
      self.upper = upper
      self.entries = entries
    }
  }

  /// Rows over disjoint runs of stages, with the same columns: one multiplier per run.
  public struct Span: Sendable {
    public var runs: [Run]
    /// Columns of the same stage; coefficients count within the runs only.
    public var entries: [Entry]

    public init(runs: [Run], entries: [Entry]) {
      self.runs = runs
      self.entries = entries
    }
  }

  /// A run of stages and the limits, which may be infinite, of what the entries of a span sum to there.
  public struct Run: Sendable {
    public var stages: Range<Int>
    public var lower: Double
    public var upper: Double

    public init(_ stages: Range<Int>, lower: Double, upper: Double) {
      self.stages = stages
      self.lower = lower
      self.upper = upper
    }
  }

  /// A series of columns in a row.
  public struct Entry: Sendable {
    /// Position in `columns`.
    public var column: Int
    public var coefficient: Coefficient
    /// Whether the column of the stage before is meant.
    public var isPrevious: Bool
    /// Whether the first stage then takes the column of the last; else it has no such entry.
    public var wraps: Bool

    public init(_ column: Int, _ coefficient: Coefficient, isPrevious: Bool = false, wraps: Bool = false) {
      self.column = column
      self.coefficient = coefficient
      self.isPrevious = isPrevious
      self.wraps = wraps
    }
  }

  /// One value for all stages of a row, or one per stage of the row.
  public enum Coefficient: Sendable, Hashable {
    case constant(Double)
    case series([Double])

    /// A constant where all values are one.
    public init(_ values: [Double]) {
      if let first = values.first, values.allSatisfy({ $0 == first }) {
        self = .constant(first)
      } else {
        self = .series(values)
      }
    }

    public func at(_ stage: Int) -> Double {
      switch self {
      case .constant(let value): value
      case .series(let values): values[stage]
      }
    }

    func adding(_ other: Coefficient) -> Coefficient {
      switch (self, other) {
      case (.constant(let a), .constant(let b)): .constant(a + b)
      case (.constant(let a), .series(let values)), (.series(let values), .constant(let a)):
        .series(values.map { $0 + a })
      case (.series(let a), .series(let b)): .series(zip(a, b).map { $0 + $1 })
      }
    }

    func divided(by scale: Double) -> Coefficient {
      switch self {
      case .constant(let value): .constant(value / scale)
      case .series(let values): .series(values.map { $0 / scale })
      }
    }
  }
}
