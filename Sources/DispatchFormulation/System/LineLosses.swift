import GridModel
import LinearOptimization
import Schedules

/// What lines lose: at least each chord of the curve in either direction, half of it drawn at each end.
///
/// Losing more than the curve is allowed and never pays, unless power has a negative price.
struct LineLosses: DeviceFormulation {
  private let names: [String]
  private let flows: [LineFlow]

  init(in builder: inout ProgramBuilder) {
    let lines = builder.system.lines
    for (position, line) in lines.enumerated() {
      guard let loss = line.loss else { continue }
      let flow = builder.flows[position].columns
      let lost = builder.model.addColumns("loss(\(line.name))", count: builder.steps, upper: .constant(line.fullLoss))
      builder.supply(line.from, lost, -0.5)
      builder.supply(line.to, lost, -0.5)
      let chords = loss.chords(rating: line.rating)
      for (number, chord) in chords.enumerated() {
        for (direction, sign) in [("forward", -1.0), ("reverse", 1.0)] {
          builder.model.addRows(
            "loss(\(line.name),\(direction),\(number))", count: builder.steps, lower: .constant(chord.constant),
            isLazy: chords.count > 1, terms: [Term(lost, 1), Term(flow, .constant(sign * chord.slope))])
        }
      }
      builder.flows[position].loss = FlowLoss(columns: lost, chords: chords)
    }
    names = lines.map(\.name)
    flows = builder.flows
  }

  /// Onto the curve, but where a point loses clearly more: there power is worth less than nothing.
  func restore(_ values: inout [Double], in model: LinearModel) {
    for flow in flows {
      guard let loss = flow.loss else { continue }
      for t in 0..<loss.columns.count {
        let column = loss.columns.first + t
        let least = loss.loss(at: values[flow.columns.first + t])
        if values[column] < least + 0.01 * model.columnUpper[column] { values[column] = least }
      }
    }
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    schedule.record(.lineLoss, names, flows.map { $0.loss?.columns }, values)
  }
}
