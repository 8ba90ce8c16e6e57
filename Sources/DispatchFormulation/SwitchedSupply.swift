import LinearOptimization

/// A supply that is switched on and off: what it may do once its statuses are given.
struct SwitchedSupply: Sendable {
  /// As it is when always on, without its minimum output.
  var supply: AdjustableSupply
  let status: ColumnBlock
  let minimumOutput: Double
  /// MW above minimum output in each step on, and what the first and the last step on take from it.
  let headroom: [Double]
  let startCut: [Double]
  let stopCut: [Double]
  /// Most that the output rises and falls from step to step, at a start and at a stop, MW; infinite when unlimited.
  let ramps: (up: Double, down: Double, start: Double, stop: Double)
  let initiallyOn: Bool?

  /// The supply at given statuses, one value per column of the model.
  func held(at values: [Double]) -> AdjustableSupply {
    let isOn = status.indices.map { values[$0] > 0.5 }
    var held = supply
    held.fixed = isOn.map { $0 ? minimumOutput : 0 }
    guard ramps.up < .infinity || ramps.down < .infinity else { return held }
    func before(_ t: Int) -> Bool { t > 0 ? isOn[t - 1] : initiallyOn ?? isOn[0] }
    held.changes = (
      isOn.indices.map { isOn[$0] ? before($0) ? ramps.up : ramps.start : .infinity },
      isOn.indices.map { before($0) ? isOn[$0] ? ramps.down : ramps.stop : .infinity }
    )
    return held
  }

  /// Cuts its segments to what statuses leave.
  func limit(_ model: inout LinearModel, at values: [Double]) {
    for t in headroom.indices {
      guard values[status.first + t] > 0.5 else { continue }
      let starts = t > 0 ? values[status.first + t - 1] < 0.5 : initiallyOn == false
      let stops = t + 1 < headroom.count && values[status.first + t + 1] < 0.5
      var room = max(0, headroom[t] - max(starts ? startCut[t] : 0, stops ? stopCut[t] : 0))
      for segment in supply.segments {
        let column = segment.first + t
        let width = min(model.columnUpper[column], room)
        model.setBounds(column: column, lower: min(model.columnLower[column], width), upper: width)
        room -= width
      }
    }
  }
}

/// A program at given statuses: its dispatch, and the blocks of one column or row per step that decide it.
public struct HeldProgram: Sendable {
  /// The program with the limits that the statuses leave, and with what may then be moved step by step.
  public let program: DispatchProgram
  public let blocks: HeldBlocks
}

extension DispatchProgram {
  /// The dispatch at given statuses.
  ///
  /// - Parameters:
  ///   - values: one per column of the model, of which those of statuses count, and those of columns that follow from them.
  ///   - freeing: positions in `operations` of stores whose machines run in part; the numbers of the others' machines
  ///     count too.
  public func held(at values: [Double], freeing: Set<Int> = []) -> HeldProgram {
    var whole = model
    for supply in switched { supply.limit(&whole, at: values) }
    var numbers: (held: [ColumnBlock], ignored: [ColumnBlock]) = ([], [])
    for (position, operation) in operations.enumerated() {
      if freeing.contains(position) { numbers.ignored += operation.ignored } else { numbers.held += operation.columns }
    }
    let blocks = HeldBlocks(
      whole, holding: commitments.flatMap(\.decided) + calls + stageColumns + numbers.held, at: values,
      ignoring: numbers.ignored)
    var held = self
    held.model = blocks.model.relaxed()
    held.adjustable = switched.map { $0.held(at: values) } + adjustable
    return HeldProgram(program: held, blocks: blocks)
  }
}
