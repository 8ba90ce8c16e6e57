import GridModel
import LinearOptimization

/// Deep stages of a committed unit as statuses: 1 in a step in which the unit is on below the top of the stage.
///
/// A stage needs a status where oil makes its cost jump, or where its ramp can bind and so tempt output to leave it
/// unfilled. Each segment lies wholly below the top of the stage, and is full where the unit is on above it, or wholly
/// above, and empty where the unit is in the stage: for one step alone that is the convex hull of being off, above the
/// stage and in it (E. Balas, "Disjunctive programming", Annals of Discrete Mathematics 5, 1979).
struct StageStatuses: Sendable {
  struct Stage: Sendable {
    var columns: ColumnBlock
    /// MW above minimum output at the top of the stage.
    var room: Double
  }

  /// The mildest first.
  private(set) var stages: [Stage] = []
  let segments: [ColumnBlock]
  let status: ColumnBlock

  init(
    _ unit: ThermalUnit, _ cost: CostSegments, segments: [ColumnBlock], status: ColumnBlock,
    in builder: inout ProgramBuilder
  ) {
    (self.segments, self.status) = (segments, status)
    let hours = builder.stepHours
    let all = unit.deepStages
    for (index, stage) in all.enumerated() {
      let binds = all[...index].contains { $0.ramp * hours < $0.width }
      let oilCost = stage.oil * unit.deepRegulation.oilPrice
      guard oilCost > 0 || binds else { continue }
      let columns = builder.model.addColumns(
        "stage(\(unit.name),\(index))", count: status.count, upper: 1, cost: .constant(oilCost * hours), integer: true)
      stages.append(Stage(columns: columns, room: stage.top - unit.minimumOutput))
    }
    addRows(unit.name, cost.widths, to: &builder)
    if !stages.isEmpty { builder.stages.append(self) }
  }

  private func addRows(_ name: String, _ widths: [Double], to builder: inout ProgramBuilder) {
    for stage in stages {
      var end = 0.0
      for (segment, width) in zip(segments, widths) {
        end += width
        let terms = [
          Term(segment, 1), Term(status, .constant(-width)), Term(stage.columns, .constant(width)),
        ]
        if end <= stage.room + 1e-9 {
          builder.model.addRows("below(\(name))", count: status.count, lower: 0, terms: terms)
        } else {
          builder.model.addRows("above(\(name))", count: status.count, upper: 0, isLazy: true, terms: terms)
        }
      }
    }
  }

  /// The statuses that outputs of a point, whose unit statuses are 0 or 1, call for.
  func values(at point: [Double]) -> [(column: Int, value: Double)] {
    stages.flatMap { stage in
      status.indices.enumerated().map { t, column in
        let output = segments.reduce(0) { $0 + point[$1.first + t] }
        return (stage.columns.first + t, point[column] > 0.5 && output < stage.room - 1e-6 ? 1 : 0)
      }
    }
  }
}

extension DispatchProgram {
  /// A point without oil that is paid for and not needed.
  public func settleStages(_ point: inout [Double]) {
    for (column, value) in stages.flatMap({ $0.values(at: point) }) { point[column] = value }
  }

  /// Columns of the statuses of deep stages with the values that a point's outputs call for.
  public func stageStatuses(at point: [Double]) -> [(column: Int, value: Double)] {
    stages.flatMap { $0.values(at: point) }
  }

  /// Statuses of deep stages.
  public var stageColumns: [ColumnBlock] { stages.flatMap { $0.stages.map(\.columns) } }
}
